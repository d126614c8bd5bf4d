package importer

import "bcimport/mapping"

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

// Plan compares an edit with the contact as just read. It is pure.
//
// A field that differs, as the edit compares, from what the row wants and holds what the baseline does
// not allow is a collision. All fields of the edit are looked at, not only those
// that differed at first. Where a person decided that theirs stays, a collision is no
// conflict.
func Plan(edit mapping.Edit, current Contact, base Baseline) Decision {
	var d Decision
	sameName := edit.SameName(current.Text("firstName"), current.Text("lastName"))
	for _, v := range edit.Values {
		held := current.Text(v.Field)
		if SameFor(edit, v.Field, held, v.Text) || sameName && (v.Field == "firstName" || v.Field == "lastName") {
			continue
		}
		if !base.Allows(v.Field, held) {
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
		if held := current.Text(v.Field); !SameFor(edit, v.Field, held, v.Text) {
			d.Kept = append(d.Kept, Collision{Field: v.Field, Theirs: held, Ours: v.Text})
		}
	}
	d.NameRebuilt = rebuildsName(d.Changes, edit, current)
	return d
}

func rebuildsName(changes []Change, edit mapping.Edit, current Contact) bool {
	if current.Text("firstName") != "" || current.Text("lastName") != "" {
		return false
	}
	set := 0
	for _, v := range edit.Values {
		if v.Field == "firstName" || v.Field == "lastName" {
			set++
		}
	}
	if set != 1 {
		return false
	}
	for _, c := range changes {
		if c.Field == "firstName" || c.Field == "lastName" {
			return true
		}
	}
	return false
}
