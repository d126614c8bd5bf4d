package source

import (
	"fmt"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/source/charset"
	"bcimport/mapping"
)

// Mender writes failed rows in the input's own form: the row's own bytes, but for an
// apostrophe before what a spreadsheet would take for a formula, with
// the status and the message as two more cells, and an empty one for the decision on a
// conflict before them, or in place of those that an earlier failed.csv left. It needs the input's description, not the input.
type Mender struct {
	codec   charset.Codec
	dialect Dialect
	head    []byte
	lineEnd string
	columns int // of the input's header
	remarks Remarks
}

// NewMender makes a Mender for an input as a run recorded it. decides tells that some
// row is in conflict: the file then has a column for the decision.
func NewMender(in importer.Input, decides bool) (*Mender, error) {
	c, ok := charset.Lookup(in.Encoding)
	if !ok || in.Delimiter == "" || in.HeaderAt > len(in.Head) {
		return nil, fmt.Errorf("describe input: unknown encoding %q or delimiter %q", in.Encoding, in.Delimiter)
	}
	m := &Mender{
		codec: c, dialect: Dialect{Delimiter: []rune(in.Delimiter)[0], Encoding: in.Encoding, Mark: in.Mark},
		columns: len(in.Header), remarks: RemarksIn(in.Header, decides),
	}
	header, err := m.decode(in.Head[in.HeaderAt:])
	if err != nil {
		return nil, fmt.Errorf("read header: %w", err)
	}
	m.lineEnd = string(lineEnd([]byte(header)))
	line, _ := cutLineEnd(header)
	above, err := m.decode(in.Head[:in.HeaderAt])
	if err != nil {
		return nil, fmt.Errorf("read what stands above the header: %w", err)
	}
	m.head = slices.Concat(m.above(in.Head[:in.HeaderAt], above), m.header(line))
	return m, nil
}

// above is what stands above the header: its own bytes, unless a spreadsheet would take
// a cell in it for a formula.
func (m *Mender) above(raw []byte, text string) []byte {
	var safe strings.Builder
	bare := strings.TrimPrefix(text, "\ufeff")
	safe.WriteString(text[:len(text)-len(bare)])
	for rest := bare; rest != ""; {
		n := lineLength([]byte(rest))
		line := strings.TrimRight(rest[:n], "\r\n")
		safe.WriteString(strings.Join(m.cells(line), string(m.dialect.Delimiter)) + rest[len(line):n])
		rest = rest[n:]
	}
	if safe.String() == text {
		return raw
	}
	return m.dialect.EncodeText(safe.String())
}

// cells are those of a line as they are written, formulas made texts.
func (m *Mender) cells(line string) []string {
	cells := splitCells(line, byte(m.dialect.Delimiter))
	for i, cell := range cells {
		cells[i] = asText(cell)
	}
	return cells
}

// Head is everything up to the first row: what stands before the header, byte
// for byte, and the header with the added columns.
func (m *Mender) Head() []byte { return m.head }

// Row returns one row with its status and message. A row with too few or too
// many cells keeps them, gets the two after them, in place of those that an
// earlier failed.csv put there, and never the right number of cells by that.
func (m *Mender) Row(raw []byte, status, message string) ([]byte, error) {
	text, err := m.decode(raw)
	if err != nil {
		return nil, fmt.Errorf("read row: %w", err)
	}
	line, end := cutLineEnd(text)
	return m.encode(line, status, message, end), nil
}

func (m *Mender) encode(line, status, message, end string) []byte {
	if end == "" {
		end = m.lineEnd
	}
	cells := m.cells(line)
	if len(cells) == m.columns {
		cells = Spread(m.remarks, cells)
		cells[m.remarks.Status], cells[m.remarks.Message] = m.quote(status), m.quote(message)
		if m.remarks.Decision >= 0 && Undecided(status) {
			cells[m.remarks.Decision] = ""
		}
	} else {
		cells = append(m.misfit(cells), m.quote(status), m.quote(message))
	}
	return m.join(cells, end)
}

// header is the header's line with the added columns.
func (m *Mender) header(line string) []byte {
	cells := m.cells(line)
	if len(cells) != m.columns {
		return m.join(append(m.misfit(cells), StatusColumn, MessageColumn), m.lineEnd)
	}
	cells = Spread(m.remarks, cells)
	cells[m.remarks.Status], cells[m.remarks.Message] = StatusColumn, MessageColumn
	if m.remarks.makesRoom {
		cells[m.remarks.Decision] = DecisionColumn
	}
	return m.join(cells, m.lineEnd)
}

func (m *Mender) join(cells []string, end string) []byte {
	return m.dialect.EncodeText(strings.Join(cells, string(m.dialect.Delimiter)) + end)
}

// asText keeps a cell, as it is written, from becoming a formula where the file is
// opened in a spreadsheet: the rows may be those of a stranger.
func asText(cell string) string {
	open := ""
	if strings.HasPrefix(cell, `"`) {
		open, cell = cell[:1], cell[1:]
	}
	if mapping.Formula(strings.TrimSuffix(cell, open)) {
		return open + "'" + cell
	}
	return open + cell
}

// misfit are the user's cells of a row that has too few or too many. In a file
// that was a failed.csv the row ends with what was wrong with it then. The two
// cells to come must not fill a row up that was too short: the status would be
// taken for a value.
func (m *Mender) misfit(cells []string) []string {
	if n := len(cells); m.remarks.repeated && n >= 2 && slices.Contains(importer.Statuses(), importer.Status(strings.Trim(cells[n-2], `"`))) {
		cells = cells[:n-2]
	}
	if len(cells)+2 == m.remarks.Width {
		cells = append(cells, "")
	}
	return cells
}

func (m *Mender) decode(raw []byte) (string, error) {
	return m.codec.Text(raw)
}

// quote writes a cell that is read back as the text. A NUL would make the file
// unreadable, and a character that the encoding lacks becomes "?", which may be
// the delimiter.
func (m *Mender) quote(text string) string {
	text = strings.ReplaceAll(text, "\x00", "?")
	if m.dialect.Delimiter != '?' && !strings.ContainsAny(text, "\"\r\n"+string(m.dialect.Delimiter)) {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

func cutLineEnd(text string) (line, end string) {
	line = strings.TrimSuffix(text, "\n")
	line = strings.TrimSuffix(line, "\r")
	return line, text[len(line):]
}

// splitCells cuts a record at its delimiters and leaves the cells as they are
// written, quotes included.
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
