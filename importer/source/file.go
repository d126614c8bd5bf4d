// Package source reads tables as rows: CSV files, plain or compressed (gzip, ZIP), and the
// sheets of XLSX workbooks. It detects how a file is written (its dialect) and returns each
// record with its line and its own raw bytes. It is strict: what it cannot read for certain
// is an Error with the line, never a guess. It knows nothing of what the columns mean.
//
// Start with Open, which reads the head of a file, then File.Rows, which passes over the
// rows. For CSV, splitter.go finds the records and cells.go their cells, and package charset
// decodes them; package xlsx reads workbooks.
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
	"bcimport/mapping/phrase"
)

// Options are the settings of a mapping for its input. Zero values are detected.
type Options struct {
	// Delimiter is one ASCII character that is no letter, digit, quote or line
	// end. A first line "sep=X" takes precedence.
	Delimiter rune
	// Encoding is one of encodings.Names or another name for one. Empty: it is detected
	// from the byte-order mark, else from the words of the whole file.
	Encoding string
	// HeaderLine is the physical line on which the header starts, from 1; a "sep=" line
	// there is skipped. 0: the first of the first 20 records that has most of Columns, else
	// the first one that is not blank.
	HeaderLine int
	// Sheet is the sheet of a workbook. Empty: the first visible one that has most of
	// Columns. It has no effect on CSV, nor have Delimiter and Encoding on a workbook.
	Sheet string
	// Decimal is the decimal mark in which the raw rows of a sheet have its numbers; 0: a
	// point. It has no effect on CSV.
	Decimal rune
	// Name is what errors call the file. Empty: its path.
	Name string
	// Stopped is called while Open reads a whole file to detect its encoding; once it
	// returns true, Open ends with an error. It may be nil.
	Stopped func() bool
	// Columns are the headers that the mapping names, by which delimiter and header line are
	// detected. They are compared trimmed and without case.
	Columns []string
}

// File is a table whose dialect and header are known. It holds no open file and is safe for
// concurrent use.
//
// A sheet of a workbook is described as a CSV file with the same content: UTF-8 with a mark,
// commas, a line for each row, so the header keeps its line. Preamble, HeaderRaw and the raw
// bytes of the rows are those of that file.
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
	// Why is the reason for a detected Encoding, a clause "because …" that quotes words of
	// the file. It says nothing for UTF-8, and where a mark or the mapping gives the encoding.
	Why phrase.Phrase

	packing   packing
	sheet     xlsx.Sheet
	merges    xlsx.Merges
	decimal   rune // Options.Decimal
	codec     charset.Codec
	cells     []string
	preamble  []byte
	headerRaw []byte
	lineEnd   []byte
	bodyLine  int // physical line behind the header
}

// FormatXLSX marks a workbook (File.Format, importer.Input.Format).
const FormatXLSX = "xlsx"

// Open detects the dialect of the file and reads its header. The kind of file is detected
// from its content, not from its name. Errors are of type *Error.
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
		return nil, err.asUnreadable()
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

// readMagic returns the first bytes of a file, as many as identify an archive.
func readMagic(path string) (string, *Error) {
	in, err := os.Open(path)
	if err != nil {
		return "", &Error{Message: phrase.New("open: %s", systemCause(err)), cause: err}
	}
	defer in.Close()
	magic := make([]byte, 4)
	n, err := io.ReadFull(in, magic)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", &Error{Message: phrase.New("read: %s", systemCause(err)), cause: err}
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
		return nil, bad.asUnreadable()
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
		o.Delimiter = 0 // a spreadsheet saved it with another one
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

// fromWorkbook reports whether a text is the failed.csv of a workbook. It is written in the
// dialect of a workbook (see File), and must be read with the same mapping, whatever its
// settings for CSV files.
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

// Rows opens the file for a pass over the rows. The caller closes the Reader. A file whose
// head has changed since Open is an *Error.
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

// Reader is one pass over the rows of a File, for one goroutine. Only a whole pass shows
// whether a file is readable.
type Reader interface {
	// Next returns the next row, io.EOF after the last one, or an *Error that makes the file
	// unreadable; it then returns the same again. The row is the caller's.
	Next() (importer.Row, error)
	// Count returns the number of rows so far.
	Count() int
	// BlankRows returns the number of records so far whose cells were all blank. Lines and
	// rows of a sheet without any cell are no records.
	BlankRows() int
	// HiddenRows returns the number of rows so far that a workbook hides.
	HiddenRows() int
	// Digest returns the SHA-256 of the whole file's own bytes in hex, empty before Next has
	// returned io.EOF.
	Digest() string
	// Close ends the pass; it may come before io.EOF.
	Close() error
}

// lineEnd returns the last line end in text, LF if there is none.
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
