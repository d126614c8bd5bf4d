package source

import (
	"bytes"
	"unicode/utf8"

	"bcimport/mapping/phrase"
)

// Above these bounds a quote was left open. They bound the memory of a pass.
const (
	maxCell   = 1 << 20 // bytes of UTF-8
	maxLines  = 10_000  // physical lines of one record
	maxRecord = 8 << 20 // bytes of UTF-8
)

type state uint8

const (
	atStart   state = iota // at the first byte of a cell
	inBare                 // in a cell without quotes
	inQuotes               // between quotes
	afterOne               // after a quote that closes the cell or is one half of ""
	asFormula              // after a = that begins a cell
	inFormula              // in ="…", with which programs write numbers as texts: its quotes belong to it
)

// splitter finds where one record of UTF-8 text ends and refuses the quoting that encoding/csv
// refuses. It exists because encoding/csv supports no CR alone, does not return the line on
// which an open quote began, and has no bounds. Offsets are relative to the start of the
// record.
type splitter struct {
	delimiter byte
	line      int // physical line on which the record starts

	state     state
	pos       int  // bytes scanned
	cell      int  // where the current cell starts
	lineStart int  // where the current physical line starts
	lines     int  // line ends scanned
	loneCR    bool // a CR alone was among them
	openLine  int  // physical line on which the last quoted cell starts
	openStart int  // where that line starts
}

// begin resets s for the record that starts on the given line.
func (s *splitter) begin(line int) {
	*s = splitter{delimiter: s.delimiter, line: line}
}

// scan continues where it stopped and reports whether the record ends within text, which
// begins with the record and may have grown since the last call. The record is then
// text[:s.pos]. With last, nothing follows text.
func (s *splitter) scan(text []byte, last bool) (bool, *Error) {
	if s.pos == 0 && s.plain(text) {
		return true, nil
	}
	for s.pos < len(text) {
		s.pass(text)
		if s.pos == len(text) {
			break
		}
		b := text[s.pos]
		if b == '\n' || b == '\r' {
			if b == '\r' && s.pos+1 == len(text) && !last {
				return false, nil // a LF may follow
			}
			if s.endLine(text); s.state != inQuotes {
				return true, nil
			}
			if s.lines >= maxLines {
				return false, s.unclosed(text, phrase.New("the quote that opens here is still open after %d lines", maxLines))
			}
			continue
		}
		if !s.step(b) {
			return false, s.stray(text)
		}
		if s.pos++; s.pos-s.cell > maxCell {
			return false, s.tooLong(text)
		}
	}
	if last && s.state == inQuotes {
		return false, s.unclosed(text, phrase.New("the quote that opens here is never closed"))
	}
	return last, nil
}

// plain scans a whole record if it is short and has no quotes, like most.
func (s *splitter) plain(text []byte) bool {
	const short = 4 << 10
	end := bytes.IndexByte(text[:min(len(text), short)], '\n')
	if end < 0 || bytes.IndexByte(text[:end], '"') >= 0 {
		return false
	}
	if cr := bytes.IndexByte(text[:end], '\r'); cr >= 0 && cr < end-1 {
		return false
	}
	s.pos, s.lines, s.lineStart = end+1, 1, end+1
	return true
}

// pass scans bytes that end neither a cell nor a line and are no quotes.
func (s *splitter) pass(text []byte) {
	if s.state != inBare && s.state != inQuotes {
		return
	}
	most := min(len(text), s.cell+maxCell)
	for s.pos < most {
		switch text[s.pos] {
		case '"', '\n', '\r', s.delimiter:
			return
		}
		s.pos++
	}
}

// endLine scans one LF, CR LF or CR.
func (s *splitter) endLine(text []byte) {
	if text[s.pos] == '\r' {
		if s.pos+1 < len(text) && text[s.pos+1] == '\n' {
			s.pos++
		} else {
			s.loneCR = true
		}
	}
	s.pos++
	s.lines++
	s.lineStart = s.pos
}

// step scans one byte that ends no line and reports whether quoting allows it.
func (s *splitter) step(b byte) bool {
	switch {
	case b == '"':
		return s.quote()
	case s.state == inQuotes:
	case b == s.delimiter:
		s.state, s.cell = atStart, s.pos+1
	case s.state == afterOne:
		return false
	case s.state == atStart && b == '=', s.state == asFormula && (b == '(' || b == ' '):
		s.state = asFormula
	case s.state == inFormula:
	default:
		s.state = inBare
	}
	return true
}

func (s *splitter) quote() bool {
	switch s.state {
	case atStart:
		s.state, s.openLine, s.openStart = inQuotes, s.line+s.lines, s.lineStart
	case inQuotes:
		s.state = afterOne
	case afterOne:
		s.state = inQuotes
	case asFormula:
		s.state = inFormula
	case inBare:
		return false
	}
	return true
}

// position returns the line and the column of the next byte.
func (s *splitter) position(text []byte) (line, column int) {
	return s.line + s.lines, utf8.RuneCount(text[s.lineStart:s.pos]) + 1
}

// endPosition returns the position after the whole text. The splitter may have stopped before a
// last CR.
func (s *splitter) endPosition(text []byte) (line, column int) {
	if s.pos < len(text) {
		s.endLine(text)
	}
	return s.position(text)
}

// unclosed returns an error at the place where the quote opens, not where it is noticed.
func (s *splitter) unclosed(text []byte, how phrase.Phrase) *Error {
	return &Error{
		Line:    s.openLine,
		Column:  utf8.RuneCount(text[s.openStart:s.cell]) + 1,
		Message: how,
		Hint:    phrase.New(`close it, or write a quote that belongs to the text twice ("") within a quoted cell`),
	}
}

// stray returns an error about the quote at or just before the next byte. If the cell began
// on an earlier line, its opening quote is more likely at fault: it was left open and the
// opening quote of a later cell closed it.
func (s *splitter) stray(text []byte) *Error {
	line, column := s.position(text)
	if s.state == inBare {
		return &Error{
			Line: line, Column: column,
			Message: phrase.New("a quote within a cell that does not begin with one"),
			Hint:    phrase.New(`put the whole cell in quotes and write the inner quote twice: "5"" pipe"`),
		}
	}
	if s.openLine != line {
		return s.unclosed(text, phrase.New("the quote that opens here is not closed properly: text follows the next quote (line %d, column %d)", line, column))
	}
	return &Error{
		Line: line, Column: column,
		Message: phrase.New("text after a closing quote"),
		Hint:    phrase.New(`write a quote that belongs to the text twice ("")`),
	}
}

func (s *splitter) tooLong(text []byte) *Error {
	if s.state == inQuotes {
		return s.unclosed(text, phrase.New("the quote that opens here is still open after 1 MiB"))
	}
	return &Error{Line: s.line + s.lines, Message: phrase.New("a cell longer than 1 MiB"), Hint: phrase.New("check that this is a CSV file and that its delimiter is right")}
}

// tooBig refuses a record that outgrew maxRecord before its end.
func (s *splitter) tooBig(text []byte) *Error {
	if s.state == inQuotes {
		return s.unclosed(text, phrase.New("the quote that opens here is still open after 8 MiB"))
	}
	return &Error{Line: s.line, Message: phrase.New("a record longer than 8 MiB"), Hint: phrase.New("check that this is a CSV file with line ends")}
}
