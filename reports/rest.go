package reports

import (
	"errors"
	"fmt"

	"bcimport/importer"
)

// errNoInput reports that a row can't be shown because the input is gone.
var errNoInput = errors.New("the input is gone")

// rest reads rows that were never reached from the input, in order.
type rest struct {
	open    func() (importer.Entries, func() error, error)
	entries importer.Entries
	closer  func() error
}

// at returns the row at a position; positions only rise.
func (r *rest) at(seq int) (importer.Outcome, error) {
	if r.open == nil {
		return importer.Outcome{}, errNoInput
	}
	if r.entries == nil {
		var err error
		if r.entries, r.closer, err = r.open(); err != nil {
			return importer.Outcome{}, fmt.Errorf("read input: %w", err)
		}
	}
	for {
		e, err := r.entries.Next()
		if err != nil {
			return importer.Outcome{}, fmt.Errorf("read input: %w", err)
		}
		if e.Row.Seq < seq {
			continue
		}
		o := importer.Outcome{
			Seq: e.Row.Seq, Line: e.Row.Line, Key: e.Edit.Key, ID: e.Locator.ID, Number: importer.NumberOf(e),
			Status: importer.NotAttempted, Code: "stopped", Message: importer.NotAttemptedMessage(), Raw: e.Row.Raw,
		}
		if no := e.NoRecord; !no.IsRecord() {
			o.Status, o.Code, o.Message, o.Raw = importer.Skipped, no.Code, no.Message, nil
		}
		return o, nil
	}
}

func (r *rest) close() {
	if r.closer != nil {
		r.closer() // read only: nothing can be lost
	}
}
