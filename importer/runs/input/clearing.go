package input

import (
	"errors"
	"fmt"
	"slices"

	"bcimport/importer"
	"bcimport/mapping"
)

// fewBlanks is how many blank cells never count as a mistake.
const fewBlanks = 20

// clearCounts counts, by field, the rows of an input whose blank cell clears it.
type clearCounts map[string]int

func (c clearCounts) count(columns *mapping.Bound, e *importer.Entry) {
	if e.Row.Problem.IsZero() {
		columns.Cleared(e.Row.Record, func(field string) { c[field]++ })
	}
}

// suspicious lists the fields that blank cells would clear in more than half of
// the rows: a column that was exported empty, most likely.
func (c clearCounts) suspicious(rows int) []string {
	var fields []string
	for field, n := range c {
		if n > fewBlanks && 2*n > rows {
			fields = append(fields, field)
		}
	}
	slices.Sort(fields)
	return fields
}

// words says what is suspicious about a field.
func (c clearCounts) words(path, field string, rows int) string {
	return fmt.Sprintf("%s: %s is blank in %d of %d rows, which would clear it", path, field, c[field], rows)
}

// GuardClearing refuses a run that would clear fields by blank cells in more than
// half of the rows, unless each of them is allowed.
func (in *File) GuardClearing(allowed []string) error {
	var errs []error
	for _, field := range in.cleared.suspicious(in.Records()) {
		if !slices.Contains(allowed, field) {
			errs = append(errs, importer.Invalidf("%s", in.cleared.words(in.Name, field, in.Records())).
				Hintf("if that is intended, pass %s; otherwise remove `blank: clear` from the mapping, or fill the column", allowClear(field)))
		}
	}
	return errors.Join(errs...)
}

// WarnOfClearing tells of the same, where nothing is written.
func (in *File) WarnOfClearing(note func(Note)) {
	for _, field := range in.cleared.suspicious(in.Records()) {
		note(Note{NoteClearing, Warning, importer.NewHint("%s; run then needs %s", in.cleared.words(in.Name, field, in.Records()), allowClear(field)), false})
	}
}

func allowClear(field string) importer.Option {
	return importer.Option{Name: "allow_clear", Value: field}
}
