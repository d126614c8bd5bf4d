package charset

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// extraCodePages returns one-byte encodings that golang.org/x/text lacks: their characters from
// byte 80 on, by the tables at unicode.org. CSV (MS-DOS) of Excel is cp857 in Turkey, CSV
// (Macintosh) is mac-ce in Central Europe.
func extraCodePages() map[string]string {
	return map[string]string{
		"cp857":  "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\ufffdÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\ufffd×ÚÛÙìÿ¯´\u00ad±\ufffd¾¶§÷¸°¨·¹³²■\u00a0",
		"mac-ce": "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u00a0ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ",
	}
}

// newCodePage returns the Codec of a code page with these characters from byte 80 on.
func newCodePage(name, upper string) Codec {
	d := &charmapDecoder{}
	bytes := map[rune]byte{}
	for i := range d.runes {
		r := rune(i)
		if i >= 0x80 {
			var size int
			r, size = utf8.DecodeRuneInString(upper)
			upper = upper[size:]
		}
		d.runes[i] = r
		if r != utf8.RuneError {
			bytes[r] = byte(i)
		}
	}
	return Codec{name, true, d, func(dst, text []byte) []byte {
		for _, r := range string(text) {
			b, ok := bytes[r]
			if !ok {
				b = '?'
			}
			dst = append(dst, b)
		}
		return dst
	}}
}

// charmapName returns the name of m, or "" if it does not contain ASCII.
func charmapName(m *charmap.Charmap) string {
	switch m {
	case charmap.Macintosh:
		return "mac-roman"
	case charmap.MacintoshCyrillic:
		return "mac-cyrillic"
	case charmap.CodePage858:
		return "cp858"
	}
	if m.DecodeByte('A') != 'A' {
		return ""
	}
	name := strings.ToLower(strings.Replace(m.String(), "IBM Code Page ", "cp", 1))
	return strings.ReplaceAll(name, " ", "-")
}

// charmapDecoder decodes a one-byte encoding. A byte that it does not define is RuneError.
type charmapDecoder struct {
	transform.NopResetter
	runes [256]rune
}

// newCharmapDecoder leaves the C1 controls undefined. golang.org/x/text follows the
// browsers' tables, which fill the gaps of the Windows encodings with them; and an ISO-8859
// file that has one is in truth a Windows file, where the byte is € for example.
func newCharmapDecoder(m *charmap.Charmap) *charmapDecoder {
	d := &charmapDecoder{}
	for i := range d.runes {
		r := m.DecodeByte(byte(i))
		if isC1(r) {
			r = utf8.RuneError
		}
		d.runes[i] = r
	}
	return d
}

// isC1 reports whether r is a control character from U+0080 to U+009F.
func isC1(r rune) bool { return 0x80 <= r && r <= 0x9f }

func (d *charmapDecoder) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for _, b := range src {
		r := d.runes[b]
		if r == utf8.RuneError {
			return nDst, nSrc, ErrInvalid
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc++
	}
	return nDst, nSrc, nil
}

func charmapEncoder(m *charmap.Charmap) func(dst, text []byte) []byte {
	return func(dst, text []byte) []byte {
		for _, r := range string(text) {
			b, ok := m.EncodeRune(r)
			if !ok || isC1(r) {
				b = '?'
			}
			dst = append(dst, b)
		}
		return dst
	}
}
