// Package source reads tables as rows: CSV files, as they are or packed (gzip, ZIP),
// and the sheets of XLSX workbooks. It finds out how a file is written (its dialect)
// and hands out each record with its line and its own raw bytes. It is strict: what
// it cannot read for certain is an Error with the line and never a guess. It knows
// nothing of what the columns mean.
//
// Start with Open, which looks at the head of a file, then File.Rows, which
// passes over it. For CSV, splitter.go finds the records and encoding/csv their
// cells; for workbooks, package xlsx finds the sheets and their rows.
package source

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/source/charset"
	"bcimport/importer/source/xlsx"
)

// Options is what a mapping says about its input. Zero values are detected.
type Options struct {
	// Delimiter is one ASCII character that is no letter, digit, quote or line
	// end. A first line "sep=X" beats it.
	Delimiter rune
	// Encoding is a name that a mapping takes for one (mapping.Encodings). Empty: what the byte-order mark says,
	// else what the words of the whole file tell.
	Encoding string
	// HeaderLine is the physical line on which the header starts, from 1; a
	// "sep=" line there is passed over. 0: the first of the first 20 records
	// that holds most of Columns, else the first one that is not blank.
	HeaderLine int
	// Sheet is the sheet of a workbook. Empty: the first visible one that holds most
	// of Columns. It says nothing about CSV, as Delimiter and Encoding say nothing
	// about a workbook.
	Sheet string
	// Name is what errors call the file. Empty: its path.
	Name string
	// Stopped is asked now and then while Open reads a whole file to find its encoding;
	// once it is true, Open ends with an error. May be nil.
	Stopped func() bool
	// Columns are the headers that the mapping names: the evidence for delimiter
	// and header line. They are compared trimmed and without case.
	Columns []string
}

// File is a table whose dialect and header are known. It holds no open file and may
// be used by several goroutines.
//
// A sheet of a workbook is described as the CSV file that holds the same: UTF-8 with
// a mark, commas, a line for each row, so that the header keeps its line. Preamble,
// HeaderRaw and the rows' raw bytes are those of that file.
type File struct {
	// Path is where the file is; it must not be changed during a pass.
	Path string
	// Name is what errors call it.
	Name string
	// HeaderLine is the physical line on which the header starts, or the row of the
	// sheet, from 1.
	HeaderLine int
	Dialect
	// Format is FormatXLSX for a workbook, else empty.
	Format string
	// Sheet is the sheet's name, Sheets those of all visible ones; empty for CSV.
	Sheet  string
	Sheets []string
	// Why is the reason for Encoding, a clause as "because …" that quotes words of the
	// file. Empty where a mark or the mapping tells the encoding, or it is UTF-8.
	Why string

	packing   packing
	sheet     xlsx.Sheet
	merges    xlsx.Merges
	codec     charset.Codec
	cells     []string
	preamble  []byte
	headerRaw []byte
	lineEnd   []byte
	bodyLine  int // physical line behind the header
}

// FormatXLSX marks a workbook (File.Format, importer.Input.Format).
const FormatXLSX = "xlsx"

// Open finds the dialect of the file and reads its header. The kind of file is told
// from its content, not from its name. Its errors are *Error.
func Open(path string, o Options) (*File, error) {
	name := cmp.Or(o.Name, path)
	f, err := open(path, o)
	if err != nil {
		err.File = name
		return nil, err
	}
	f.Name = name
	return f, nil
}

func open(path string, o Options) (*File, *Error) {
	if err := checkFile(path); err != nil {
		return nil, err
	}
	magic, err := readMagic(path)
	if err != nil {
		return nil, err
	}
	switch magic {
	case zipMagic, emptyZIPMagic:
		return openArchive(path, o)
	case gzipMagic + "\x08":
		return openText(path, packing{gzip: true}, o)
	}
	return openText(path, packing{}, o)
}

// readMagic returns the first bytes of a file as far as they tell archives.
func readMagic(path string) (string, *Error) {
	in, err := os.Open(path)
	if err != nil {
		return "", &Error{Message: systemMessage("open", err), cause: err}
	}
	defer in.Close()
	magic := make([]byte, 4)
	n, err := io.ReadFull(in, magic)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", &Error{Message: systemMessage("read", err), cause: err}
	}
	if n > 2 && string(magic[:2]) == gzipMagic {
		n = 3
	}
	return string(magic[:n]), nil
}

// openArchive opens a workbook, or the one CSV file in a ZIP archive.
func openArchive(path string, o Options) (*File, *Error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, openError(err)
	}
	defer archive.Close()
	if err := refuseArchive(&archive.Reader); err != nil {
		return nil, err
	}
	if slices.ContainsFunc(archive.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, "[Content_Types].xml") }) {
		return openSheet(path, &archive.Reader, o)
	}
	entry, bad := onlyEntry(&archive.Reader)
	if bad != nil {
		return nil, bad
	}
	return openText(path, packing{entry: entry}, o)
}

