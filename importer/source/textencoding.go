package source

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"bcimport/importer/source/charset"
	"bcimport/mapping/encodings"
	"bcimport/mapping/phrase"
)

// textEncoding returns the encoding of a text that begins with raw, the length of its mark,
// and the reason for a detected encoding.
func textEncoding(path string, p packing, raw []byte, whole bool, o Options) (charset.Codec, int, phrase.Phrase, *Error) {
	c, mark, err := findEncoding(raw, o.Encoding)
	switch {
	case err != nil:
		return charset.Codec{}, 0, phrase.Phrase{}, err
	case c.Name() == "":
		c, why, err := charset.Detect(func() (io.ReadCloser, error) {
			if whole {
				return io.NopCloser(bytes.NewReader(raw)), nil
			}
			in, err := openWhole(path, p)
			if err == nil && o.Stopped != nil {
				in = cancelReader{in, o.Stopped}
			}
			return in, err
		})
		return c, 0, why, detectionError(err)
	case mark == 0 && o.Encoding == "":
		return c, 0, charset.ExplainUTF16(c.Name()), nil
	}
	return c, mark, phrase.Phrase{}, nil
}

func openWhole(path string, p packing) (io.ReadCloser, error) {
	if p == (packing{}) {
		return os.Open(path) // its digest is not needed
	}
	return p.open(path)
}

// cancelReader ends with an error once stopped returns true.
type cancelReader struct {
	io.ReadCloser
	stopped func() bool
}

func (s cancelReader) Read(p []byte) (int, error) {
	if s.stopped() {
		return 0, errors.New("stopped")
	}
	return s.ReadCloser.Read(p)
}

// findEncoding returns the encoding by the mark or the mapping, and the length of the mark, 0
// if there is none. The codec has no name where both are missing.
func findEncoding(raw []byte, wanted string) (charset.Codec, int, *Error) {
	wanted = strings.ToLower(wanted)
	if name, err := encodings.Find(wanted); err == nil {
		wanted = name
	} else if wanted != "" {
		return charset.Codec{}, 0, &Error{Message: phrase.New("%s", err), Hint: phrase.New("set input.encoding in the mapping to one of %s", strings.Join(encodings.Names(), ", "))}
	}
	c, mark := charset.Mark(raw)
	if mark == 0 {
		return findUnmarked(raw, wanted)
	}
	if name := c.Name(); wanted != "" && wanted != name && (wanted != "utf-16" || name == "utf-8") {
		return charset.Codec{}, 0, &Error{
			Line:    1,
			Message: phrase.New("the file begins with the byte-order mark of %s, but the mapping says %s", name, wanted),
			Hint:    phrase.New("leave out input.encoding in the mapping"),
		}
	}
	return c, mark, nil
}

func findUnmarked(raw []byte, wanted string) (charset.Codec, int, *Error) {
	wide := charset.DetectUTF16(raw)
	switch {
	case wanted == "utf-16":
		order := phrase.Or([]string{"utf-16le", "utf-16be"})
		if wide != "" {
			order = phrase.New("%s", wide)
		}
		return charset.Codec{}, 0, &Error{
			Line: 1, Message: phrase.New("the mapping says utf-16, but the file has no byte-order mark"),
			Hint: phrase.New("set input.encoding: %s in the mapping", order),
		}
	case wide != "" && wanted != "" && !strings.HasPrefix(wanted, "utf-16"):
		return charset.Codec{}, 0, &Error{
			Line: 1, Message: phrase.New("this is UTF-16 without a byte-order mark, but the mapping says %s", wanted),
			Hint: phrase.New("set input.encoding: %s in the mapping, or leave it out", wide),
		}
	case wanted == "":
		wanted = wide
	}
	c, _ := charset.Lookup(wanted)
	return c, 0, nil
}
