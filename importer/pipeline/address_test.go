package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// TestRun_HoldsItsPromisesWhereOneFieldClearsOthers: what rows set of an address, and what
// they leave unchanged of it, stands there when they have ended, though a country clears the
// rest of it, with lost answers, other users and kills at once.
func TestRun_HoldsItsPromisesWhereOneFieldClearsOthers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := drawAddressStorm(rt)
		if problems := s.run(t); len(problems) > 0 {
			rt.Error(strings.Join(problems, "\n"))
		}
	})
}

func drawAddressStorm(t *rapid.T) storm {
	s := drawWeather(t)
	s.set, s.fields = &entity.Entity{
		Set: "customers", Key: "id", Order: []string{"country", "postalCode", "city"}, Settled: []string{"postalCode", "city"},
		Fields: []entity.Field{{Name: "country", Type: entity.Code}, {Name: "postalCode", Type: entity.Code}, {Name: "city"}, {Name: "note"}},
	}, []string{"note", "country", "city", "postalCode"}
	s.texts = map[string][]string{"country": {"DE", "AT", "CH"}, "postalCode": {"10115", "1010", ""}, "city": {"Berlin", "Wien", ""}, "note": {"", "a", "b"}, "checkedAt": {"x"}}
	s.initial = rapid.SampledFrom([]map[string]string{{"country": "DE", "postalCode": "10115", "city": "Berlin"}, {"country": "", "postalCode": "", "city": ""}}).Draw(t, "initial")
	s.validate = func(before, after map[string]string) {
		if before["country"] != after["country"] {
			after["postalCode"], after["city"] = "", ""
		}
	}
	s.drawRows(t, func(field string) string { return rapid.SampledFrom(s.texts[field]).Draw(t, field) })
	return s
}

// drawUnchanged draws which of the fields that a row does not set its cells leave unchanged.
func (s storm) drawUnchanged(t *rapid.T, edit mapping.Edit) (unchanged []string) {
	for _, field := range s.set.Order {
		is := func(v mapping.Value) bool { return v.Field == field }
		if !slices.ContainsFunc(edit.Values, is) && !slices.ContainsFunc(edit.Kept, is) && rapid.Bool().Draw(t, "unchanged "+field) {
			unchanged = append(unchanged, field)
		}
	}
	return unchanged
}

// clears reports whether the service may clear one field where another is written.
func (s storm) clears(written, field string) bool {
	return s.validate != nil && written == "country" && slices.Contains(s.set.Settled, field)
}

// isPutBack reports whether the last version gives a field a value again that a write of the
// same row had cleared, and that nobody has changed since.
//
// After an answer that never came, what is empty counts as cleared by the write; and so it does
// after a kill that kept the write's end from being recorded, where the field that clears holds
// what the write was to leave.
func (s storm) isPutBack(f *fakeContacts, journal *fakeJournal, versions []version, field string) bool {
	last := len(versions) - 1
	by, before := versions[last].by, versions[last-1].values
	clears := func(in importer.Intent, held bool) bool {
		return slices.ContainsFunc(in.Changes, func(c importer.Change) bool {
			return s.clears(c.Field, field) && (!held || importer.Identical(s.set, c.Field, before[c.Field], c.After))
		})
	}
	if before[field] == "" && (f.unheard[by] && slices.ContainsFunc(journal.intents[by], func(in importer.Intent) bool { return clears(in, false) }) ||
		slices.ContainsFunc(journal.cut[by], func(in importer.Intent) bool { return clears(in, true) })) {
		return true
	}
	// Who changes it and changes it back, unseen, has left what the row's own write left.
	return slices.ContainsFunc(versions[1:last], func(v version) bool {
		return v.by == by && v.cleared(field) && v.values[field] == before[field]
	})
}

