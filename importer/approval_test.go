package importer_test

import (
	"testing"

	"bcimport/importer"
)

func planned() importer.Outcome {
	return importer.Outcome{
		Seq: 1, Line: 3, Key: "K", ID: "id", Status: importer.WouldUpdate, ETagBefore: `W/"1"`,
		Changes: []importer.Change{{Field: "email", Before: "a", After: "b"}, {Field: "city", Before: "c", After: "d"}},
	}
}

func digestOf(outcomes ...importer.Outcome) string {
	var d importer.PlanDigest
	for _, o := range outcomes {
		d.Add(o)
	}
	return d.Sum()
}

func TestPlanDigest_DiffersWithEverythingThatIsApproved(t *testing.T) {
	t.Parallel()
	same := digestOf(planned())
	for name, change := range map[string]func(o *importer.Outcome){
		"line":   func(o *importer.Outcome) { o.Line++ },
		"key":    func(o *importer.Outcome) { o.Key = "k" },
		"id":     func(o *importer.Outcome) { o.ID = "di" },
		"eTag":   func(o *importer.Outcome) { o.ETagBefore = `W/"2"` },
		"field":  func(o *importer.Outcome) { o.Changes[0].Field = "phone" },
		"before": func(o *importer.Outcome) { o.Changes[0].Before = "A" },
		"after":  func(o *importer.Outcome) { o.Changes[1].After = "d " },
		"order":  func(o *importer.Outcome) { o.Changes[0], o.Changes[1] = o.Changes[1], o.Changes[0] },
		"fewer":  func(o *importer.Outcome) { o.Changes = o.Changes[:1] },
		"shifted text": func(o *importer.Outcome) {
			o.Changes[0].Before, o.Changes[0].After = "ab", ""
		},
	} {
		o := planned()
		change(&o)
		if digestOf(o) == same {
			t.Errorf("%s: the digest stays the same", name)
		}
	}
	if digestOf(planned(), planned()) == same {
		t.Error("a second row leaves the digest as it is")
	}
}

func TestPlanDigest_IsOfWhatWouldBeWrittenAlone(t *testing.T) {
	t.Parallel()
	named := planned()
	named.Name, named.Number = "Anna", "CT1"
	if digestOf(importer.Outcome{Line: 2, Status: importer.Invalid}, named) != digestOf(planned()) {
		t.Error("a row that would not be written, or a name, changes the digest")
	}
	if digestOf() != digestOf(importer.Outcome{Status: importer.Unchanged}) {
		t.Error("a plan without changes has several digests")
	}
}

func TestPlannedEntry_HoldsTheAcceptedChangesAlone(t *testing.T) {
	t.Parallel()
	o := planned()
	o.Changes = append(o.Changes, importer.Change{Field: "lastName", Before: "x", After: "x "})
	e := importer.PlannedEntry(importer.CustomerContacts(), 4, o, func(i int) bool { return i != 0 })
	if e.NotAccepted || e.Row.Seq != 4 || e.Row.Line != 3 || e.Locator.ID != "id" || !e.FieldByField || len(e.Edit.Values) != 2 ||
		e.Edit.Base[0].Text != "c" || e.Edit.Values[0].Text != "d" || len(e.Whole) != 1 || len(e.Edit.Exact) != 1 || e.Edit.Exact[0] != "lastName" {
		t.Errorf("entry is %+v", e)
	}
	if e := importer.PlannedEntry(importer.CustomerContacts(), 0, o, func(int) bool { return false }); !e.NotAccepted {
		t.Errorf("a row without accepted changes is %+v", e)
	}
}

func TestDecision_WholeLeavesAnAddressAloneWhereAPartOfItCollides(t *testing.T) {
	t.Parallel()
	d := importer.Decision{
		Changes:    []importer.Change{{Field: "city", Before: "c", After: "d"}, {Field: "email", Before: "a", After: "b"}},
		Collisions: []importer.Collision{{Field: "postalCode", Theirs: "1", Ours: "2"}},
	}
	if got := d.Whole([]string{"city", "postalCode"}); len(got.Changes) != 1 || got.Changes[0].Field != "email" || len(got.Collisions) != 2 {
		t.Errorf("got %+v", got)
	}
	if got := d.Whole([]string{"email"}); len(got.Changes) != 2 || len(got.Collisions) != 1 {
		t.Errorf("fields that do not collide: %+v", got)
	}
}

func TestMarks_HoldPositions(t *testing.T) {
	t.Parallel()
	m := importer.NewMarks(9)
	m.Set(0)
	m.Set(8)
	for n := range 20 {
		if m.Has(n) != (n == 0 || n == 8) {
			t.Errorf("position %d: %v", n, m.Has(n))
		}
	}
	if !(importer.Approval{}).Accepts(5) || (importer.Approval{Marks: m}).Accepts(1) {
		t.Error("an approval accepts what its marks do not say")
	}
}
