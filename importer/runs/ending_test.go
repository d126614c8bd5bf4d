package runs

import (
	"errors"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
)

// TestJudge_StaysStoppedWhileAResumptionCanSettleARow: a watcher that is told it has
// finished takes the file for done.
func TestJudge_StaysStoppedWhileAResumptionCanSettleARow(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ends  []importer.Status
		state importer.EndKind
	}{
		"all updated":                {[]importer.Status{importer.Updated, importer.Updated}, importer.EndSucceeded},
		"one rejected":               {[]importer.Status{importer.Updated, importer.Rejected}, importer.EndIncomplete},
		"all unknown":                {[]importer.Status{importer.Unknown, importer.Unknown}, importer.EndStopped},
		"one unknown":                {[]importer.Status{importer.Updated, importer.Unknown}, importer.EndStopped},
		"unknown beside a rejection": {[]importer.Status{importer.Rejected, importer.Unknown}, importer.EndStopped},
		"no record":                  {[]importer.Status{importer.Updated, importer.Skipped}, importer.EndSucceeded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			about := importer.About{Command: "run", Input: importer.Input{Rows: len(tt.ends)}}
			if err := sqlite.Create(folder, about, nil); err != nil {
				t.Fatal(err)
			}
			file, err := sqlite.Open(folder)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			if err := file.Begin(func() importer.Spent { return importer.Spent{} }); err != nil {
				t.Fatal(err)
			}
			for seq, status := range tt.ends {
				if err := file.Record(t.Context(), []importer.Outcome{{Seq: seq, Line: seq + 2, ID: "a", Status: status, FinishedAt: startTime()}}); err != nil {
					t.Fatal(err)
				}
			}
			x := &execution{Manager: newTestManager(), record: file, about: about}
			state, ending, why := x.judge(nil)
			if state != tt.state || (ending.State == "stopped") != (tt.state == importer.EndStopped) || errors.Is(why, ErrOpenRows) != (tt.state == importer.EndStopped) {
				t.Errorf("state %s, ending %+v, reason %v", state, ending, why)
			}
		})
	}
}

// TestForecast_OfAResumptionIsWhatTheRowsBeforeTook: not what the service's limits would
// allow at the worst.
func TestForecast_OfAResumptionIsWhatTheRowsBeforeTook(t *testing.T) {
	t.Parallel()
	x := &execution{about: importer.About{Input: importer.Input{Rows: 1000}}, total: 250, before: importer.Spent{Worked: 15 * time.Second}}
	if d, known := x.measured(); !known || d != 5*time.Second {
		t.Errorf("%v, %v", d, known)
	}
	for _, few := range []*execution{{about: x.about, total: 990, before: x.before}, {about: x.about, total: 250}} {
		if d, known := few.measured(); known {
			t.Errorf("known from nothing: %v", d)
		}
	}
}
