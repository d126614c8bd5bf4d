package limits

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrNoUser means that no user is left for a request.
var ErrNoUser = errors.New("no user is left for this request")

// Pool shares requests among users, which are numbered from 0 and have a budget each.
// It serves them in turn: Microsoft's advice for more throughput than one user has is to
// spread requests over several (operational-limits-online.md). It is safe for concurrent
// use.
type Pool struct {
	budgets []*budget
	changes *broadcast
	queue   chan struct{} // held by the request that gets the next ticket: first come, first served

	mu        sync.Mutex
	suspended []bool // users that get no more requests
	next      int    // whose turn is next
}

// Config are the limits of each user.
type Config struct {
	Rate        Rate
	Concurrency int // requests at once
	Heaviest    int // weight of the heaviest request
	// Patience is the longest pause that the server may ask for.
	Patience time.Duration
	// Backoff is how long to wait after the nth fault in a row.
	Backoff func(n int) time.Duration
	// Asked, if any, is told how long the server asks a user to wait; it is called from any
	// goroutine and must return at once.
	Asked func(wait time.Duration)
}

// NewPool returns a pool for a number of users.
func NewPool(users int, c Config) *Pool {
	p := &Pool{changes: new(broadcast), queue: make(chan struct{}, 1), suspended: make([]bool, users)}
	for range users {
		b := newBudget(c.Rate, c.Concurrency, c.Patience, c.Backoff)
		b.changes, b.heaviest, b.asked = p.changes, c.Heaviest, c.Asked
		p.budgets = append(p.budgets, b)
	}
	return p
}

// Acquire waits for a ticket of any user.
func (p *Pool) Acquire(ctx context.Context, weight int) (Ticket, error) {
	select {
	case p.queue <- struct{}{}:
		defer func() { <-p.queue }()
		return p.AcquireExcept(ctx, weight, -1)
	case <-ctx.Done():
		return Ticket{}, ctx.Err()
	}
}

// AcquireExcept waits for a ticket of any user but one. It does not queue: the other users
// may be free while all requests in the queue wait for that one.
func (p *Pool) AcquireExcept(ctx context.Context, weight, not int) (t Ticket, err error) {
	err = p.changes.wait(ctx, func(now time.Time) (wait time.Duration, err error) {
		t, wait, err = p.take(now, weight, not)
		return wait, err
	})
	return t, err
}

// AcquireFor waits for a ticket of one user.
func (p *Pool) AcquireFor(ctx context.Context, weight, user int) (t Ticket, err error) {
	t, err = p.budgets[user].acquire(ctx, weight)
	t.User = user
	return t, err
}

// take asks one user after the other for a ticket and returns the shortest wait if there
// is none. A user's TooLongError counts only if no other user is left.
func (p *Pool) take(now time.Time, weight, not int) (Ticket, time.Duration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	shortest, reason := time.Duration(0), ErrNoUser
	for i := range p.budgets {
		user := (p.next + i) % len(p.budgets)
		if p.suspended[user] || user == not {
			continue
		}
		t, wait, err := p.budgets[user].take(now, weight)
		switch {
		case err != nil:
			reason = err
		case wait <= 0:
			p.next = (user + 1) % len(p.budgets)
			t.User = user
			return t, 0, nil
		case shortest == 0 || wait < shortest:
			shortest = wait
		}
	}
	if shortest == 0 {
		return Ticket{}, 0, reason
	}
	return Ticket{}, shortest, nil
}

// Release books the answer of a request and takes its ticket back, once.
func (p *Pool) Release(t Ticket, r Result, now time.Time) { p.budgets[t.User].release(t, r, now) }

// Paused reports whether the ticket's user is paused; the pause may have started after the
// ticket was issued.
func (p *Pool) Paused(t Ticket, now time.Time) bool { return p.budgets[t.User].paused(now) }

// Others reports whether another user gets requests.
func (p *Pool) Others(user int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.left(user) > 0
}

// left counts the users that get requests, but for one.
func (p *Pool) left(but int) int {
	n := 0
	for user, suspended := range p.suspended {
		if !suspended && user != but {
			n++
		}
	}
	return n
}

// Suspend gives a user no more requests and reports whether others are left; the last user
// is never suspended. first is true for the first call only.
func (p *Pool) Suspend(user int) (others, first bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left(user) == 0 {
		return false, false
	}
	first, p.suspended[user] = !p.suspended[user], true
	p.changes.notify()
	return true, first
}

// Expect announces how many requests are to come, so that they are paced evenly if they
// do not fit the windows of the users, who share them.
func (p *Pool) Expect(requests int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.left(-1)
	for user, b := range p.budgets {
		if !p.suspended[user] {
			b.expect((requests+n-1)/n, now)
		}
	}
}

// Recent lists what still counts against the limits of a user.
func (p *Pool) Recent(user int, now time.Time) []Sent { return p.budgets[user].recent(now) }

// Book adds what an earlier process sent for a user.
func (p *Pool) Book(user int, sent []Sent, now time.Time) { p.budgets[user].book(sent, now) }
