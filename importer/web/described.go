package web

import (
	"context"
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
	if sets, known := r.server.listed.Get(target, now); known {
		return sets
	}
	ctx, done := context.WithTimeout(r.Context(), 15*time.Second)
	defer done()
	sets, err := r.server.Manager.Sets(ctx, runs.Destination{Target: target, Patience: 10 * time.Second}, runs.Face{})
	if err != nil || len(sets.Sets) == 0 { // it cannot be asked now
		sets = builtinSets(r.Context())
	}
	r.server.listed.Put(target, sets, now)
	return sets
}

func builtinSets(ctx context.Context) runs.Sets {
	sets, err := (&runs.Manager{}).Sets(ctx, runs.Destination{}, runs.Face{})
	if err != nil {
		return runs.Sets{}
	}
	return sets
}

// describedSet describes a record set: as the environment of the target has it, where
// somebody is signed in there, else as this program knows it.
func (r *request) describedSet(set string) (*entity.Entity, error) {
	known, err := runs.Known(set)
	if err == nil && !r.signedIn() || r.server.Manager.Connect == nil {
		return known, err
	}
	target, now := r.im.Target, r.server.Now()
	if of, kept := r.server.described.Get([2]string{target, set}, now); kept {
		return of, nil
	}
	ctx, done := context.WithTimeout(r.Context(), 15*time.Second)
	defer done()
	of, wrong := r.server.Manager.Entity(ctx, runs.Destination{Target: target, Set: set, Patience: 10 * time.Second}, runs.Face{})
	switch {
	case wrong == nil:
		r.server.described.Put([2]string{target, set}, of, now)
		return of, nil
	case err == nil: // the service cannot be asked now; what is known does
		r.server.described.Put([2]string{target, set}, known, now)
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
