package web

import (
	"context"
	"iter"
	"path/filepath"
	"sync"
	"sync/atomic"

	"bcimport/importer/runs"
	"bcimport/importer/web/fill"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/table"
	"bcimport/importer/web/tables"
)

// plan is what a screen knows of a plan while its changes are read.
type plan struct {
	ready chan struct{} // closed once the others are there, or will not be
	once  sync.Once
	runs.Plan
	// written reports whether a run of the plan has begun.
	written atomic.Bool
}

// planned returns the changes of the plan of the import, which are read from its record.
func (r *request) planned() (*tables.Rows, *plan, error) {
	folder := r.planFolder()
	found, err := r.server.tables.Of(r.server.Jobs, r.im.ID+"/plan", folder+"\n"+r.Lang(), r.server.Imports.Folder(r.im), func() tables.Filling {
		p := &plan{ready: make(chan struct{})}
		return tables.Filling{
			Shape: fill.PlanShape(), Kind: jobs.Survey, Live: p,
			Fill: func(ctx context.Context, t *table.Table, _ jobs.Tell) (any, error) {
				defer p.once.Do(func() { close(p.ready) })
				return nil, r.server.Manager.Plan(ctx, folder, func(known runs.Plan, changes iter.Seq2[runs.PlannedChange, error]) error {
					p.Plan = known
					p.written.Store(known.Approval.Run != "")
					p.once.Do(func() { close(p.ready) })
					err := fill.Changes(t, known.About.Entity, changes, r.called(known.About.Entity))
					t.SetMarks(r.server.Imports.Ticks(r.im)) // of an earlier look, as before the end of the program
					return err
				})
			},
		}
	})
	if err != nil {
		return nil, nil, err
	}
	p, _ := found.Live.(*plan)
	return found, p, nil
}

// known reports whether the plan was found in its record.
func (p *plan) known() bool {
	select {
	case <-p.ready:
		return true
	default:
		return false
	}
}

// wait waits until it was.
func (p *plan) wait(ctx context.Context) error {
	select {
	case <-p.ready:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *request) planFolder() string {
	return filepath.Join(r.server.Imports.Folder(r.im), r.im.Plan)
}

// kindName is what people call a kind of change.
func (r *request) kindName(kind string) string {
	switch kind {
	case fill.Filled:
		return r.T("new value")
	case fill.Emptied:
		return r.T("becomes empty")
	case fill.Written:
		return r.T("only written differently")
	}
	return r.T("other value")
}
