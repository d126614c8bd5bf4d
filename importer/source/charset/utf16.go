package charset

import (
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/transform"

	"bcimport/mapping/phrase"
)

// DetectUTF16 returns the encoding of a text that begins with raw and is UTF-16 without a
// mark, else "". All units must be characters of a table in one byte order and not in the
// other, where line ends and delimiters make no sense. So it finds other scripts than Latin,
// in which few bytes are NUL.
func DetectUTF16(raw []byte) string {
	raw = raw[:len(raw)&^1]
	little, big := countUnits(raw, utf16Decoder{}), countUnits(raw, utf16Decoder{big: true})
	switch {
	case little.plausible() && !big.plausible():
		return "utf-16le"
	case big.plausible() && !little.plausible():
		return "utf-16be"
	}
	return ""
}

// unitCounts counts the characters of a text read as UTF-16.
type unitCounts struct {
	all, ascii, lineEnds, bad int
	allASCII                  bool // all its bytes but NUL are ASCII text
}

func countUnits(raw []byte, d utf16Decoder) unitCounts {
	u := unitCounts{allASCII: true}
	for i := 0; i < len(raw); {
		r, size := d.rune(raw[i:])
		if size == 0 {
			break // a pair that the end of raw cuts
		}
		i += size
		u.all++
		switch {
		case r == '\r' || r == '\n':
			u.lineEnds++
			u.ascii++
		case r == '\t' || ' ' <= r && r <= '~':
			u.ascii++
		case !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z) && r != '\u00ad' && r != '\ufeff' && !unicode.Is(unicode.Cf, r):
			u.bad++
		}
	}
	for _, b := range raw {
		if b >= 0x80 || b != 0 && b < ' ' && b != '\t' && b != '\r' && b != '\n' {
			u.allASCII = false
			break
		}
	}
	return u
}

// plausible reports whether the text is a table. ASCII with some NULs, which is not UTF-16,
// may look like Chinese.
func (u unitCounts) plausible() bool {
	threshold := u.all / 50
	if u.allASCII {
		threshold = u.all / 2
	}
	return u.bad == 0 && u.ascii > threshold && (u.lineEnds > 0 || u.ascii*2 > u.all)
}

// ExplainUTF16 returns why a text without a mark is in an encoding of UTF-16, and nothing
// of any other.
func ExplainUTF16(encoding string) phrase.Phrase {
	switch encoding {
	case "utf-16le":
		return phrase.New("because its line ends and delimiters make sense only in little-endian order")
	case "utf-16be":
		return phrase.New("because its line ends and delimiters make sense only in big-endian order")
	}
	return phrase.Phrase{}
}

// utf16Decoder refuses lone surrogates and half a unit at the end, which golang.org/x/text
// would replace.
type utf16Decoder struct {
	transform.NopResetter
	big bool
}

func (d utf16Decoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		r, size := d.rune(src[nSrc:])
		if size == 0 {
			if atEOF {
				return nDst, nSrc, ErrInvalid
			}
			return nDst, nSrc, transform.ErrShortSrc
		}
		if utf16.IsSurrogate(r) {
			return nDst, nSrc, ErrInvalid
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// rune returns the first character of src and its size. A size of 0 asks for more bytes; a
// surrogate is one without its pair.
func (d utf16Decoder) rune(src []byte) (rune, int) {
	if len(src) < 2 {
		return 0, 0
	}
	r := d.unit(src)
	if !utf16.IsSurrogate(r) || r >= 0xdc00 {
		return r, 2
	}
	if len(src) < 4 {
		return 0, 0
	}
	if pair := utf16.DecodeRune(r, d.unit(src[2:])); pair != utf8.RuneError {
		return pair, 4
	}
	return r, 2
}

func (d utf16Decoder) unit(src []byte) rune {
	if d.big {
		return rune(src[0])<<8 | rune(src[1])
	}
	return rune(src[1])<<8 | rune(src[0])
}

func utf16Encoder(big bool) func(dst, text []byte) []byte {
	return func(dst, text []byte) []byte {
		var units [2]uint16
		for _, r := range string(text) {
			for _, u := range utf16.AppendRune(units[:0], r) {
				if big {
					dst = append(dst, byte(u>>8), byte(u))
				} else {
					dst = append(dst, byte(u), byte(u>>8))
				}
			}
		}
		return dst
	}
}
