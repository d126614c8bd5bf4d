package importer

import (
	"slices"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Collision is a field that the row sets and that another user changed.
type Collision struct {
	Field  string
	Base   string // what the row's decision was built on, if that is known
	Theirs string // what the contact holds now
	Ours   string // what the row wants
}

// Decision is what to do with one contact: write the changes, or leave it alone
// because of the collisions, or nothing at all.
type Decision struct {
	Changes    []Change
	Collisions []Collision
	// Kept are the collisions that a person has settled: theirs stays.
	Kept []Collision
	// NameRebuilt warns that only one of firstName and lastName is set on a
	// contact that holds both empty: Business Central rebuilds the display name
	// from the two (Contact.Table.al), so a name kept only there is lost.
	NameRebuilt bool
}

// Plan compares an edit with a record of a set as just read. It is pure.
//
// A field that differs, as the edit compares, from what the row wants and holds what the baseline does
// not allow is a collision. All fields of the edit are looked at, not only those
// that differed at first. Where a person decided that theirs stays, a collision is no
// conflict.
func Plan(set *entity.Entity, edit mapping.Edit, current Contact, base Baseline) Decision {
	var d Decision
	first, last := nameKept(set, edit, current)
	for _, v := range edit.Values {
		held := current.Text(v.Field)
		if v.Field == first || v.Field == last || SameFor(set, edit, v.Field, held, v.Text) {
			continue
		}
		if !base.Allows(set, v.Field, held) {
			c := Collision{v.Field, base.text(v.Field), held, v.Text}
			if edit.KeepsTheirs {
				d.Kept = append(d.Kept, c)
			} else {
				d.Collisions = append(d.Collisions, c)
			}
			continue
		}
		d.Changes = append(d.Changes, Change{Field: v.Field, Before: held, After: v.Text})
	}
	for _, v := range edit.Kept {
		if held := current.Text(v.Field); !SameFor(set, edit, v.Field, held, v.Text) {
			d.Kept = append(d.Kept, Collision{Field: v.Field, Theirs: held, Ours: v.Text})
		}
	}
	d.NameRebuilt = rebuildsName(set, d.Changes, edit, current)
	return d
}

// nameKept returns the fields of a name that an edit splits and the record holds already,
// split elsewhere perhaps; none where it is another.
func nameKept(set *entity.Entity, edit mapping.Edit, current Contact) (first, last string) {
	if edit.Whole == "" {
		return "", ""
	}
	first, last, ok := nameFields(set)
	if !ok || !edit.SameName(first, last, current.Text(first), current.Text(last)) {
		return "", ""
	}
	return first, last
}

// rebuildsName is for sets that show no name but the two: of others the display name is
// read, and what becomes of it is seen.
func rebuildsName(set *entity.Entity, changes []Change, edit mapping.Edit, current Contact) bool {
	if len(changes) == 0 {
		return false
	}
	first, last, ok := nameFields(set)
	if !ok || !slices.Equal(set.Name, []string{first, last}) || current.Text(first) != "" || current.Text(last) != "" {
		return false
	}
	sets := 0
	for _, v := range edit.Values {
		if v.Field == first || v.Field == last {
			sets++
		}
	}
	return sets == 1 && slices.ContainsFunc(changes, func(c Change) bool { return c.Field == first || c.Field == last })
}
