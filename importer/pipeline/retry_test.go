package pipeline

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
)

// TestRetry_EndsWithWhatTheServerDoes: a chunk is asked for until nothing is left of it;
// else who alone meets faults is given up, and a server that is down stops the run.
func TestRetry_EndsWithWhatTheServerDoes(t *testing.T) {
	t.Parallel()
	givenUp, signIn := errors.New("given up"), errors.New("sign-in")
	for name, c := range map[string]struct {
		settledAfter int  // tries; 0: never
		othersDo     bool // the server answers others meanwhile
		stop         error
		cancelAfter  time.Duration
		want         error
	}{
		"all settled at once":           {1, false, nil, 0, nil},
		"settled after faults":          {4, false, nil, 0, nil},
		"the server answers nobody":     {0, false, nil, 0, importer.ErrServerDown},
		"the server answers others":     {0, true, nil, 0, givenUp},
		"a reason to stop the run":      {0, true, signIn, 0, signIn},
		"interrupted while it waits":    {0, true, nil, time.Second, importer.ErrInterrupted},
		"interrupted with none settled": {0, false, nil, time.Second, importer.ErrInterrupted},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.cancelAfter > 0 {
				time.AfterFunc(c.cancelAfter, cancel)
			}
			health := newServerHealth(10 * time.Minute)
			tries := 0
			err := retry{
				health: health,
				ask: func(try int) (int, error) {
					tries++
					if try == c.settledAfter {
						return 0, c.stop
					}
					health.record(importer.NotDone, importer.Fault{}, time.Now())
					if c.othersDo {
						health.record(importer.Confirmed, importer.Fault{}, time.Now())
					}
					return 1, c.stop
				},
				giveUp: func() error { return givenUp },
			}.run(ctx)
			if !errors.Is(err, c.want) || err == nil && tries != c.settledAfter {
				t.Errorf("%s: %v after %d tries, want %v", name, err, tries, c.want)
			}
		})
	}
}
