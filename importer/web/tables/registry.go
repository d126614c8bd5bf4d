package tables

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"bcimport/importer/web/jobs"
	"bcimport/importer/web/table"
)

// mostTables is how many tables are kept: those that nobody has looked at for longest are made
// again when somebody does.
const mostTables = 8

// Registry keeps the rows that screens show, each of a subject: an import and a screen. It is
// safe for concurrent use. The zero value is ready.
type Registry struct {
	mu   sync.Mutex
	open []*Rows // the last one was looked at last
}

// Rows is the table of a subject, which a job fills.
type Rows struct {
	*table.Table
	// Job fills the table; its result is what it found beside the rows.
	Job *jobs.Job
	// Live is what the job tells of before its end, as the screen knows it.
	Live any
	// Ticking keeps ticks and what is kept of them in step.
	Ticking sync.Mutex

	subject string
	// of says what the rows were made from: others are made once that has changed.
	of string
}

// Filling makes a table: its shape, what the job tells of before its end, and the job.
type Filling struct {
	Shape Shape
	Kind  jobs.Kind
	Live  any
	Fill  func(ctx context.Context, t *table.Table, tell jobs.Tell) (any, error)
}

// Of returns the table of a subject, which is made in a folder where there is none, or one
// of something else.
func (r *Registry) Of(work *jobs.Registry, subject, of, folder string, make func() Filling) (*Rows, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if i := slices.IndexFunc(r.open, func(one *Rows) bool { return one.subject == subject }); i >= 0 {
		found := r.open[i]
		r.open = slices.Delete(r.open, i, i+1)
		if found.of == of {
			r.open = append(r.open, found)
			return found, nil
		}
		if err := found.drop(); err != nil {
			return nil, err
		}
	}
	f := make()
	t, err := table.New(folder, f.Shape.table())
	if err != nil {
		return nil, err
	}
	job, err := work.Start(subject, f.Kind, func(ctx context.Context, tell jobs.Tell) (any, error) {
		defer t.Filled()
		return f.Fill(ctx, t, tell)
	})
	if err != nil {
		return nil, errors.Join(err, t.Close())
	}
	made := &Rows{Table: t, subject: subject, of: of, Job: job, Live: f.Live}
	r.open = append(r.open, made)
	return made, r.limit()
}

// limit closes tables that nobody has looked at for longest.
func (r *Registry) limit() error {
	var err error
	for i := 0; len(r.open) > mostTables && i < len(r.open)-1; {
		if !r.open[i].Job.Ended() {
			i++
			continue
		}
		err = errors.Join(err, r.open[i].drop())
		r.open = slices.Delete(r.open, i, i+1)
	}
	return err
}

// drop ends the job and closes the table.
func (r *Rows) drop() error {
	r.Job.Stop()
	<-r.Job.Done()
	return r.Close()
}

// Soon waits for the end of a job that has just begun: a small file is shown whole at once.
func (r *Rows) Soon(ctx context.Context) {
	wait := time.NewTimer(time.Until(r.Job.Begun.Add(300 * time.Millisecond)))
	defer wait.Stop()
	select {
	case <-r.Job.Done():
	case <-wait.C:
	case <-ctx.Done():
	}
}

// Close drops all tables, once their jobs have ended.
func (r *Registry) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var err error
	for _, one := range r.open {
		err = errors.Join(err, one.drop())
	}
	r.open = nil
	return err
}
