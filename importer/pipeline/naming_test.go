package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/profile"
)

func TestNameOf_FirstAndLastAsRead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ first, last, want string }{
		{"Anna", "Berg", "Anna Berg"}, {"", "Berg", "Berg"}, {"Anna", "", "Anna"}, {"", "", ""}, {" Anna ", " Berg", "Anna Berg"},
	} {
		c := importer.Contact{Values: []mapping.Value{{Field: "lastName", Text: test.last}, {Field: "firstName", Text: test.first}}}
		if got := nameOf(importer.CustomerContacts(), c); got != test.want {
			t.Errorf("%q, %q: %q", test.first, test.last, got)
		}
	}
}

func TestNumberOf_TheKeyWhereItIsTheNumber(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		match mapping.Match
		key   string
		want  string
	}{
		{mapping.MatchNumber, "ct000123", "CT000123"}, {mapping.MatchAuto, "ct000123", "CT000123"},
		{mapping.MatchAuto, "6F1A0C3E-0d5e-4a52-9c1b-2d8f3e7a9b10", ""}, {mapping.MatchEmail, "a@contoso.example", ""},
	} {
		at, err := importer.Locate(importer.CustomerContacts(), test.match, importer.KeyGUID, test.key)
		if err != nil {
			t.Fatal(err)
		}
		if got := importer.NumberOf(importer.Entry{Locator: at}); got != test.want {
			t.Errorf("%s %s: %q", test.match, test.key, got)
		}
	}
}

// TestMeet_TheRecordSaysItsNameAndNumber: where the set has them, they are read with it.
func TestMeet_TheRecordSaysItsNameAndNumber(t *testing.T) {
	t.Parallel()
	items, _ := profile.Find("items")
	x := newTask(&items, row(0, "c", "unitPrice", "1"))
	c := importer.Contact{Values: []mapping.Value{{Field: "number", Text: "1896-S"}, {Field: "displayName", Text: " ATHENS Desk "}, {Field: "unitPrice", Text: "2"}}}
	x.meet(c)
	if x.outcome.Name != "ATHENS Desk" || x.outcome.Number != "1896-S" {
		t.Errorf("%+v", x.outcome)
	}
	x.meet(c.With([]importer.Change{{Field: "number", After: "1897-S"}}))
	if x.outcome.Number != "1896-S" {
		t.Errorf("after its own renaming the row tells of %s", x.outcome.Number)
	}
	e := row(0, "", "unitPrice", "1")
	e.Locator.Lookup = importer.Lookup{By: "number", Key: "1896-S"}
	if got := newTask(&items, e).outcome.Number; got != "1896-S" {
		t.Errorf("before it is read it is %q", got)
	}
}

// naming is a journal of rows without numbers.
type naming struct {
	rows  []importer.Nameless
	named map[int]importer.Person
	err   error
}

func (n *naming) Nameless(_ context.Context, after, most int) ([]importer.Nameless, error) {
	var found []importer.Nameless
	for _, r := range n.rows {
		if r.Seq > after && len(found) < most {
			found = append(found, r)
		}
	}
	return found, n.err
}

func (n *naming) Name(_ context.Context, rows []int, people []importer.Person) error {
	for i, seq := range rows {
		n.named[seq] = people[i]
	}
	return n.err
}

func namelessRows(n, contacts int) *naming {
	j := &naming{named: map[int]importer.Person{}}
	for seq := range n {
		j.rows = append(j.rows, importer.Nameless{Seq: seq * 3, ID: fmt.Sprint("ID", seq%contacts)})
	}
	return j
}

// TestNameFailures_AsksInBulk: forty rows are one request, and the rows of one record
// ask for it once.
func TestNameFailures_AsksInBulk(t *testing.T) {
	t.Parallel()
	j := namelessRows(40, 30)
	asked := 0
	err := NameFailures(t.Context(), j, func(_ context.Context, ids []string) ([]importer.Person, bool) {
		asked++
		if len(ids) != 30 {
			t.Errorf("%d ids", len(ids))
		}
		var people []importer.Person
		for _, id := range ids[1:] { // one is unknown
			people = append(people, importer.Person{ID: strings.ToLower(id), Key: "N" + id})
		}
		return people, true
	})
	if err != nil || asked != 1 || len(j.named) != 38 || j.named[93].Key != "NID1" {
		t.Errorf("%d requests, %d named, %v", asked, len(j.named), err)
	}
}

func TestNameFailures_EndsWhenNobodyAnswers(t *testing.T) {
	t.Parallel()
	j := namelessRows(1000, 1000)
	asked := 0
	err := NameFailures(t.Context(), j, func(context.Context, []string) ([]importer.Person, bool) { asked++; return nil, asked < 3 })
	if err != nil || asked != 3 {
		t.Errorf("%d requests, %v", asked, err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := NameFailures(stopped, j, func(context.Context, []string) ([]importer.Person, bool) { t.Error("asked"); return nil, true }); err != nil {
		t.Error(err)
	}
}

// TestRun_RowsCarryTheNameThatWasRead: the name is that of before the run's writes, in
// a dry run too, and also of a row whose contact an earlier row has read.
func TestRun_RowsCarryTheNameThatWasRead(t *testing.T) {
	t.Parallel()
	for _, dry := range []bool{false, true} {
		b := newBench("c")
		b.DryRun = dry
		b.contacts.apply("c", []importer.Change{{Field: "firstName", After: "Anna"}, {Field: "lastName", After: "Berg"}}, -1)
		rows := []importer.Entry{row(0, "c", "lastName", "Lund"), row(1, "c", "lastName", "Holm"), row(2, "gone", "lastName", "x")}
		if err := b.run(t.Context(), rows...); err != nil {
			t.Fatal(err)
		}
		b.sound(t)
		var names []string
		for seq := range rows {
			names = append(names, b.journal.outcomes[seq].Name)
		}
		if want := []string{"Anna Berg", "Anna Berg", ""}; !slices.Equal(names, want) {
			t.Errorf("dry run %v: names %q", dry, names)
		}
	}
}
