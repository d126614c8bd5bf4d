package businesscentral

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"bcimport/importer"
)

// user is an application user with its own token and its own limits: those of
// Business Central are per user (operational-limits-online.md).
type user struct {
	name        string // the client id
	credentials Credentials
	auth        authorizer
	budget      *budget

	// Guarded by users.mu.
	aside     bool   // gets no more work
	denied    string // the credential of the last 401, until something is permitted
	forbidden [2]int // 403s in a row to reads and writes that another user could do
}

// users share the work. It goes round: Microsoft's own advice for more than one
// user can do is to spread it over several in turn (operational-limits-online.md).
// It is used by several goroutines.
type users struct {
	all  []*user
	bell *bell
	turn chan struct{} // held by the request that gets the next ticket: first come, first served

	mu   sync.Mutex
	next int // where the round goes on
}

func newUsers(config Config, client *http.Client, backoff func(n int) time.Duration) *users {
	us := &users{bell: new(bell), turn: make(chan struct{}, 1)}
	for _, k := range config.signIns() {
		b := newBudget(config.Rate, config.Concurrency, config.Patience, backoff)
		b.bell, b.heaviest = us.bell, config.weight(config.Batch)
		us.all = append(us.all, &user{name: k.ClientID, credentials: k, auth: newAuthorizer(k, client), budget: b})
	}
	return us
}

// errNobody is a round that nobody is left for.
var errNobody = errors.New("no user is left for this request")

// acquire waits for a ticket of any user.
func (us *users) acquire(ctx context.Context, weight int) (*user, ticket, error) {
	select {
	case us.turn <- struct{}{}:
		defer func() { <-us.turn }()
		return us.acquireNot(ctx, weight, nil)
	case <-ctx.Done():
		return nil, ticket{}, ctx.Err()
	}
}

// acquireNot waits for a ticket of any user but one. It does not wait in line:
// the others may be at hand when all but one are not.
func (us *users) acquireNot(ctx context.Context, weight int, not *user) (u *user, t ticket, err error) {
	err = us.bell.await(ctx, func(now time.Time) (wait time.Duration, err error) {
		u, t, wait, err = us.take(now, weight, not)
		return wait, err
	})
	return u, t, err
}

// take asks one user after the other for a ticket and returns the shortest wait
// if there is none. The error of a user that is told to wait beyond its patience
// is everybody's only if nobody else is left.
func (us *users) take(now time.Time, weight int, not *user) (*user, ticket, time.Duration, error) {
	us.mu.Lock()
	defer us.mu.Unlock()
	shortest, reason := time.Duration(0), errNobody
	for i := range us.all {
		place := (us.next + i) % len(us.all)
		u := us.all[place]
		if u.aside || u == not {
			continue
		}
		t, wait, err := u.budget.take(now, weight)
		switch {
		case err != nil:
			reason = err
		case wait <= 0:
			us.next = (place + 1) % len(us.all)
			return u, t, 0, nil
		case shortest == 0 || wait < shortest:
			shortest = wait
		}
	}
	if shortest == 0 {
		return nil, ticket{}, 0, reason
	}
	return nil, ticket{}, shortest, nil
}

// others tells that work can go to somebody else.
func (us *users) others(u *user) bool {
	us.mu.Lock()
	defer us.mu.Unlock()
	return us.left(u) > 0
}

// left counts the users that get work, but for one.
func (us *users) left(but *user) int {
	n := 0
	for _, u := range us.all {
		if !u.aside && u != but {
			n++
		}
	}
	return n
}

// setAside gives a user no more work and tells whether others are left for it;
// the last one stays. first is true for the caller who did it.
func (us *users) setAside(u *user) (others, first bool) {
	us.mu.Lock()
	defer us.mu.Unlock()
	if us.left(u) == 0 {
		return false, false
	}
	first, u.aside = !u.aside, true
	us.bell.ring()
	return true, first
}

// deny takes note of a 401 to a credential. It tells that the user was denied
// with another credential before, and nothing was permitted in between.
func (us *users) deny(u *user, credential string) (again bool) {
	us.mu.Lock()
	defer us.mu.Unlock()
	again = u.denied != "" && u.denied != credential
	u.denied = credential
	return again
}

// mostForbidden is how many requests in a row a user is not permitted to do, and
// another is, until it gets no more work.
const mostForbidden = 3

// forbid takes note of a 403 where another user was permitted. It tells that the
// user is to be set aside.
func (us *users) forbid(u *user, write bool) bool {
	us.mu.Lock()
	defer us.mu.Unlock()
	u.forbidden[kind(write)]++
	return u.forbidden[kind(write)] >= mostForbidden
}

// permit takes note of an answer that was neither 401 nor 403.
func (us *users) permit(u *user, write bool) {
	us.mu.Lock()
	defer us.mu.Unlock()
	u.denied, u.forbidden[kind(write)] = "", 0
}

func kind(write bool) int {
	if write {
		return 1
	}
	return 0
}

// expect shares a forecast among the users.
func (us *users) expect(requests int, now time.Time) {
	us.mu.Lock()
	defer us.mu.Unlock()
	n := us.left(nil)
	for _, u := range us.all {
		if !u.aside {
			u.budget.expect((requests+n-1)/n, now)
		}
	}
}

// recent lists what still counts against the limits of any user.
func (us *users) recent(now time.Time) []importer.Sent {
	var sent []importer.Sent
	for _, u := range us.all {
		for _, x := range u.budget.recent(now) {
			x.User = u.name
			sent = append(sent, x)
		}
	}
	return sent
}

// book takes over what an earlier process sent, each user its own.
func (us *users) book(sent []importer.Sent, now time.Time) {
	for _, u := range us.all {
		var own []importer.Sent
		for _, x := range sent {
			if x.User == u.name {
				own = append(own, x)
			}
		}
		u.budget.book(own, now)
	}
}
