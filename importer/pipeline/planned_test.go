package pipeline

import (
	"slices"
	"testing"

	"bcimport/importer"
)

// approved is a row of an approved plan that sets an e-mail address and two fields of an
// address.
func approved() *task {
	return newTask(importer.CustomerContacts(), importer.PlannedEntry(importer.CustomerContacts(), 0, importer.Outcome{
		Line: 2, Key: "K", ID: "c", Status: importer.WouldUpdate, Changes: []importer.Change{
			{Field: "email", Before: "old", After: "new"}, {Field: "city", Before: "Berlin", After: "Bonn"},
			{Field: "postalCode", Before: "10115", After: "53111"},
		},
	}, func(int) bool { return true }))
}

func meets(t *task, values ...string) []string {
	t.readAnswered(importer.Response{Disposition: importer.Confirmed, Contact: *holding("9", values...)}, importer.Merge, noon, 0)
	in := t.plan(importer.Merge, false, noon)
	if in == nil {
		return nil
	}
	var fields []string
	for _, c := range in.Changes {
		fields = append(fields, c.Field)
	}
	t.writeAnswered(*in, importer.Response{Disposition: importer.Confirmed, Attempts: 1, Contact: t.current.With(in.Changes)}, importer.Merge, noon, 0)
	return fields
}

func TestTask_AnApprovedRowWritesWhatHoldsTheValueOfThePlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		holds  []string
		sent   []string
		status importer.Status
		blames []string
	}{
		"nothing moved":       {[]string{"email", "old", "city", "Berlin", "postalCode", "10115"}, []string{"email", "city", "postalCode"}, importer.Updated, nil},
		"all is there":        {[]string{"email", "new", "city", "Bonn", "postalCode", "53111"}, nil, importer.Unchanged, nil},
		"one field moved":     {[]string{"email", "theirs", "city", "Berlin", "postalCode", "10115"}, []string{"city", "postalCode"}, importer.Conflicted, []string{"email"}},
		"half an address":     {[]string{"email", "old", "city", "Berlin", "postalCode", "80331"}, []string{"email"}, importer.Conflicted, []string{"postalCode", "city"}},
		"everything moved":    {[]string{"email", "x", "city", "x", "postalCode", "x"}, nil, importer.Conflicted, []string{"email", "city", "postalCode"}},
		"half is as approved": {[]string{"email", "old", "city", "Bonn", "postalCode", "10115"}, []string{"email", "postalCode"}, importer.Updated, nil},
	} {
		row := approved()
		sent := meets(row, c.holds...)
		if o := row.outcome; !row.done || o.Status != c.status || !slices.Equal(sent, c.sent) || !slices.Equal(o.Blames, c.blames) || len(o.Changes) != len(c.sent) {
			t.Errorf("%s: %s, sent %v, blames %v, changes %v", name, o.Status, sent, o.Blames, o.Changes)
		}
	}
}

func TestTask_AnApprovedRowFindsWhatItsRunLeft(t *testing.T) {
	t.Parallel()
	row := approved()
	row.ours = []importer.Written{{Changes: []importer.Change{{Field: "email", Before: "x", After: "old", Stored: "OLD@", Differs: true}}}}
	if sent := meets(row, "email", "OLD@", "city", "Berlin", "postalCode", "10115"); len(sent) != 3 || row.outcome.Status != importer.Updated {
		t.Errorf("sent %v, %s", sent, row.outcome.Status)
	}
	row = approved()
	if row.current = holding("1", "email", "old"); !row.compares() {
		t.Error("an approved row does not ask what its run left before")
	}
}
