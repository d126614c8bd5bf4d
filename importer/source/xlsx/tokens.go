package xlsx

import (
	"encoding/xml"
	"io"

	"bcimport/mapping/phrase"
)

var errLongCell = phrase.Errorf("a cell longer than 1 MiB")

// tokens reads XML token by token and bounds each of them, so that no part of a workbook
// can exhaust the memory.
type tokens struct {
	*xml.Decoder
	bounded *boundedReader
}

func newTokens(r io.Reader) *tokens {
	b := &boundedReader{r: r, left: maxToken}
	d := xml.NewDecoder(b)
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, phrase.Errorf("its XML is not UTF-8")
	}
	return &tokens{d, b}
}

// maxToken is more than the longest cell, escaped.
const maxToken = 8 * maxCell

// next returns the next token, valid until the next call. Names come without the prefix of
// their namespace, which differs from program to program.
func (t *tokens) next() (xml.Token, error) {
	t.bounded.left = maxToken
	return t.RawToken()
}

type boundedReader struct {
	r    io.Reader
	left int
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errLongCell
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
