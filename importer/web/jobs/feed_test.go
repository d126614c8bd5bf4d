package jobs

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
)

func rowsEnded(n int) runs.RowsEnded {
	rows := make([]runs.EndedRow, n)
	for i := range rows {
		rows[i].Status = importer.Updated
	}
	return runs.RowsEnded{Rows: rows, Took: time.Second}
}

func TestFeed_ASlowWatcherLosesProgressAndNeverTheEnd(t *testing.T) {
	t.Parallel()
	var f Feed
	f.Take(runs.Begun{Folder: "r", Rows: 5000, Workers: 5})
	f.Take(runs.RowsBegin{Takes: time.Minute})
	for range 50 {
		f.Take(rowsEnded(100))
	}
	f.Take(runs.Ended{Result: runs.Result{Folder: "r"}})
	got := f.Since(t.Context(), 0)
	if len(got) != 3 {
		t.Fatalf("%d events, want the beginning, one progress and the end: %+v", len(got), got)
	}
	progress, _ := got[1].Event.(Progress)
	if progress.Rows != 5000 || progress.Of != 5000 || progress.Counts[importer.Updated] != 5000 {
		t.Errorf("progress %+v", progress)
	}
	if _, end := got[2].Event.(runs.Ended); !end {
		t.Errorf("the last event is %+v", got[2].Event)
	}
}

func TestFeed_AWatcherThatComesBackGetsWhatCameSince(t *testing.T) {
	t.Parallel()
	var f Feed
	f.Take(runs.Begun{Rows: 3, Workers: 1})
	first := f.Since(t.Context(), 0)
	f.Take(runs.Note{Code: runs.NoteSheet})
	f.Take(rowsEnded(3))
	since := f.Since(t.Context(), first[0].Number)
	if len(since) != 2 || since[0].Number != 2 || since[1].Number != 3 {
		t.Fatalf("since %+v", since)
	}
	arrived := make(chan []Numbered)
	go func() { arrived <- f.Since(t.Context(), 3) }()
	f.Take(runs.Ended{})
	if got := <-arrived; len(got) != 1 || got[0].Number != 4 {
		t.Errorf("waited for %+v", got)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if got := f.Since(gone, 4); got != nil {
		t.Errorf("after the end of its context a watcher got %+v", got)
	}
}

func TestFeed_APlanBeforeARunIsNotCounted(t *testing.T) {
	t.Parallel()
	var f Feed
	f.Take(runs.Begun{Rows: 10, Workers: 1})
	f.Take(runs.RowsBegin{})
	f.Take(rowsEnded(10))
	f.Take(runs.RowsBegin{Again: true})
	f.Take(rowsEnded(4))
	got := f.Since(t.Context(), 0)
	if p := got[len(got)-1].Event.(Progress); p.Rows != 4 || p.Counts[importer.Updated] != 4 {
		t.Errorf("progress %+v", p)
	}
}

func TestFeed_ProgressTellsTheLatestFailuresAndWhatTheServiceAsksFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var f Feed
		f.Take(runs.Begun{Rows: 30, Workers: 1})
		for line := range 15 {
			failed := runs.EndedRow{Line: line, Status: importer.Invalid, Code: "too_long"}
			f.Take(runs.RowsEnded{Rows: []runs.EndedRow{failed, {Line: 100, Status: importer.Updated}}})
		}
		f.Take(Asked{20 * time.Second})
		f.Take(Asked{time.Second})
		got := f.Since(t.Context(), 0)
		p := got[len(got)-1].Event.(Progress)
		if len(p.Failures) != mostFailures || p.Failures[0].Line != 14 || p.Failures[mostFailures-1].Line != 5 {
			t.Errorf("failures %v", p.Failures)
		}
		if want := time.Now().Add(20 * time.Second); !p.Until.Equal(want) {
			t.Errorf("asked to wait until %v, want %v", p.Until, want)
		}
	})
}
