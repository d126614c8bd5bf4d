package fleet

import (
	"context"
	"errors"
	"path"
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
	if err := p.list(ctx); err != nil {
		return err
	}
	var errs []error
	for _, run := range p.runs {
		errs = append(errs, p.look(ctx, run))
	}
	for _, id := range p.ended {
		if p.needed[id] {
			continue
		}
		err := p.delete(ctx, id)
		if errs = append(errs, err); err == nil && deleted != nil {
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
	runs   []*stored
	ended  []string        // before that time, and something of them can be deleted
	needed map[string]bool // logs of runs that have not ended, or not long ago
}

// longest is longer than any run waits for its end.
const longest = 30 * 24 * time.Hour

// stored is what a store has of a run.
type stored struct {
	id           string
	deletable    bool // input or log
	spec, result bool
}

// list lists what there is of each run.
func (p *pruning) list(ctx context.Context) error {
	for o, err := range p.List(ctx, "runs/") {
		if err != nil {
			return err
		}
		id, rest, _ := strings.Cut(strings.TrimPrefix(o.Name, "runs/"), "/")
		if checkID(id) != nil {
			continue
		}
		if len(p.runs) == 0 || p.runs[len(p.runs)-1].id != id {
			p.runs = append(p.runs, &stored{id: id})
		}
		run := p.runs[len(p.runs)-1]
		run.deletable = run.deletable || o.Name == inputOf(id) || strings.HasPrefix(o.Name, LogOf(id))
		run.spec = run.spec || rest == path.Base(specOf(id))
		run.result = run.result || rest == path.Base(resultOf(id))
	}
	return nil
}

// look finds out whether a run has ended, and whose log it needs.
func (p *pruning) look(ctx context.Context, run *stored) error {
	at, err := SubmittedAt(run.id)
	var r Result
	switch {
	case run.result && !run.deletable && err == nil && at.Before(p.before.Add(-longest)):
		return nil // it has surely ended before
	case run.result:
		if r, err = ReadResult(ctx, p, run.id); err == nil && r.Ended.Before(p.before) {
			if run.deletable {
				p.ended = append(p.ended, run.id)
			}
			return nil
		}
	case !run.spec: // its submission was cut off, or is under way
		if err == nil && at.Before(p.before) && run.deletable {
			p.ended = append(p.ended, run.id)
		}
		return nil
	}
	p.needed[run.id] = true
	s, wrong := ReadSpec(ctx, p, run.id)
	p.needed[s.Of] = true
	return errors.Join(err, wrong)
}

// delete deletes input and log of a run, the log from its end: what is left of one that was
// cut short is still one without gaps.
func (p *pruning) delete(ctx context.Context, id string) error {
	var names []string
	for _, prefix := range []string{inputOf(id), LogOf(id)} {
		for o, err := range p.List(ctx, prefix) {
			if err != nil {
				return err
			}
			names = append(names, o.Name)
		}
	}
	for _, name := range slices.Backward(names) {
		if err := p.Delete(ctx, name); err != nil {
			return err
		}
	}
	return nil
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
