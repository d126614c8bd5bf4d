package reports

import (
	"errors"
	"io"
	"iter"

	"bcimport/importer"
)

// Run is a run's record, as a journal holds it.
type Run struct {
	About  importer.About
	Ending importer.Ending
	Spent  importer.Spent
	// ExitCode is that of the program, and Words are what it calls options and steps.
	ExitCode int
	Words    importer.Words
	// Suspicions are what was found about the input as a whole, accepted or not.
	Suspicions []importer.Suspicion
	// Outcomes gives the rows that were reached, in input order. It is read once.
	Outcomes iter.Seq2[importer.Outcome, error]
	// Rows reads the input again for the rows that were never reached; nil when
	// the input is gone. It is only called when there are such rows.
	Rows func() (importer.Entries, func() error, error)
	// FailedRows writes rows in the input's own form; nil where there are none (undo),
	// and then there is no failed.csv.
	FailedRows FailedRowWriter
	// Sheet begins report.xlsx or changes.xlsx, by its name without an ending; nil where
	// they are CSV files.
	Sheet func(name string) (Sheet, error)
	// Book begins failed.xlsx, for an input that is a workbook; else nil. It is only
	// called when a row failed.
	Book func() (Book, error)
}

// Book is failed.xlsx under way: the input's own rows as a sheet.
type Book interface {
	// Add adds one failed row with its status and its message in words.
	Add(o importer.Outcome, message string) error
	// WriteTo writes the workbook; nothing is added behind that.
	WriteTo(w io.Writer) (int64, error)
	// Close drops what it holds.
	Close() error
}

// FailedRowWriter gives the input's own rows back, with two columns added, in the input's
// own encoding, delimiter and line ends.
type FailedRowWriter interface {
	// Head is everything before the first row, the two columns added to the header.
	Head() []byte
	// Row is one row with its status and message.
	Row(raw []byte, status, message string) ([]byte, error)
}

// all gives every row of the run in input order: what was reached from the
// record, the rest from the input. missing counts rows that neither holds.
func (r Run) all(missing *int) iter.Seq2[importer.Outcome, error] {
	return func(yield func(importer.Outcome, error) bool) {
		in := &rest{open: r.Rows}
		defer in.close()
		next := 0
		fill := func(until int) bool {
			for ; next < until; next++ {
				o, err := in.at(next)
				if errors.Is(err, errNoInput) {
					*missing++
					continue
				}
				if !yield(o, err) || err != nil {
					return false
				}
			}
			return true
		}
		for o, err := range r.Outcomes {
			if err != nil {
				yield(importer.Outcome{}, err)
				return
			}
			if !fill(o.Seq) {
				return
			}
			next = o.Seq + 1
			if !yield(o, nil) {
				return
			}
		}
		fill(r.About.Rows())
	}
}
