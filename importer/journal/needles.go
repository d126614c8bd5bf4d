package journal

import (
	"bytes"
	"fmt"

	"bcimport/importer"
)

// needles tell entries that cannot hold what is sought from those that may, by their
// texts alone: to take an entry apart takes many times as long.
type needles struct {
	parts [][]byte // in lower case; what is sought has one of them in it
	blunt bool     // what is sought has a text of which no part can be told
	text  []byte
}

// mostNeedles is where taking entries apart is as quick.
const mostNeedles = 16

func newNeedles(s importer.Sought) *needles {
	n := &needles{}
	texts := s.IDs
	if s.Text != "" {
		texts = append([]string{s.Text}, texts...)
	}
	n.blunt = len(texts) > mostNeedles
	for _, text := range texts {
		part := plainPart(text)
		n.blunt = n.blunt || part == ""
		n.parts = append(n.parts, lower([]byte(part)))
	}
	return n
}

// plainPart is the longest part of a text that an entry writes as it is, whatever the case:
// letters that are not ASCII have cases of more bytes, and other characters are escaped. The
// letters k and s have a third case beyond ASCII.
func plainPart(text string) (longest string) {
	begin := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && isPlain(text[i]) {
			continue
		}
		if i-begin > len(longest) {
			longest = text[begin:i]
		}
		begin = i + 1
	}
	return longest
}

func isPlain(b byte) bool {
	switch {
	case b == 'k', b == 'K', b == 's', b == 'S':
		return false
	case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9':
		return true
	}
	return b == '-' || b == ' ' || b == '.' || b == ',' || b == '_' || b == '@'
}

// lower changes the letters of ASCII in place.
func lower(text []byte) []byte {
	for i, b := range text {
		if 'A' <= b && b <= 'Z' {
			text[i] = b + 'a' - 'A'
		}
	}
	return text
}

// canTell reports whether in can.
func (n *needles) canTell() bool { return !n.blunt && len(n.parts) > 0 }

// in reports whether an entry may hold what is sought.
func (n *needles) in(coder *Coder, place int64, data []byte) (bool, error) {
	text, err := coder.decoder.DecodeAll(data, n.text[:0])
	if err != nil {
		return false, fmt.Errorf("%w: entry %d: %w", importer.ErrDamaged, place, err)
	}
	n.text = lower(text)
	for _, part := range n.parts {
		if bytes.Contains(text, part) {
			return true, nil
		}
	}
	return false, nil
}
