package damage

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// crossings are the pairs of code pages in which programs write and read by mistake,
// where both have letters for the same byte. None is here in both directions: a mistake
// that the record holds may be repaired.
var crossings = []struct {
	write, read         string
	writePage, readPage *charmap.Charmap
}{
	{"Windows-1254", "Windows-1252", charmap.Windows1254, charmap.Windows1252}, // Iþýk for Işık
	{"Windows-1250", "Windows-1252", charmap.Windows1250, charmap.Windows1252}, // Dvoøák for Dvořák
	{"ISO 8859-2", "Windows-1252", charmap.ISO8859_2, charmap.Windows1252},
	{"Windows-1257", "Windows-1252", charmap.Windows1257, charmap.Windows1252},
	{"Windows-1251", "Windows-1252", charmap.Windows1251, charmap.Windows1252},
	{"Windows-1253", "Windows-1252", charmap.Windows1253, charmap.Windows1252},
	{"Windows-1251", "MS-DOS code page 866", charmap.Windows1251, charmap.CodePage866},
}

// crossedPages reports whether a text is what a record holds, written in one code page and
// read in another. Both are in normal form C.
func crossedPages(text, held string) (write, read string, crossed bool) {
	if isASCII(text) || isASCII(held) {
		return "", "", false
	}
	for _, c := range crossings {
		if crosses(c.writePage, c.readPage, text, held) {
			return c.write, c.read, true
		}
	}
	return "", "", false
}

func crosses(write, read *charmap.Charmap, text, held string) bool {
	differs := false
	for _, h := range held {
		t, size := utf8.DecodeRuneInString(text)
		if size == 0 {
			return false
		}
		text = text[size:]
		if t == h {
			continue
		}
		wrote, known := write.EncodeRune(h)
		if !known || read.DecodeByte(wrote) != t {
			return false
		}
		differs = true
	}
	return differs && text == ""
}

// misreadScript is a text in Cyrillic letters for one whose words are of nothing but
// accented letters, as no language has them: Èâàíîâ is Иванов. Empty for any other.
func misreadScript(text string) string {
	if !hasPair(text) {
		return ""
	}
	script, word, found, last := []rune{}, 0, false, rune(0)
	for _, r := range text {
		if r != last {
			word++
		}
		last = r
		switch {
		case r >= 0xc0 && r <= 0xff:
			found = found || word == 5
			r = charmap.Windows1251.DecodeByte(byte(r))
		case unicode.IsLetter(r):
			return ""
		default:
			word = 0
		}
		script = append(script, r)
	}
	if !found {
		return ""
	}
	return string(script)
}
