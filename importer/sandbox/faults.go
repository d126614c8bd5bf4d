package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// FaultKind is what goes wrong; its text is its key in ParseFaults.
type FaultKind string

// The kinds of faults of a request, which may be a batch. All but the last two end it in
// their own way; at most one of those occurs.
const (
	Throttled      FaultKind = "429" // not processed
	Unavailable    FaultKind = "503" // processed or not, see Fault.Processed
	BadGateway     FaultKind = "502" // the same, HTML body
	GatewayTimeout FaultKind = "504" // the same, HTML body, never a Retry-After
	Timeout        FaultKind = "408" // the same; of a batch the first operations are done
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

// The kinds of faults of operations inside a batch, where OtherContact, Locked,
// OtherUser and OtherUserAfter occur too; the last one is of the batch.
const (
	InnerThrottled   FaultKind = "inner-429"      // not processed
	InnerUnavailable FaultKind = "inner-503"      // not processed
	InnerGarbled     FaultKind = "inner-garbled"  // processed, the body is HTML, a string or absent
	BatchMissing     FaultKind = "batch-missing"  // processed or not, and not answered
	BatchTwice       FaultKind = "batch-twice"    // processed, and answered by a 503 too, before or after
	BatchShuffled    FaultKind = "batch-shuffled" // the answers come in another order
)

// Fault is one thing that goes wrong with one request, or with one operation of a
// batch. A kind that breaks the connection ends an operation's batch with it:
// those before it are done, those behind it are not.
type Fault struct {
	// Kind may be "" for a Fault that only has Then.
	Kind FaultKind
	// RetryAfter is that header's value in a 429, 502 or 503; "" sends none.
	RetryAfter string
	// Wait is how much longer a Slow request takes.
	Wait time.Duration
	// Processed says that a request answered by 408, 502, 503 or 504, or an operation
	// that is not answered, is processed all the same: a proxy may answer for a
	// server that goes on. By chance it is one in four.
	Processed bool
	// Done, where above 0, is how many operations of a batch are done, from the
	// first on, before it ends: by 408, 502, 503 and 504 even without Processed. It is
	// random for a 408, and for every other batch that is answered by 502, 503 or 504
	// and Processed.
	Done int
	// Then, where set, runs after the request was processed (or refused) and
	// before its answer goes out. That of an operation under Isolation: snapshot
	// runs when the transaction has ended.
	Then func()
	// random chooses among forms of the fault.
	random uint64
	// before and after are other users' edits around a PATCH.
	before, after bool
	// partly leaves Done to random; shuffled changes the order of a batch's answers.
	partly, shuffled bool
}

// operations returns how many of a batch's n operations are done.
func (f Fault) operations(n int) int {
	switch {
	case f.Done > 0:
		return min(f.Done, n)
	case f.partly:
		return int(f.random >> 40 % uint64(n+1))
	}
	return n
}

// Faults are probabilities from 0 to 1, one a kind. Whether a fault occurs
// depends on Seed, the method and URL of the request or operation, and how often
// that came before: not on the order in which different ones arrive. Batches all
// have one URL, so among them it does depend on their order.
type Faults struct {
	// Seed is that of the random choice; 0 means Config.Seed.
	Seed uint64
	// Chance gives the kinds that can occur. OtherUser, OtherUserAfter and BatchShuffled
	// are independent of others; of the other kinds at most one occurs in a request or an
	// operation, so the sum of either is at most 1.
	Chance map[FaultKind]float64
	// RetryAfter goes into a 429, 502 or 503; 0 sends none. RetryAfterForm is
	// "seconds" (also ""), "date", or "mixed": seconds, date or absent.
	RetryAfter     time.Duration
	RetryAfterForm string
	// SlowBy is how much longer a Slow request takes; 0 means a second.
	SlowBy time.Duration
	// Everywhere extends faults to sign-in, $metadata and companies too.
	Everywhere bool
}

// requestKinds and operationKinds are the kinds of which at most one occurs, in the order
// in which chance picks them.
func requestKinds() []FaultKind {
	return []FaultKind{Throttled, Unavailable, BadGateway, GatewayTimeout, ResetBefore, ResetAfter, Truncated,
		Garbled, OtherContact, Locked, DeadToken, Slow, Hang, Timeout}
}

func operationKinds() []FaultKind {
	return []FaultKind{OtherContact, Locked, InnerThrottled, InnerUnavailable, InnerGarbled, BatchMissing, BatchTwice}
}

// ownKinds returns the kinds that are independent of the others. They are counted where they
// take effect.
func ownKinds() []FaultKind { return []FaultKind{OtherUser, OtherUserAfter, BatchShuffled} }

func kinds() []FaultKind {
	return slices.Concat(requestKinds(), operationKinds()[2:], ownKinds())
}

// Nth returns an Intercept of one fault: the n-th request or operation, from 1, with
// this method ("" for any) whose URL contains part.
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
