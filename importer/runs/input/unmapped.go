package input

import (
	"fmt"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/mapping/proposal"
	"bcimport/reports/lines"
)

// unmapped are the columns of an input that look like fields and that the mapping leaves
// out, as far as its first rows tell.
func (in *File) unmapped() []proposal.Unmapped {
	rows, err := in.file.Rows()
	if err != nil {
		return nil // what can't be read is told where it matters
	}
	defer rows.Close()
	return proposal.FindUnmapped(in.file.Header(), func() ([]string, []bool, bool) {
		row, err := rows.Next()
		return row.Record, row.Numeric, err == nil
	}, in.mapping)
}

// mostUnmapped is how many of them are told one by one.
const mostUnmapped = 6

// RemarkUnmapped tells which columns look like fields and are not taken: a file of which
// half is left out must not look like a success. Briefly it names none.
func (in *File) RemarkUnmapped(note func(Note), briefly bool) {
	left := in.unmapped()
	if len(left) == 0 {
		return
	}
	filled := 0
	for _, name := range in.file.Header() {
		if name != "" {
			filled++
		}
	}
	note(Note{NoteUnmapped, Warning, importer.NewHint("%s: %s", in.Name, unmappedCount(len(left), filled)), false})
	if briefly {
		return
	}
	for i, u := range left {
		if i == mostUnmapped {
			note(Note{NoteUnmapped, Info, importer.NewHint("%s: %s", in.Name, phrase.New("%d more such columns", len(left)-i)), true})
			break
		}
		note(Note{NoteUnmapped, Info, importer.NewHint("%s: %s", in.Name, unmappedWords(u)), true})
	}
	note(Note{NoteUnmapped, Advice, importer.NewHint("add the intended ones to fields in %s; the others stay unchanged in Business Central", in.mapping.File), true})
}

func unmappedCount(n, columns int) phrase.Phrase {
	if columns == 1 {
		return phrase.New("1 of 1 column looks like a field and is not mapped")
	}
	return phrase.New("%d of %d columns look like fields and are not mapped", n, columns)
}

// unmappedWords says what a column looks like and why it is not taken.
func unmappedWords(u proposal.Unmapped) phrase.Phrase {
	column, reason := lines.Line(u.Column), phrase.Known(lines.Line(u.Reason))
	if u.Instead != "" {
		return phrase.New("column %q looks like %s (%s); the mapping uses %q for that", column, u.Field, reason, lines.Line(u.Instead))
	}
	return phrase.New("column %q looks like %s (%s); the mapping does not use it", column, u.Field, reason)
}

// meantAsKey are the columns whose names are those of what finds the records.
func meantAsKey(m *mapping.Mapping, header []string) []string {
	fields := []string{"number", "id"}
	if m.Entity.Set != entity.CustomerContacts {
		fields = append(slices.Clone(m.Entity.Keys), m.Entity.Key)
	}
	var found []string
	for _, field := range fields {
		found = append(found, proposal.Meant(header, m.Entity, field)...)
	}
	return found
}

// renamed suggests, where a header lacks columns that a mapping names, those whose names
// mean the same field.
func renamed(m *mapping.Mapping, header []string) []string {
	has := func(name string) bool {
		return slices.ContainsFunc(header, func(h string) bool {
			return strings.EqualFold(mapping.CleanHeader(h), mapping.CleanHeader(name))
		})
	}
	var found []string
	for i := range m.Fields {
		f := &m.Fields[i]
		for _, name := range f.ColumnNames() {
			if has(name) {
				continue
			}
			for _, other := range proposal.Meant(header, m.Entity, f.Name) {
				found = append(found, fmt.Sprintf("column %q may be the %q of the mapping: both are %s", other, name, f.Name))
			}
		}
	}
	if name := m.Key.Column; !has(name) {
		for _, other := range meantAsKey(m, header) {
			found = append(found, fmt.Sprintf("column %q may be the %q of the mapping: both are the key", other, name))
		}
	}
	return found
}
