package sandbox

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"bcimport/importer/sandbox/window"
)

// Limits are what one user may do. The zero value means the published limits of
// the online service: 6,000 requests in a sliding window of five minutes, five at
// once, 95 more in the queue for up to eight minutes. CountOperations may be set
// beside them. In any other value a zero Requests is no rate limit, and other zero
// fields mean the published ones.
type Limits struct {
	// Requests is how many may arrive in Window; below 1 means any number.
	Requests int
	Window   time.Duration
	// Concurrent requests are worked on, Queue more wait, the next gets a 429.
	Concurrent, Queue int
	// QueueWait is how long one waits before it gets a 503.
	QueueWait time.Duration
	// RetryAfter puts a Retry-After in seconds into a 429 of the rate limit. The
	// documentation promises none.
	RetryAfter bool
	// CountOperations counts a batch as its operations against Requests, all or
	// none; else it is one request. Which of them holds is not known; that batches
	// are documented as a way to send fewer requests points to one.
	CountOperations bool
}

func (l Limits) withDefaults() Limits {
	if l == (Limits{CountOperations: l.CountOperations}) {
		l.Requests = 6000
	}
	if l.Window == 0 {
		l.Window = 5 * time.Minute
	}
	if l.Concurrent == 0 {
		l.Concurrent = 5
	}
	if l.Queue == 0 {
		l.Queue = 95
	}
	if l.QueueWait == 0 {
		l.QueueWait = 8 * time.Minute
	}
	return l
}

// limiter holds every user to the limits.
type limiter struct {
	limits Limits
	now    func() time.Time

	mu             sync.Mutex
	users          map[string]*user
	mostAtOnce     int
	fullestArrived int
}

// user is what the limiter knows of one user.
type user struct {
	booked  window.Window // requests let in
	arrived window.Window // all requests, refused ones too
	slots   chan struct{}
	present int // requests worked on or waiting
}

func newLimiter(limits Limits, now func() time.Time) *limiter {
	return &limiter{limits: limits, now: now, users: map[string]*user{}}
}

// enter books a request of a user at its arrival, as so many as it costs, and
// waits for one slot. A request that is refused does not count against the rate.
func (l *limiter) enter(ctx context.Context, name string, cost int) (leave func(), refused *answer) {
	u, refused := l.book(name, cost)
	if refused != nil {
		return nil, refused
	}
	timer := time.NewTimer(l.limits.QueueWait)
	defer timer.Stop()
	select {
	case u.slots <- struct{}{}:
		return func() { <-u.slots; l.left(u) }, nil
	case <-ctx.Done():
		l.left(u)
		return nil, &answer{delivery: lost}
	case <-timer.C:
		l.left(u)
		a := unavailable()
		return nil, &a
	}
}

func (l *limiter) book(name string, cost int) (*user, *answer) {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	u := l.users[name]
	if u == nil {
		// Arrivals are counted to the millisecond, so that a Server without a rate
		// limit stays small.
		u = &user{
			slots:   make(chan struct{}, l.limits.Concurrent),
			booked:  window.Window{Length: l.limits.Window},
			arrived: window.Window{Length: l.limits.Window, Grain: time.Millisecond},
		}
		l.users[name] = u
	}
	u.arrived.Add(now, cost)
	l.fullestArrived = max(l.fullestArrived, u.arrived.Total())
	l.mostAtOnce = max(l.mostAtOnce, u.present+1)
	if most := l.limits.Concurrent + l.limits.Queue; u.present >= most {
		return nil, l.tooMany(u.present+1, most, 0)
	}
	if rate := l.limits.Requests; rate > 0 {
		if actual := u.booked.Count(now) + cost; actual > rate {
			return nil, l.tooMany(actual, rate, u.booked.Free(now, actual-rate))
		}
		u.booked.Add(now, cost)
	}
	u.present++
	return u, nil
}

func (l *limiter) left(u *user) {
	l.mu.Lock()
	defer l.mu.Unlock()
	u.present--
}

func (l *limiter) tooMany(actual, maximum int, wait time.Duration) *answer {
	a := throttled(actual, maximum)
	if l.limits.RetryAfter && wait > 0 {
		a.header = map[string]string{"Retry-After": strconv.Itoa(int(math.Ceil(wait.Seconds())))}
	}
	return &a
}

// throttled returns a 429. The text of a real one is not known.
func throttled(actual, maximum int) answer {
	return refuse(http.StatusTooManyRequests, "Application_TooManyRequests",
		"Too many requests reached. Actual (%d). Maximum (%d).", actual, maximum).answer()
}

func unavailable() answer {
	return refuse(http.StatusServiceUnavailable, "Application_ServiceUnavailable",
		"The session could not be retrieved from the server. The application will close.").answer()
}
