package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"

	"bcimport/importer"
	"bcimport/mapping"
)

// fakeJournal is a run in memory that checks what it is told.
type fakeJournal struct {
	mu       sync.Mutex
	intents  map[int][]importer.Intent
	outcomes map[int]importer.Outcome
	wanted   []importer.Lookup
	resolved map[importer.Lookup]importer.Found
	recorded map[int]bool             // in this part of the run
	written  int64                    // intents so far
	places   map[int]map[string]int64 // of the last one for each field of a row
	broken   error                    // returned by Intend
	full     error                    // returned by Record
	problems []string
	cut      map[int][]importer.Intent // writes of which a resumption could not know whether they were sent
}

func newFakeJournal() *fakeJournal {
	return &fakeJournal{
		intents: map[int][]importer.Intent{}, outcomes: map[int]importer.Outcome{}, resolved: map[importer.Lookup]importer.Found{}, recorded: map[int]bool{}, places: map[int]map[string]int64{}, cut: map[int][]importer.Intent{},
	}
}

// isBroken reports whether the process is gone.
func (j *fakeJournal) isBroken() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.broken != nil
}

// left is what is recorded of a row, nil if nothing is.
func (j *fakeJournal) left(seq int) *importer.Unfinished {
	o, ended := j.outcomes[seq]
	intents := j.intents[seq]
	if !ended && len(intents) == 0 {
		return nil
	}
	l := &importer.Unfinished{Seq: seq, ID: o.ID, Status: o.Status, Attempts: o.Attempts, ETagBefore: o.ETagBefore, ETagAfter: o.ETagAfter}
	for _, c := range o.Changes {
		l.Open = l.Open || c.Open
		if !c.Open {
			l.Applied = append(l.Applied, c)
		}
	}
	if len(intents) > 0 {
		l.Last = &intents[len(intents)-1]
	}
	if l.Last != nil && !ended {
		j.cut[seq] = append(j.cut[seq], *l.Last)
		l.Open, l.Applied, l.ID = true, l.Last.Applied, l.Last.ID
		l.Attempts, l.ETagBefore, l.ETagAfter = l.Last.Attempt, l.Last.ETag, l.Last.AppliedETag
	}
	switch {
	case l.Open:
		l.MovedFrom = l.Last.MovedFrom
	case o.OwnMove:
		l.MovedFrom = o.ETagBefore
	}
	return l
}

// Unfinished returns what is recorded of n rows.
func (j *fakeJournal) Unfinished(_ context.Context, from, n int) ([]*importer.Unfinished, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	left := make([]*importer.Unfinished, n)
	for i := range left {
		left[i] = j.left(from + i)
	}
	return left, nil
}

func (j *fakeJournal) holds(status importer.Status) bool {
	for _, o := range j.outcomes {
		if o.Status == status {
			return true
		}
	}
	return false
}

// resume begins another part of the run: the rows of each stage, as a resumption
// takes them.
func (j *fakeJournal) resume(ctx context.Context, rows []importer.Entry, stages ...ResumeStage) (parts []importer.Entries) {
	clear(j.recorded)
	j.broken, j.full = nil, nil
	resumption := NewResumption(ctx, j)
	for _, stage := range stages {
		parts = append(parts, resumption.Filter(&fakeEntries{rows: rows}, stage))
	}
	return parts
}

func (j *fakeJournal) intended(in importer.Intent) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.ContainsFunc(j.intents[in.Seq], func(known importer.Intent) bool {
		return known.Attempt == in.Attempt && known.ETag == in.ETag && known.ID == in.ID && slices.Equal(known.Changes, in.Changes)
	})
}

func (j *fakeJournal) Want(_ context.Context, lookups []importer.Lookup) error {
	for _, l := range lookups {
		if !slices.Contains(j.wanted, l) {
			j.wanted = append(j.wanted, l)
		}
	}
	return nil
}

func (j *fakeJournal) Wanted(_ context.Context, after int64, n int) ([]importer.Lookup, int64, error) {
	end := min(int(after)+n, len(j.wanted))
	return slices.Clone(j.wanted[after:end]), int64(end), nil
}

