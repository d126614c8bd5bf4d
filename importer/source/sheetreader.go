package source

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/source/xlsx"
	"bcimport/mapping"
	"bcimport/mapping/phrase"
)

// sheetReader is one pass over the rows of a sheet. In memory it holds one row and what a
// xlsx.Workbook needs.
type sheetReader struct {
	file *File
	in   *os.File
	book *xlsx.Workbook
	rows *xlsx.Rows

	raw    bytes.Buffer
	writer *csv.Writer

	count, blank, hidden int
	digest               string
	err                  error
}

func newSheetReader(f *File) (Reader, error) {
	r := &sheetReader{file: f}
	if err := r.begin(); err != nil {
		r.Close()
		err.File = f.Name
		return nil, err
	}
	return r, nil
}

// begin opens the sheet and skips its header.
func (r *sheetReader) begin() *Error {
	var err error
	if r.in, err = os.Open(r.file.Path); err != nil {
		return &Error{Message: phrase.New("open: %s", systemCause(err)), cause: err}
	}
	info, err := r.in.Stat()
	if err != nil {
		return &Error{Message: phrase.New("open: %s", systemCause(err)), cause: err}
	}
	archive, err := zip.NewReader(r.in, info.Size())
	if err != nil {
		return openError(err)
	}
	var bad *Error
	if r.book, bad = openWorkbook(archive); bad != nil {
		return bad
	}
	if r.rows, err = r.book.Rows(r.file.sheet, r.file.merges); err != nil {
		return workbookError(err)
	}
	r.writer = csv.NewWriter(&r.raw)
	r.writer.UseCRLF = true
	return r.passHeader()
}

// passHeader skips everything up to the header, which must be what Open saw.
func (r *sheetReader) passHeader() *Error {
	for {
		row, err := r.rows.Next()
		if err != nil && !errors.Is(err, io.EOF) {
			return workbookError(err)
		}
		if err == nil {
			r.rows.Fill(&row)
		}
		switch {
		case err != nil, row.Number > r.file.HeaderLine,
			row.Number == r.file.HeaderLine && !slices.Equal(padHeader(trimAll(row.Cells), len(r.file.cells)), r.file.cells):
			return &Error{Message: phrase.New("the file has changed since its header was read"), Hint: phrase.New("start again")}
		case row.Number == r.file.HeaderLine:
			r.rows.EndHeader()
			return nil
		}
	}
}

func (r *sheetReader) Next() (importer.Row, error) {
	for r.err == nil {
		row, err := r.rows.Next()
		if err != nil {
			r.end(err)
			break
		}
		if allBlank(row.Cells) {
			if len(row.Cells) > 0 {
				r.blank++
			}
			continue
		}
		if row.Hidden {
			r.hidden++
		}
		r.rows.Fill(&row)
		cells := r.fit(row.Cells)
		r.count++
		return importer.Row{
			Seq: r.count - 1, Line: row.Number, Record: cells, Numeric: row.Numeric, Raw: r.record(cells, row.Numeric), Problem: r.problem(cells),
		}, nil
	}
	return importer.Row{}, r.err
}

// fit gives a row as many cells as the header, or more if those are not blank.
func (r *sheetReader) fit(cells []string) []string {
	width := len(r.file.cells)
	for len(cells) < width {
		cells = append(cells, "")
	}
	for len(cells) > width && mapping.IsBlank(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// record returns the row as the CSV file that describes the sheet has it. It does not say
// which cells were numbers, so that those have the decimal mark of the texts.
func (r *sheetReader) record(cells []string, numeric []bool) []byte {
	if r.file.decimal == ',' && len(numeric) > 0 {
		cells = slices.Clone(cells)
		for i := range min(len(cells), len(numeric)) {
			if numeric[i] {
				cells[i] = strings.Replace(cells[i], ".", ",", 1)
			}
		}
	}
	r.raw.Reset()
	r.writer.Write(cells) // a buffer never fails
	r.writer.Flush()
	return bytes.Clone(r.raw.Bytes())
}

// problem returns the Problem of a row: a value without a header has no column in a file of
// failed rows.
func (r *sheetReader) problem(cells []string) importer.Message {
	if len(cells) == len(r.file.cells) {
		return importer.Message{}
	}
	return importer.CellBeyondHeader(xlsx.ColumnName(len(cells)))
}

func (r *sheetReader) end(err error) {
	r.err = err
	if !errors.Is(err, io.EOF) {
		e := workbookError(err)
		e.File, e.Line = r.file.Name, r.rows.Number()
		r.err = e
		return
	}
	if r.digest, err = digestOf(r.in, sha256.New()); err != nil {
		r.err = &Error{File: r.file.Name, Message: phrase.New("read: %s", systemCause(err)), cause: err}
	}
}

func (r *sheetReader) Count() int      { return r.count }
func (r *sheetReader) BlankRows() int  { return r.blank }
func (r *sheetReader) HiddenRows() int { return r.hidden }
func (r *sheetReader) Digest() string  { return r.digest }

func (r *sheetReader) Close() error {
	var errs []error
	if r.rows != nil {
		errs = append(errs, r.rows.Close())
	}
	if r.book != nil {
		errs = append(errs, r.book.Close())
	}
	if r.in != nil {
		errs = append(errs, r.in.Close())
	}
	return errors.Join(errs...)
}
