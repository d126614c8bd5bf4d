package importer

import (
	"slices"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Baseline is what fields of a contact may hold without another user having
// changed them: the state that a row's decision is built on. A field that is not
// in it may hold anything; nil checks nothing: the row's values are written.
type Baseline []Expectation

// Expectation lists the texts of one field that do not count as another's change; with
// none, every difference is a conflict.
type Expectation struct {
	Field string
	Texts []string
	Exact bool // an invisible difference counts
}

// Allows reports whether a field of a set may hold a text.
func (b Baseline) Allows(set *entity.Entity, field, text string) bool {
	e, expects := b.of(field)
	return !expects || slices.ContainsFunc(e.Texts, func(t string) bool {
		return e.Exact && Identical(set, field, t, text) || !e.Exact && Same(set, field, t, text)
	})
}

// text is the value that a collision tells as the one before, if there is one.
func (b Baseline) text(field string) string {
	if e, _ := b.of(field); len(e.Texts) > 0 {
		return e.Texts[0]
	}
	return ""
}

func (b Baseline) of(field string) (Expectation, bool) {
	for _, e := range b {
		if e.Field == field {
			return e, true
		}
	}
	return Expectation{}, false
}

// With returns a copy in which the changed fields hold what the changes left.
func (b Baseline) With(changes []Change) Baseline {
	b = slices.Clone(b)
	for i := range b {
		for _, c := range changes {
			if c.Field == b[i].Field {
				b[i].Texts = []string{c.Left()}
			}
		}
	}
	return b
}

// AllowingAlso returns a copy that allows what another one does for the same fields.
func (b Baseline) AllowingAlso(other Baseline) Baseline {
	b = slices.Clone(b)
	for i := range b {
		if e, expects := other.of(b[i].Field); expects {
			b[i].Texts = slices.Concat(b[i].Texts, e.Texts)
		}
	}
	return b
}

// KeepExpectation makes the expectation of a field that of another baseline.
func (b Baseline) KeepExpectation(field string, other Baseline) {
	i := slices.IndexFunc(b, func(e Expectation) bool { return e.Field == field })
	if e, expects := other.of(field); i >= 0 && expects {
		b[i] = e
	}
}

// BaselineOf is the state of a contact as it was read, for the fields of a row.
func BaselineOf(edit mapping.Edit, c Contact) Baseline {
	b := make(Baseline, len(edit.Values))
	for i, v := range edit.Values {
		b[i] = Expectation{v.Field, []string{c.Text(v.Field)}, slices.Contains(edit.Exact, v.Field)}
	}
	return b
}

// BaselineBefore is the state that a write was planned on: what it does not
// change held what the row wants.
func BaselineBefore(edit mapping.Edit, in Intent) Baseline {
	b := make(Baseline, len(edit.Values))
	for i, v := range edit.Values {
		b[i] = Expectation{v.Field, []string{v.Text}, slices.Contains(edit.Exact, v.Field)}
		for _, c := range in.Changes {
			if c.Field == v.Field {
				b[i].Texts = []string{c.Before}
			}
		}
	}
	return b
}

// Written is what one row of the run did to a contact. The eTags are empty unless
// the contact moved from the one to the other by this write alone.
type Written struct {
	ETagBefore, ETagAfter ETag
	Changes               []Change
}

// EstablishBaseline returns what the first plan of a row is measured against (contract,
// promise 4). moved reports whether the contact is no longer in the state that the
// row's eTag names, and not only by this run's own writes, and that nobody has decided
// on all of the row's fields.
func EstablishBaseline(e Entry, current Contact, ours []Written) (base Baseline, moved bool) {
	named := ETag(e.Edit.ETag)
	switch {
	case e.Baseline != nil:
		return e.Baseline, false
	case named == "" && len(e.Edit.Base) == 0:
		return nil, false
	case named != "" && reaches(named, current.ETag, ours) && !e.Edit.KeepsTheirs:
		return nil, false
	}
	for _, v := range e.Edit.Values {
		if slices.Contains(e.Edit.Taken, v.Field) {
			continue
		}
		i := slices.IndexFunc(e.Edit.Base, func(b mapping.Value) bool { return b.Field == v.Field })
		if i < 0 && named == "" {
			continue
		}
		x := Expectation{Field: v.Field, Exact: slices.Contains(e.Edit.Exact, v.Field)}
		if i >= 0 {
			x.Texts = append(x.Texts, e.Edit.Base[i].Text)
		}
		base = append(base, x.withOwnWrites(ours))
	}
	return base, named != "" && !e.Edit.Decided()
}

// withOwnWrites adds what this run itself left in the field, or may have left.
func (x Expectation) withOwnWrites(ours []Written) Expectation {
	for _, w := range ours {
		for _, c := range w.Changes {
			if c.Field == x.Field {
				x.Texts = append(x.Texts, c.Left())
			}
		}
	}
	return x
}

// reaches reports whether a contact came from one eTag to another by this run's own
// writes alone.
func reaches(from, to ETag, ours []Written) bool {
	for range len(ours) + 1 {
		if from == to {
			return true
		}
		i := slices.IndexFunc(ours, func(w Written) bool { return w.ETagBefore == from && w.ETagAfter != "" })
		if i < 0 {
			return false
		}
		from = ours[i].ETagAfter
	}
	return false
}
