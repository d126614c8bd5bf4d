package web

import (
	"context"
	"sync"
	"time"

	"bcimport/importer/runs"
	"bcimport/mapping/entity"
)

// describedTime is how long what an environment says of a record set is used again.
const describedTime = 10 * time.Minute

// sets lists the record sets to choose from: those of the environment of the target, where
// somebody is signed in there, else those that this program knows.
func (r *request) sets() runs.Sets {
	target, now := r.im.Target, r.server.Now()
	if r.server.Manager.Connect == nil || !r.signedIn() {
		return builtinSets(r.Context())
	}
	if sets, known := r.server.described.setsOf(target, now); known {
		return sets
	}
	ctx, done := context.WithTimeout(r.Context(), 15*time.Second)
	defer done()
	sets, err := r.server.Manager.Sets(ctx, runs.Destination{Target: target, Patience: 10 * time.Second}, runs.Face{})
	if err != nil || len(sets.Sets) == 0 { // it cannot be asked now
		sets = builtinSets(r.Context())
	}
	r.server.described.putSets(target, sets, now)
	return sets
}

func builtinSets(ctx context.Context) runs.Sets {
	sets, err := (&runs.Manager{}).Sets(ctx, runs.Destination{}, runs.Face{})
	if err != nil {
		return runs.Sets{}
	}
	return sets
}

// descriptions keep what environments say of record sets. It is safe for concurrent use.
type descriptions struct {
	mu  sync.Mutex
	all map[[2]string]description
	// sets are the lists of targets.
	sets map[string]listedSets
}

type listedSets struct {
	runs.Sets
	at time.Time
}

func (d *descriptions) setsOf(target string, now time.Time) (runs.Sets, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found, known := d.sets[target]
	return found.Sets, known && now.Sub(found.at) < describedTime
}

func (d *descriptions) putSets(target string, sets runs.Sets, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sets == nil {
		d.sets = map[string]listedSets{}
	}
	d.sets[target] = listedSets{sets, now}
}

type description struct {
	of *entity.Entity
	at time.Time
}

func (d *descriptions) get(target, set string, now time.Time) *entity.Entity {
	d.mu.Lock()
	defer d.mu.Unlock()
	if found := d.all[[2]string{target, set}]; now.Sub(found.at) < describedTime {
		return found.of
	}
	return nil
}

func (d *descriptions) put(target, set string, of *entity.Entity, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.all == nil {
		d.all = map[[2]string]description{}
	}
	d.all[[2]string{target, set}] = description{of, now}
}

// describedSet describes a record set: as the environment of the target has it, where
// somebody is signed in there, else as this program knows it.
func (r *request) describedSet(set string) (*entity.Entity, error) {
	known, err := runs.Known(set)
	if err == nil && !r.signedIn() || r.server.Manager.Connect == nil {
		return known, err
	}
	target, now := r.im.Target, r.server.Now()
	if of := r.server.described.get(target, set, now); of != nil {
		return of, nil
	}
	ctx, done := context.WithTimeout(r.Context(), 15*time.Second)
	defer done()
	of, wrong := r.server.Manager.Entity(ctx, runs.Destination{Target: target, Set: set, Patience: 10 * time.Second}, runs.Face{})
	switch {
	case wrong == nil:
		r.server.described.put(target, set, of, now)
		return of, nil
	case err == nil: // the service cannot be asked now; what is known does
		r.server.described.put(target, set, known, now)
		return known, nil
	}
	return nil, wrong
}

// signedIn reports whether the target of the import can be asked without a person.
func (r *request) signedIn() bool {
	t := r.target()
	if t == nil {
		return false
	}
	if t.Sandbox || r.server.Accounts == nil {
		return t.Sandbox
	}
	found, err := r.server.Accounts.SignedIn(t.Name)
	return err == nil && (!found.Person || found.User != "")
}
