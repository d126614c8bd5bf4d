package businesscentral

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/limits"
	"bcimport/importer/businesscentral/signin"
)

// user is an application user with its own token and its own limits: those of
// Business Central are per user (operational-limits-online.md).
type user struct {
	number      int    // in the pool
	name        string // the client id
	credentials Credentials
	auth        signin.Authorizer

	// Guarded by users.mu.
	denied    string // the credential of the last 401, until something is permitted
	forbidden [2]int // 403s in a row to reads and writes that another user could do
}

// users share the requests within their limits. It is safe for concurrent use.
type users struct {
	all    []*user
	limits *limits.Pool

	mu sync.Mutex
}

func newUsers(config Config, client *http.Client, backoff func(n int) time.Duration) *users {
	us := &users{}
	for i, k := range config.signIns() {
		us.all = append(us.all, &user{number: i, name: k.ClientID, credentials: k, auth: signin.New(k, client)})
	}
	us.limits = limits.NewPool(len(us.all), limits.Config{
		Rate: config.Rate, Concurrency: config.Concurrency, Heaviest: config.weight(config.Batch),
		Patience: config.Patience, Backoff: backoff, Asked: config.Asked,
	})
	return us
}

// acquire waits for a ticket of the user only, if given, or else of any user but not.
func (us *users) acquire(ctx context.Context, weight int, only, not *user) (*user, limits.Ticket, error) {
	var t limits.Ticket
	var err error
	switch {
	case only != nil:
		t, err = us.limits.AcquireFor(ctx, weight, only.number)
	case not != nil:
		t, err = us.limits.AcquireExcept(ctx, weight, not.number)
	default:
		t, err = us.limits.Acquire(ctx, weight)
	}
	if long := (*limits.TooLongError)(nil); errors.As(err, &long) {
		err = importer.Errorf("%w: %w", importer.ErrServerDown, long)
	}
	if err != nil {
		return nil, limits.Ticket{}, err
	}
	return us.all[t.User], t, nil
}

// others reports whether other users get requests.
func (us *users) others(u *user) bool { return us.limits.Others(u.number) }

// noteDenied records a 401 to a credential. It reports whether another credential of the user
// was denied before, with nothing permitted in between.
func (us *users) noteDenied(u *user, credential string) (again bool) {
	us.mu.Lock()
	defer us.mu.Unlock()
	again = u.denied != "" && u.denied != credential
	u.denied = credential
	return again
}

// maxForbidden is how many 403s in a row, to requests that another user was permitted,
// suspend a user.
const maxForbidden = 3

// noteForbidden records a 403 to a request that another user was permitted. It reports
// whether the user is to be suspended.
func (us *users) noteForbidden(u *user, write bool) bool {
	us.mu.Lock()
	defer us.mu.Unlock()
	u.forbidden[kind(write)]++
	return u.forbidden[kind(write)] >= maxForbidden
}

// notePermitted records an answer that was neither 401 nor 403.
func (us *users) notePermitted(u *user, write bool) {
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

// recent returns what still counts against the limits of each user.
func (us *users) recent(now time.Time) []importer.Sent {
	var sent []importer.Sent
	for _, u := range us.all {
		for _, x := range us.limits.Recent(u.number, now) {
			sent = append(sent, importer.Sent{User: u.name, At: x.At, Requests: x.Requests})
		}
	}
	return sent
}

// book adds what an earlier process sent, to each user its own.
func (us *users) book(sent []importer.Sent, now time.Time) {
	for _, u := range us.all {
		var own []limits.Sent
		for _, x := range sent {
			if x.User == u.name {
				own = append(own, limits.Sent{At: x.At, Requests: x.Requests})
			}
		}
		us.limits.Book(u.number, own, now)
	}
}
