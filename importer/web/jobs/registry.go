package jobs

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"time"
)

// Registry starts jobs and keeps them: of each subject the latest of each kind, as long as
// the registry lives. It is safe for concurrent use.
type Registry struct {
	ctx context.Context
	end context.CancelFunc

	mu      sync.Mutex
	closed  bool
	jobs    []*Job // in the order of their beginnings
	working sync.WaitGroup
}

// New returns an empty registry, whose jobs are asked to end when ctx ends.
func New(ctx context.Context) *Registry {
	ctx, end := context.WithCancel(ctx)
	return &Registry{ctx: ctx, end: end}
}

// Start starts work with a subject. While other work with it is under way, the error is a
// *BusyError; once the registry is closed, it is ErrClosed.
func (r *Registry) Start(subject string, kind Kind, work Work) (*Job, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || r.ctx.Err() != nil {
		return nil, ErrClosed
	}
	for _, j := range r.jobs {
		if j.Subject == subject && !j.Ended() {
			return nil, &BusyError{j}
		}
	}
	ctx, stop := context.WithCancel(r.ctx)
	ended, end := context.WithCancel(context.Background())
	j := &Job{ID: strings.ToLower(rand.Text()), Subject: subject, Kind: kind, Begun: time.Now(), stop: stop, ended: ended}
	r.jobs = slices.DeleteFunc(r.jobs, func(old *Job) bool { return old.Subject == subject && old.Kind == kind })
	r.jobs = append(r.jobs, j)
	r.working.Go(func() {
		defer end()
		defer stop()
		j.do(ctx, work)
	})
	return j, nil
}

// Find returns the job of an id; nil where there is none, or a later one took its place.
func (r *Registry) Find(id string) *Job {
	return r.last(func(j *Job) bool { return j.ID == id })
}

// Of returns the latest job with a subject, of one of some kinds or of any where none is
// given; nil where there is none.
func (r *Registry) Of(subject string, kinds ...Kind) *Job {
	return r.last(func(j *Job) bool {
		return j.Subject == subject && (len(kinds) == 0 || slices.Contains(kinds, j.Kind))
	})
}

func (r *Registry) last(is func(*Job) bool) *Job {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, j := range slices.Backward(r.jobs) {
		if is(j) {
			return j
		}
	}
	return nil
}

// List returns the jobs in the order of their beginnings.
func (r *Registry) List() []*Job {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.jobs)
}

// Forget drops the ended jobs with a subject, as of an import that was deleted.
func (r *Registry) Forget(subject string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.jobs = slices.DeleteFunc(r.jobs, func(j *Job) bool { return j.Subject == subject && j.Ended() })
}

// Close asks all jobs to end and waits until they have. It may be called again.
func (r *Registry) Close() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.end()
	r.working.Wait()
}
