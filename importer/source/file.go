// Package source reads CSV files as rows: it finds out how a file is written
// (its dialect) and hands out each record with its physical line and its own
// raw bytes. It is strict: what it cannot read for certain is an Error with the
// line and never a guess. It knows nothing of what the columns mean.
//
// Start with Open, which looks at the head of a file, then File.Rows, which
// passes over it. splitter.go finds the records, encoding/csv their cells.
package source

import (
	"bytes"
	"os"
	"slices"
)

// Options is what a mapping says about its input. Zero values are detected.
type Options struct {
	// Delimiter is one ASCII character that is no letter, digit, quote or line
	// end. A first line "sep=X" beats it.
	Delimiter rune
	// Encoding is utf-8, utf-16, utf-16le, utf-16be, windows-125x or iso-8859-x,
	// in any case. Empty: what the byte-order mark says, else utf-8.
	Encoding string
	// HeaderLine is the physical line on which the header starts, from 1; a
	// "sep=" line there is passed over. 0: the first of the first 20 records
	// that holds most of Columns, else the first one that is not blank.
	HeaderLine int
	// Columns are the headers that the mapping names: the evidence for delimiter
	// and header line. They are compared trimmed and without case.
	Columns []string
}

// File is a CSV file whose dialect and header are known. It holds no open file
// and may be used by several goroutines.
type File struct {
	// Path is the path as it was given to Open.
	Path string
	// HeaderLine is the physical line on which the header starts, from 1.
	HeaderLine int
	Dialect

	codec     codec
	cells     []string
	preamble  []byte
	headerRaw []byte
	lineEnd   []byte
	bodyLine  int // physical line behind the header
}

// Open finds the dialect of the file and reads its header; it reads at most the
// first MiB. Its errors are *Error.
func Open(path string, o Options) (*File, error) {
	f, err := open(path, o)
	if err != nil {
		err.File = path
		return nil, err
	}
	return f, nil
}

func open(path string, o Options) (*File, *Error) {
	raw, whole, err := readHead(path)
	if err != nil {
		return nil, err
	}
	if err := refuseForeign(raw); err != nil {
		return nil, err
	}
	c, mark, err := findEncoding(raw, o.Encoding)
	if err != nil {
		return nil, err
	}
	h := decodeHead(raw[mark:], whole, c)
	at, err := h.findHeader(o)
	if err != nil {
		return nil, err
	}
	return &File{
		Path:       path,
		HeaderLine: at.line,
		Dialect:    Dialect{Delimiter: rune(at.delimiter), Encoding: c.name, Mark: mark > 0},
		codec:      c,
		cells:      trimAll(at.cells),
		preamble:   c.encode(slices.Clone(raw[:mark]), h.text[:at.start]),
		headerRaw:  c.encode(nil, h.text[at.start:at.end]),
		lineEnd:    c.encode(nil, lineEnd(h.text[:at.end])),
		bodyLine:   at.line + at.lines,
	}, nil
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
func (f *File) Rows() (*Reader, error) {
	in, err := os.Open(f.Path)
	if err != nil {
		return nil, &Error{File: f.Path, Message: systemWords("open", err), cause: err}
	}
	r, err := newReader(f, in)
	if err != nil {
		in.Close()
		return nil, err
	}
	return r, nil
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
