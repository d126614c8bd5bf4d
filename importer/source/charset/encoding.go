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

// Errors with which the reader of a Codec ends.
var (
	ErrNUL     = errors.New("a NUL byte: this is not a text file")
	ErrInvalid = errors.New("invalid bytes")
)

// Codec is one encoding in both directions. Encoding returns byte for byte what decoding
// accepted, so the raw bytes of a row can be restored from its text. It is safe for
// concurrent use.
type Codec struct {
	name    string
	oneByte bool
	decoder transform.Transformer // stateless; refuses, never replaces
	encode  func(dst, text []byte) []byte
}

// Name returns the name of the encoding in lower case, with the byte order of UTF-16:
// utf-16le.
func (c Codec) Name() string { return c.name }

// OneByte reports whether every byte is a character.
func (c Codec) OneByte() bool { return c.oneByte }

// Append appends text, which is UTF-8, to dst in the encoding. Characters that it lacks
// become "?".
func (c Codec) Append(dst, text []byte) []byte { return c.encode(dst, text) }

// Text returns raw decoded to UTF-8.
func (c Codec) Text(raw []byte) (string, error) {
	text, _, err := transform.Bytes(c.decoder, raw)
	return string(text), err
}

// NewReader returns a reader that decodes r to UTF-8. It ends with ErrNUL at a NUL and with
// ErrInvalid at bytes that the encoding lacks, after all text before them.
func (c Codec) NewReader(r io.Reader) io.Reader {
	return &textReader{r: transform.NewReader(r, c.decoder)}
}

// decode decodes a one-byte encoding; ok is false if it lacks one of the bytes.
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

// Lookup returns the Codec of a name in any case, such as windows-1252. It does not find
// utf-16, whose byte order only a mark gives.
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

// textReader is the reader of NewReader.
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

// NewBlockReader returns the same as NewReader, to be read in large blocks of at least 4
// bytes.
func (c Codec) NewBlockReader(r io.Reader) io.Reader {
	if c.decoder == encoding.UTF8Validator {
		return &textReader{r: &utf8Reader{r: r}}
	}
	return c.NewReader(r)
}

// utf8Reader passes UTF-8 on without copying it and ends with ErrInvalid at other bytes. A
// read needs room for one character.
type utf8Reader struct {
	r    io.Reader
	rest [utf8.UTFMax]byte // the beginning of a character that the next bytes complete
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

// validPart returns the number of bytes before the first that is not UTF-8.
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
