package businesscentral

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errNoUser is a request that no user is left for.
var errNoUser = errors.New("no user is left for this request")

// pool shares requests among users, which are numbered from 0 and have a budget each.
// It goes round: Microsoft's own advice for more than one user can do is to spread
// requests over several in turn (operational-limits-online.md). It is safe for
// concurrent use.
type pool struct {
	budgets []*budget
	bell    *bell
	turn    chan struct{} // held by the request that gets the next ticket: first come, first served

	mu        sync.Mutex
	suspended []bool // those that get no more requests
	next      int    // where the round goes on
}

func newPool(users int, r Rate, concurrency, heaviest int, patience time.Duration, backoff func(n int) time.Duration) *pool {
	p := &pool{bell: new(bell), turn: make(chan struct{}, 1), suspended: make([]bool, users)}
	for range users {
		b := newBudget(r, concurrency, patience, backoff)
		b.bell, b.heaviest = p.bell, heaviest
		p.budgets = append(p.budgets, b)
	}
	return p
}

// acquire waits for a ticket of any user.
func (p *pool) acquire(ctx context.Context, weight int) (ticket, error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
		return p.acquireNot(ctx, weight, -1)
	case <-ctx.Done():
		return ticket{}, ctx.Err()
	}
}

// acquireNot waits for a ticket of any user but one. It does not wait in line:
// the others may be at hand when all but one are not.
func (p *pool) acquireNot(ctx context.Context, weight, not int) (t ticket, err error) {
	err = p.bell.await(ctx, func(now time.Time) (wait time.Duration, err error) {
		t, wait, err = p.take(now, weight, not)
		return wait, err
	})
	return t, err
}

// acquireOf waits for a ticket of one user.
func (p *pool) acquireOf(ctx context.Context, weight, user int) (t ticket, err error) {
	t, err = p.budgets[user].acquire(ctx, weight)
	t.user = user
	return t, err
}

// take asks one user after the other for a ticket and returns the shortest wait
// if there is none. The error of a user that is told to wait beyond its patience
// is everybody's only if nobody else is left.
func (p *pool) take(now time.Time, weight, not int) (ticket, time.Duration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	shortest, reason := time.Duration(0), errNoUser
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
			t.user = user
			return t, 0, nil
		case shortest == 0 || wait < shortest:
			shortest = wait
		}
	}
	if shortest == 0 {
		return ticket{}, 0, reason
	}
	return ticket{}, shortest, nil
}

// release books the answer of a request and takes its ticket back.
func (p *pool) release(t ticket, v verdict, now time.Time) { p.budgets[t.user].release(t, v, now) }

// stands reports whether a pause of the ticket's user lasts: one may have begun since
// the ticket was taken.
func (p *pool) stands(t ticket, now time.Time) bool { return p.budgets[t.user].stands(now) }

// others reports whether requests can go to another user.
func (p *pool) others(user int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.left(user) > 0
}

// left counts the users that get requests, but for one.
func (p *pool) left(but int) int {
	n := 0
	for user, suspended := range p.suspended {
		if !suspended && user != but {
			n++
		}
	}
	return n
}

// suspend gives a user no more requests and reports whether others are left; the
// last one stays. first is true for the caller who did it.
func (p *pool) suspend(user int) (others, first bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left(user) == 0 {
		return false, false
	}
	first, p.suspended[user] = !p.suspended[user], true
	p.bell.ring()
	return true, first
}

// expect shares a forecast among the users.
func (p *pool) expect(requests int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.left(-1)
	for user, b := range p.budgets {
		if !p.suspended[user] {
			b.expect((requests+n-1)/n, now)
		}
	}
}
