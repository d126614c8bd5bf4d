package damage

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// misreading is one code page in which programs read UTF-8 by mistake.
type misreading struct {
	name  string
	bytes map[rune]byte // its characters beyond ASCII
	// odd reports whether the characters for the first bytes of letters stand in no word: box
	// drawings, roots.
	odd bool
}

// misreadings are in the order in which they are tried: the commonest first.
var misreadings = sync.OnceValue(func() []misreading {
	var all []misreading
	for _, page := range []struct {
		name string
		page *charmap.Charmap
		odd  bool
	}{
		{"Windows-1252", charmap.Windows1252, false}, {"Windows-1250", charmap.Windows1250, false}, {"Windows-1251", charmap.Windows1251, false},
		{"MS-DOS code page 850", charmap.CodePage850, true}, {"MS-DOS code page 437", charmap.CodePage437, true}, {"Macintosh Roman", charmap.Macintosh, true},
	} {
		m := misreading{page.name, map[rune]byte{}, page.odd}
		for b := 0x80; b <= 0xff; b++ {
			r := page.page.DecodeByte(byte(b))
			if r == utf8.RuneError {
				r = rune(b) // programs keep the bytes that a page has no character for
			}
			m.bytes[r] = byte(b)
			if _, taken := m.bytes[rune(b)]; !taken && b < 0xa0 {
				m.bytes[rune(b)] = byte(b)
			}
		}
		all = append(all, m)
	}
	return all
})

// Repair undoes that UTF-8 was read in a code page; a sound text stays as it is.
func Repair(text string) string {
	repaired, _ := repairMisread(text)
	return repaired
}

// repairMisread undoes what a program does that reads UTF-8 in a code page and writes
// what it sees as UTF-8: GroÃŸ becomes Groß. It is undone as often as it was done. page
// names the code page; empty where the text is sound, and then repaired is the text.
func repairMisread(text string) (repaired, page string) {
	repaired = text
	for range 3 {
		once, name := repairOnce(repaired)
		if name == "" {
			break
		}
		repaired = once
		if page == "" {
			page = name
		}
	}
	return repaired, page
}

func repairOnce(text string) (repaired, page string) {
	if !hasPair(text) {
		return text, ""
	}
	runes := []rune(text)
	for _, m := range misreadings() {
		if repaired, ok := m.repair(runes); ok {
			return repaired, m.name
		}
	}
	return text, ""
}

