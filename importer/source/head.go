package source

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"unicode/utf8"

	"bcimport/importer/source/charset"
	"bcimport/importer/source/xlsx"
	"bcimport/mapping/phrase"
)

// headSize bounds what Open reads: the header must end within it.
const headSize = 1 << 20

var errHeadLimit = errors.New("end of the head")

// head is the text at the beginning of a file, after its mark.
type head struct {
	text []byte
	// ending is why the text ends before the file, without its position; nil if it is the
	// whole file.
	ending *Error
}

// checkFile refuses what can't be read several times.
func checkFile(path string) *Error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return &Error{Message: phrase.New("open: %s", systemCause(err)), cause: err}
	case info.IsDir():
		return &Error{Message: phrase.New("is a folder, not a file")}
	case !info.Mode().IsRegular():
		return &Error{Message: phrase.New("is a device or a pipe, not a file"), Hint: phrase.New("pass its content on standard input, or save it as a file")}
	}
	return nil
}

// readHead returns the first bytes of the text and reports whether they are all of it.
func readHead(path string, p packing) ([]byte, bool, *Error) {
	in, err := p.open(path)
	if err != nil {
		return nil, false, openError(err)
	}
	defer in.Close()
	raw, err := io.ReadAll(io.LimitReader(in, headSize+1))
	if err != nil {
		return nil, false, openError(err)
	}
	if len(raw) == 0 {
		return nil, false, &Error{Message: phrase.New("the file is empty (0 bytes)"), Hint: phrase.New("export it again"), unreadable: true}
	}
	return raw[:min(len(raw), headSize)], len(raw) <= headSize, nil
}

const (
	zipMagic      = "PK\x03\x04"
	emptyZIPMagic = "PK\x05\x06"
	gzipMagic     = "\x1f\x8b"
)

func decodeHead(raw []byte, whole bool, c charset.Codec) head {
	var in io.Reader = bytes.NewReader(raw)
	if !whole {
		in = io.MultiReader(in, headLimit{})
	}
	text, err := io.ReadAll(c.NewReader(in))
	h := head{text: text}
	if errors.Is(err, errHeadLimit) {
		h.ending = &Error{Message: phrase.New("the header does not end within the first MiB of the file")}
	} else if err != nil {
		h.ending = decodeError(err, c.Name())
	}
	return h
}

type headLimit struct{}

func (headLimit) Read([]byte) (int, error) { return 0, errHeadLimit }

// findHeader tries every possible delimiter and returns the header under the one that gives
// it most of the columns, then most cells.
func (h head) findHeader(o Options) (record, *Error) {
	from, delimiters, err := h.start(o)
	if err != nil {
		return record{}, err
	}
	var best record
	for i, d := range delimiters {
		r := h.bestRecord(from, d, o)
		if i == 0 || r.beats(best) {
			best = r
		}
	}
	if best.err == nil && len(best.cells) > xlsx.MaxColumns {
		return best, &Error{
			Line: best.line, Message: phrase.New("a header of more than %d columns", xlsx.MaxColumns), Hint: phrase.New("is the delimiter the one expected?"),
		}
	}
	return best, best.err
}

// start returns where the search begins, and under which delimiters.
func (h head) start(o Options) (record, []byte, *Error) {
	from := record{line: 1}
	delimiters, err := delimitersToTry(o.Delimiter)
	if err != nil {
		return from, nil, err
	}
	line := h.text[:lineLength(h.text)]
	sep, found, err := sepLine(line)
	if err != nil {
		return from, nil, err
	}
	if found {
		from, delimiters = record{start: len(line), line: 2}, []byte{sep}
	}
	for from.line < o.HeaderLine {
		last := h.text[from.start:]
		last = last[:lineLength(last)]
		if from.start += len(last); from.start == len(h.text) {
			return from, nil, h.headerLineError(last, from.line, o.HeaderLine)
		}
		from.line++
	}
	return from, delimiters, nil
}

