package importer

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// storm is one drawn run: rows with repeated contacts, a service with mishaps,
// other users, and sometimes a stop on the way.
type storm struct {
	rows     []Entry
	contacts []string
	policy   ConflictPolicy
	workers  int
	chunk    int
	seed     uint64
	trouble  uint64 // share of operations with a mishap, in percent
	stopIn   time.Duration
}

func drawStorm(t *rapid.T) storm {
	fields := []string{"email", "firstName", "lastName", "professionalTitle"}
	s := storm{
		policy:  rapid.SampledFrom([]ConflictPolicy{Merge, Fail, Overwrite}).Draw(t, "policy"),
		workers: rapid.IntRange(1, 5).Draw(t, "workers"),
		chunk:   rapid.IntRange(1, 7).Draw(t, "chunk"),
		seed:    rapid.Uint64().Draw(t, "seed"),
		trouble: rapid.Uint64Range(0, 60).Draw(t, "trouble"),
		stopIn:  time.Duration(rapid.SampledFrom([]int{0, 0, 1, 100, 700, 5000}).Draw(t, "stop in ms")) * time.Millisecond,
	}
	for i := range rapid.IntRange(1, 9).Draw(t, "contacts") {
		s.contacts = append(s.contacts, fmt.Sprintf("c%d", i))
	}
	text := rapid.SampledFrom([]string{"", "a", "b", "c", "d", "bad"})
	for seq := range rapid.SampledFrom([]int{0, 1, 5, 20, 60}).Draw(t, "rows") {
		id := rapid.SampledFrom(append([]string{"missing"}, s.contacts...)).Draw(t, "id")
		var pairs []string
		for _, field := range fields[:rapid.IntRange(1, len(fields)).Draw(t, "fields")] {
			pairs = append(pairs, field, text.Draw(t, field))
		}
		s.rows = append(s.rows, row(seq, id, pairs...))
	}
	return s
}

// dice are the same for the same operation, whatever the workers' order.
func (s storm) dice(op, id string, n int) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s %s %d", s.seed, op, id, n)
	return h.Sum64() >> 8
}

func (s storm) mishap(op, id string, n int) mishap {
	d := s.dice(op, id, n)
	if d%100 >= s.trouble {
		return fine
	}
	return []mishap{throttled, locked, lostFirst, lostDone, lostLate, meddled, meddled}[d/100%7]
}

func (s storm) other(id string, n int) Change {
	d := s.dice("other", id, n)
	field := []string{"email", "firstName", "lastName", "professionalTitle", "primaryPhoneNumber"}[d%5]
	return Change{Field: field, After: []string{"theirs", "a", "", fmt.Sprint("their ", n)}[d/5%4]}
}

// run plays the storm and returns what broke a promise.
func (s storm) run(t *testing.T) (problems []string) {
	synctest.Test(t, func(t *testing.T) {
		journal := newFakeJournal()
		contacts := newFakeContacts(journal, s.contacts...)
		contacts.mishap, contacts.other, contacts.latency = s.mishap, s.other, 30*time.Millisecond
		watch := &fakeProgress{}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if s.stopIn > 0 {
			ctx, cancel = context.WithTimeoutCause(ctx, s.stopIn, ErrInterrupted)
			defer cancel()
		}
		r := &Runner{
			Contacts: contacts, Journal: journal, Progress: watch, Workers: s.workers, Chunk: s.chunk,
			OnConflict: s.policy, GiveUpAfter: 15 * time.Minute,
		}
		err := r.Run(ctx, &fakeEntries{rows: s.rows}, len(s.rows))
		problems = slices.Concat(contacts.problems, journal.problems, s.judge(contacts, journal, err))
		if len(watch.ended) != len(journal.outcomes) {
			problems = append(problems, fmt.Sprintf("%d rows shown, %d recorded", len(watch.ended), len(journal.outcomes)))
		}
	})
	return problems
}

func (s storm) judge(contacts *fakeContacts, journal *fakeJournal, err error) (problems []string) {
	complain := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	var stopped *Stopped
	if err != nil && !errors.As(err, &stopped) {
		complain("run: %v", err)
	}
	for _, e := range s.rows {
		o, ended := journal.outcomes[e.Row.Seq]
		switch {
		case !ended && stopped == nil:
			complain("line %d has no outcome", e.Row.Line)
		case !ended && len(journal.intents[e.Row.Seq]) > 0:
			complain("line %d was written and is not accounted for", e.Row.Line)
		case (o.Status == NotAttempted || o.Status == Unknown) && stopped == nil:
			complain("line %d is %s after a whole run", e.Row.Line, o.Status)
		case ended:
			problems = append(problems, contacts.judge(o)...)
		}
	}
	for id, versions := range contacts.history {
		last := -1
		for _, v := range versions {
			if v.by >= 0 && v.by < last {
				complain("%s: row %d after row %d", id, v.by, last)
			}
			last = max(last, v.by)
		}
	}
	return problems
}

// judge holds an outcome against the history of its contact.
func (f *fakeContacts) judge(o Outcome) (problems []string) {
	complain := func(what string) { problems = append(problems, fmt.Sprintf("line %d: %s: %+v", o.Line, what, o)) }
	wrote := slices.ContainsFunc(f.history[o.ID], func(v version) bool { return v.by == o.Seq })
	held := slices.ContainsFunc(f.history[o.ID], func(v version) bool {
		return !slices.ContainsFunc(o.Changes, func(c Change) bool { return v.values[c.Field] != c.After })
	})
	switch o.Status {
	case Updated:
		if len(o.Changes) == 0 || !held || o.Attempts == 0 || o.ETagAfter == "" {
			complain("updated, and the contact never held it")
		}
		if o.Code == "" && !wrote {
			complain("updated without a write")
		}
	case Unchanged:
		if len(o.Changes) > 0 {
			complain("unchanged with changes")
		}
	case Failed, Rejected, NotFound, NotAttempted:
		if wrote && !f.lostAndGone(o) {
			complain("the contact was changed")
		}
	case Conflicted, Unknown:
	default:
		complain("unexpected end")
	}
	return problems
}

// lostAndGone tells that a write of the row landed unanswered and that others
// had overwritten all of it before it was looked for.
func (f *fakeContacts) lostAndGone(o Outcome) bool {
	versions := f.history[o.ID]
	for i, v := range versions[:len(versions)-1] {
		if v.by == o.Seq && versions[i+1].by != -1 {
			return false
		}
	}
	return versions[len(versions)-1].by != o.Seq
}

func TestRun_HoldsItsPromisesUnderFaultsAndOtherUsers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := drawStorm(rt)
		for _, problem := range s.run(t) {
			rt.Error(problem)
		}
	})
}
