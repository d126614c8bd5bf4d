package fleet

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"bcimport/importer/objects"
)

// Prune deletes inputs and logs of runs that ended before a time, and calls deleted, unless
// nil, with the id of each; and what left the inboxes before. Reports and specs stay, but
// the runs can't be resumed, undone or reported again. A run that has not ended keeps all
// that it has, and so does one that it goes on with or undoes. What fails of one run does
// not keep the others; the error joins it.
func Prune(ctx context.Context, o Objects, before time.Time, deleted func(run string)) error {
	p := &pruning{Objects: o, before: before, needed: map[string]bool{}}
	var errs []error
	for id, err := range List(ctx, o) {
		if err != nil {
			return err
		}
		errs = append(errs, p.look(ctx, id))
	}
	for _, id := range p.ended {
		if p.needed[id] {
			continue
		}
		some, err := p.delete(ctx, id)
		if errs = append(errs, err); some && err == nil && deleted != nil {
			deleted(id)
		}
	}
	errs = append(errs, p.inboxes(ctx))
	return errors.Join(errs...)
}

// pruning is what is known of the runs in a store.
type pruning struct {
	Objects
	before time.Time
	ended  []string        // before that time
	needed map[string]bool // logs of runs that have not ended
}

// look finds out whether a run has ended, and whose log it needs.
func (p *pruning) look(ctx context.Context, id string) error {
	r, err := ReadResult(ctx, p, id)
	switch {
	case err == nil && r.Ended.Before(p.before):
		p.ended = append(p.ended, id)
		return nil
	case err == nil:
	case !errors.Is(err, fs.ErrNotExist):
		p.needed[id] = true // it may not have ended
		return err
	}
	s, err := ReadSpec(ctx, p, id)
	if errors.Is(err, fs.ErrNotExist) { // its submission was cut off, or is under way
		if at, err := SubmittedAt(id); err == nil && at.Before(p.before) {
			p.ended = append(p.ended, id)
		}
		return nil
	}
	p.needed[id], p.needed[s.Of] = true, true
	return err
}

// delete deletes input and log of a run, the log from its end: what is left of one that was
// cut short is still one without gaps.
func (p *pruning) delete(ctx context.Context, id string) (some bool, err error) {
	names := []string{}
	for _, prefix := range []string{inputOf(id), LogOf(id)} {
		for o, err := range p.List(ctx, prefix) {
			if err != nil {
				return false, err
			}
			names = append(names, o.Name)
		}
	}
	for _, name := range slices.Backward(names) {
		if err := p.Delete(ctx, name); err != nil {
			return false, err
		}
	}
	return len(names) > 0, nil
}

// inboxes deletes files that were moved to done and failed, and claims and alarms that are
// over.
func (p *pruning) inboxes(ctx context.Context) error {
	old := func(o objects.Object) bool {
		parts := strings.Split(o.Name, "/")
		if parts[0] == "inboxes" {
			return slices.Contains(parts, "claims") || slices.Contains(parts, "alarms")
		}
		// inbox/PREFIX/done/RUN/NAME
		return len(parts) >= 5 && slices.Contains([]string{doneIn, failedIn}, parts[len(parts)-3]) && checkID(parts[len(parts)-2]) == nil
	}
	for _, prefix := range []string{"inbox/", "inboxes/"} {
		for o, err := range p.List(ctx, prefix) {
			if err != nil {
				return err
			}
			if !o.Modified.Before(p.before) || !old(o) {
				continue
			}
			if err := p.Delete(ctx, o.Name); err != nil {
				return err
			}
		}
	}
	return nil
}
