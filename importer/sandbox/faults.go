package sandbox

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// FaultKind is what goes wrong; its text is its key in ParseFaults.
type FaultKind string

// The kinds of fault. All but the last two end the request in their own way; of
// them at most one strikes a request.
const (
	Throttled      FaultKind = "429" // not processed
	Unavailable    FaultKind = "503" // processed or not, see Fault.Processed
	BadGateway     FaultKind = "502" // the same, HTML body
	GatewayTimeout FaultKind = "504" // the same, HTML body, never a Retry-After
	ResetBefore    FaultKind = "reset-before"
	ResetAfter     FaultKind = "reset-after"   // processed, the answer is lost
	Truncated      FaultKind = "truncated"     // processed, the body ends in the middle
	Garbled        FaultKind = "garbled"       // processed, a 200 that is HTML or broken JSON
	OtherContact   FaultKind = "other-contact" // processed, the answer is another contact's
	Locked         FaultKind = "lock"          // a PATCH is refused with the 409 of a lock
	DeadToken      FaultKind = "dead-token"    // 401, now and for every later use of the token
	Slow           FaultKind = "slow"          // processed after Wait, even if the client has gone
	Hang           FaultKind = "hang"          // not processed, no answer until the client goes
	OtherUser      FaultKind = "other-user"    // an edit of a random field just before a PATCH is checked
	OtherUserAfter FaultKind = "other-user-after"
)

// Fault is one thing that goes wrong with one request.
type Fault struct {
	// Kind may be "" for a Fault that only has Then.
	Kind FaultKind
	// RetryAfter is that header's value in a 429, 502 or 503; "" sends none.
	RetryAfter string
	// Wait is how much longer a Slow request takes.
	Wait time.Duration
	// Processed says that a request answered by 502, 503 or 504 is processed all
	// the same: a proxy may answer for a server that goes on. The dice say so for
	// one in four.
	Processed bool
	// Then, where set, runs after the request was processed (or refused) and
	// before its answer goes out.
	Then func()
	// pick chooses among forms of the fault.
	pick uint64
	// before and after are other users' edits around a PATCH.
	before, after bool
}

// Faults are probabilities from 0 to 1, one a kind. Whether a fault strikes
// depends on Seed, the request's method and URL, and how often that came before:
// not on the order in which different requests arrive.
type Faults struct {
	// Seed is that of the dice; 0 means Config.Seed.
	Seed uint64
	// Chance gives the kinds that may strike. OtherUser and OtherUserAfter have
	// dice of their own; the others share one, so their sum is at most 1.
	Chance map[FaultKind]float64
	// RetryAfter goes into a 429, 502 or 503; 0 sends none. RetryAfterForm is
	// "seconds" (also ""), "date", or "mixed": seconds, date or absent.
	RetryAfter     time.Duration
	RetryAfterForm string
	// SlowBy is how much longer a Slow request takes; 0 means a second.
	SlowBy time.Duration
	// Everywhere lets faults strike sign-in, $metadata and companies too.
	Everywhere bool
}

// exclusiveKinds are the kinds that share one die, in the order they lie on it.
func exclusiveKinds() []FaultKind {
	return []FaultKind{Throttled, Unavailable, BadGateway, GatewayTimeout, ResetBefore, ResetAfter, Truncated,
		Garbled, OtherContact, Locked, DeadToken, Slow, Hang}
}

func kinds() []FaultKind { return append(exclusiveKinds(), OtherUser, OtherUserAfter) }

// Nth is an Intercept that strikes once: the n-th request, from 1, with this
// method ("" for any) whose URL contains part.
func Nth(n int, method, part string, f Fault) func(*http.Request) *Fault {
	var mu sync.Mutex
	seen := 0
	return func(r *http.Request) *Fault {
		if method != "" && r.Method != method || !strings.Contains(r.URL.String(), part) {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		seen++
		if seen != n {
			return nil
		}
		return &f
	}
}
