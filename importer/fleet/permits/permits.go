// Package permits keeps the number of runs that are in work at once, on all workers, at what
// a fleet file allows. A run needs a permit, of which the store holds so many: each is a
// series of objects that are made once, so that of two workers one has it. A permit that is
// not renewed goes to another run; that keeps a number and fences nobody, which the logs of
// the runs do. Start with Doer.
package permits

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"bcimport/importer/fleet"
	"bcimport/importer/objects"
)

// The times of permits.
const (
	// Look is how often a run that waits looks for a permit, and Renew how often one that has
	// it says so. Lapse is how long a permit is kept that is not renewed.
	Look  = 2 * time.Second
	Renew = 15 * time.Second
	Lapse = 90 * time.Second
)

// Waiting is what a run is at that has a worker and no permit.
const Waiting fleet.Phase = "waiting"

// Doer does runs that have a permit, by another doer.
type Doer struct {
	Doer interface {
		Do(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error)
	}
	Objects fleet.Objects
	Most    int // how many runs may be in work at once; above 0
	Now     func() time.Time
	// After is time.After.
	After func(time.Duration) <-chan time.Time
}

// permit is what the last object of a permit's series says.
type permit struct {
	Owner string    `json:"owner,omitempty"` // empty for nobody
	Run   string    `json:"run,omitempty"`
	At    time.Time `json:"at"` // of the last renewal
}

// prefix is what the names of permits begin with.
const prefix = "permits/"

func nameOf(number, turn int) string { return fmt.Sprintf("%s%05d/%012d", prefix, number, turn) }

// Do waits for a permit and makes the attempt. A run whose context ends while it waits makes
// it at once, in order to end.
func (d *Doer) Do(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error) {
	name, err := d.await(ctx, permit{Owner: by.Owner, Run: run}, beat)
	if err != nil {
		return fleet.Result{}, &fleet.Error{Kind: fleet.ErrLater, Reason: fleet.NoStore}
	}
	if name == "" {
		return d.Doer.Do(ctx, by, run, beat)
	}
	release := d.hold(ctx, name, permit{Owner: by.Owner, Run: run})
	defer release()
	return d.Doer.Do(ctx, by, run, beat)
}

// await waits for a permit, and returns the name of its object: empty where the context ended.
func (d *Doer) await(ctx context.Context, of permit, beat func(fleet.Progress)) (name string, err error) {
	failures := 0
	for {
		if ctx.Err() != nil {
			return "", nil
		}
		if beat != nil {
			beat(fleet.Progress{Run: of.Run, Phase: Waiting})
		}
		switch name, err = d.take(ctx, of); {
		case name != "" && err == nil:
			return name, nil
		case err == nil:
			failures = 0
		case ctx.Err() == nil:
			if failures++; failures == 5 {
				return "", err
			}
		}
		select {
		case <-ctx.Done():
		case <-d.After(Look/2 + rand.N(Look)):
		}
	}
}

// take takes a permit that nobody has; the name is empty where all are taken.
func (d *Doer) take(ctx context.Context, of permit) (string, error) {
	turns, err := d.turns(ctx)
	if err != nil {
		return "", err
	}
	of.At = d.Now().UTC()
	for _, number := range rand.Perm(d.Most) {
		turn, known := turns[number]
		if known {
			free, err := d.free(ctx, nameOf(number, turn))
			if err != nil {
				return "", err
			}
			if !free {
				continue
			}
		}
		data, err := json.Marshal(of)
		if err != nil {
			return "", err
		}
		name := nameOf(number, turn+1)
		switch err = d.Objects.Create(ctx, name, data); {
		case errors.Is(err, objects.ErrExists): // another one was quicker
			continue
		case err != nil:
			return "", err
		}
		if known {
			_ = d.Objects.Delete(ctx, nameOf(number, turn)) // else the next one leaves it behind, too
		}
		return name, nil
	}
	return "", nil
}

// turns are the last turns of the permits, by number.
func (d *Doer) turns(ctx context.Context) (map[int]int, error) {
	turns := map[int]int{}
	for o, err := range d.Objects.List(ctx, prefix) {
		if err != nil {
			return nil, err
		}
		number, err1 := strconv.Atoi(strings.TrimPrefix(path.Dir(o.Name), prefix))
		turn, err2 := strconv.Atoi(path.Base(o.Name))
		if err1 == nil && err2 == nil {
			turns[number] = max(turns[number], turn)
		}
	}
	return turns, nil
}

// free reports whether nobody has a permit.
func (d *Doer) free(ctx context.Context, name string) (bool, error) {
	data, err := d.Objects.Read(ctx, name)
	if errors.Is(err, fs.ErrNotExist) { // another one has it by now
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var p permit
	if err := json.Unmarshal(data, &p); err != nil {
		return false, fmt.Errorf("read %s: %w", name, err)
	}
	return p.Owner == "" || d.Now().Sub(p.At) > Lapse, nil
}

// hold renews a permit until the function that it returns is called, which gives it back.
func (d *Doer) hold(ctx context.Context, name string, of permit) (release func()) {
	ctx = context.WithoutCancel(ctx) // a run that ends has it until it has ended
	end := make(chan struct{})
	var held sync.WaitGroup
	held.Go(func() {
		for {
			select {
			case <-end:
				return
			case <-d.After(Renew):
			}
			of.At = d.Now().UTC()
			d.put(ctx, name, of)
		}
	})
	return func() {
		close(end)
		held.Wait()
		d.put(ctx, name, permit{At: d.Now().UTC()})
	}
}

// put writes a permit. One that can't be written lapses.
func (d *Doer) put(ctx context.Context, name string, p permit) {
	ctx, cancel := context.WithTimeout(ctx, Renew)
	defer cancel()
	if data, err := json.Marshal(p); err == nil {
		_ = d.Objects.Put(ctx, name, data)
	}
}
