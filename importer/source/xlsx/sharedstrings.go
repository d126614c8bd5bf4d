package xlsx

import (
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"

	"bcimport/mapping/phrase"
)

// stringTable holds the texts that the cells of a workbook refer to, each preceded by its
// length, and the place of every sixty-fourth. Many texts go to a temporary file. The cells
// of a column refer to texts near those of the row before, so most are found in a few windows
// on the file.
type stringTable struct {
	starts  []int64 // of every group of texts
	count   int
	size    int64
	blob    []byte // all texts, or those that are not in the file yet
	spill   *os.File
	removed bool // the file has no name any more
	windows [16]window
}

// window is a piece of the file, a block or more if a text is longer.
type window struct {
	at   int64
	text []byte
}

const (
	maxInMemory = 256 << 10 // bytes of texts that need no file
	blockSize   = 16 << 10
	groupSize   = 64 // texts
	lengthSize  = 4  // bytes
	maxStrings  = 32 << 20
)

// readStrings reads the part xl/sharedStrings.xml.
func readStrings(r io.Reader) (*stringTable, error) {
	t := &stringTable{}
	x := newTokens(r)
	var text strings.Builder
	depth, phonetic := 0, 0
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return t, t.flush()
		}
		if err != nil {
			return nil, errors.Join(err, t.close())
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "si":
				text.Reset()
			case "t":
				depth++
			case "rPh": // the pronunciation of a Japanese text
				phonetic++
			}
		case xml.CharData:
			if depth > 0 && phonetic == 0 {
				text.Write(e)
			}
			if text.Len() > maxCell {
				return nil, errors.Join(errLongCell, t.close())
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "si":
				if err := t.add(unescape(text.String())); err != nil {
					return nil, errors.Join(err, t.close())
				}
			case "t":
				depth--
			case "rPh":
				phonetic--
			}
		}
	}
}

func (t *stringTable) add(text string) error {
	if t.count >= maxStrings {
		return phrase.Errorf("more than %d texts", maxStrings)
	}
	if t.count%groupSize == 0 {
		t.starts = append(t.starts, t.size)
	}
	t.count++
	t.blob = binary.LittleEndian.AppendUint32(t.blob, uint32(len(text)))
	t.blob = append(t.blob, text...)
	t.size += lengthSize + int64(len(text))
	if len(t.blob) < maxInMemory {
		return nil
	}
	if t.spill == nil {
		var err error
		if t.spill, err = os.CreateTemp("", "bcimport-*.tmp"); err != nil { // 0600
			return err
		}
		// Removed at once where the system allows it, so that a killed process leaves no file.
		t.removed = os.Remove(t.spill.Name()) == nil
	}
	_, err := t.spill.Write(t.blob)
	t.blob = t.blob[:0]
	return err
}

func (t *stringTable) flush() error {
	if t.spill == nil {
		return nil
	}
	_, err := t.spill.Write(t.blob)
	t.blob = nil
	return err
}

// text returns the i-th text.
func (t *stringTable) text(i int) (string, error) {
	if i < 0 || i >= t.count {
		return "", phrase.Errorf("a cell refers to text %d of %d", i, t.count)
	}
	at := t.starts[i/groupSize]
	for n := i % groupSize; ; n-- {
		length, err := t.piece(at, lengthSize)
		if err != nil {
			return "", err
		}
		at += lengthSize
		size := int64(binary.LittleEndian.Uint32(length))
		if n == 0 {
			text, err := t.piece(at, size)
			return string(text), err
		}
		at += size
	}
}

// piece returns a part of the texts, valid until the next call.
func (t *stringTable) piece(from, size int64) ([]byte, error) {
	to := from + size
	if t.spill == nil {
		return t.blob[from:to], nil
	}
	block := from / blockSize
	w := &t.windows[block%int64(len(t.windows))]
	if w.text == nil || w.at != block*blockSize || to > w.at+int64(len(w.text)) {
		if err := t.loadWindow(w, block*blockSize, to); err != nil {
			return nil, err
		}
	}
	return w.text[from-w.at : to-w.at], nil
}

func (t *stringTable) loadWindow(w *window, from, to int64) error {
	size := max(blockSize, int(to-from))
	if cap(w.text) < size {
		w.text = make([]byte, size)
	}
	n, err := t.spill.ReadAt(w.text[:size], from)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if w.text, w.at = w.text[:n], from; to > from+int64(n) {
		return io.ErrUnexpectedEOF
	}
	return nil
}

func (t *stringTable) close() error {
	if t.spill == nil {
		return nil
	}
	err := t.spill.Close()
	if !t.removed {
		err = errors.Join(err, os.Remove(t.spill.Name()))
	}
	t.spill = nil
	return err
}
