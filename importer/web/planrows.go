package web

import (
	"context"
	"iter"
	"path/filepath"
	"sync"
	"sync/atomic"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/jobs"
	"bcimport/importer/web/table"
	"bcimport/mapping/entity"
)

// What the table of a plan is filtered by: the field, and what kind of change it is.
const (
	fieldFacet = 0
	kindFacet  = 1
)

// The kinds of changes.
const (
	changeFilled  = "filled"  // the field was empty
	changeEmptied = "emptied" // it would be
	changeWritten = "written" // the same, written differently
	changeOther   = "changed"
)

func planShape() tableShape {
	return tableShape{columns: []string{"key", "name", "field", "before", "after"}, facets: []string{"only_field", "kind"}}
}

// plan is what a screen knows of a plan while its changes are read.
type plan struct {
	ready chan struct{} // closed once the others are there, or will not be
	once  sync.Once
	runs.Plan
	// written reports whether a run of the plan has begun.
	written atomic.Bool
}

// planned returns the changes of the plan of the import, which are read from its record.
func (r *request) planned() (*rows, *plan, error) {
	folder := r.planFolder()
	found, err := r.server.rowsOf(r.im.ID+"/plan", folder, r.server.Imports.Folder(r.im), func() filling {
		p := &plan{ready: make(chan struct{})}
		return filling{
			shape: table.Shape{Columns: len(planShape().columns), Facets: len(planShape().facets)}, kind: jobs.Survey, live: p,
			fill: func(ctx context.Context, t *table.Table, _ jobs.Tell) (any, error) {
				defer p.once.Do(func() { close(p.ready) })
				return nil, r.server.Manager.Plan(ctx, folder, func(known runs.Plan, changes iter.Seq2[runs.PlannedChange, error]) error {
					p.Plan = known
					p.written.Store(known.Approval.Run != "")
					p.once.Do(func() { close(p.ready) })
					err := addChanges(t, known.About.Entity, changes)
					t.SetMarks(r.server.Imports.Ticks(r.im)) // of an earlier look, as before the end of the program
					return err
				})
			},
		}
	})
	if err != nil {
		return nil, nil, err
	}
	p, _ := found.live.(*plan)
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

// addChanges fills a table with the changes of a plan, of which all are accepted at first.
func addChanges(t *table.Table, set *entity.Entity, changes iter.Seq2[runs.PlannedChange, error]) error {
	for c, err := range changes {
		if err != nil {
			return err
		}
		err := t.Append(table.Row{
			Line: c.Row.Line, Cells: []string{c.Row.Key, c.Row.Called(), c.Field, c.Before, c.After},
			Facets: []string{c.Field, kindOfChange(set, c.Change)}, Ticked: true, Joined: importer.IsAddress(c.Field),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func kindOfChange(set *entity.Entity, c importer.Change) string {
	switch {
	case c.Before == "":
		return changeFilled
	case c.After == "":
		return changeEmptied
	case set != nil && importer.Same(set, c.Field, c.Before, c.After):
		return changeWritten
	}
	return changeOther
}

// kindName is what people call a kind of change.
func (r *request) kindName(kind string) string {
	switch kind {
	case changeFilled:
		return r.T("new value")
	case changeEmptied:
		return r.T("becomes empty")
	case changeWritten:
		return r.T("only written differently")
	}
	return r.T("other value")
}
