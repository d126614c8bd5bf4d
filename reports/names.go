package reports

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"bcimport/reports/atomicfile"
)

// Ours reports whether a file in a run folder has a name that Write gives: a
// report's own, one that it takes while another program holds that (report-2.csv),
// or that of a report under way.
func Ours(name string) bool {
	if under, found := strings.CutSuffix(name, atomicfile.Suffix); found {
		name = strings.TrimPrefix(under, ".")
		if before, _, found := cutLast(name, "."); found && slices.Contains(names(), before) {
			return true
		}
	}
	if slices.Contains(names(), name) {
		return true
	}
	ext := filepath.Ext(name)
	base, number, _ := cutLast(strings.TrimSuffix(name, ext), "-")
	n, err := strconv.Atoi(number)
	return err == nil && n > 1 && slices.Contains(names(), base+ext)
}

// names are those of all reports.
func names() []string {
	return []string{ReportFile, ChangesFile, FailedFile, FailedBook, ReportBook, ChangesBook, PageFile, SummaryFile, ReviewBook}
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