// hasPair reports whether two characters beyond ASCII stand side by side, as what was misread
// always has them.
func hasPair(text string) bool {
	if isASCII(text) {
		return false
	}
	last := 0 // where the last one ended
	for i, r := range text {
		if r < utf8.RuneSelf {
			continue
		}
		if last == i && i > 0 {
			return true
		}
		last = i + utf8.RuneLen(r)
	}
	return false
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// repair replaces each run of characters that are the bytes of one character in UTF-8.
// ok reports whether they can hardly be what a person wrote.
func (m misreading) repair(text []rune) (repaired string, ok bool) {
	var out strings.Builder
	var found []sequence
	inside, beyond := 0, 0
	for i := 0; i < len(text); {
		if text[i] >= utf8.RuneSelf {
			beyond++
			if s, there := m.sequence(text, i); there {
				found = append(found, s)
				out.WriteRune(s.means)
				inside, beyond = inside+1, beyond-1
				i += s.length
				continue
			}
		}
		out.WriteRune(text[i])
		i++
	}
	if len(found) == 0 || !m.convincing(text, found, beyond) {
		return "", false
	}
	return strings.ReplaceAll(out.String(), "\ufeff", ""), true
}

// sequence is a run of characters that spell one other character.
type sequence struct {
	at, length int
	lead       byte
	means      rune
}

func (m misreading) sequence(text []rune, at int) (sequence, bool) {
	lead, known := m.bytes[text[at]]
	length := 0
	switch {
	case !known || m.odd && lead >= 0xc6 && lead <= 0xcd: // « and ã are among them
		return sequence{}, false
	case lead >= 0xc2 && lead <= 0xdf:
		length = 2
	case lead >= 0xe0 && lead <= 0xef:
		length = 3
	default:
		return sequence{}, false
	}
	if at+length > len(text) {
		return sequence{}, false
	}
	var spelt [3]byte
	for i := range length {
		b, known := m.bytes[text[at+i]]
		if !known {
			return sequence{}, false
		}
		spelt[i] = b
	}
	r, size := utf8.DecodeRune(spelt[:length])
	if r == utf8.RuneError || size != length || !inUse(r) {
		return sequence{}, false
	}
	return sequence{at, length, lead, r}, true
}

// inUse reports whether names, titles and addresses hold a character.
func inUse(r rune) bool {
	switch {
	case r < 0xa0:
		return false
	case r < 0x180, r >= 0x1e00 && r < 0x1f00: // Latin
		return true
	case strings.ContainsRune("ƏəƠơƯưȘșȚț", r):
		return true
	case unicode.Is(unicode.Greek, r), unicode.Is(unicode.Cyrillic, r):
		return unicode.IsLetter(r)
	case r >= 0x2010 && r <= 0x203a, r == '€', r == '™', r == '\ufeff': // dashes and quotation marks
		return true
	}
	return false
}

// convincing weighs whether the sequences can be anything that a person wrote. rest
// counts the other characters beyond ASCII.
func (m misreading) convincing(text []rune, found []sequence, rest int) bool {
	foreign, strong, joined := 0, 0, false
	for i, s := range found {
		switch {
		case unicode.Is(unicode.Greek, s.means) || unicode.Is(unicode.Cyrillic, s.means):
			foreign++
			joined = joined || i > 0 && s.at == found[i-1].at+found[i-1].length
		case m.odd || m.unlikely(text, s):
			strong++
		}
	}
	if m.odd {
		return strong > 0 || joined // –É may be meant, –É–≤ is not
	}
	if m.name == "Windows-1251" { // Р and С begin many a Russian word
		latin := 0
		for _, s := range found {
			if s.at > 0 && isLatin(text[s.at-1]) || s.at+s.length < len(text) && isLatin(text[s.at+s.length]) {
				latin++
			}
		}
		return rest == 0 && (foreign > 1 || latin > 0)
	}
	return strong > 0 || joined && rest == 0
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// unlikely reports whether the characters of a sequence stand together in no language. A
// capital may well stand before a quotation mark or a dash at the end of a word.
func (m misreading) unlikely(text []rune, s sequence) bool {
	if s.length == 3 {
		return true // â€™ and the like
	}
	before, after := rune(' '), rune(' ')
	if s.at > 0 {
		before = text[s.at-1]
	}
	if s.at+2 < len(text) {
		after = text[s.at+2]
	}
	second := text[s.at+1]
	switch {
	case second < 0xa0:
		return true // a control character
	case (s.lead == 0xc3 || s.lead == 0xc5) && strings.ContainsRune("ŠŽŒŸ", second):
		return true // languages with Ã or Å have none of these
	case unicode.IsLower(before):
		return true // a capital within a word
	case s.lead == 0xc2:
		return !unicode.IsUpper(before) && !unicode.IsLetter(after)
	case unicode.IsPunct(second) || unicode.IsSpace(second):
		// TRÄ–BYGG may be meant; KÃ–HLER is not.
		return unicode.IsLetter(after) && !unicode.IsSpace(second) && (s.lead == 0xc3 || !unicode.IsUpper(before))
	case unicode.IsLower(second):
		return unicode.IsUpper(before)
	case unicode.IsLetter(second):
		return unicode.IsLower(after) // two capitals in a word
	}
	return !unicode.IsUpper(before) || unicode.IsLetter(after)
}
