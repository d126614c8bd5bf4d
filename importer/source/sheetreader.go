package source

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"bcimport/importer"
	"bcimport/mapping"
)

// sheetReader is one pass over the rows of a sheet. It holds one row and, of the
// shared texts, what stringTable does.
type sheetReader struct {
	file  *File
	in    *os.File
	rows  *sheetRows
	texts *stringTable

	merged mergedRows
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

// begin opens the sheet and passes over its header.
func (r *sheetReader) begin() *Error {
	var err error
	if r.in, err = os.Open(r.file.Path); err != nil {
		return &Error{Message: systemWords("open", err), cause: err}
	}
	info, err := r.in.Stat()
	if err != nil {
		return &Error{Message: systemWords("open", err), cause: err}
	}
	archive, err := zip.NewReader(r.in, info.Size())
	if err != nil {
		return unpackable(err)
	}
	book, bad := openWorkbook(archive)
	if bad != nil {
		return bad
	}
	if r.texts, err = book.texts(); err != nil {
		return damagedBook(err)
	}
	if r.rows, err = book.rows(r.file.sheet, r.texts); err != nil {
		return damagedBook(err)
	}
	r.writer = csv.NewWriter(&r.raw)
	r.writer.UseCRLF = true
	return r.passHeader()
}

// passHeader passes over everything up to the header, which must be what Open saw.
func (r *sheetReader) passHeader() *Error {
	r.merged.merges = r.file.merges
	for {
		row, err := r.rows.next()
		if err != nil && !errors.Is(err, io.EOF) {
			return damagedBook(err)
		}
		if err == nil {
			r.merged.fill(&row)
		}
		switch {
		case err != nil, row.number > r.file.HeaderLine,
			row.number == r.file.HeaderLine && !slices.Equal(widened(trimAll(row.cells), len(r.file.cells)), r.file.cells):
			return &Error{Message: "the file has changed since its header was read", Hint: "start again"}
		case row.number == r.file.HeaderLine:
			r.merged.open = nil // a header is no value
			return nil
		}
	}
}

func (r *sheetReader) Next() (importer.Row, error) {
	for r.err == nil {
		row, err := r.rows.next()
		if err != nil {
			r.end(err)
			break
		}
		if allBlank(row.cells) {
			if len(row.cells) > 0 {
				r.blank++
			}
			continue
		}
		if row.hidden {
			r.hidden++
		}
		r.merged.fill(&row)
		cells := r.fit(row.cells)
		r.count++
		return importer.Row{
			Seq: r.count - 1, Line: row.number, Record: cells, Raw: r.record(cells), Problem: r.problem(cells),
		}, nil
	}
	return importer.Row{}, r.err
}

// fit gives a row as many cells as the header has, or more if they say something.
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

// record is the row as the CSV file that stands for the sheet has it.
func (r *sheetReader) record(cells []string) []byte {
	r.raw.Reset()
	r.writer.Write(cells) // a buffer takes all of it
	r.writer.Flush()
	return bytes.Clone(r.raw.Bytes())
}

// problem is the row's Problem: a value without a header can't be given back in its
// column.
func (r *sheetReader) problem(cells []string) string {
	if len(cells) == len(r.file.cells) {
		return ""
	}
	return fmt.Sprintf("has a value in column %s, to the right of the last header; give that column a header or empty the cell", columnName(len(cells)))
}

func (r *sheetReader) end(err error) {
	r.err = err
	if !errors.Is(err, io.EOF) {
		e := damagedBook(err)
		e.File, e.Line = r.file.Name, r.rows.number
		r.err = e
		return
	}
	if r.digest, err = digestOf(r.in, sha256.New()); err != nil {
		r.err = &Error{File: r.file.Name, Message: systemWords("read", err), cause: err}
	}
}

func (r *sheetReader) Count() int      { return r.count }
func (r *sheetReader) BlankRows() int  { return r.blank }
func (r *sheetReader) HiddenRows() int { return r.hidden }
func (r *sheetReader) Digest() string  { return r.digest }

func (r *sheetReader) Close() error {
	var errs []error
	if r.rows != nil {
		errs = append(errs, r.rows.close())
	}
	if r.texts != nil {
		errs = append(errs, r.texts.close())
	}
	if r.in != nil {
		errs = append(errs, r.in.Close())
	}
	return errors.Join(errs...)
}
