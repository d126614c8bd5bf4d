package sheets

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"

	"bcimport/importer"
	"bcimport/importer/workbook"
	"bcimport/reports"
	"bcimport/reports/atomicfile"
)

// What a review calls its parts. The digest of the plan stands on a hidden sheet, which
// spreadsheet programs keep when they save.
const (
	reviewSheet = "review"
	planSheet   = "plan"
	acceptYes   = "yes"
	acceptNo    = "no"
)

// reviewHeader names the columns of a review; only the last is for people to change.
func reviewHeader() []string {
	return []string{"line", "key", "name", "field", "before", "after", "accept"}
}

// Review writes the changes of a plan as a workbook, a line each, in which people say which
// they accept. What does not fit on a sheet goes to the next. It streams.
type Review struct {
	book   *workbook.Book
	most   int // rows a sheet
	sheets int
	row    int
	digest importer.PlanDigest
}

// NewReview begins a review. The caller closes it.
func NewReview() (*Review, error) { return newReview(mostSheetRows) }

func newReview(most int) (*Review, error) {
	columns := []workbook.Column{{Width: 8}, {Width: 20}, {Width: 24}, {Width: 20}, {Width: 28}, {Width: 28}}
	for i := range columns {
		columns[i].Locked = true
	}
	columns = append(columns, workbook.Column{Width: 10, Choices: []string{acceptYes, acceptNo}})
	book, err := workbook.New(reviewSheet, columns)
	if err != nil {
		return nil, err
	}
	r := &Review{book: book, most: most}
	if err := errors.Join(book.AddHidden(planSheet), r.head()); err != nil {
		return nil, errors.Join(err, book.Close())
	}
	return r, nil
}

// Add adds the changes of the next row of the plan, in input order.
func (r *Review) Add(o importer.Outcome) error {
	r.digest.Add(o)
	if o.Status != importer.WouldUpdate {
		return nil
	}
	for _, c := range o.Changes {
		if r.row == r.most {
			if err := r.next(); err != nil {
				return err
			}
		}
		cells := asCells([]string{strconv.Itoa(o.Line), o.Key, o.Name, c.Field, c.Before, c.After, acceptYes})
		cells[0].Number = true
		r.row++
		if err := r.book.Append(r.row, cells); err != nil {
			return err
		}
	}
	return nil
}

// Digest returns the digest of the plan, once all of its rows were added.
func (r *Review) Digest() string { return r.digest.Sum() }

// head begins a sheet.
func (r *Review) head() error {
	r.sheets, r.row = r.sheets+1, 1
	if err := errors.Join(r.book.Freeze(1), r.book.Guard(2)); err != nil {
		return err
	}
	cells := asCells(reviewHeader())
	for i := range cells {
		cells[i].Bold = true
	}
	return r.book.Append(1, cells)
}

func (r *Review) next() error {
	if err := r.end(); err != nil {
		return err
	}
	if err := r.book.Next(fmt.Sprintf("%s %d", reviewSheet, r.sheets+1)); err != nil {
		return err
	}
	return r.head()
}

// end makes the rows of a sheet a table, which people can filter.
func (r *Review) end() error { return r.book.Table(fmt.Sprintf("%s%d", reviewSheet, r.sheets), 1) }

// WriteTo writes the workbook; nothing is added behind that.
func (r *Review) WriteTo(w io.Writer) (int64, error) {
	if err := errors.Join(r.end(), r.book.SetHidden(planSheet, r.Digest())); err != nil {
		return 0, err
	}
	return r.book.WriteTo(w)
}

// Close drops what the review holds.
func (r *Review) Close() error { return r.book.Close() }

// WriteReview writes the review of a plan into its folder and returns its path: another name
// where a program such as Excel holds its own. A review of the same plan that is there stays
// as it is: people may have gone through it.
func WriteReview(folder string, outcomes iter.Seq2[importer.Outcome, error]) (path string, err error) {
	r, err := NewReview()
	if err != nil {
		return "", err
	}
	defer r.Close()
	for o, err := range outcomes {
		if err == nil {
			err = r.Add(o)
		}
		if err != nil {
			return "", err
		}
	}
	path = filepath.Join(folder, reports.ReviewBook)
	if digest, err := ReviewDigest(path); err == nil && digest == r.Digest() {
		return path, nil
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return "", importer.Errorf("open run folder: %w", err)
	}
	defer root.Close()
	f, err := atomicfile.Create(root, reports.ReviewBook)
	if err != nil {
		return "", err
	}
	defer f.Discard()
	if _, err := r.WriteTo(f); err != nil {
		return "", importer.Errorf("write %s: %w", reports.ReviewBook, err)
	}
	return f.CommitBeside()
}
