package source

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"bcimport/mapping"
	"bcimport/mapping/phrase"
)

// parser splits records into cells with encoding/csv, one record at a time. The cells are
// new strings each time.
type parser struct {
	in   bytes.Reader
	csv  *csv.Reader
	text []byte // a record whose line ends had to be changed

	delimiter byte
	cells     int      // of the record before
	room      []string // cells of short records, so that not each asks for memory
}

func newParser(delimiter byte) *parser {
	p := &parser{delimiter: delimiter}
	p.csv = csv.NewReader(&p.in)
	p.csv.Comma = rune(delimiter)
	p.csv.FieldsPerRecord = -1
	p.csv.LazyQuotes = true // the splitter has refused what quoting does not allow
	return p
}

// parse takes the text of exactly one record that starts on the given line; an
// empty line has no cells. encoding/csv reads CR LF as LF but needs help with a
// CR alone.
func (p *parser) parse(text []byte, loneCR bool, line int) ([]string, *Error) {
	if loneCR {
		p.text = append(p.text[:0], text...)
		p.text = bytes.ReplaceAll(p.text, []byte("\r\n"), []byte("\n"))
		text = bytes.ReplaceAll(p.text, []byte("\r"), []byte("\n"))
	}
	if bytes.IndexByte(text, '"') < 0 {
		return p.split(text), nil
	}
	p.in.Reset(text)
	cells, err := p.csv.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &Error{Line: line, Message: phrase.New("%s", err), cause: err}
	}
	return cells, nil
}

// split cuts a record without quotes at its delimiters, as encoding/csv would.
func (p *parser) split(text []byte) []string {
	line := strings.TrimSuffix(string(text), "\n")
	line = strings.TrimSuffix(line, "\r")
	if line == "" {
		return nil
	}
	cells := p.begin(len(line))
	for {
		end := strings.IndexByte(line, p.delimiter)
		if end < 0 {
			break
		}
		cells = append(cells, line[:end])
		line = line[end+1:]
	}
	cells = append(cells, line)
	p.cells = len(cells)
	return cells
}

// begin returns room for the cells of a record, shared by few: those who keep one keep the
// texts of all.
func (p *parser) begin(size int) []string {
	const longest, roomy = 1 << 10, 256
	if size > longest || p.cells > roomy/4 {
		return make([]string, 0, p.cells)
	}
	if cap(p.room)-len(p.room) < p.cells {
		p.room = make([]string, 0, roomy)
	}
	from, to := len(p.room), len(p.room)+p.cells
	p.room = p.room[:to]
	return p.room[from:from:to]
}

func allBlank(cells []string) bool {
	for _, cell := range cells {
		if !mapping.IsBlank(cell) {
			return false
		}
	}
	return true
}

func trimAll(cells []string) []string {
	trimmed := make([]string, len(cells))
	for i, cell := range cells {
		trimmed[i] = mapping.TrimBlank(cell)
	}
	return trimmed
}

// foldAll returns column names in the form in which headers are searched for them.
func foldAll(cells []string) []string {
	folded := trimAll(cells)
	for i, cell := range folded {
		folded[i] = strings.ToLower(cell)
	}
	return folded
}
