package runs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bcimport/importer/judge"
	"bcimport/reports"
)

// What is looked at to know what is usual: the newest runs, and of them those of the
// same mapping and target.
const (
	mostLooked = 50
	mostLast   = 10
)

// lastShares returns how many of the first rows changed in the last runs of the same
// mapping on the same target, of the runs beside this one and beside its input. One that
// was accepted as unusual counts: it may be usual from then on.
func (x *execution) lastShares() []judge.Share {
	var shares []judge.Share
	for _, folder := range x.lastRuns() {
		summary, err := readSummary(folder)
		if err != nil || !x.alike(summary) {
			continue
		}
		share := judge.Share{Changed: summary.Opening.Changed, Rows: summary.Opening.Rows}
		if shares = append(shares, share); len(shares) == mostLast {
			break
		}
	}
	return shares
}

// lastRuns are the folders of other runs, the newest first.
func (x *execution) lastRuns() []string {
	own, err := filepath.Abs(x.folder)
	if err != nil {
		return nil
	}
	var found []string
	for _, pattern := range []string{filepath.Join(filepath.Dir(own), "*"), filepath.Join(filepath.Dir(x.about.Input.File), "*.run"), x.spec.Past} {
		folders, err := filepath.Glob(pattern)
		if err == nil {
			found = append(found, folders...)
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	ended := map[string]time.Time{}
	for _, folder := range found {
		if info, err := os.Stat(filepath.Join(folder, reports.SummaryFile)); err == nil && folder != own {
			ended[folder] = info.ModTime()
		}
	}
	found = slices.DeleteFunc(found, func(folder string) bool { return ended[folder].IsZero() })
	slices.SortStableFunc(found, func(a, b string) int { return ended[b].Compare(ended[a]) })
	return found[:min(len(found), mostLooked)]
}

func readSummary(folder string) (reports.Summary, error) {
	var s reports.Summary
	data, err := os.ReadFile(filepath.Join(folder, reports.SummaryFile))
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	return s, err
}

// alike reports whether a finished run can be compared with this one.
func (x *execution) alike(s reports.Summary) bool {
	return s.State == "finished" && s.Command == "run" && s.Opening != nil &&
		filepath.Base(s.Mapping) == filepath.Base(x.about.Mapping.File) &&
		strings.EqualFold(s.Target.CompanyID, x.about.Target.CompanyID) && s.Target.APIRoot == x.about.Target.APIRoot
}