func (j *fakeJournal) Resolve(_ context.Context, found []importer.Found) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, f := range found {
		if _, known := j.resolved[f.Lookup]; known || f.Disposition == importer.NotSent {
			j.problems = append(j.problems, fmt.Sprintf("lookup %v recorded twice or without an end", f.Lookup))
		}
		j.resolved[f.Lookup] = f
	}
	return nil
}

func (j *fakeJournal) Resolved(_ context.Context, lookups []importer.Lookup) ([]importer.Found, error) {
	found := make([]importer.Found, len(lookups))
	for i, l := range lookups {
		found[i] = j.resolved[l]
	}
	return found, nil
}

func (j *fakeJournal) Intend(ctx context.Context, intents []importer.Intent) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := errors.Join(j.broken, ctx.Err()); err != nil {
		return err
	}
	for _, in := range intents {
		if _, known := j.outcomes[in.Seq]; known && !in.Again {
			j.problems = append(j.problems, fmt.Sprintf("line %d: an intent beside an outcome", in.Line))
		}
		delete(j.outcomes, in.Seq)
		j.intents[in.Seq] = append(j.intents[in.Seq], in)
		j.written++
		if j.places[in.Seq] == nil {
			j.places[in.Seq] = map[string]int64{}
		}
		for _, c := range in.Changes {
			j.places[in.Seq][c.Field] = j.written
		}
	}
	return nil
}

func (j *fakeJournal) Record(ctx context.Context, outcomes []importer.Outcome) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.full != nil {
		return j.full
	}
	for _, o := range outcomes {
		earlier, known := j.outcomes[o.Seq]
		if j.recorded[o.Seq] || known && earlier.Status.Result() == "success" {
			j.problems = append(j.problems, fmt.Sprintf("line %d recorded twice", o.Line))
		}
		if o.Status.Result() == "failure" && (o.Code == "" || o.Message.IsZero() || o.Raw == nil) {
			j.problems = append(j.problems, fmt.Sprintf("line %d: a failure without code, message or bytes: %+v", o.Line, o))
		}
		j.outcomes[o.Seq] = o
		j.recorded[o.Seq] = true
	}
	return ctx.Err()
}

func (j *fakeJournal) Written(_ context.Context, ids []string) ([][]importer.Written, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	written := make([][]importer.Written, len(ids))
	for _, seq := range slices.Sorted(maps.Keys(j.outcomes)) {
		o := j.outcomes[seq]
		if i := slices.Index(ids, o.ID); i >= 0 && len(o.Changes) > 0 {
			w := importer.Written{Changes: o.Changes}
			if o.OwnMove {
				w.ETagBefore, w.ETagAfter = o.ETagBefore, o.ETagAfter
			}
			written[i] = append(written[i], w)
		}
	}
	return written, nil
}

func (j *fakeJournal) Later(_ context.Context, rows []*importer.Unfinished) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, l := range rows {
		for seq, o := range j.outcomes {
			if o.ID == l.ID && seq > l.Seq && o.Status.Result() == "success" {
				l.Later = append(l.Later, o.Sets...)
			}
		}
	}
	return nil
}

func (j *fakeJournal) Planned(_ context.Context, ids []string) ([][]mapping.Value, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	planned := make([][]mapping.Value, len(ids))
	for seq := range len(j.outcomes) {
		o := j.outcomes[seq]
		if i := slices.Index(ids, o.ID); i >= 0 && o.Status == importer.WouldUpdate {
			for _, c := range o.Changes {
				planned[i] = append(planned[i], mapping.Value{Field: c.Field, Text: c.After})
			}
		}
	}
	return planned, nil
}

// fakeEntries hands out rows from memory.
type fakeEntries struct {
	rows []importer.Entry
	next int
	fail error // returned instead of io.EOF
}

func (e *fakeEntries) Next() (importer.Entry, error) {
	if e.next == len(e.rows) {
		if e.fail != nil {
			return importer.Entry{}, e.fail
		}
		return importer.Entry{}, io.EOF
	}
	e.next++
	return e.rows[e.next-1], nil
}
