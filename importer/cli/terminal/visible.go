package terminal

import (
	"io"
	"sync"
	"unicode/utf8"

	"bcimport/reports/lines"
)

// visible is what every command prints through: what steers a terminal arrives there
// as an escape, wherever the text comes from, and JSON stays the same JSON. Only what
// the program itself draws goes around it, by drawing. It is safe for concurrent use.
type visible struct {
	under io.Writer

	mu   sync.Mutex
	rest []byte // a letter of which the end has not come yet
}

// Visible makes the streams of a program those of its commands, until done.
func Visible(s Streams) (_ Streams, done func()) {
	out, err := &visible{under: s.Out}, &visible{under: s.Err}
	s.Out, s.Err = out, err
	return s, func() { out.close(); err.close() }
}

// Write writes whole letters; the beginning of one waits for its end.
func (v *visible) Write(text []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	whole := append(v.rest, text...)
	cut := len(whole) - unfinished(whole)
	v.rest = append([]byte(nil), whole[cut:]...)
	if cut == 0 {
		return len(text), nil
	}
	if _, err := io.WriteString(v.under, lines.Visible(string(whole[:cut]))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// unfinished is the number of bytes at the end that begin a letter and do not end it.
func unfinished(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if last := text[len(text)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

// close writes what never became a letter.
func (v *visible) close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	_, _ = io.WriteString(v.under, lines.Visible(string(v.rest))) // no caller is left to report to
	v.rest = nil
}

// drawing is where the program draws by itself: a bar, or text that it has made
// visible before it coloured it.
func drawing(w io.Writer) io.Writer {
	if v, ok := w.(*visible); ok {
		return v.under
	}
	return w
}