// headerLineError returns that the text ends with its last line, before the header line of
// the mapping.
func (h head) headerLineError(last []byte, line, wanted int) *Error {
	if h.ending != nil {
		e := *h.ending
		e.Line, e.Column = line, utf8.RuneCount(last)+1
		if bytes.HasSuffix(last, []byte("\n")) || bytes.HasSuffix(last, []byte("\r")) {
			e.Line, e.Column = line+1, 1
		}
		return &e
	}
	message := phrase.New("no header: input.header_line is %d, but the file has only %d lines", wanted, line)
	if line == 1 {
		message = phrase.New("no header: input.header_line is %d, but the file has only 1 line", wanted)
	}
	return &Error{Message: message, Hint: phrase.New("correct input.header_line in the mapping or leave it out")}
}

// bestRecord returns the record at from if the mapping gives the header line, else the first
// of the first 20 records that are not blank with most of the columns. Of one that cannot be
// read it skips one physical line, because text before a header need not be CSV, but returns
// it if no other has a column.
func (h head) bestRecord(from record, delimiter byte, o Options) record {
	best := record{line: from.line, delimiter: delimiter, err: &Error{
		Message: phrase.New("no header: all lines are blank"), Hint: phrase.New("the first line must name the columns"),
	}}
	if from.start == len(h.text) && h.ending != nil {
		best.err = &Error{Line: from.line, Column: 1, Message: h.ending.Message, Hint: h.ending.Hint, cause: h.ending.cause}
	}
	wanted := foldAll(o.Columns)
	cells := newParser(delimiter) // one for all: a file may begin with a million blank lines
	for seen := 0; seen < 20 && from.start < len(h.text); {
		r := h.record(cells, from.start, from.line, delimiter)
		from.start, from.line = r.end, r.line+r.lines
		if r.err == nil && allBlank(r.cells) {
			if o.HeaderLine > 0 {
				best.err = &Error{Line: r.line, Message: phrase.New("no header: the line is blank"), Hint: phrase.New("correct input.header_line in the mapping or leave it out")}
				break
			}
			continue
		}
		r.found = countFound(wanted, r.cells)
		if seen == 0 || r.found > best.found {
			best = r
		}
		seen++
		if o.HeaderLine > 0 || r.err == nil && r.found == len(wanted) {
			break
		}
	}
	return best
}

func countFound(wanted, cells []string) int {
	have := foldAll(cells)
	n := 0
	for _, column := range wanted {
		if slices.Contains(have, column) {
			n++
		}
	}
	return n
}

// record is one record of a head, or why it cannot be read.
type record struct {
	start, end  int // offsets in the text
	line, lines int // physical line of its start; line ends in it
	delimiter   byte
	cells       []string
	found       int // of the columns that the mapping names
	err         *Error
}

func (r record) beats(other record) bool {
	switch {
	case r.found != other.found:
		return r.found > other.found
	case (r.err == nil) != (other.err == nil):
		return r.err == nil
	}
	return len(r.cells) > len(other.cells)
}

// record reads the record at start. If it cannot be read, it is one physical
// line long.
func (h head) record(cells *parser, start, line int, delimiter byte) record {
	text := h.text[start:]
	s := splitter{delimiter: delimiter}
	s.begin(line)
	ended, err := s.scan(text, h.ending == nil)
	if err == nil && !ended {
		e := *h.ending
		e.Line, e.Column = s.endPosition(text)
		err = &e
	}
	r := record{start: start, line: line, delimiter: delimiter}
	if err == nil {
		r.cells, err = cells.parse(text[:s.pos], s.loneCR, line)
	}
	if err != nil {
		r.err = err
		r.end, r.lines = start+lineLength(text), 1
		return r
	}
	r.end, r.lines = start+s.pos, s.lines
	return r
}

// lineLength returns the length of the first physical line of text, its end included.
func lineLength(text []byte) int {
	i := bytes.IndexAny(text, "\r\n")
	switch {
	case i < 0:
		return len(text)
	case text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n':
		return i + 2
	}
	return i + 1
}
