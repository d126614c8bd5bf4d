package reports

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/gocarina/gocsv"

	"bcimport/importer"
	"bcimport/mapping/texts"
	"bcimport/reports/lines"
)

// ReportRow is one line of report.csv; the columns and their order are fixed.
type ReportRow struct {
	Line          int    `csv:"line"`
	Key           string `csv:"key"`
	ID            string `csv:"id"`
	Result        string `csv:"result"`
	Status        string `csv:"status"`
	HTTPStatus    string `csv:"http_status"`
	ErrorCode     string `csv:"error_code"`
	Message       string `csv:"message"`
	ChangedFields string `csv:"changed_fields"`
	Attempts      int    `csv:"attempts"`
	ETagBefore    string `csv:"etag_before"`
	ETagAfter     string `csv:"etag_after"`
	FinishedAt    string `csv:"finished_at"`
	Name          string `csv:"name"`
	Number        string `csv:"number"`
}

// ChangeRow is one line of changes.csv.
type ChangeRow struct {
	Line   int    `csv:"line"`
	Key    string `csv:"key"`
	ID     string `csv:"id"`
	Field  string `csv:"field"`
	Before string `csv:"before"`
	After  string `csv:"after"`
	Status string `csv:"status"`
}

func reportRow(o importer.Outcome, message string) ReportRow {
	row := ReportRow{
		Line: o.Line, Key: cell(o.Key), ID: cell(o.ID), Result: o.Status.Result(), Status: string(o.Status),
		ErrorCode: cell(o.Code), Message: cell(message), ChangedFields: changedFields(o),
		Attempts: o.Attempts, ETagBefore: cell(string(o.ETagBefore)), ETagAfter: cell(string(o.ETagAfter)),
		Name: cell(o.Name), Number: cell(o.Number),
	}
	if o.HTTPStatus != 0 {
		row.HTTPStatus = strconv.Itoa(o.HTTPStatus)
	}
	if !o.FinishedAt.IsZero() {
		row.FinishedAt = o.FinishedAt.UTC().Format("2006-01-02T15:04:05.000Z")
	}
	return row
}

// changedFields names what is known to be changed, not what may be.
func changedFields(o importer.Outcome) string {
	var names []string
	for _, c := range o.Changes {
		if !c.Open {
			names = append(names, c.Field)
		}
	}
	return strings.Join(names, ";")
}

func changeRows(o importer.Outcome) []ChangeRow {
	rows := make([]ChangeRow, len(o.Changes))
	for i, c := range o.Changes {
		rows[i] = ChangeRow{
			Line: o.Line, Key: cell(o.Key), ID: cell(o.ID), Field: c.Field,
			Before: cell(c.Before), After: cell(c.Left()), Status: string(o.Status),
		}
	}
	return rows
}

// cell is a text in a cell: no formula, and nothing that steers whatever shows it.
func cell(s string) string {
	s = Plain(s)
	if strings.Contains(s, "\r") {
		s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	}
	return lines.Visible(s)
}

// Plain keeps a spreadsheet from taking a text for a formula: it gets a leading
// apostrophe. Phone numbers (+ or - before digits, blanks and ()./-) stay as they are.
func Plain(s string) string {
	if texts.Formula(s) || s != "" && (s[0] == '\t' || s[0] == '\r') {
		return "'" + s
	}
	return s
}

// table writes tagged structs as rows, a block at a time.
type table[T any] struct {
	out    gocsv.CSVWriter
	rows   []T
	headed bool
}

const block = 512

func newTable[T any](w io.Writer, delimiter rune) *table[T] {
	c := csv.NewWriter(w)
	c.Comma = delimiter
	return &table[T]{out: gocsv.NewSafeCSVWriter(c), rows: make([]T, 0, block)}
}

func newSheetTable[T any](sheet Sheet) *table[T] {
	return &table[T]{out: &sheetRows{sheet: sheet}, rows: make([]T, 0, block)}
}

func (t *table[T]) add(rows ...T) error {
	for _, row := range rows {
		t.rows = append(t.rows, row)
		if len(t.rows) == block {
			if err := t.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *table[T]) flush() error {
	var err error
	if t.headed {
		err = gocsv.MarshalCSVWithoutHeaders(&t.rows, t.out)
	} else {
		err = gocsv.MarshalCSV(&t.rows, t.out)
	}
	t.headed, t.rows = true, t.rows[:0]
	if err != nil {
		return err
	}
	t.out.Flush()
	return t.out.Error()
}
