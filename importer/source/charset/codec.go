package charset

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"

	"bcimport/mapping/phrase"
)

// Errors with which the reader of a Codec ends.
var (
	ErrNUL     = phrase.Errorf("a NUL byte: this is neither a text file nor a workbook")
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
