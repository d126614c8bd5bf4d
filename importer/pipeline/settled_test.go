package pipeline

import (
	"slices"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// customers is the profile of a set with a group of fields that change together.
func customers(t *testing.T) *entity.Entity {
	t.Helper()
	e, ok := profile.Find("customers")
	if !ok {
		t.Fatal("there is no profile of customers")
	}
	return &e
}

// addressed is a customer in a state, with pairs of field and text.
func addressed(tag importer.ETag, pairs ...string) importer.Contact {
	c := importer.Contact{ID: "c", ETag: tag}
	for i := 0; i < len(pairs); i += 2 {
		c.Values = append(c.Values, mapping.Value{Field: pairs[i], Text: pairs[i+1]})
	}
	return c
}

// moving is a row that moves a customer abroad, of whom it has planned the first write.
func moving(t *testing.T, pairs ...string) (*task, *importer.Intent) {
	t.Helper()
	x := newTask(customers(t), row(0, "c", pairs...))
	before := addressed("v1", "country", "DE", "postalCode", "10115", "city", "Berlin", "state", "BE")
	x.current = &before
	in := x.plan(importer.Merge, false, noon)
	if in == nil {
		t.Fatalf("nothing is written: %+v", x.outcome)
	}
	return x, in
}

func confirmed(c importer.Contact) importer.Response {
	return importer.Response{Disposition: importer.Confirmed, Contact: c, Attempts: 1}
}

func TestSettled_WhatAWriteClearsOfTheRowIsWrittenOnceMore(t *testing.T) {
	t.Parallel()
	x, in := moving(t, "country", "AT", "city", "Berlin", "postalCode", "1010")
	if len(in.Changes) != 2 || len(in.Seen) != 4 {
		t.Fatalf("the first write is %+v", in)
	}
	x.writeAnswered(*in, confirmed(addressed("v2", "country", "AT", "postalCode", "1010", "city", "", "state", "")), importer.Merge, noon, 0)
	second := x.plan(importer.Merge, false, noon)
	if x.done || second == nil || second.ETag != "v2" || second.Attempt != 2 || len(second.Changes) != 1 ||
		second.Changes[0] != (importer.Change{Field: "city", Before: "", After: "Berlin"}) {
		t.Fatalf("the second write is %+v of %+v", second, x.outcome)
	}
	if len(second.Applied) != 4 || second.AppliedETag != "v2" {
		t.Errorf("the journal knows %+v of the first", second.Applied)
	}
	x.writeAnswered(*second, confirmed(addressed("v3", "country", "AT", "postalCode", "1010", "city", "Berlin", "state", "")), importer.Merge, noon, 0)
	o := x.outcome
	if o.Status != importer.Updated || o.Code != importer.RemarkAlsoChanged || o.Attempts != 2 || o.ETagBefore != "v1" || o.ETagAfter != "v3" || !o.OwnMove {
		t.Errorf("the outcome is %+v", o)
	}
	want := []importer.Change{{Field: "country", Before: "DE", After: "AT"}, {Field: "postalCode", Before: "10115", After: "1010"}, {Field: "state", Before: "BE"}}
	if len(o.Changes) != len(want) {
		t.Fatalf("the changes are %+v", o.Changes)
	}
	for i := range want {
		if o.Changes[i] != want[i] {
			t.Errorf("change %d is %+v", i, o.Changes[i])
		}
	}
	var u importer.Undo
	u.Add(o, map[string]int64{"country": 1, "postalCode": 1, "city": 2}, nil)
	if e, _ := u.Entry(customers(t), 0, nil); len(e.Edit.Values) != 3 || !e.Baseline.Allows(customers(t), "state", "") {
		t.Errorf("an undo puts back %+v", e.Edit.Values)
	}
}

func TestSettled_WhatASecondWriteDoesNotBringIsStoredDifferently(t *testing.T) {
	t.Parallel()
	x, in := moving(t, "country", "AT", "city", "Wien")
	after := addressed("v2", "country", "AT", "postalCode", "10115", "city", "Vienna", "state", "BE")
	x.writeAnswered(*in, confirmed(after), importer.Merge, noon, 0)
	second := x.plan(importer.Merge, false, noon)
	if second == nil || len(second.Changes) != 1 || second.Changes[0].Before != "Vienna" {
		t.Fatalf("the second write is %+v", second)
	}
	after.ETag = "v3"
	x.writeAnswered(*second, confirmed(after), importer.Merge, noon, 0)
	c := x.outcome.Changes[1]
	if !x.done || x.outcome.Code != importer.RemarkStoredDifferently || c != (importer.Change{Field: "city", Before: "Berlin", After: "Wien", Stored: "Vienna", Differs: true}) {
		t.Errorf("%+v", x.outcome)
	}
}

func TestSettled_OfAnotherUserBetweenTheWritesNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	for city, status := range map[string]importer.Status{"": "", "Graz": importer.Conflicted, "Wien": importer.Updated} {
		x, in := moving(t, "country", "AT", "city", "Wien")
		x.writeAnswered(*in, confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", "", "state", "")), importer.Merge, noon, 0)
		second := x.plan(importer.Merge, false, noon)
		x.writeAnswered(*second, importer.Response{Disposition: importer.Stale, Attempts: 1}, importer.Merge, noon, 0)
		x.readAnswered(confirmed(addressed("v3", "country", "AT", "postalCode", "", "city", city, "state", "", "email", "theirs")), importer.Merge, noon, 0)
		third := x.plan(importer.Merge, false, noon)
		if x.outcome.Status != status || (third != nil) != (status == "") {
			t.Errorf("city %q: %+v, %+v", city, x.outcome, third)
		}
	}
}

// TestSettled_AfterACrashBetweenTheWrites: what the first write cleared is the run's own,
// and a value that stands there then is not.
// TestSettled_ACollisionKeepsNothingAway: what the row's own write cleared is written, though
// another user has changed some other field of the row between the two writes.
func TestSettled_ACollisionKeepsNothingAway(t *testing.T) {
	t.Parallel()
	x, in := moving(t, "displayName", "Ours", "country", "AT", "city", "Wien")
	x.writeAnswered(*in, confirmed(addressed("v2", "displayName", "Ours", "country", "AT", "postalCode", "", "city", "", "state", "")), importer.Merge, noon, 0)
	second := x.plan(importer.Merge, false, noon)
	x.writeAnswered(*second, importer.Response{Disposition: importer.Stale, Attempts: 1, Fault: importer.Fault{HTTPStatus: 412, Code: "http_412"}}, importer.Merge, noon, 0)
	theirs := addressed("v3", "displayName", "Theirs", "country", "AT", "postalCode", "", "city", "", "state", "")
	x.readAnswered(importer.Response{Disposition: importer.Confirmed, Contact: theirs}, importer.Merge, noon, 0)
	third := x.plan(importer.Merge, false, noon)
	if third == nil || len(third.Changes) != 1 || third.Changes[0].Field != "city" || third.Changes[0].After != "Wien" {
		t.Fatalf("the third write is %+v of %+v", third, x.outcome)
	}
	x.writeAnswered(*third, confirmed(addressed("v4", "displayName", "Theirs", "country", "AT", "postalCode", "", "city", "Wien", "state", "")), importer.Merge, noon, 0)
	if x.outcome.Status != importer.Conflicted || !slices.Equal(x.outcome.Blames, []string{"displayName"}) {
		t.Errorf("the outcome is %+v", x.outcome)
	}
}

func TestSettled_AfterACrashBetweenTheWrites(t *testing.T) {
	t.Parallel()
	for city, status := range map[string]importer.Status{"": "", "Graz": importer.Conflicted, "Wien": importer.Updated} {
		_, in := moving(t, "country", "AT", "city", "Wien")
		e := row(0, "c", "country", "AT", "city", "Wien")
		e.Unfinished = &importer.Unfinished{ID: "c", Attempts: 1, ETagBefore: "v1", Last: in, Open: true}
		x := newTask(customers(t), e)
		x.readAnswered(confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", city, "state", "")), importer.Merge, noon, 0)
		var second *importer.Intent
		if !x.done {
			second = x.plan(importer.Merge, false, noon)
		}
		if x.outcome.Status != status || (second != nil) != (status == "") {
			t.Errorf("city %q: %+v, %+v", city, x.outcome, second)
			continue
		}
		if second == nil {
			continue
		}
		x.writeAnswered(*second, confirmed(addressed("v3", "country", "AT", "postalCode", "", "city", "Wien", "state", "")), importer.Merge, noon, 0)
		for _, c := range x.outcome.Changes {
			want := map[string][2]string{"country": {"DE", "AT"}, "city": {"Berlin", "Wien"}, "postalCode": {"10115", ""}, "state": {"BE", ""}}[c.Field]
			if c.Before != want[0] || c.Left() != want[1] {
				t.Errorf("an undo takes %+v for what was changed", c)
			}
		}
		if len(x.outcome.Changes) != 4 || x.outcome.Status != importer.Updated {
			t.Errorf("%+v", x.outcome)
		}
	}
}

// TestMerge_AWriteToARelatedSetIsNobodysConflict: Business Central copies a customer to
// its contact, whose eTag goes stale though its values are those that the row was made on,
// or those that it sets.
func TestMerge_AWriteToARelatedSetIsNobodysConflict(t *testing.T) {
	t.Parallel()
	for city, writes := range map[string]bool{"Berlin": true, "Wien": false} {
		e := row(0, "c", "city", "Wien")
		e.Edit.ETag, e.Edit.Base = "v0", []mapping.Value{{Field: "city", Text: "Berlin"}}
		x := newTask(customers(t), e)
		x.readAnswered(confirmed(addressed("v1", "city", city)), importer.Merge, noon, 0)
		in := x.plan(importer.Merge, false, noon)
		if (in != nil) != writes || !writes && x.outcome.Status != importer.Unchanged {
			t.Fatalf("city %q: %+v, %+v", city, in, x.outcome)
		}
		if !writes {
			continue
		}
		x.writeAnswered(*in, importer.Response{Disposition: importer.Stale, Attempts: 1}, importer.Merge, noon, 0)
		x.readAnswered(confirmed(addressed("v2", "city", city, "email", "copied")), importer.Merge, noon, 0)
		if again := x.plan(importer.Merge, false, noon); again == nil || again.ETag != "v2" {
			t.Errorf("after the eTag moved: %+v, %+v", again, x.outcome)
		}
	}
}

// TestSettled_UnchangedCellsKeepTheirValues: what the file still shows of an address stands
// there when a row has changed the country alone, or what another user has made of it since.
func TestSettled_UnchangedCellsKeepTheirValues(t *testing.T) {
	t.Parallel()
	for name, postalCode := range map[string]string{"as in the file": "10115", "edited by another user before": "10117"} {
		e := row(0, "c", "country", "AT")
		e.Edit.Base = []mapping.Value{{Field: "country", Text: "DE"}}
		e.Edit.Unchanged = []string{"postalCode", "city"}
		x := newTask(customers(t), e)
		x.readAnswered(confirmed(addressed("v1", "country", "DE", "postalCode", postalCode, "city", "Berlin", "state", "BE")), importer.Merge, noon, 0)
		in := x.plan(importer.Merge, false, noon)
		if in == nil || len(in.Changes) != 1 {
			t.Fatalf("%s: the first write is %+v", name, in)
		}
		x.writeAnswered(*in, confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", "", "state", "")), importer.Merge, noon, 0)
		second := x.plan(importer.Merge, false, noon)
		want := []importer.Change{{Field: "postalCode", After: postalCode}, {Field: "city", After: "Berlin"}}
		if second == nil || !slices.Equal(second.Changes, want) {
			t.Fatalf("%s: the second write is %+v of %+v", name, second, x.outcome)
		}
		x.writeAnswered(*second, confirmed(addressed("v3", "country", "AT", "postalCode", postalCode, "city", "Berlin", "state", "")), importer.Merge, noon, 0)
		told := []importer.Change{{Field: "country", Before: "DE", After: "AT"}, {Field: "state", Before: "BE"}}
		if o := x.outcome; o.Status != importer.Updated || o.Code != importer.RemarkAlsoChanged || !slices.Equal(o.Changes, told) {
			t.Errorf("%s: the outcome is %+v", name, o)
		}
	}
}

// TestSettled_UnchangedCellsAloneSendNothing: a row that changes nothing of an address has
// nothing to do with what others have made of it.
func TestSettled_UnchangedCellsAloneSendNothing(t *testing.T) {
	t.Parallel()
	e := row(0, "c", "displayName", "Adatum")
	e.Edit.Unchanged = []string{"country", "postalCode", "city"}
	x := newTask(customers(t), e)
	x.readAnswered(confirmed(addressed("v1", "displayName", "Adatum", "country", "AT", "postalCode", "1010", "city", "Wien")), importer.Merge, noon, 0)
	if in := x.plan(importer.Merge, false, noon); in != nil || x.outcome.Status != importer.Unchanged || len(x.outcome.Sets) != 1 {
		t.Errorf("%+v is written for %+v", in, x.outcome)
	}
}

// TestSettled_UnchangedCellsAreLeftToAnotherUser who sets one between the two writes.
func TestSettled_UnchangedCellsAreLeftToAnotherUser(t *testing.T) {
	t.Parallel()
	e := row(0, "c", "country", "AT")
	e.Edit.Unchanged = []string{"postalCode", "city"}
	x := newTask(customers(t), e)
	x.readAnswered(confirmed(addressed("v1", "country", "DE", "postalCode", "10115", "city", "Berlin")), importer.Merge, noon, 0)
	x.writeAnswered(*x.plan(importer.Merge, false, noon), confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", "")), importer.Merge, noon, 0)
	second := x.plan(importer.Merge, false, noon)
	x.writeAnswered(*second, importer.Response{Disposition: importer.Stale, Attempts: 1}, importer.Merge, noon, 0)
	x.readAnswered(confirmed(addressed("v3", "country", "AT", "postalCode", "1010", "city", "")), importer.Merge, noon, 0)
	third := x.plan(importer.Merge, false, noon)
	if third == nil || !slices.Equal(third.Changes, []importer.Change{{Field: "city", After: "Berlin"}}) {
		t.Fatalf("the third write is %+v of %+v", third, x.outcome)
	}
	x.writeAnswered(*third, confirmed(addressed("v4", "country", "AT", "postalCode", "1010", "city", "Berlin")), importer.Merge, noon, 0)
	told := []importer.Change{{Field: "country", Before: "DE", After: "AT"}, {Field: "postalCode", Before: "10115"}}
	if o := x.outcome; o.Status != importer.Updated || !slices.Equal(o.Changes, told) {
		t.Errorf("the outcome is %+v", o)
	}
}

// TestSettled_UnchangedCellsAfterACrashBetweenTheWrites: what the first write cleared comes
// back, whether its answer was journaled or not.
func TestSettled_UnchangedCellsAfterACrashBetweenTheWrites(t *testing.T) {
	t.Parallel()
	entry := func() importer.Entry {
		e := row(0, "c", "country", "AT")
		e.Edit.Unchanged = []string{"postalCode", "city"}
		return e
	}
	x := newTask(customers(t), entry())
	x.readAnswered(confirmed(addressed("v1", "country", "DE", "postalCode", "10115", "city", "Berlin")), importer.Merge, noon, 0)
	first := x.plan(importer.Merge, false, noon)
	x.writeAnswered(*first, confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", "")), importer.Merge, noon, 0)
	second := x.plan(importer.Merge, false, noon)
	for name, last := range map[string]*importer.Intent{"after the first write": first, "after the second was journaled": second} {
		e := entry()
		e.Unfinished = &importer.Unfinished{ID: "c", Attempts: 1, ETagBefore: last.ETag, ETagAfter: last.AppliedETag, MovedFrom: last.MovedFrom, Last: last, Open: true, Applied: last.Applied}
		x := newTask(customers(t), e)
		x.readAnswered(confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", "")), importer.Merge, noon, 0)
		again := x.plan(importer.Merge, false, noon)
		want := []importer.Change{{Field: "postalCode", After: "10115"}, {Field: "city", After: "Berlin"}}
		if again == nil || !slices.Equal(again.Changes, want) {
			t.Errorf("%s: %+v is written of %+v", name, again, x.outcome)
			continue
		}
		x.writeAnswered(*again, confirmed(addressed("v3", "country", "AT", "postalCode", "10115", "city", "Berlin")), importer.Merge, noon, 0)
		if o := x.outcome; o.Status != importer.Updated || len(o.Changes) != 1 || len(x.collisions) != 0 {
			t.Errorf("%s: the outcome is %+v", name, o)
		}
	}
}

// TestSettled_WhatWasEmptyBeforeALostWriteIsClearedToo: a collision keeps no field from being
// written once more that the write set and that was empty before it.
func TestSettled_WhatWasEmptyBeforeALostWriteIsClearedToo(t *testing.T) {
	t.Parallel()
	x := newTask(customers(t), row(0, "c", "displayName", "Ours", "country", "AT", "postalCode", "1010", "city", "Wien"))
	x.readAnswered(confirmed(addressed("v1", "country", "DE", "postalCode", "", "city", "Berlin")), importer.Merge, noon, 0)
	x.writeAnswered(*x.plan(importer.Merge, false, noon), importer.Response{Disposition: importer.Lost, Attempts: 1}, importer.Merge, noon, 0)
	x.readAnswered(confirmed(addressed("v2", "displayName", "Ours", "country", "AT", "postalCode", "", "city", "")), importer.Merge, noon, 0)
	x.writeAnswered(*x.plan(importer.Merge, false, noon), importer.Response{Disposition: importer.Stale, Attempts: 1}, importer.Merge, noon, 0)
	x.readAnswered(confirmed(addressed("v3", "displayName", "Theirs", "country", "AT", "postalCode", "", "city", "")), importer.Merge, noon, 0)
	third := x.plan(importer.Merge, false, noon)
	want := []importer.Change{{Field: "postalCode", After: "1010"}, {Field: "city", After: "Wien"}}
	if third == nil || !slices.Equal(third.Changes, want) {
		t.Errorf("%+v is written of %+v", third, x.outcome)
	}
}

// TestSettled_WhatAnotherCountryClearedIsTheirs: of a lost write the note alone is found, and
// another user has moved the customer to a country of their own since.
func TestSettled_WhatAnotherCountryClearedIsTheirs(t *testing.T) {
	t.Parallel()
	e := row(0, "c", "note", "b", "country", "DE", "city", "Berlin")
	e.FieldByField, e.Columns = true, nil
	x := newTask(customers(t), e)
	x.readAnswered(confirmed(addressed("v1", "note", "a", "country", "AT", "postalCode", "1010", "city", "Wien")), importer.Merge, noon, 0)
	x.writeAnswered(*x.plan(importer.Merge, false, noon), importer.Response{Disposition: importer.Lost, Attempts: 1}, importer.Merge, noon, 0)
	x.readAnswered(confirmed(addressed("v3", "note", "b", "country", "CH", "postalCode", "", "city", "")), importer.Merge, noon, 0)
	if second := x.plan(importer.Merge, false, noon); second != nil || x.outcome.Status != importer.Conflicted {
		t.Errorf("%+v is written of %+v", second, x.outcome)
	}
}

// TestSettled_WhatALaterRowSetComesBackAfterAStop: where a row is tried again, what its first
// write cleared of a later row's is put back though the run stopped before the second. Where
// it had ended, the later row has set the field after it.
func TestSettled_WhatALaterRowSetComesBackAfterAStop(t *testing.T) {
	t.Parallel()
	entry := func(l importer.Unfinished) importer.Entry {
		e := row(0, "c", "country", "AT")
		l.ID, l.Attempts, l.Later, e.Unfinished = "c", 1, []string{"city"}, &l
		return e
	}
	x := newTask(customers(t), entry(importer.Unfinished{Status: importer.Failed}))
	x.readAnswered(confirmed(addressed("v1", "country", "DE", "city", "Berlin")), importer.Merge, noon, 0)
	first := x.plan(importer.Merge, false, noon)
	x.writeAnswered(*first, confirmed(addressed("v2", "country", "AT", "city", "")), importer.Merge, noon, 0)
	applied := slices.Clone(x.applied)
	for status, writes := range map[importer.Status]bool{importer.Unknown: true, importer.Conflicted: false} {
		l := importer.Unfinished{Status: status, ETagBefore: "v1", ETagAfter: "v2", Last: first, Applied: applied}
		y := newTask(customers(t), entry(l))
		y.readAnswered(confirmed(addressed("v3", "country", "AT", "city", "", "email", "theirs")), importer.Merge, noon, 0)
		third := y.plan(importer.Merge, false, noon)
		if (third != nil) != writes || writes && !slices.Equal(third.Changes, []importer.Change{{Field: "city", After: "Berlin"}}) {
			t.Errorf("status %q: %+v is written of %+v", status, third, y.outcome)
		}
	}
}

// TestSettled_ACollisionIsOneAfterACrash, too: where the row wrote the city alone again, as
// another user had set the post code, it has not set that.
func TestSettled_ACollisionIsOneAfterACrash(t *testing.T) {
	t.Parallel()
	x, in := moving(t, "country", "AT", "postalCode", "1010", "city", "Wien")
	x.writeAnswered(*in, confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", "")), importer.Merge, noon, 0)
	x.writeAnswered(*x.plan(importer.Merge, false, noon), importer.Response{Disposition: importer.Stale, Attempts: 1}, importer.Merge, noon, 0)
	x.readAnswered(confirmed(addressed("v3", "country", "AT", "postalCode", "8010", "city", "")), importer.Merge, noon, 0)
	third := x.plan(importer.Merge, false, noon)
	if third == nil || !slices.Equal(third.Changes, []importer.Change{{Field: "city", After: "Wien"}}) {
		t.Fatalf("the third write is %+v of %+v", third, x.outcome)
	}
	for name, landed := range map[string]bool{"landed": true, "sent again": false} {
		e := row(0, "c", "country", "AT", "postalCode", "1010", "city", "Wien")
		e.Unfinished = &importer.Unfinished{ID: "c", Attempts: 3, ETagBefore: "v3", ETagAfter: "v2", Last: third, Open: true, Applied: third.Applied}
		y := newTask(customers(t), e)
		after := addressed("v4", "country", "AT", "postalCode", "8010", "city", "Wien")
		if !landed {
			y.readAnswered(confirmed(addressed("v3", "country", "AT", "postalCode", "8010", "city", "")), importer.Merge, noon, 0)
			y.writeAnswered(*y.plan(importer.Merge, false, noon), confirmed(after), importer.Merge, noon, 0)
		} else {
			y.readAnswered(confirmed(after), importer.Merge, noon, 0)
		}
		if o := y.outcome; o.Status != importer.Conflicted || !slices.Equal(o.Blames, []string{"postalCode"}) {
			t.Errorf("%s: the outcome is %+v", name, o)
		}
	}
}

// TestSettled_ACollisionFoundAfterALostWriteIsOneAfterACrash: the answer of the first write
// never came, and another user had set the post code before it was looked for.
func TestSettled_ACollisionFoundAfterALostWriteIsOneAfterACrash(t *testing.T) {
	t.Parallel()
	x, in := moving(t, "country", "AT", "postalCode", "1010", "city", "Wien")
	x.writeAnswered(*in, importer.Response{Disposition: importer.Lost, Attempts: 1}, importer.Merge, noon, 0)
	theirs := addressed("v3", "country", "AT", "postalCode", "8010", "city", "")
	x.readAnswered(confirmed(theirs), importer.Merge, noon, 0)
	second := x.plan(importer.Merge, false, noon)
	if second == nil || !slices.Equal(second.Changes, []importer.Change{{Field: "city", After: "Wien"}}) {
		t.Fatalf("the second write is %+v of %+v", second, x.outcome)
	}
	e := row(0, "c", "country", "AT", "postalCode", "1010", "city", "Wien")
	e.Unfinished = &importer.Unfinished{ID: "c", Attempts: 2, ETagBefore: "v3", Last: second, Open: true, Applied: second.Applied}
	y := newTask(customers(t), e)
	y.readAnswered(confirmed(theirs), importer.Merge, noon, 0)
	y.writeAnswered(*y.plan(importer.Merge, false, noon), confirmed(addressed("v4", "country", "AT", "postalCode", "8010", "city", "Wien")), importer.Merge, noon, 0)
	if o := y.outcome; o.Status != importer.Conflicted || !slices.Equal(o.Blames, []string{"postalCode"}) {
		t.Errorf("the outcome is %+v", o)
	}
}

// TestSettled_BothWritesAreOneMoveOfTheRun, though the process is gone between them: a later
// row that names the state before both meets no conflict with the run itself.
func TestSettled_BothWritesAreOneMoveOfTheRun(t *testing.T) {
	t.Parallel()
	x, in := moving(t, "country", "AT", "city", "Wien")
	x.writeAnswered(*in, confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", "", "state", "")), importer.Merge, noon, 0)
	second := x.plan(importer.Merge, false, noon)
	e := row(0, "c", "country", "AT", "city", "Wien")
	e.Unfinished = &importer.Unfinished{ID: "c", Attempts: 2, ETagBefore: second.ETag, ETagAfter: second.AppliedETag, MovedFrom: second.MovedFrom, Last: second, Open: true, Applied: second.Applied}
	y := newTask(customers(t), e)
	y.readAnswered(confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", "", "state", "")), importer.Merge, noon, 0)
	y.writeAnswered(*y.plan(importer.Merge, false, noon), confirmed(addressed("v3", "country", "AT", "postalCode", "", "city", "Wien", "state", "")), importer.Merge, noon, 0)
	if o := y.outcome; !o.OwnMove || o.ETagBefore != "v1" || o.ETagAfter != "v3" {
		t.Errorf("the outcome is %+v", o)
	}
}

// TestSettled_WhatAnotherClearsAfterALostWriteIsTheirs: a city that is found empty was cleared
// by the write only if that set the country, too. Otherwise the contact has not moved by the
// row's own write alone, and a later row that names the state before it meets a conflict.
func TestSettled_WhatAnotherClearsAfterALostWriteIsTheirs(t *testing.T) {
	t.Parallel()
	for country, own := range map[string]bool{"DE": false, "AT": true} {
		e := row(0, "c", "country", country, "postalCode", "1010", "city", "Wien")
		e.Edit.ETag = "v1"
		x := newTask(customers(t), e)
		x.readAnswered(confirmed(addressed("v1", "country", "DE", "postalCode", "10115", "city", "Berlin")), importer.Merge, noon, 0)
		in := x.plan(importer.Merge, false, noon)
		x.writeAnswered(*in, importer.Response{Disposition: importer.Lost, Attempts: 1}, importer.Merge, noon, 0)
		x.readAnswered(confirmed(addressed("v2", "country", country, "postalCode", "1010", "city", "")), importer.Merge, noon, 0)
		if x.outcome.OwnMove != own || (x.movedFrom == "v1") != own {
			t.Errorf("country %s: the contact moved from %q by the row alone: %v", country, x.movedFrom, x.outcome.OwnMove)
		}
		second := x.plan(importer.Merge, false, noon)
		if (second != nil) != own || !own && (x.outcome.Status != importer.Conflicted || x.outcome.OwnMove) {
			t.Errorf("country %s: %+v is written of %+v", country, second, x.outcome)
		}
	}
}

// TestUndo_AWriteSentAgainAfterACrashRestoresNothingOfAnotherUser: what an undo left alone as
// another user's is theirs, too, where it does not plan the write again.
func TestUndo_AWriteSentAgainAfterACrashRestoresNothingOfAnotherUser(t *testing.T) {
	t.Parallel()
	e := row(0, "c", "note", "before", "city", "Berlin")
	e.FieldByField, e.Columns = true, nil
	e.Baseline = importer.Baseline{{Field: "note", Texts: []string{"left"}}, {Field: "city", Texts: []string{"Wien"}}}
	in := importer.Intent{ID: "c", Attempt: 1, ETag: "v1", Changes: []importer.Change{{Field: "note", Before: "left", After: "before"}}, At: noon}
	e.Unfinished = &importer.Unfinished{ID: "c", Attempts: 1, ETagBefore: "v1", Last: &in, Open: true}
	x := newTask(customers(t), e)
	x.readAnswered(confirmed(addressed("v1", "note", "left", "city", "theirs")), importer.Merge, noon, 0)
	again := x.plan(importer.Merge, false, noon)
	if again == nil {
		t.Fatalf("nothing is sent again: %+v", x.outcome)
	}
	x.writeAnswered(*again, confirmed(addressed("v2", "note", "before", "city", "theirs")), importer.Merge, noon, 0)
	if !x.done {
		if more := x.plan(importer.Merge, false, noon); more != nil {
			t.Fatalf("%+v is written", more.Changes)
		}
	}
	if o := x.outcome; o.Status != importer.Conflicted || !slices.Equal(o.Blames, []string{"city"}) {
		t.Errorf("the outcome is %+v", o)
	}
}

// TestSettled_WhatTheRowSetsWinsOverUnchangedCells: a post code that Business Central knows
// in another country takes the country back with it.
func TestSettled_WhatTheRowSetsWinsOverUnchangedCells(t *testing.T) {
	t.Parallel()
	e := row(0, "c", "country", "AT")
	e.Edit.Unchanged = []string{"postalCode", "city"}
	x := newTask(customers(t), e)
	x.readAnswered(confirmed(addressed("v1", "country", "DE", "postalCode", "10115", "city", "Berlin")), importer.Merge, noon, 0)
	x.writeAnswered(*x.plan(importer.Merge, false, noon), confirmed(addressed("v2", "country", "AT", "postalCode", "", "city", "")), importer.Merge, noon, 0)
	x.writeAnswered(*x.plan(importer.Merge, false, noon), confirmed(addressed("v3", "country", "DE", "postalCode", "10115", "city", "Berlin")), importer.Merge, noon, 0)
	third := x.plan(importer.Merge, false, noon)
	if third == nil || !slices.Equal(third.Changes, []importer.Change{{Field: "country", Before: "DE", After: "AT"}}) {
		t.Fatalf("the third write is %+v of %+v", third, x.outcome)
	}
	x.writeAnswered(*third, confirmed(addressed("v4", "country", "AT", "postalCode", "", "city", "")), importer.Merge, noon, 0)
	told := []importer.Change{{Field: "country", Before: "DE", After: "AT"}, {Field: "postalCode", Before: "10115"}, {Field: "city", Before: "Berlin"}}
	if o := x.outcome; o.Status != importer.Updated || o.Code != importer.RemarkAlsoChanged || !slices.Equal(o.Changes, told) {
		t.Errorf("the outcome is %+v, plan %+v", o, x.plan(importer.Merge, false, noon))
	}
}
