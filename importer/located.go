package importer

import (
	"cmp"
	"slices"
	"time"

	"bcimport/mapping"
)

// identify takes the id that a lookup brought, if it is the only one.
func (t *task) identify(f Found) bool {
	if f.Disposition != Confirmed || len(f.IDs) != 1 {
		return false
	}
	t.id = f.IDs[0]
	if id, ok := ParseGUID(t.id); ok {
		t.id = id // one spelling, so that rows of one contact are known as such
	}
	t.outcome.ID = t.id
	return true
}

// located takes what the lookup of the row's key brought.
func (t *task) located(f Found, now time.Time) {
	t.outcome.HTTPStatus = f.Fault.HTTPStatus
	f.Lookup.Key = t.entry.Edit.Key // messages say the key as the row has it
	if t.identify(f) {
		return
	}
	if f.Disposition == Confirmed {
		t.outcome.Blames = []string{BlamesKey}
	}
	switch {
	case f.Disposition == Confirmed && len(f.IDs) > 1:
		t.outcome.Number = ""
		t.end(Ambiguous, "ambiguous_key", ambiguousMessage(f), now)
	case f.Disposition == Confirmed && f.Exclusion != "":
		if len(f.People) == 1 {
			t.introduce(f.People[0])
		}
		t.end(NotFound, "outside_set", outsideSetMessage(t.keyWords(), f.Exclusion), now)
	case f.Disposition == Confirmed:
		t.outcome.Number = "" // nobody has it
		t.end(NotFound, "key_not_found", lookupEmptyMessage(f), now)
	case f.Disposition == Missing, f.Disposition == Refused:
		// Missing is the set that is asked, not a contact.
		t.end(Rejected, f.Fault.Code, lookupRefusedMessage(f.Lookup, f.Fault), now)
	default:
		t.end(Failed, f.Fault.Code, lookupGaveUpMessage(f.Lookup, f.Fault), now)
	}
}

// refuse ends a row that breaks rules of the mapping.
func (t *task) refuse(refusals []mapping.CellError, now time.Time) {
	messages := make([]Message, len(refusals))
	code := ""
	for i, p := range refusals {
		messages[i] = p.Message
		if blamed := cmp.Or(p.Field, BlamesKey); p.Code != "wrong_cell_count" && !slices.Contains(t.outcome.Blames, blamed) {
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
	t.end(Invalid, code, sentences(messages...), now)
}
