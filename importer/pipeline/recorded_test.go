package pipeline

import (
	"context"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// recordedEdits are the entries of an undo in memory.
type recordedEdits []importer.Entry

func (r recordedEdits) Entries(_ context.Context, from, n int) ([]importer.Entry, error) {
	return slices.Clone(r[min(from, len(r)):min(from+n, len(r))]), nil
}

// undoOf puts back a city and a field that the set does not have any more.
func undoOf(t *testing.T) importer.Entry {
	t.Helper()
	e := row(0, "c", "city", "Berlin", "loyaltyCode", "GOLD")
	e.FieldByField = true
	e.Baseline = importer.Baseline{{Field: "city", Texts: []string{"Wien"}}, {Field: "loyaltyCode", Texts: []string{""}}}
	got, err := Recorded(t.Context(), recordedEdits{e}, customers(t)).Next()
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestRecorded_AFieldThatIsGoneIsNobodysConflict: an undo puts the others back and says of it
// what is true.
func TestRecorded_AFieldThatIsGoneIsNobodysConflict(t *testing.T) {
	t.Parallel()
	x := newTask(customers(t), undoOf(t))
	x.readAnswered(confirmed(addressed("v1", "city", "Wien")), importer.Merge, noon, 0)
	in := x.plan(importer.Merge, false, noon)
	if in == nil || len(in.Changes) != 1 || in.Changes[0].Field != "city" {
		t.Fatalf("the write is %+v of %+v", in, x.outcome)
	}
	x.writeAnswered(*in, confirmed(addressed("v2", "city", "Berlin")), importer.Merge, noon, 0)
	o := x.outcome
	if o.Status != importer.Rejected || o.Code != "field_gone" || len(o.Changes) != 1 || !slices.Equal(o.Blames, []string{"loyaltyCode"}) {
		t.Errorf("the outcome is %+v", o)
	}
	has(t, o, `The service no longer has these fields`, `loyaltyCode "GOLD"`)
}

func TestRecorded_AFieldThatIsGoneIsToldBesideAConflict(t *testing.T) {
	t.Parallel()
	x := newTask(customers(t), undoOf(t))
	x.readAnswered(confirmed(addressed("v1", "city", "theirs")), importer.Merge, noon, 0)
	if in := x.plan(importer.Merge, false, noon); in != nil || x.outcome.Status != importer.Conflicted {
		t.Fatalf("the write is %+v of %+v", in, x.outcome)
	}
	has(t, x.outcome, `their value is "theirs"`, `loyaltyCode "GOLD"`)
}

func TestRecorded_LeavesEntriesAloneWhoseFieldsAreAllThere(t *testing.T) {
	t.Parallel()
	set := &entity.Entity{Set: "customers", Fields: []entity.Field{{Name: "city"}, {Name: "loyaltyCode"}}}
	e := row(0, "c", "city", "Berlin", "loyaltyCode", "GOLD")
	e.Edit.Base = []mapping.Value{{Field: "city", Text: "Wien"}}
	got, err := Recorded(t.Context(), recordedEdits{e}, set).Next()
	if err != nil || len(got.Edit.Values) != 2 || len(got.Edit.Base) != 1 || got.Gone != nil {
		t.Errorf("%+v, error %v", got, err)
	}
}

// has holds what the message of an outcome says.
func has(t *testing.T, o importer.Outcome, parts ...string) {
	t.Helper()
	text := inBrackets(o.Message)
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("the message %q lacks %q", text, part)
		}
	}
}