func openText(path string, p packing, o Options) (*File, *Error) {
	raw, whole, err := readHead(path, p)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(raw, []byte(oleMagic)) {
		return nil, refuseOLE(path, p)
	}
	if err := refuseUnsupported(raw); err != nil {
		return nil, err
	}
	ours := fromWorkbook(raw)
	if ours {
		o.Encoding, o.Delimiter = "", ','
	}
	c, mark, why, err := textEncoding(path, p, raw, whole, o)
	if err != nil {
		return nil, err
	}
	h := decodeHead(raw[mark:], whole, c)
	at, err := h.findHeader(o)
	if ours && (err != nil || !slices.Contains(trimAll(at.cells), StatusColumn)) {
		o.Delimiter = 0 // a spreadsheet has saved it with another one
		at, err = h.findHeader(o)
	}
	if err != nil {
		return nil, err
	}
	return &File{
		Path:       path,
		packing:    p,
		Why:        why,
		HeaderLine: at.line,
		Dialect:    Dialect{Delimiter: rune(at.delimiter), Encoding: c.Name(), Mark: mark > 0},
		codec:      c,
		cells:      trimAll(at.cells),
		preamble:   c.Append(slices.Clone(raw[:mark]), h.text[:at.start]),
		headerRaw:  c.Append(nil, h.text[at.start:at.end]),
		lineEnd:    c.Append(nil, lineEnd(h.text[:at.end])),
		bodyLine:   at.line + at.lines,
	}, nil
}

// textEncoding finds the encoding of a text that begins with raw, the length of its
// mark, and why it is that one.
func textEncoding(path string, p packing, raw []byte, whole bool, o Options) (charset.Codec, int, string, *Error) {
	c, mark, err := findEncoding(raw, o.Encoding)
	switch {
	case err != nil:
		return charset.Codec{}, 0, "", err
	case c.Name() == "":
		c, why, err := charset.Detect(func() (io.ReadCloser, error) {
			if whole {
				return io.NopCloser(bytes.NewReader(raw)), nil
			}
			in, err := openWhole(path, p)
			if err == nil && o.Stopped != nil {
				in = cancelReader{in, o.Stopped}
			}
			return in, err
		})
		return c, 0, why, detectionError(err)
	case mark == 0 && o.Encoding == "":
		return c, 0, charset.ExplainUTF16(c.Name()), nil
	}
	return c, mark, "", nil
}

// detectionError says why the encoding can't be told, if it can't.
func detectionError(err error) *Error {
	var e *charset.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return &Error{Line: e.Line, Column: e.Column, Message: e.Message, Hint: e.Hint}
	}
	return openError(err)
}

func openWhole(path string, p packing) (io.ReadCloser, error) {
	if p == (packing{}) {
		return os.Open(path) // nobody wants its digest here
	}
	return p.open(path)
}

// cancelReader ends a long read that nobody waits for any more.
type cancelReader struct {
	io.ReadCloser
	stopped func() bool
}

func (s cancelReader) Read(p []byte) (int, error) {
	if s.stopped() {
		return 0, errors.New("stopped")
	}
	return s.ReadCloser.Read(p)
}

// fromWorkbook recognizes the failed.csv of a workbook. It is written as a workbook is
// described, and must be read with the same mapping, whatever that says of CSV files.
func fromWorkbook(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte("\ufeff")) && bytes.Contains(raw, []byte(StatusColumn+","+MessageColumn))
}

// Header returns the header's cells, trimmed of white space, no-break and
// zero-width spaces and line breaks. Cells may be empty or repeated.
func (f *File) Header() []string { return slices.Clone(f.cells) }

// Preamble returns the raw bytes before the header: the mark and all lines
// before it, a "sep=" line included.
func (f *File) Preamble() []byte { return slices.Clone(f.preamble) }

// HeaderRaw returns the header's raw bytes with its line end if it has one.
func (f *File) HeaderRaw() []byte { return slices.Clone(f.headerRaw) }

// LineEnd returns the header's line end in the file's encoding; that of the
// line before it, or LF, if the file ends with the header.
func (f *File) LineEnd() []byte { return slices.Clone(f.lineEnd) }

// Rows begins a pass over the rows, on a file opened anew. The caller closes the
// Reader. A file whose head is no longer what Open saw is an *Error.
func (f *File) Rows() (Reader, error) {
	if f.Format == FormatXLSX {
		return newSheetReader(f)
	}
	in, err := f.packing.open(f.Path)
	if err != nil {
		e := openError(err)
		e.File = f.Name
		return nil, e
	}
	r, err := newCSVReader(f, in)
	if err != nil {
		in.Close()
		return nil, err
	}
	return r, nil
}

// Reader is one pass over the rows of a File, for one goroutine. The first pass is
// also what finds an unreadable file.
type Reader interface {
	// Next returns the next row, io.EOF after the last one, or an *Error that makes
	// the file unreadable; it then repeats that answer. The row is the caller's.
	Next() (importer.Row, error)
	// Count is the number of rows handed out so far.
	Count() int
	// BlankRows is the number of records so far whose cells were all blank. Lines
	// and rows of a sheet without any cell are no records.
	BlankRows() int
	// HiddenRows is the number of rows so far that a workbook does not show.
	HiddenRows() int
	// Digest is the SHA-256 of the whole file's own bytes in hex, empty before Next
	// has returned io.EOF.
	Digest() string
	// Close ends the pass; it may come before io.EOF.
	Close() error
}

// lineEnd is the last line end in text that is not within its last, still
// unfinished line.
func lineEnd(text []byte) []byte {
	i := bytes.LastIndexAny(text, "\r\n")
	switch {
	case i < 0:
		return []byte("\n")
	case i > 0 && text[i] == '\n' && text[i-1] == '\r':
		return text[i-1 : i+1]
	}
	return text[i : i+1]
}
