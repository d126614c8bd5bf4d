package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"bcimport/mapping/phrase"
)

// Merges are the merged cells of a sheet that span several rows, by their first row. The
// file has their value only in the first row, but it belongs to all of them: a title merged
// over three contacts is the title of each. Across columns it belongs to the first column.
type Merges map[int][]merge

type merge struct {
	column, last int // column from 1; last row
	text         string
	isNumber     bool
}

const maxMerges = 100_000

// readMerges reads them from the list after the rows.
func readMerges(part io.Reader) (Merges, error) {
	rest, err := skipRows(part)
	if err != nil {
		return nil, err
	}
	found, n := Merges{}, 0
	for x := newTokens(rest); ; {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local != "mergeCell" {
				continue
			}
			if n++; n > maxMerges {
				return nil, phrase.Errorf("too many merged cells")
			}
			found.add(attribute(e, "ref"))
		case xml.EndElement:
			if e.Name.Local == "mergeCells" {
				return found, nil
			}
		}
	}
}

// add adds a range of cells such as B2:B4 if it spans rows.
func (m Merges) add(ref string) {
	from, to, _ := strings.Cut(ref, ":")
	column, first, last := columnOf(from), rowOf(from), rowOf(to)
	if column > 0 && column <= MaxColumns && 0 < first && first < last && last <= maxRows {
		m[first] = append(m[first], merge{column: column, last: last})
	}
}

// rowOf returns the row of a cell's name such as AB12; 0 for no name.
func rowOf(ref string) int {
	n, err := strconv.Atoi(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if err != nil {
		return 0
	}
	return n
}

// mergeFiller gives rows, in their order, the values of merged cells that began above them.
type mergeFiller struct {
	merges Merges
	active []merge // those that include the next row
}

// Fill gives a row the values of merged cells that began above it. It is called for the rows
// in their order; a row without a call gives no values to those below.
func (r *Rows) Fill(row *Row) { r.merged.fill(row) }

// EndHeader ends the merged cells of the rows so far: a header is no value of a row.
func (r *Rows) EndHeader() { r.merged.active = nil }

func (m *mergeFiller) fill(row *Row) {
	active := m.active[:0]
	for _, c := range m.active {
		if c.last < row.Number {
			continue
		}
		active = append(active, c)
		if len(row.Cells) < c.column || row.Cells[c.column-1] == "" {
			row.set(c.column, c.text, c.isNumber)
		}
	}
	m.active = active
	for _, c := range m.merges[row.Number] {
		if c.column <= len(row.Cells) && row.Cells[c.column-1] != "" {
			c.text = row.Cells[c.column-1]
			c.isNumber = c.column <= len(row.Numeric) && row.Numeric[c.column-1]
			m.active = append(m.active, c)
		}
	}
}

// skipRows skips the rows without parsing them and returns what follows.
func skipRows(part io.Reader) (io.Reader, error) {
	const longestTag = 64
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		n, err := part.Read(buf[kept:])
		seen := buf[:kept+n]
		if end := endOfRows(seen); end > 0 {
			return io.MultiReader(bytes.NewReader(seen[end:]), part), nil
		}
		if errors.Is(err, io.EOF) {
			return bytes.NewReader(nil), nil
		}
		if err != nil {
			return nil, err
		}
		kept = copy(buf, seen[max(0, len(seen)-longestTag):])
	}
}

// endOfRows returns where the end tag of the rows, </sheetData> or </x:sheetData>, ends in
// the text; 0 if it is not there.
func endOfRows(text []byte) int {
	name := []byte("sheetData>")
	for from := 0; ; {
		i := bytes.Index(text[from:], name)
		if i < 0 {
			return 0
		}
		from += i + len(name)
		if tag := bytes.LastIndexByte(text[:from], '<'); tag >= 0 && text[tag+1] == '/' {
			return from
		}
	}
}
