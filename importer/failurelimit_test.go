package importer

import (
	"errors"
	"slices"
	"testing"
)

func ending(n int, status Status) []Outcome { return slices.Repeat([]Outcome{{Status: status}}, n) }

func TestFailureLimit_FirstRowsThatAllFailStopTheRun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		outcomes [][]Outcome
		stops    bool
	}{
		"199 that fail":                        {[][]Outcome{ending(100, Failed), ending(99, NotFound)}, false},
		"200 that fail":                        {[][]Outcome{ending(100, Failed), ending(50, NotFound), ending(50, Rejected)}, true},
		"invalid rows do not reach the server": {[][]Outcome{ending(1000, Invalid), ending(199, Rejected)}, false},
		"one among the first succeeded":        {[][]Outcome{ending(150, Failed), ending(1, Updated), ending(5000, Failed)}, false},
		"one found in place":                   {[][]Outcome{ending(1, Unchanged), ending(5000, Rejected)}, false},
		"conflicts are about rows":             {[][]Outcome{ending(1, Conflicted), ending(5000, Rejected)}, false},
	} {
		l := failureLimit{most: -1}
		var err error
		for _, o := range test.outcomes {
			err = errors.Join(err, l.record(o))
		}
		if (err != nil) != test.stops || err != nil && !errors.Is(err, ErrTooManyFailures) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFailureLimit_LimitOfItsOwnReplacesTheRule(t *testing.T) {
	t.Parallel()
	l := failureLimit{most: 300}
	if err := l.record(ending(300, Rejected)); err != nil {
		t.Errorf("300 failures are allowed: %v", err)
	}
	if err := l.record(slices.Concat(ending(50, Updated), ending(10, NotAttempted))); err != nil {
		t.Errorf("successes and rows left alone are no failures: %v", err)
	}
	if err := l.record(ending(1, Invalid)); !errors.Is(err, ErrTooManyFailures) {
		t.Errorf("the 301st failure: %v", err)
	}
}
