package charset

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// What ends the text of a Codec's reader.
var (
	ErrNUL     = errors.New("a NUL byte: this is not a text file")
	ErrInvalid = errors.New("invalid bytes")
)

// Codec is one encoding in both directions. What its decoder accepts, encode
// gives back byte for byte, so that a row's raw bytes can be made of its text.
type Codec struct {
	name    string
	oneByte bool
	decoder transform.Transformer // keeps no state; refuses, never replaces
	encode  func(dst, text []byte) []byte
}

// Name is that of the encoding in lower case, with the byte order of UTF-16: utf-16le.
func (c Codec) Name() string { return c.name }

// OneByte tells whether every byte is a character.
func (c Codec) OneByte() bool { return c.oneByte }

// Append appends text, which is UTF-8, to dst in the encoding. Characters that it lacks
// become "?".
func (c Codec) Append(dst, text []byte) []byte { return c.encode(dst, text) }

// Text returns what raw holds as UTF-8.
func (c Codec) Text(raw []byte) (string, error) {
	text, _, err := transform.Bytes(c.decoder, raw)
	return string(text), err
}

// NewReader returns a reader of what r holds as UTF-8. It ends with ErrNUL before a
// NUL and with ErrInvalid before bytes that the encoding lacks; all text before them is
// handed out first.
func (c Codec) NewReader(r io.Reader) io.Reader {
	return &textReader{r: transform.NewReader(r, c.decoder)}
}

// decode reads bytes in a one-byte encoding; ok is false if one has no meaning there.
func (c Codec) decode(raw string) (text string, ok bool) {
	d, ok := c.decoder.(*charmapDecoder)
	if !ok {
		return "", false
	}
	var b strings.Builder
	for i := range len(raw) {
		r := d.runes[raw[i]]
		if r == utf8.RuneError {
			return "", false
		}
		b.WriteRune(r)
	}
	return b.String(), true
}

// Lookup finds a Codec by the name that a mapping uses, in any case. utf-16
// stands for the byte order of the mark and is not found here.
func Lookup(name string) (Codec, bool) {
	name = strings.ToLower(name)
	switch name {
	case "":
		return Codec{}, false
	case "utf-8", "utf8":
		return Codec{"utf-8", false, encoding.UTF8Validator, func(dst, text []byte) []byte { return append(dst, text...) }}, true
	case "utf-16le":
		return Codec{name, false, utf16Decoder{}, utf16Encoder(false)}, true
	case "utf-16be":
		return Codec{name, false, utf16Decoder{big: true}, utf16Encoder(true)}, true
	}
	if upper := extraCodePages()[name]; upper != "" {
		return newCodePage(name, upper), true
	}
	for _, m := range charmap.All {
		m, ok := m.(*charmap.Charmap)
		if ok && charmapName(m) == name {
			return Codec{name, true, newCharmapDecoder(m), charmapEncoder(m)}, true
		}
	}
	return Codec{}, false
}

// charmapName is the mapping's name of m, or "" for those that don't contain ASCII.
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

// charmapDecoder decodes a one-byte encoding; RuneError stands for a byte that
// the encoding does not define.
type charmapDecoder struct {
	transform.NopResetter
	runes [256]rune
}

// newCharmapDecoder takes a C1 control for undefined. golang.org/x/text follows the
// browsers' tables, which fill the gaps of the Windows encodings with them; and a
// file that is said to be ISO-8859 and has one is a Windows file, whose € it is.
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

// isC1 tells the control characters U+0080 to U+009F.
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

// utf16Decoder refuses lone surrogates and half a unit at the end, which
// golang.org/x/text replaces.
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

// rune is the first character of src and its size; a size of 0 asks for more
// bytes, a surrogate stands alone.
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

// textReader is what NewReader returns.
type textReader struct {
	r   io.Reader
	err error
}

func (t *textReader) Read(p []byte) (int, error) {
	if t.err != nil {
		return 0, t.err
	}
	n, err := t.r.Read(p)
	if i := bytes.IndexByte(p[:n], 0); i >= 0 {
		n, err = i, ErrNUL
	}
	if errors.Is(err, encoding.ErrInvalidUTF8) {
		err = ErrInvalid
	}
	t.err = err
	return n, err
}

// NewBlockReader is a NewReader that is read in large blocks, of 4 bytes at least.
func (c Codec) NewBlockReader(r io.Reader) io.Reader {
	if c.decoder == encoding.UTF8Validator {
		return &textReader{r: &utf8Reader{r: r}}
	}
	return c.NewReader(r)
}

// utf8Reader hands out UTF-8 as it is and ends with ErrInvalid before what is none.
// It copies nothing, for which it needs room for a character at least.
type utf8Reader struct {
	r    io.Reader
	rest [utf8.UTFMax]byte // the begin of a character that the next bytes finish
	held int
	err  error // what ended r
}

func (u *utf8Reader) Read(p []byte) (int, error) {
	if len(p) < utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	for {
		n := copy(p, u.rest[:u.held])
		if u.err == nil {
			var more int
			more, u.err = u.r.Read(p[n:])
			n += more
		}
		text := p[:n]
		if u.err != io.EOF {
			text = wholeRunes(text)
		}
		u.held = copy(u.rest[:], p[len(text):n])
		if !utf8.Valid(text) {
			return validPart(text), ErrInvalid
		}
		if len(text) > 0 || u.err != nil {
			return len(text), u.err
		}
	}
}

// validPart is how many bytes of a text are before the first that is no UTF-8.
func validPart(text []byte) int {
	n := 0
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}
