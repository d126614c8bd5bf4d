package reports

import "testing"

func TestOurs_KnowsReportsAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"report.csv": true, "changes.csv": true, "report.html": true, "report-2.html": true, "failed.csv": true, "summary.json": true,
		"report-2.csv": true, ".report.csv.tmp": true, ".report.csv.4XJ2K.tmp": true, "summary-12.json": true,
		"report-1.csv": false, "report-final.csv": false, "failed (mended).csv": false, "journal.sqlite": false,
		"report": false, "notes.txt": false, ".csv": false, "": false, "failed.csv.bak": false, "report--2.csv": false,
		".notes.txt.4XJ2K.tmp": false, ".tmp": false, "..tmp": false,
	} {
		if Ours(name) != want {
			t.Errorf("Ours(%q) is %v", name, !want)
		}
	}
}
