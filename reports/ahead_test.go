package reports

import (
	"errors"
	"iter"
	"testing"

	"bcimport/importer"
)

// TestAhead_HandsOutWhatItReads: in order, with the error behind what came before it, and
// with nothing left running where the loop ends early.
func TestAhead_HandsOutWhatItReads(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for _, rows := range []int{0, 1, 127, 128, 129, 1000} {
		ended := false
		counted := func(last error) iter.Seq2[importer.Outcome, error] {
			return func(yield func(importer.Outcome, error) bool) {
				defer func() { ended = true }()
				for i := range rows {
					if !yield(importer.Outcome{Seq: i}, nil) {
						return
					}
				}
				if last != nil {
					yield(importer.Outcome{}, last)
				}
			}
		}
		for _, last := range []error{nil, broken} {
			n, err := 0, error(nil)
			for o, e := range ahead(counted(last)) {
				if err = e; e == nil && o.Seq != n {
					t.Fatalf("outcome %d comes as number %d", o.Seq, n)
				}
				if e == nil {
					n++
				}
			}
			if n != rows || !errors.Is(err, last) || !ended {
				t.Errorf("%d of %d rows, %v; ended: %t", n, rows, err, ended)
			}
		}
		ended = false
		for range ahead(counted(nil)) {
			break
		}
		if !ended {
			t.Errorf("of %d rows the reader goes on", rows)
		}
	}
}
