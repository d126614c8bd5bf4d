package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"bcimport/importer"
)

func TestNextSteps_MostUrgentFirst(t *testing.T) {
	t.Parallel()
	type rows = map[importer.Status]int
	for name, tt := range map[string]struct {
		standing importer.Standing
		want     string
	}{
		"all succeeded":       {importer.Standing{Kind: importer.EndSucceeded, Rows: rows{importer.Updated: 2, importer.Unchanged: 1, importer.Skipped: 1, importer.NotAccepted: 1}}, ""},
		"rows to correct":     {importer.Standing{Kind: importer.EndIncomplete, Rows: rows{importer.Updated: 1, importer.Invalid: 2}, Failed: "failed.csv"}, "run_failed failed.csv"},
		"with technical ones": {importer.Standing{Kind: importer.EndIncomplete, Rows: rows{importer.Invalid: 1, importer.Failed: 1}, Failed: "failed.csv"}, "run_failed failed.csv, resume_failed"},
		"technical ones":      {importer.Standing{Kind: importer.EndIncomplete, Rows: rows{importer.Failed: 1}, Failed: "failed.csv"}, "resume_failed"},
		"superseded alone":    {importer.Standing{Kind: importer.EndIncomplete, Rows: rows{importer.Invalid: 2}, Superseded: 2, Failed: "failed.csv"}, ""},
		"plan to approve":     {importer.Standing{Kind: importer.EndIncomplete, Approves: true, Rows: rows{importer.WouldUpdate: 3, importer.Invalid: 1}, Failed: "failed.csv"}, "approve, run_failed failed.csv"},
		"stopped":             {importer.Standing{Kind: importer.EndStopped, Rows: rows{importer.NotAttempted: 3, importer.Invalid: 1}, Failed: "failed.csv"}, "resume, run_failed failed.csv"},
		"stopped at the end":  {importer.Standing{Kind: importer.EndStopped, Rows: rows{importer.Updated: 3}}, "resume"},
		"killed":              {importer.Standing{Rows: rows{importer.Updated: 3}}, "resume"},
		"broken":              {importer.Standing{Kind: importer.EndBroken, Rows: rows{importer.NotAttempted: 3, importer.Failed: 1}}, "resume, resume_failed"},
		"lost answers":        {importer.Standing{Kind: importer.EndStopped, Rows: rows{importer.Unknown: 1}}, "resume"},
		"refused":             {importer.Standing{Kind: importer.EndRefused, Rows: rows{importer.WouldUpdate: 9, importer.Invalid: 1}, Failed: "failed.csv"}, "raise_max_updates"},
		"plan":                {importer.Standing{Kind: importer.EndSucceeded, Rows: rows{importer.WouldUpdate: 2}}, "run_plan"},
		"plan with bad rows":  {importer.Standing{Kind: importer.EndIncomplete, Rows: rows{importer.WouldUpdate: 2, importer.Invalid: 1}, Failed: "failed.csv"}, "run_plan, run_failed failed.csv"},
		"undo rehearsed":      {importer.Standing{Undo: true, Kind: importer.EndSucceeded, Rows: rows{importer.WouldUpdate: 2}}, "undo"},
		"undo with conflicts": {importer.Standing{Undo: true, Kind: importer.EndIncomplete, Rows: rows{importer.Updated: 2, importer.Conflicted: 1}}, "review"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.standing.Run = "in.run"
			var got []string
			for _, step := range importer.NextSteps(tt.standing) {
				if step.Run != "in.run" {
					t.Errorf("%s is of run %q", step.Kind, step.Run)
				}
				got = append(got, strings.TrimSpace(fmt.Sprint(step.Kind, " ", step.File)))
			}
			if strings.Join(got, ", ") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
