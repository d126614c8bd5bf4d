package source

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/importer/source/charset"
	"bcimport/mapping/phrase"
)

// csvReader is one pass over a CSV text. It holds at most 8 MiB of it in memory.
type csvReader struct {
	file  *File
	in    *content
	watch *charset.UTF8Check // nil unless the encoding is of one byte
	text  io.Reader          // the file after its header, as UTF-8

	buf      []byte // buf[from:to] is read but not returned yet
	from, to int
	line     int   // physical line at buf[from]
	ending   error // what ended text: io.EOF or an error
	split    splitter
	cells    *parser
	room     []byte // for the raw bytes of short rows

	rows, blank int
	digest      string
	err         error
}

func newCSVReader(f *File, in *content) (*csvReader, error) {
	r := &csvReader{
		file: f, in: in,
		buf: make([]byte, 64<<10), line: f.bodyLine,
		split: splitter{delimiter: byte(f.Delimiter)}, cells: newParser(byte(f.Delimiter)),
	}
	var raw io.Reader = in
	if f.codec.OneByte() {
		r.watch = charset.NewUTF8Check(f.codec.Name())
		raw = io.TeeReader(raw, r.watch)
	}
	head := make([]byte, len(f.preamble)+len(f.headerRaw))
	_, err := io.ReadFull(raw, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		e := openError(err)
		e.File = f.Name
		return nil, e
	}
	if err != nil || !bytes.Equal(head, slices.Concat(f.preamble, f.headerRaw)) {
		return nil, &Error{File: f.Name, Message: phrase.New("the file has changed since its header was read"), Hint: phrase.New("start again")}
	}
	r.text = f.codec.NewBlockReader(raw)
	return r, nil
}

func (r *csvReader) Next() (importer.Row, error) {
	for r.err == nil {
		text, line, err := r.record()
		if err != nil {
			r.end(err)
			break
		}
		cells, bad := r.cells.parse(text, r.split.loneCR, line)
		if bad != nil {
			bad.File = r.file.Name
			r.end(bad)
			break
		}
		if allBlank(cells) {
			r.blank++
			continue
		}
		r.rows++
		return importer.Row{
			Seq: r.rows - 1, Line: line, Record: cells,
			Raw:     r.raw(text),
			Problem: r.problem(cells),
		}, nil
	}
	return importer.Row{}, r.err
}

// raw returns the input's own bytes of a text. Those of short rows share their memory with a
// few others, so that not each asks for some.
func (r *csvReader) raw(text []byte) []byte {
	const longest, roomy = 512, 4 << 10
	if len(text) > longest {
		return r.file.codec.Append(make([]byte, 0, len(text)), text)
	}
	if cap(r.room)-len(r.room) < len(text) {
		r.room = make([]byte, 0, roomy)
	}
	raw := r.file.codec.Append(r.room[len(r.room):len(r.room):len(r.room)+len(text)], text)
	r.room = r.room[:len(r.room)+len(text)]
	return raw
}

func (r *csvReader) Count() int { return r.rows }

func (r *csvReader) BlankRows() int { return r.blank }

func (r *csvReader) HiddenRows() int { return 0 }

func (r *csvReader) Digest() string { return r.digest }

func (r *csvReader) Close() error { return r.in.Close() }

func (r *csvReader) end(err error) {
	r.err = err
	if errors.Is(err, io.EOF) && r.watch != nil && r.watch.IsUTF8() {
		r.err = &Error{
			File: r.file.Name, Message: phrase.New("the file is UTF-8, but the mapping says %s", r.file.Encoding),
			Hint: phrase.New("leave out input.encoding in the mapping"),
		}
	}
	if !errors.Is(r.err, io.EOF) {
		return
	}
	if r.digest, err = r.in.digest(); err != nil {
		e := openError(err)
		e.File = r.file.Name
		r.err = e
	}
}

// record returns the text of the next record that is no empty line, and its line. The text is
// valid until the next call.
func (r *csvReader) record() ([]byte, int, error) {
	for {
		line := r.line
		if err := r.find(); err != nil {
			err.File = r.file.Name
			return nil, 0, err
		}
		text := r.buf[r.from : r.from+r.split.pos]
		if len(text) == 0 {
			return nil, 0, io.EOF
		}
		r.from += r.split.pos
		r.line += r.split.lines
		if text[0] != '\n' && text[0] != '\r' {
			return text, line, nil
		}
	}
}

// find runs the splitter to the end of the record at buf[from] and reads on as needed.
func (r *csvReader) find() *Error {
	r.split.begin(r.line)
	for {
		text := r.buf[r.from:r.to]
		ended, err := r.split.scan(text, r.ending == io.EOF)
		switch {
		case err != nil:
			return err
		case ended:
			return nil
		case r.ending != nil:
			err = decodeError(r.ending, r.file.Encoding)
			err.Line, err.Column = r.split.endPosition(text)
			return err
		case len(text) >= maxRecord:
			return r.split.tooBig(text)
		}
		r.fill()
	}
}

func (r *csvReader) fill() {
	if r.from > 0 {
		copy(r.buf, r.buf[r.from:r.to])
		r.from, r.to = 0, r.to-r.from
	}
	if len(r.buf)-r.to < utf8.UTFMax {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
	n, err := r.text.Read(r.buf[r.to:])
	r.to += n
	r.ending = err
}

// problem returns the Problem of a row, empty if it has as many cells as the header.
func (r *csvReader) problem(cells []string) importer.Message {
	have, want := len(cells), len(r.file.cells)
	switch {
	case have < want:
		return importer.MissingCells(have, want)
	case have > want:
		return importer.ExtraCells(have, want, r.file.Delimiter, allBlank(cells[want:]))
	}
	return importer.Message{}
}
