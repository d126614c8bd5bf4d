package limits

import (
	"context"
	"errors"
	"sync"
	"time"
)

// ErrNoUser is a request that no user is left for.
var ErrNoUser = errors.New("no user is left for this request")

// Pool shares requests among users, which are numbered from 0 and have a budget each.
// It goes round: Microsoft's own advice for more than one user can do is to spread
// requests over several in turn (operational-limits-online.md). It is safe for
// concurrent use.
type Pool struct {
	budgets []*budget
	changes *broadcast
	queue   chan struct{} // held by the request that gets the next ticket: first come, first served

	mu        sync.Mutex
	suspended []bool // those that get no more requests
	next      int    // where the round goes on
}

// Config are the limits of each user.
type Config struct {
	Rate        Rate
	Concurrency int // requests at once
	Heaviest    int // weight of the heaviest request
	// Patience is the longest pause that is waited for.
	Patience time.Duration
	// Backoff is how long to wait after the nth fault in a row.
	Backoff func(n int) time.Duration
}

// NewPool makes a pool for a number of users.
func NewPool(users int, c Config) *Pool {
	p := &Pool{changes: new(broadcast), queue: make(chan struct{}, 1), suspended: make([]bool, users)}
	for range users {
		b := newBudget(c.Rate, c.Concurrency, c.Patience, c.Backoff)
		b.changes, b.heaviest = p.changes, c.Heaviest
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

// AcquireExcept waits for a ticket of any user but one. It does not wait in line:
// the others may be at hand when all but one are not.
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

// take asks one user after the other for a ticket and returns the shortest wait
// if there is none. The error of a user that is told to wait beyond its patience
// is everybody's only if nobody else is left.
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

// Release books the answer of a request and takes its ticket back.
func (p *Pool) Release(t Ticket, r Result, now time.Time) { p.budgets[t.User].release(t, r, now) }

// Paused reports whether a pause of the ticket's user lasts: one may have begun since
// the ticket was taken.
func (p *Pool) Paused(t Ticket, now time.Time) bool { return p.budgets[t.User].paused(now) }

// Others reports whether requests can go to another user.
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

// Suspend gives a user no more requests and reports whether others are left; the
// last one stays. first is true for the caller who did it.
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

// Expect shares a forecast among the users.
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

// Book takes over what an earlier process sent for a user.
func (p *Pool) Book(user int, sent []Sent, now time.Time) { p.budgets[user].book(sent, now) }
