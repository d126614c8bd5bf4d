package pipeline

import (
	"errors"
	"slices"
	"testing"

	"bcimport/importer"
)

func ending(n int, status importer.Status) []importer.Outcome {
	return slices.Repeat([]importer.Outcome{{Status: status}}, n)
}

func TestFailureLimit_FirstRowsThatAllFailStopTheRun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		outcomes [][]importer.Outcome
		stops    bool
	}{
		"199 that fail":                        {[][]importer.Outcome{ending(100, importer.Failed), ending(99, importer.NotFound)}, false},
		"200 that fail":                        {[][]importer.Outcome{ending(100, importer.Failed), ending(50, importer.NotFound), ending(50, importer.Rejected)}, true},
		"invalid rows do not reach the server": {[][]importer.Outcome{ending(1000, importer.Invalid), ending(199, importer.Rejected)}, false},
		"one among the first succeeded":        {[][]importer.Outcome{ending(150, importer.Failed), ending(1, importer.Updated), ending(5000, importer.Failed)}, false},
		"one found in place":                   {[][]importer.Outcome{ending(1, importer.Unchanged), ending(5000, importer.Rejected)}, false},
		"conflicts are about rows":             {[][]importer.Outcome{ending(1, importer.Conflicted), ending(5000, importer.Rejected)}, false},
	} {
		l := failureLimit{most: -1}
		var err error
		for _, o := range test.outcomes {
			err = errors.Join(err, l.record(o))
		}
		if (err != nil) != test.stops || err != nil && !errors.Is(err, importer.ErrTooManyFailures) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFailureLimit_LimitOfItsOwnReplacesTheRule(t *testing.T) {
	t.Parallel()
	l := failureLimit{most: 300}
	if err := l.record(ending(300, importer.Rejected)); err != nil {
		t.Errorf("300 failures are allowed: %v", err)
	}
	if err := l.record(slices.Concat(ending(50, importer.Updated), ending(10, importer.NotAttempted))); err != nil {
		t.Errorf("successes and rows left alone are no failures: %v", err)
	}
	if err := l.record(ending(1, importer.Invalid)); !errors.Is(err, importer.ErrTooManyFailures) {
		t.Errorf("the 301st failure: %v", err)
	}
}
