package pipeline

import (
	"context"
	"math/rand/v2"
	"time"

	"bcimport/importer"
)

// retry asks for a chunk until every answer is settled. It is for what has no rows that
// can be put back: keys, and contacts that are only read.
type retry struct {
	health *serverHealth
	// ask asks for what is left and returns how much is left after that. An error ends
	// the asking.
	ask func(try int) (left int, err error)
	// giveUp is called for what meets faults although the server answers others.
	giveUp func() error
}

// run asks, and waits between the tries. The error is that of ask or giveUp, ErrServerDown,
// or ErrInterrupted when ctx has ended.
func (r retry) run(ctx context.Context) error {
	var faults rowFaults
	for try := 1; ; try++ {
		left, err := r.ask(try)
		now := time.Now()
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return importer.ErrInterrupted
		case left == 0:
			return nil
		case r.health.down(now):
			return importer.ErrServerDown
		case faults.add(now, r.health):
			return r.giveUp()
		}
		if importer.Sleep(ctx, importer.Backoff(try, rand.Float64())) != nil {
			return importer.ErrInterrupted
		}
	}
}
