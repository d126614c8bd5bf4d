package history_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/history"
)

// recorded is a record in memory.
type recorded struct {
	about  importer.About
	rows   []importer.Past
	broken error // that ends what it gives
	open   *int
}

func (r recorded) About() (importer.About, error) { return r.about, nil }

func (r recorded) Known(s importer.Sought) iter.Seq2[importer.Outcome, error] {
	return func(yield func(importer.Outcome, error) bool) {
		for p := range r.Past(s) {
			if !yield(p.Outcome, nil) {
				return
			}
		}
	}
}

func (r recorded) Past(s importer.Sought) iter.Seq2[importer.Past, error] {
	return func(yield func(importer.Past, error) bool) {
		for _, p := range r.rows {
			if o := p.Outcome; s.Takes(o.Key, o.ID, o.Name, o.Number) && !yield(p, nil) {
				return
			}
		}
		if r.broken != nil {
			yield(importer.Past{}, r.broken)
		}
	}
}

func (r recorded) Close() error { *r.open--; return nil }

// store holds records, and counts those that are open.
type store struct {
	runs []history.Run
	open int
	most int
}

func (s *store) add(place string, began int, r recorded) {
	r.about.StartedAt, r.open = at(began), &s.open
	s.runs = append(s.runs, history.Run{Place: place, Open: func(context.Context) (history.Record, error) {
		s.open++
		s.most = max(s.most, s.open)
		return r, nil
	}})
}

func at(minute int) time.Time {
	return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(minute) * time.Minute)
}

// wrote is a write to a field of a record.
func wrote(minute int, key, id, before, after string) importer.Past {
	return importer.Past{At: at(minute), Outcome: importer.Outcome{Key: key, ID: id, Changes: []importer.Change{{Field: "email", Before: before, After: after}}}}
}

func find(t *testing.T, s *history.Search, text string) (found []string) {
	t.Helper()
	for c, err := range s.Changes(t.Context(), text) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, fmt.Sprintf("%s %s>%s", c.From.Place, c.Before, c.After))
	}
	return found
}

func TestChanges_ComeInTheOrderOfTimeAcrossRuns(t *testing.T) {
	t.Parallel()
	s := &store{}
	s.add("late", 30, recorded{rows: []importer.Past{wrote(31, "K1", "x", "e", "f")}})
	s.add("resumed", 0, recorded{rows: []importer.Past{wrote(1, "K1", "x", "a", "b"), wrote(20, "K1", "x", "d", "e")}})
	s.add("between", 5, recorded{rows: []importer.Past{wrote(6, "K1", "x", "b", "c"), wrote(7, "K1", "x", "c", "d")}})
	got := find(t, &history.Search{Runs: s.runs}, "k1")
	want := []string{"resumed a>b", "between b>c", "between c>d", "resumed d>e", "late e>f"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if s.open != 0 || s.most > 2 {
		t.Errorf("%d records are left open, %d were at once", s.open, s.most)
	}
}

func TestChanges_ARecordIsFoundByItsIDWhereOthersCallItOtherwise(t *testing.T) {
	t.Parallel()
	s := &store{}
	plan := recorded{rows: []importer.Past{wrote(0, "K1", "x", "a", "never")}}
	plan.about.Options.DryRun = true
	s.add("plan", 0, plan)
	s.add("run", 1, recorded{rows: []importer.Past{wrote(1, "mail@example.com", "X", "a", "b"), wrote(2, "K2", "y", "c", "d")}})
	if got := find(t, &history.Search{Runs: s.runs}, "K1"); !slices.Equal(got, []string{"run a>b"}) {
		t.Errorf("got %v", got)
	}
}

func TestChanges_ARunThatCannotBeSearchedEndsNothing(t *testing.T) {
	t.Parallel()
	s := &store{}
	s.add("cut", 0, recorded{rows: []importer.Past{wrote(1, "", "00000000-0000-0000-0000-000000000001", "a", "b")}, broken: importer.ErrDamaged})
	s.runs = append(s.runs, history.Run{Place: "used", Open: func(context.Context) (history.Record, error) { return nil, importer.ErrInUse }})
	s.add("good", 2, recorded{rows: []importer.Past{wrote(3, "", "00000000-0000-0000-0000-000000000001", "b", "c")}})
	told := map[string]error{}
	search := &history.Search{Runs: s.runs, Skipped: func(place string, err error) {
		if told[place] != nil {
			t.Errorf("%s is told twice", place)
		}
		told[place] = err
	}}
	got := find(t, search, "{00000000-0000-0000-0000-000000000001}")
	if !slices.Equal(got, []string{"cut a>b", "good b>c"}) {
		t.Errorf("got %v", got)
	}
	if !errors.Is(told["cut"], importer.ErrDamaged) || !errors.Is(told["used"], importer.ErrInUse) || len(told) != 2 || search.Searched() != 1 {
		t.Errorf("told %v, %d searched", told, search.Searched())
	}
}

func TestChanges_ANameOfVeryManyIsRefused(t *testing.T) {
	t.Parallel()
	s := &store{}
	var r recorded
	for i := range history.MostRecords + 1 {
		p := wrote(1, "", fmt.Sprint(i), "a", "b")
		p.Outcome.Name = "N.N."
		r.rows = append(r.rows, p)
	}
	s.add("run", 0, r)
	for _, err := range (&history.Search{Runs: s.runs}).Changes(t.Context(), "N.N.") {
		if err == nil || !strings.Contains(err.Error(), "more than 1000 records") {
			t.Fatalf("%v", err)
		}
	}
	if s.open != 0 {
		t.Errorf("%d records are left open", s.open)
	}
}

func TestChanges_EndWithTheContextOrItsReader(t *testing.T) {
	t.Parallel()
	s := &store{}
	s.add("run", 0, recorded{rows: []importer.Past{wrote(1, "K1", "x", "a", "b"), wrote(2, "K1", "x", "b", "c")}})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for _, err := range (&history.Search{Runs: s.runs}).Changes(ctx, "K1") {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("it ends with %v", last)
	}
	for range (&history.Search{Runs: s.runs}).Changes(t.Context(), "K1") {
		break
	}
	if s.open != 0 {
		t.Errorf("%d records are left open", s.open)
	}
}
