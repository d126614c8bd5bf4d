package cli

import (
	"errors"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
)

// TestJudge_EndsWith4WhileResumeCanSettleARow: a watcher that is told 3 takes the file
// for done.
func TestJudge_EndsWith4WhileResumeCanSettleARow(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ends []importer.Status
		code Code
	}{
		"all updated":                {[]importer.Status{importer.Updated, importer.Updated}, OK},
		"one rejected":               {[]importer.Status{importer.Updated, importer.Rejected}, Incomplete},
		"all unknown":                {[]importer.Status{importer.Unknown, importer.Unknown}, Halted},
		"one unknown":                {[]importer.Status{importer.Updated, importer.Unknown}, Halted},
		"unknown beside a rejection": {[]importer.Status{importer.Rejected, importer.Unknown}, Halted},
		"no record":                  {[]importer.Status{importer.Updated, importer.Skipped}, OK},
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
			p := &part{file: file, about: about}
			code, ending, why := p.judge(nil)
			if code != tt.code || (ending.State == "stopped") != (tt.code == Halted) || errors.Is(why, errOpenRows) != (tt.code == Halted) {
				t.Errorf("code %d, ending %+v, reason %v", code, ending, why)
			}
		})
	}
}

// TestForecast_OfAResumptionIsWhatTheRowsBeforeTook: not what the service's limits would
// allow at the worst.
func TestForecast_OfAResumptionIsWhatTheRowsBeforeTook(t *testing.T) {
	t.Parallel()
	p := &part{about: importer.About{Input: importer.Input{Rows: 1000}}, total: 250, before: importer.Spent{Worked: 15 * time.Second}}
	if d, known := p.measured(); !known || d != 5*time.Second {
		t.Errorf("%v, %v", d, known)
	}
	for _, few := range []*part{{about: p.about, total: 990, before: p.before}, {about: p.about, total: 250}} {
		if d, known := few.measured(); known {
			t.Errorf("known from nothing: %v", d)
		}
	}
}
