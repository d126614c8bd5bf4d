package source

import (
	"fmt"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/source/charset"
	"bcimport/mapping/texts"
)

// FailedRowWriter writes failed rows in the form of the input: the bytes of each row, but for
// an apostrophe before what a spreadsheet would take for a formula, with the status and the
// message as two more cells and before them an empty one for the decision on a conflict. They
// replace those of an earlier failed.csv. It needs the description of the input, not the
// input.
type FailedRowWriter struct {
	codec   charset.Codec
	dialect Dialect
	head    []byte
	lineEnd string
	columns int // of the input's header
	result  ResultColumns
}

// NewFailedRowWriter returns a FailedRowWriter for an input as a run recorded it. decides is
// true if a row is in conflict: the file then has a column for the decision.
func NewFailedRowWriter(in importer.Input, decides bool) (*FailedRowWriter, error) {
	c, ok := charset.Lookup(in.Encoding)
	if !ok || in.Delimiter == "" || in.HeaderAt > len(in.Head) {
		return nil, fmt.Errorf("describe input: unknown encoding %q or delimiter %q", in.Encoding, in.Delimiter)
	}
	w := &FailedRowWriter{
		codec: c, dialect: Dialect{Delimiter: []rune(in.Delimiter)[0], Encoding: in.Encoding, Mark: in.Mark},
		columns: len(in.Header), result: ResultColumnsIn(in.Header, decides),
	}
	header, err := w.decode(in.Head[in.HeaderAt:])
	if err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	w.lineEnd = string(lineEnd([]byte(header)))
	line, _ := cutLineEnd(header)
	above, err := w.decode(in.Head[:in.HeaderAt])
	if err != nil {
		return nil, fmt.Errorf("read the lines above the header: %w", err)
	}
	w.head = slices.Concat(w.above(in.Head[:in.HeaderAt], above), w.header(line))
	return w, nil
}

// above returns the lines above the header: their own bytes, unless a spreadsheet would take
// a cell in them for a formula.
func (w *FailedRowWriter) above(raw []byte, text string) []byte {
	var safe strings.Builder
	bare := strings.TrimPrefix(text, "\ufeff")
	safe.WriteString(text[:len(text)-len(bare)])
	for rest := bare; rest != ""; {
		n := lineLength([]byte(rest))
		line := strings.TrimRight(rest[:n], "\r\n")
		safe.WriteString(strings.Join(w.cells(line), string(w.dialect.Delimiter)) + rest[len(line):n])
		rest = rest[n:]
	}
	if safe.String() == text {
		return raw
	}
	return w.dialect.EncodeText(safe.String())
}

// cells returns the cells of a line as they are written, with formulas made texts.
func (w *FailedRowWriter) cells(line string) []string {
	cells := splitCells(line, byte(w.dialect.Delimiter))
	for i, cell := range cells {
		cells[i] = escapeFormula(cell)
	}
	return cells
}

// Head returns everything up to the first row: the lines above the header, and the header
// with the added columns.
func (w *FailedRowWriter) Head() []byte { return w.head }

// Row returns one row with its status and message. A row with too few or too many cells
// keeps them and gets both after them, in place of those of an earlier failed.csv. It never
// gets the right number of cells by that.
func (w *FailedRowWriter) Row(raw []byte, status, message string) ([]byte, error) {
	text, err := w.decode(raw)
	if err != nil {
		return nil, fmt.Errorf("read row: %w", err)
	}
	line, end := cutLineEnd(text)
	return w.encode(line, status, message, end), nil
}

func (w *FailedRowWriter) encode(line, status, message, end string) []byte {
	if end == "" {
		end = w.lineEnd
	}
	cells := w.cells(line)
	if len(cells) == w.columns {
		cells = WithResultColumns(w.result, cells)
		cells[w.result.Status], cells[w.result.Message] = w.quote(status), w.quote(message)
		if w.result.Decision >= 0 && NeedsDecision(status) {
			cells[w.result.Decision] = ""
		}
	} else {
		cells = append(w.misfit(cells), w.quote(status), w.quote(message))
	}
	return w.join(cells, end)
}

// header returns the header's line with the added columns.
func (w *FailedRowWriter) header(line string) []byte {
	cells := w.cells(line)
	if len(cells) != w.columns {
		return w.join(append(w.misfit(cells), StatusColumn, MessageColumn), w.lineEnd)
	}
	cells = WithResultColumns(w.result, cells)
	cells[w.result.Status], cells[w.result.Message] = StatusColumn, MessageColumn
	if w.result.addsDecision {
		cells[w.result.Decision] = DecisionColumn
	}
	return w.join(cells, w.lineEnd)
}

func (w *FailedRowWriter) join(cells []string, end string) []byte {
	return w.dialect.EncodeText(strings.Join(cells, string(w.dialect.Delimiter)) + end)
}

// escapeFormula keeps a cell, as it is written, from becoming a formula when a spreadsheet
// opens the file, because the rows may come from anywhere.
func escapeFormula(cell string) string {
	open := ""
	if strings.HasPrefix(cell, `"`) {
		open, cell = cell[:1], cell[1:]
	}
	if bare := strings.TrimSuffix(cell, open); texts.Formula(bare) && !isNumber(bare) {
		return open + "'" + cell
	}
	return open + cell
}

// isNumber reports whether a text that begins with a sign is a number, with whatever decimal
// mark: a person who corrects it must not meet an apostrophe.
func isNumber(text string) bool {
	return len(text) > 1 && '0' <= text[1] && text[1] <= '9' && strings.Trim(text[1:], "0123456789.,") == ""
}

// misfit returns the user's cells of a row that has too few or too many. In an input that was
// a failed.csv, the row ends with its earlier status and message, which are removed. The two
// new cells must not complete a row that was too short, or the status would become a value.
func (w *FailedRowWriter) misfit(cells []string) []string {
	if n := len(cells); w.result.repeated && n >= 2 && slices.Contains(importer.Statuses(), importer.Status(strings.Trim(cells[n-2], `"`))) {
		cells = cells[:n-2]
	}
	if len(cells)+2 == w.result.Width {
		cells = append(cells, "")
	}
	return cells
}

func (w *FailedRowWriter) decode(raw []byte) (string, error) {
	return w.codec.Text(raw)
}

// quote returns a cell that is read back as the text. A NUL would make the file unreadable,
// and a character that the encoding lacks becomes "?", which may be the delimiter.
func (w *FailedRowWriter) quote(text string) string {
	text = strings.ReplaceAll(text, "\x00", "?")
	if w.dialect.Delimiter != '?' && !strings.ContainsAny(text, "\"\r\n"+string(w.dialect.Delimiter)) {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

func cutLineEnd(text string) (line, end string) {
	line = strings.TrimSuffix(text, "\n")
	line = strings.TrimSuffix(line, "\r")
	return line, text[len(line):]
}

// splitCells splits a record at its delimiters and leaves the cells as they are written,
// quotes included.
func splitCells(line string, delimiter byte) []string {
	var cells []string
	quoted, from := false, 0
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted // a doubled quote closes and opens again
		case line[i] == delimiter && !quoted:
			cells = append(cells, line[from:i])
			from = i + 1
		}
	}
	return append(cells, line[from:])
}
