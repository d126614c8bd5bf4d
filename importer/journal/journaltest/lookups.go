package journaltest

import (
	"context"
	"reflect"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
)

func (s suite) lookupsEachKeyOnceUntilResolved(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	ctx := context.Background()
	number := func(key string) importer.Lookup { return importer.Lookup{By: mapping.MatchNumber, Key: key} }
	email := importer.Lookup{By: mapping.MatchEmail, Key: "CT1"}
	must(t, file.Want(ctx, []importer.Lookup{number("CT1"), number("CT2"), number("CT1")}))
	must(t, file.Want(ctx, []importer.Lookup{number("CT2"), email, number("CT3")}))

	first, at, err := file.Wanted(ctx, 0, 2)
	must(t, err)
	if want := []importer.Lookup{number("CT1"), number("CT2")}; !reflect.DeepEqual(first, want) {
		t.Errorf("first wanted are %v", first)
	}
	rest, _, err := file.Wanted(ctx, at, 10)
	must(t, err)
	if want := []importer.Lookup{email, number("CT3")}; !reflect.DeepEqual(rest, want) {
		t.Errorf("then wanted are %v", rest)
	}

	found := []importer.Found{
		{Lookup: number("CT2"), Disposition: importer.Confirmed, IDs: []string{"a", "b"}},
		{Lookup: number("CT3"), Disposition: importer.Refused, Fault: importer.Fault{HTTPStatus: 400, Code: "BadRequest", Message: "no", RequestID: "r"}},
		{Lookup: email, Disposition: importer.Confirmed, IDs: []string{}},
	}
	must(t, file.Resolve(ctx, found))
	got, err := file.Resolved(ctx, []importer.Lookup{number("CT3"), number("CT1"), email, number("CT2"), number("never wanted")})
	must(t, err)
	want := []importer.Found{found[1], {Lookup: number("CT1")}, found[2], found[0], {Lookup: number("never wanted")}}
	want[0].IDs = []string{}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("resolved\ngot  %+v\nwant %+v", got, want)
	}
	left, _, err := file.Wanted(ctx, 0, 10)
	must(t, err)
	if want := []importer.Lookup{number("CT1")}; !reflect.DeepEqual(left, want) {
		t.Errorf("still wanted are %v", left)
	}
}

func (s suite) plannedInInputOrderAndOnlyWhatWouldBeWritten(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	outcome := func(seq int, id string, status importer.Status, field, after string) importer.Outcome {
		return importer.Outcome{
			Seq: seq, ID: id, Status: status, FinishedAt: Noon(), Sets: []string{field},
			Changes: []importer.Change{{Field: field, After: after}},
		}
	}
	Record(t, file,
		outcome(5, "a", importer.WouldUpdate, "email", "second@example.com"),
		outcome(1, "a", importer.WouldUpdate, "email", "first@example.com"),
		outcome(2, "a", importer.Invalid, "email", "never@example.com"),
		outcome(3, "b", importer.WouldUpdate, "jobTitle", ""),
	)
	got, err := file.Planned(context.Background(), []string{"b", "c", "a"})
	must(t, err)
	want := [][]mapping.Value{
		{{Field: "jobTitle"}}, nil,
		{{Field: "email", Text: "first@example.com"}, {Field: "email", Text: "second@example.com"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func (s suite) metaKeepsWhatTheRunWasGivenAndHowItEnded(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	got, err := file.About()
	must(t, err)
	if want := About(); !reflect.DeepEqual(got, want) {
		t.Errorf("about\ngot  %+v\nwant %+v", got, want)
	}
	want := importer.Ending{FinishedAt: Noon(), State: "stopped", Reason: "interrupted", Kind: importer.EndStopped}
	must(t, file.Finish(want))
	if ending, err := file.Ending(); err != nil || ending != want {
		t.Errorf("ending is %+v (%v)", ending, err)
	}
	if spent, err := file.Spent(); err != nil || spent.Requests != (importer.Requests{}) {
		t.Errorf("requests are %+v (%v)", spent, err)
	}
	must(t, file.Begin(nil)) // taken up again
	if ending, err := file.Ending(); err != nil || ending != (importer.Ending{}) {
		t.Errorf("a run that goes on ended as %+v (%v)", ending, err)
	}
}

func (s suite) askAgainForgetsOnlyWhatATechnicalErrorEnded(t *testing.T) {
	t.Parallel()
	file := s.makeRun(t)
	var lookups []importer.Lookup
	ends := []importer.Disposition{importer.Confirmed, importer.Missing, importer.Refused, importer.NotDone, importer.Lost}
	var found []importer.Found
	for i, end := range ends {
		l := importer.Lookup{By: mapping.MatchNumber, Key: string(rune('A' + i))}
		lookups, found = append(lookups, l), append(found, importer.Found{Lookup: l, Disposition: end})
	}
	must(t, file.Want(t.Context(), lookups))
	must(t, file.Resolve(t.Context(), found))
	must(t, file.AskAgain())
	wanted, _, err := file.Wanted(t.Context(), 0, 10)
	must(t, err)
	if len(wanted) != 2 || wanted[0].Key != "D" || wanted[1].Key != "E" {
		t.Errorf("asked for again: %v", wanted)
	}
}
