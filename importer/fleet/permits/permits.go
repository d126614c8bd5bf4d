// Package permits keeps the number of runs that are in work at once, on all workers, at what
// a fleet file allows. A worker needs a permit before it asks for a run, so that the runs
// wait where their order is kept. The store holds so many permits: each is a series of objects
// that are made once, so that of two workers one has it. A permit that is not renewed goes to
// another worker; that keeps a number and fences nobody, which the logs of the runs do. Start
// with Permits.Take.
package permits

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	mathrand "math/rand/v2"

	"bcimport/importer/fleet"
	"bcimport/importer/objects"
)

// The times of permits.
const (
	// Look is how often a worker that waits looks for a permit at first, and MostLook how long
	// it waits at most between two looks. Renew is how often one that has a permit says so, and
	// Lapse how long a permit is kept that is not renewed.
	Look     = 2 * time.Second
	MostLook = 15 * time.Second
	Renew    = 10 * time.Second
	Lapse    = 40 * time.Second
)

// Permits are those of a store. Its exported fields must be set and not be changed. It is safe
// for concurrent use.
type Permits struct {
	Objects fleet.Objects
	Most    int // how many there are; above 0
	Log     *slog.Logger
	Now     func() time.Time
	// After is time.After.
	After func(time.Duration) <-chan time.Time

	looking sync.Mutex    // of those that wait in this process one looks
	once    sync.Once     // makes back
	back    chan struct{} // holds one where a permit was given back by this process
}

// permit is what the last object of a permit's series says: nothing of one that nobody has.
type permit struct {
	Owner string    `json:"owner,omitempty"`
	At    time.Time `json:"at,omitzero"` // of the last renewal
}

// nobodys is the content of the last object of a permit that nobody has.
const nobodys = "{}"

// prefix is what the names of permits begin with.
const prefix = "permits/"

func nameOf(number, turn int) string { return fmt.Sprintf("%s%05d/%012d", prefix, number, turn) }

// Take waits for a permit, which release gives back. The error is that of a context that ended
// before; a store that fails is asked again.
func (p *Permits) Take(ctx context.Context) (release func(), err error) {
	p.once.Do(func() { p.back = make(chan struct{}, 1) })
	p.looking.Lock()
	defer p.looking.Unlock()
	of := permit{Owner: rand.Text()}
	failed := false
	for wait := Look; ; wait = min(wait*3/2, MostLook) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		name, err := p.take(ctx, of)
		if name != "" && err == nil {
			return p.hold(ctx, name, of), nil
		}
		if err != nil && !failed && ctx.Err() == nil {
			p.Log.Warn("no permit for a run can be had, which is tried again", "why", err)
			failed = true
		}
		select {
		case <-ctx.Done():
		case <-p.back:
			wait = Look
		case <-p.After(wait/2 + mathrand.N(wait)):
		}
	}
}

// take takes a permit that nobody has; the name is empty where all are taken.
func (p *Permits) take(ctx context.Context, of permit) (string, error) {
	last, err := p.last(ctx)
	if err != nil {
		return "", err
	}
	of.At = p.Now().UTC()
	data, err := json.Marshal(of)
	if err != nil {
		return "", err
	}
	for _, number := range mathrand.Perm(p.Most) {
		before, known := last[number]
		if known && before.Size > int64(len(nobodys)) && p.Now().Sub(before.Modified) <= Lapse {
			continue
		}
		name := nameOf(number, before.turn+1)
		switch err = p.Objects.Create(ctx, name, data); {
		case errors.Is(err, objects.ErrExists): // another one was quicker
			continue
		case err != nil:
			return "", err
		}
		if known {
			_ = p.Objects.Delete(ctx, before.Name) // else the next one leaves it behind, too
		}
		return name, nil
	}
	return "", nil
}

// turn is an object of a permit's series.
type turn struct {
	objects.Object
	turn int
}

// last are the last objects of the permits, by number.
func (p *Permits) last(ctx context.Context) (map[int]turn, error) {
	last := map[int]turn{}
	for o, err := range p.Objects.List(ctx, prefix) {
		if err != nil {
			return nil, err
		}
		number, err1 := strconv.Atoi(strings.TrimPrefix(path.Dir(o.Name), prefix))
		n, err2 := strconv.Atoi(path.Base(o.Name))
		if err1 == nil && err2 == nil && n > last[number].turn {
			last[number] = turn{o, n}
		}
	}
	return last, nil
}

// hold renews a permit until the function that it returns is called, which gives it back.
func (p *Permits) hold(ctx context.Context, name string, of permit) (release func()) {
	ctx = context.WithoutCancel(ctx) // whoever stops has it until its run has ended
	end := make(chan struct{})
	var held sync.WaitGroup
	held.Go(func() {
		for {
			select {
			case <-end:
				return
			case <-p.After(Renew):
			}
			of.At = p.Now().UTC()
			if data, err := json.Marshal(of); err == nil {
				p.put(ctx, name, data)
			}
		}
	})
	return sync.OnceFunc(func() {
		close(end)
		held.Wait()
		p.put(ctx, name, []byte(nobodys))
		select {
		case p.back <- struct{}{}:
		default:
		}
	})
}

// put writes a permit. One that can't be written lapses.
func (p *Permits) put(ctx context.Context, name string, data []byte) {
	ctx, cancel := context.WithTimeout(ctx, Renew)
	defer cancel()
	_ = p.Objects.Put(ctx, name, data)
}