// judgeAddresses holds what became of what rows were to leave unchanged.
func (s storm) judgeAddresses(contacts *fakeContacts, journal *fakeJournal) (problems []string) {
	if s.validate == nil {
		return nil
	}
	for _, e := range s.rows {
		o, stay := journal.outcomes[e.Row.Seq], slices.Clone(e.Edit.Unchanged)
		for _, v := range e.Edit.Kept {
			stay = append(stay, v.Field)
		}
		problems = append(problems, s.judgePutBack(contacts, journal, e, stay)...)
		if o.Status == importer.Conflicted && s.agrees(e.Edit) && contacts.moves(o.ID, 1) == 0 {
			problems = append(problems, fmt.Sprintf("line %d is a conflict with nobody: %+v", o.Line, o), tell(contacts, journal, o.ID))
		}
	}
	return problems
}

// judgePutBack holds that a field which a row is to leave has its value again after a write
// of the row's own cleared it, unless somebody else or a later row has set it since.
func (s storm) judgePutBack(f *fakeContacts, j *fakeJournal, e importer.Entry, stay []string) (problems []string) {
	o, versions := j.outcomes[e.Row.Seq], f.history[e.Locator.ID]
	if o.Status != importer.Updated && o.Code != "changed_by_another" {
		return nil
	}
	for _, field := range stay {
		if !slices.Contains(s.set.Settled, field) {
			continue
		}
		gone, text := false, ""
		for i, v := range versions {
			switch {
			case i == 0 || v.values[field] == versions[i-1].values[field]:
			case v.by == e.Row.Seq && v.cleared(field) && !gone:
				gone, text = !s.overwritten(versions[i:], v.lost || j.wasCut(e.Row.Seq, i)) && !j.setSince(o, field, v.at), versions[i-1].values[field]
			case v.by == e.Row.Seq && v.cleared(field):
			default:
				gone = false
			}
		}
		if gone {
			problems = append(problems, fmt.Sprintf("line %d cleared %q in %s of %s: %+v", e.Row.Line, text, field, o.ID, o), tell(f, j, o.ID))
		}
	}
	return problems
}

// tell is what became of a contact and what the rows that wrote to it knew.
func tell(f *fakeContacts, j *fakeJournal, id string) string {
	var text strings.Builder
	for i, v := range f.history[id] {
		fmt.Fprintf(&text, "\n  v%d by %d, lost %v, set %v: %v", i+1, v.by, v.lost, v.set, v.values)
	}
	for _, seq := range slices.Sorted(maps.Keys(j.intents)) {
		for _, in := range j.intents[seq] {
			if in.ID == id {
				fmt.Fprintf(&text, "\n  row %d on %s: %v after %v", seq, in.ETag, in.Changes, in.Applied)
			}
		}
	}
	return text.String()
}

// agrees reports whether a row was made on what its contact held before the run.
func (s storm) agrees(edit mapping.Edit) bool {
	return edit.ETag != "v0" && !slices.ContainsFunc(edit.Base, func(v mapping.Value) bool { return v.Text != s.initial[v.Field] })
}

// wasCut reports whether a kill kept the end of a row's write on a version from being recorded;
// versions count from 1.
func (j *fakeJournal) wasCut(seq, on int) bool {
	return slices.ContainsFunc(j.cut[seq], func(in importer.Intent) bool { return in.ETag == importer.ETag(fmt.Sprintf("v%d", on)) })
}

// setSince reports whether a later row than that of an outcome has set a field since, be it
// to what the field held by then.
func (j *fakeJournal) setSince(o importer.Outcome, field string, since time.Time) bool {
	for seq, other := range j.outcomes {
		if seq > o.Seq && other.ID == o.ID && other.Status.Result() == "success" && slices.Contains(other.Sets, field) && !other.FinishedAt.Before(since) {
			return true
		}
	}
	return false
}

// overwritten reports whether the first of the versions was left by a write whose end the run
// did not hear of, and all of which that could be found others have overwritten.
func (s storm) overwritten(versions []version, unheard bool) bool {
	return unheard && slices.ContainsFunc(versions[1:], func(v version) bool {
		return v.by < 0 && slices.ContainsFunc(versions[0].set, func(field string) bool { return v.values[field] != versions[0].values[field] })
	})
}

// toldStored reports whether an outcome tells that the service keeps other values.
func (s storm) toldStored(o importer.Outcome) bool {
	return s.validate != nil && strings.Contains(o.Code, importer.RemarkStoredDifferently)
}
