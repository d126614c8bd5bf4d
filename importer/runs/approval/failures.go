package approval

import (
	"errors"
	"io"

	"bcimport/importer"
)

// Failures are the rows that did not succeed, by their lines.
func Failures(rows Rows) (map[int]importer.Outcome, error) {
	failed := map[int]importer.Outcome{}
	for o, err := range rows {
		if err != nil {
			return nil, err
		}
		if o.Status.Result() == "failure" && !o.Superseded {
			failed[o.Line] = o
		}
	}
	return failed, nil
}

// InConflict reports whether a row waits for a person's decision.
func InConflict(rows map[int]importer.Outcome) bool {
	for _, o := range rows {
		if o.Status == importer.Conflicted {
			return true
		}
	}
	return false
}

// WithFailures are the rows of a plan as its run has left them: those that failed there, by
// their lines, with their text in the plan's file, whose rows are rows.
func WithFailures(plan Rows, failed map[int]importer.Outcome, rows importer.Entries) Rows {
	return func(yield func(importer.Outcome, error) bool) {
		for o, err := range plan {
			if now, is := failed[o.Line]; err == nil && is && o.Status == importer.WouldUpdate {
				now.Seq = o.Seq
				now.Raw, err = rowAt(rows, o.Line)
				o = now
			}
			if !yield(o, err) || err != nil {
				return
			}
		}
	}
}

// rowAt is the text of the row at a line; lines only rise.
func rowAt(rows importer.Entries, line int) ([]byte, error) {
	for {
		e, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil, importer.Errorf("the file has no row at line %d any more", line)
		}
		if err != nil {
			return nil, err
		}
		if e.Row.Line == line {
			return e.Row.Raw, nil
		}
	}
}
