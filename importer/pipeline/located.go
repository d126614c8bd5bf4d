package pipeline

import (
	"cmp"
	"slices"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
)

// identify takes the id that a lookup brought, if it is the only one.
func (t *task) identify(f importer.Found) bool {
	if f.Disposition != importer.Confirmed || len(f.IDs) != 1 {
		return false
	}
	t.id = f.IDs[0]
	if id, ok := importer.ParseGUID(t.id); ok {
		t.id = id // one spelling, so that rows of one contact are known as such
	}
	t.outcome.ID = t.id
	return true
}

// located takes what the lookup of the row's key brought.
func (t *task) located(f importer.Found, now time.Time) {
	t.outcome.HTTPStatus = f.Fault.HTTPStatus
	f.Lookup.Key = t.entry.Edit.Key // messages say the key as the row has it
	if t.identify(f) {
		return
	}
	if f.Disposition == importer.Confirmed {
		t.outcome.Blames = []string{importer.BlamesKey}
	}
	switch {
	case f.Disposition == importer.Confirmed && len(f.IDs) > 1:
		t.outcome.Number = ""
		t.end(importer.Ambiguous, "ambiguous_key", ambiguousMessage(f), now)
	case f.Disposition == importer.Confirmed && f.Exclusion != "":
		if len(f.People) == 1 {
			t.introduce(f.People[0])
		}
		t.end(importer.NotFound, "outside_set", outsideSetMessage(t.keyWords(), f.Exclusion), now)
	case f.Disposition == importer.Confirmed:
		t.outcome.Number = "" // nobody has it
		t.end(importer.NotFound, "key_not_found", lookupEmptyMessage(f), now)
	case f.Disposition == importer.Missing, f.Disposition == importer.Refused:
		// Missing is the set that is asked, not a contact.
		t.end(importer.Rejected, f.Fault.Code, lookupRefusedMessage(f.Lookup, f.Fault), now)
	default:
		t.end(importer.Failed, f.Fault.Code, lookupGaveUpMessage(f.Lookup, f.Fault), now)
	}
}

// refuse ends a row that breaks rules of the mapping.
func (t *task) refuse(refusals []mapping.CellError, now time.Time) {
	messages := make([]importer.Message, len(refusals))
	code := ""
	for i, p := range refusals {
		messages[i] = p.Message
		if blamed := cmp.Or(p.Field, importer.BlamesKey); p.Code != "wrong_cell_count" && !slices.Contains(t.outcome.Blames, blamed) {
			t.outcome.Blames = append(t.outcome.Blames, blamed)
		}
		if i > 0 && p.Code == refusals[i-1].Code {
			continue
		}
		if code != "" {
			code += ";"
		}
		code += p.Code
	}
	t.end(importer.Invalid, code, sentences(messages...), now)
}
