package columns

import (
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/mapping"
)

// Preview is the first rows as they will be sent.
type Preview struct {
	Fields []PreviewField
	Rows   []PreviewRow
	// Bad counts the rows with problems.
	Bad int
}

// PreviewField is a field that the mapping sets.
type PreviewField struct{ Name, Caption string }

// PreviewRow is a row of the file.
type PreviewRow struct {
	Line  int
	Key   string
	Cells []PreviewCell
	// Problems are those of the row as a whole and of its key; NoRecord says why it is none.
	Problems []string
	NoRecord string
}

// PreviewCell is a value, and what the file has for it where that differs.
type PreviewCell struct {
	Was, Value string
	// Changed reports whether the value is another text than the file's, Cleared that the
	// field is emptied, Kept that it stays as it is, and Sought that the record is still to be
	// found by the value.
	Changed, Cleared, Kept, Sought bool
	Problems                       []string
}

// Say says a message in the language of the page.
type Say func(importer.Message) string

// Preview shows rows as they will be sent.
func (e *Editor) Preview(of runs.Preview, say Say) Preview {
	var p Preview
	for _, name := range e.draft.Fields() {
		p.Fields = append(p.Fields, PreviewField{name, e.called(name)})
	}
	names := make([]string, len(of.Columns))
	for i, c := range of.Columns {
		names[i] = mapping.CleanHeader(c)
	}
	for i := range of.Rows {
		row, bad := e.previewRow(&of.Rows[i], names, say)
		if bad {
			p.Bad++
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

func (e *Editor) previewRow(entry *importer.Entry, names []string, say Say) (row PreviewRow, bad bool) {
	row = PreviewRow{Line: entry.Row.Line, Key: entry.Edit.Key}
	if !entry.NoRecord.IsRecord() {
		row.NoRecord = say(entry.NoRecord.Message)
		row.Cells = make([]PreviewCell, len(e.draft.Fields()))
		return row, false
	}
	problems := entry.Problems()
	for _, field := range e.draft.Fields() {
		cell := e.previewCell(entry, field, names)
		for _, p := range problems {
			if p.Field == field {
				cell.Problems = append(cell.Problems, say(p.Message))
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	for _, p := range problems {
		if !slices.Contains(e.draft.Fields(), p.Field) {
			row.Problems = append(row.Problems, say(p.Message))
		}
	}
	return row, len(problems) > 0
}

func (e *Editor) previewCell(entry *importer.Entry, field string, names []string) PreviewCell {
	cell := PreviewCell{Kept: true}
	if columns := e.draft.Columns(field); len(columns) == 1 {
		at := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, columns[0]) })
		if at >= 0 && at < len(entry.Row.Record) {
			cell.Was = entry.Row.Record[at]
		}
	}
	for _, v := range entry.Edit.Values {
		if v.Field == field {
			cell.Value, cell.Kept = v.Text, false
			cell.Cleared = v.Text == ""
			cell.Changed = !cell.Cleared && cell.Was != "" && cell.Was != v.Text
			cell.Sought = slices.Contains(entry.Edit.Unresolved, field)
		}
	}
	return cell
}
