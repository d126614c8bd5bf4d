package web

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

// tables are the rows that screens show, each of a subject: an import and a screen.
type tables struct {
	mu   sync.Mutex
	open []*rows // the last one was looked at last
}

// rows is the table of a subject, which a job fills.
type rows struct {
	*table.Table
	subject string
	// of says what the rows were made from: others are made once that has changed.
	of string
	// job fills the table; its result is what it found beside the rows.
	job *jobs.Job
	// live is what the job tells of before its end, as the screen knows it.
	live any
	// ticking keeps ticks and what is kept of them in step.
	ticking sync.Mutex
}

// filling makes a table: its shape, what the job tells of before its end, and the job.
type filling struct {
	shape table.Shape
	kind  jobs.Kind
	live  any
	fill  func(ctx context.Context, t *table.Table, tell jobs.Tell) (any, error)
}

// rowsOf returns the table of a subject, which is made in a folder where there is none, or one
// of something else.
func (s *Server) rowsOf(subject, of, folder string, make func() filling) (*rows, error) {
	s.tables.mu.Lock()
	defer s.tables.mu.Unlock()
	if i := slices.IndexFunc(s.tables.open, func(r *rows) bool { return r.subject == subject }); i >= 0 {
		found := s.tables.open[i]
		s.tables.open = slices.Delete(s.tables.open, i, i+1)
		if found.of == of {
			s.tables.open = append(s.tables.open, found)
			return found, nil
		}
		if err := found.drop(); err != nil {
			return nil, err
		}
	}
	f := make()
	t, err := table.New(folder, f.shape)
	if err != nil {
		return nil, err
	}
	job, err := s.Jobs.Start(subject, f.kind, func(ctx context.Context, tell jobs.Tell) (any, error) {
		defer t.Filled()
		return f.fill(ctx, t, tell)
	})
	if err != nil {
		return nil, errors.Join(err, t.Close())
	}
	made := &rows{Table: t, subject: subject, of: of, job: job, live: f.live}
	s.tables.open = append(s.tables.open, made)
	return made, s.tables.limit()
}

// limit closes tables that nobody has looked at for longest.
func (t *tables) limit() error {
	var err error
	for i := 0; len(t.open) > mostTables && i < len(t.open)-1; {
		if !t.open[i].job.Ended() {
			i++
			continue
		}
		err = errors.Join(err, t.open[i].drop())
		t.open = slices.Delete(t.open, i, i+1)
	}
	return err
}

// drop ends the job and closes the table.
func (r *rows) drop() error {
	r.job.Stop()
	<-r.job.Done()
	return r.Close()
}

// soon waits for the end of a job that has just begun: a small file is shown whole at once.
func (r *rows) soon(ctx context.Context) {
	wait := time.NewTimer(time.Until(r.job.Begun.Add(300 * time.Millisecond)))
	defer wait.Stop()
	select {
	case <-r.job.Done():
	case <-wait.C:
	case <-ctx.Done():
	}
}

// Close drops what the page keeps for its screens. It comes after the last request and the end
// of all jobs.
func (s *Server) Close() error {
	s.tables.mu.Lock()
	defer s.tables.mu.Unlock()
	var err error
	for _, r := range s.tables.open {
		err = errors.Join(err, r.drop())
	}
	s.tables.open = nil
	return err
}
