package sheets

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"bcimport/importer"
	"bcimport/importer/source"
	"bcimport/importer/source/xlsx"
)

// ReviewedChange is a line of a review that people have gone through.
type ReviewedChange struct {
	Sheet    string
	Row      int // of the sheet
	Line     int // of the input; 0 where the cell holds no such number
	Field    string
	Values   []string // key, name, before and after, as Reviewable writes them
	Accepted bool
}

// Where says where the line stands.
func (c ReviewedChange) Where() string { return fmt.Sprintf("sheet %q, row %d", c.Sheet, c.Row) }

// Reviewable are the values of a change as they can be compared with those of a line that a
// spreadsheet program has saved: line ends, control characters and outer blanks aside.
func Reviewable(o importer.Outcome, c importer.Change) []string {
	return reviewable([]string{o.Key, o.Name, c.Before, c.After})
}

func reviewable(texts []string) []string {
	for i, text := range texts {
		text = strings.Map(func(r rune) rune {
			switch {
			case r == '\n', r == '\t':
				return r
			case unicode.IsControl(r), r == '\ufffe', r == '\uffff', r == unicode.ReplacementChar:
				return -1
			}
			return r
		}, strings.ReplaceAll(text, "\r", ""))
		texts[i] = strings.TrimSpace(text)
	}
	return texts
}

// ReviewDigest returns the digest of the plan that a review belongs to.
func ReviewDigest(path string) (digest string, err error) {
	err = openReview(path, func(found string, _ *xlsx.Workbook) error {
		digest = found
		return nil
	})
	return digest, err
}

// ReadReview reads a review and hands out its lines, in the order in which they stand. It
// returns the digest of the plan that the review belongs to.
func ReadReview(path string, each func(ReviewedChange) error) (digest string, err error) {
	err = openReview(path, func(found string, book *xlsx.Workbook) error {
		digest = found
		return readReviewSheets(path, book, each)
	})
	return digest, err
}

// Refused counts the lines of a review that do not say yes; 0 where there is no review.
func Refused(path string) (lines int) {
	_, err := ReadReview(path, func(c ReviewedChange) error {
		if !c.Accepted {
			lines++
		}
		return nil
	})
	if err != nil {
		return 0
	}
	return lines
}

// openReview opens a review for as long as read takes.
func openReview(path string, read func(digest string, book *xlsx.Workbook) error) error {
	archive, err := zip.OpenReader(path)
	switch {
	case errors.Is(err, zip.ErrFormat):
		return notAReview(path, "it is no .xlsx workbook")
	case err != nil:
		return importer.Invalidf("read the review: %w", err)
	}
	defer archive.Close()
	book, err := source.OpenBook(&archive.Reader)
	if err != nil {
		return importer.Invalidf("read the review %s: %w", path, err)
	}
	defer book.Close()
	digest, err := reviewedDigest(book)
	switch {
	case err != nil:
		return err
	case digest == "":
		return notAReview(path, "it does not say which plan it belongs to")
	}
	return read(digest, book)
}

// readReviewSheets reads all sheets that people see.
func readReviewSheets(path string, book *xlsx.Workbook, each func(ReviewedChange) error) error {
	found := false
	for _, s := range book.Sheets() {
		if s.Hidden {
			continue
		}
		lines, err := readReviewSheet(book, s, each)
		if err != nil {
			return err
		}
		found = found || lines
	}
	if !found {
		return notAReview(path, "no sheet of it has the columns of a review")
	}
	return nil
}

func notAReview(path, why string) error {
	return importer.Invalidf("%s is no review of a plan: %s", path, why).
		Hintf("pass the review.xlsx of the plan, with no column changed but %s", reviewHeader()[6])
}

// reviewedDigest reads the hidden sheet.
func reviewedDigest(book *xlsx.Workbook) (string, error) {
	for _, s := range book.Sheets() {
		if s.Name != planSheet {
			continue
		}
		rows, err := book.Rows(s, nil)
		if err != nil {
			return "", importer.Invalidf("read the review: %w", err)
		}
		defer rows.Close()
		row, err := rows.Next()
		if err == nil && len(row.Cells) > 0 {
			return strings.TrimSpace(row.Cells[0]), nil
		}
	}
	return "", nil
}

// readReviewSheet reads one sheet; it reports whether it has the columns of a review.
func readReviewSheet(book *xlsx.Workbook, s xlsx.Sheet, each func(ReviewedChange) error) (found bool, err error) {
	rows, err := book.Rows(s, nil)
	if err != nil {
		return false, importer.Invalidf("read the review: sheet %q: %w", s.Name, err)
	}
	defer rows.Close()
	var columns []int
	for {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return columns != nil, nil
		case err != nil:
			return false, importer.Invalidf("read the review: sheet %q: %w", s.Name, err)
		case columns == nil:
			if columns = reviewColumns(row.Cells); columns == nil {
				return false, nil // a sheet of the reviewer's own
			}
			continue
		}
		if c, filled := reviewedChange(s.Name, row, columns); filled {
			if err := each(c); err != nil {
				return false, err
			}
		}
	}
}

// reviewColumns finds the columns of a review in a header, nil where one is missing.
func reviewColumns(header []string) []int {
	columns := make([]int, 0, len(reviewHeader()))
	for _, name := range reviewHeader() {
		i := slices.IndexFunc(header, func(cell string) bool { return strings.EqualFold(strings.TrimSpace(cell), name) })
		if i < 0 {
			return nil
		}
		columns = append(columns, i)
	}
	return columns
}

// reviewedChange reads a row; it reports whether the row holds anything of a review.
func reviewedChange(sheet string, row xlsx.Row, columns []int) (c ReviewedChange, filled bool) {
	texts := make([]string, len(columns))
	for i, at := range columns {
		if at < len(row.Cells) {
			texts[i] = row.Cells[at]
			filled = filled || strings.TrimSpace(texts[i]) != ""
		}
	}
	line, err := strconv.ParseFloat(strings.TrimSpace(texts[0]), 64)
	if err != nil || line != float64(int(line)) {
		line = 0
	}
	return ReviewedChange{
		Sheet: sheet, Row: row.Number, Line: int(line), Field: strings.TrimSpace(texts[3]),
		Values: reviewable([]string{texts[1], texts[2], texts[4], texts[5]}), Accepted: strings.EqualFold(strings.TrimSpace(texts[6]), acceptYes),
	}, filled
}
