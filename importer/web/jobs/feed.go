package jobs

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/runs/forecast"
)

// Feed keeps the events of one job for whoever watches it, from the beginning or from
// where a connection broke off. Events are numbered from 1. Of progress only the latest is
// kept, in place of the one before, so that no reader can be too slow for it. It is safe for concurrent use. The zero value is ready.
type Feed struct {
	mu      sync.Mutex
	last    int
	kept    []Numbered
	changed chan struct{} // closed at the next event; nil while no goroutine waits

	now      Progress
	workers  int
	estimate forecast.Estimator
}

// Numbered is an event with its number.
type Numbered struct {
	Number int
	// Event is a runs.Event, a Progress, or whatever else a job tells.
	Event any
}

// Progress is how far a run has come. Feed tells it instead of runs.KeysFound, RowsBegin,
// RowsEnded and Asked.
type Progress struct {
	Keys   int // that were looked up
	Rows   int // that have ended
	Of     int // rows to be worked on
	Counts map[importer.Status]int
	// Left is how long the rest will take, where it is known.
	Left  time.Duration
	Known bool
	// Began is when the rows began; the zero time while keys are looked up.
	Began time.Time
	// Failures are the latest rows that did not succeed, the newest first.
	Failures []runs.EndedRow
	// Until is when the service, which asked to wait, may be asked again.
	Until time.Time
}

// Asked is that a service asks to wait.
type Asked struct{ Wait time.Duration }

// mostFailures is how many failures a Progress holds.
const mostFailures = 10

// mostKept is how many events a Feed keeps beside the progress; older ones are dropped.
const mostKept = 1000

// Take takes the next event, as Face.Events does.
func (f *Feed) Take(e any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	progress := f.fold(e)
	if progress {
		f.kept = slices.DeleteFunc(f.kept, isProgress)
		now := f.now
		now.Counts, now.Failures = maps.Clone(f.now.Counts), slices.Clone(f.now.Failures)
		e = now
	}
	f.last++
	f.kept = append(f.kept, Numbered{f.last, e})
	f.kept = f.kept[max(0, len(f.kept)-mostKept):]
	if f.changed != nil {
		close(f.changed)
		f.changed = nil
	}
}

func isProgress(n Numbered) bool { _, is := n.Event.(Progress); return is }

// fold counts an event of progress and reports whether it is one.
func (f *Feed) fold(e any) bool {
	switch e := e.(type) {
	case runs.Begun:
		f.now = Progress{Of: e.Rows, Counts: map[importer.Status]int{}}
		f.workers = e.Workers
		f.estimate = forecast.NewEstimator(e.Rows, f.workers, 0, time.Time{})
		return false
	case runs.KeysFound:
		f.now.Keys += e.Keys
	case runs.RowsBegin:
		if e.Again {
			f.now.Rows = 0
			clear(f.now.Counts)
			f.now.Failures = nil
		}
		f.now.Began = time.Now()
		f.estimate = forecast.NewEstimator(f.now.Of, f.workers, e.Takes, time.Now())
	case runs.RowsEnded:
		f.now.Rows += len(e.Rows)
		f.count(e.Rows)
		f.estimate.Ended(len(e.Rows), e.Took, time.Now())
	case Asked:
		if until := time.Now().Add(e.Wait); until.After(f.now.Until) {
			f.now.Until = until
		}
	default:
		return false
	}
	f.now.Left, f.now.Known = f.estimate.Left(time.Now())
	return true
}

func (f *Feed) count(rows []runs.EndedRow) {
	if f.now.Counts == nil {
		f.now.Counts = map[importer.Status]int{}
	}
	for _, r := range rows {
		f.now.Counts[r.Status]++
		if r.Status.Result() == "failure" && r.Status != importer.NotAttempted {
			f.now.Failures = append([]runs.EndedRow{r}, f.now.Failures[:min(len(f.now.Failures), mostFailures-1)]...)
		}
	}
}

// Since returns the events after a number, in order. It waits until there is one, and
// returns none when ctx has ended.
func (f *Feed) Since(ctx context.Context, number int) []Numbered {
	for {
		f.mu.Lock()
		at, _ := slices.BinarySearchFunc(f.kept, number+1, func(n Numbered, number int) int { return n.Number - number })
		found := slices.Clone(f.kept[at:])
		if f.changed == nil {
			f.changed = make(chan struct{})
		}
		changed := f.changed
		f.mu.Unlock()
		if len(found) > 0 {
			return found
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}
