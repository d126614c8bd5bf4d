package web

import (
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/mapping/draft"
)

// suspicion is what looks wrong with a file as a whole.
type suspicion struct {
	Code, Words, Advice string
	Rows                []string // examples
	// Meant reports whether a person has said that it is meant.
	Meant bool
}

func (r *request) suspicions(c runs.Checked) []suspicion {
	var all []suspicion
	called, said := r.calledNow(), r.language().core
	for _, s := range c.Suspicions {
		one := r.suspicion(s.Suspicion, called)
		for _, row := range s.Rows {
			one.Rows = append(one.Rows, said.Phrase(row, nil))
		}
		all = append(all, one)
	}
	return all
}

// calledNow is what fields of the set are called to which the mapping of the import leads.
func (r *request) calledNow() func(field string) string {
	text, _ := r.server.Imports.Mapping(r.im)
	if d, err := draft.Parse(string(text)); err == nil {
		if set, err := r.describedSet(d.Entity()); err == nil {
			return r.called(set)
		}
	}
	return r.called(nil)
}

func (r *request) suspicion(s importer.Suspicion, called func(string) string) suspicion {
	one := suspicion{Code: string(s.Code), Meant: slices.Contains(r.im.Accept, string(s.Code))}
	var names []string
	for _, f := range s.Fields {
		names = append(names, called(f))
	}
	fields := strings.Join(names, ", ")
	switch s.Code {
	case importer.SortedApart:
		one.Words = r.T("%d of %d rows hold values of other rows, as if columns had been sorted separately.", s.Count, s.Of)
		one.Advice = r.T("Undo the sorting, or export again and sort whole rows.")
	case importer.NamesSwapped:
		one.Words = r.T("%d of %d rows have first and last name in each other's place.", s.Count, s.Of)
		one.Advice = r.T("Swap the two columns under Columns.")
	case importer.SameValue:
		one.Words = r.T("%d of %d rows set the same value (%s).", s.Count, s.Of, fields)
		one.Advice = r.T("Enter each one's own value; a cell was probably filled down.")
	case importer.UnusualShare:
		one.Words = r.T("%d of %d rows would change; in the last runs at most %d %% did.", s.Count, s.Of, s.Before)
		one.Advice = r.T("Look at the changes below.")
	case importer.DuplicateKeys:
		one.Words = r.T("%d keys stand in several rows that set different values (%s).", s.Count, fields)
		one.Advice = r.T("Keep one row for each key.")
	case importer.ManyEmptied:
		one.Words = r.T("%d of %d rows would empty a field that has a value (%s).", s.Count, s.Of, fields)
		one.Advice = r.T("Fill the cells again, or leave empty cells alone under Columns.")
	default:
		one.Words = string(s.Code)
	}
	return one
}
