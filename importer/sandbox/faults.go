package sandbox

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
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

// ParseFaults reads a list like 429=0.02,reset-after=0.01,retry-after=2s. Its
// keys are the kinds and retry-after, retry-after-form, slow-by (durations as
// time.ParseDuration reads them), seed, and everywhere, which has no value.
func ParseFaults(text string) (Faults, error) {
	f := Faults{Chance: map[FaultKind]float64{}}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, "=")
		if err := f.parse(key, value); err != nil {
			return Faults{}, fmt.Errorf("faults: %s: %w", part, err)
		}
	}
	return f, f.validate()
}

func (f *Faults) parse(key, value string) (err error) {
	switch key {
	case "retry-after":
		f.RetryAfter, err = time.ParseDuration(value)
	case "retry-after-form":
		f.RetryAfterForm = value
	case "slow-by":
		f.SlowBy, err = time.ParseDuration(value)
	case "seed":
		f.Seed, err = strconv.ParseUint(value, 10, 64)
	case "everywhere":
		f.Everywhere = true
	default:
		if !slices.Contains(kinds(), FaultKind(key)) {
			return fmt.Errorf("unknown fault, known are %v", kinds())
		}
		f.Chance[FaultKind(key)], err = strconv.ParseFloat(value, 64)
	}
	return err
}

func (f Faults) validate() error {
	for _, kind := range slices.Sorted(maps.Keys(f.Chance)) {
		if !slices.Contains(kinds(), kind) {
			return fmt.Errorf("faults: unknown fault %q", kind)
		}
		if p := f.Chance[kind]; !(p >= 0 && p <= 1) {
			return fmt.Errorf("faults: %s: %v is not between 0 and 1", kind, p)
		}
	}
	sum := 0.0
	for _, kind := range exclusiveKinds() {
		sum += f.Chance[kind]
	}
	if sum > 1 {
		return fmt.Errorf("faults: the chances add up to %v, above 1", sum)
	}
	if !slices.Contains([]string{"", "seconds", "date", "mixed"}, f.RetryAfterForm) {
		return fmt.Errorf("faults: retry-after-form %q is not seconds, date or mixed", f.RetryAfterForm)
	}
	return nil
}

// dice decide which requests a fault strikes.
type dice struct {
	faults Faults
	active bool

	mu     sync.Mutex
	thrown map[uint64]uint64 // by request, how often it came
}

func newDice(f Faults) *dice {
	d := &dice{faults: f, thrown: map[uint64]uint64{}}
	for _, chance := range f.Chance {
		d.active = d.active || chance > 0
	}
	return d
}

// throw returns what goes wrong with this request.
func (d *dice) throw(x *exchange, now time.Time) Fault {
	if !d.active {
		return Fault{}
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(x.method + " " + x.path + "?" + x.query)) // never fails
	request := h.Sum64()
	d.mu.Lock()
	d.thrown[request]++
	n := d.thrown[request]
	d.mu.Unlock()
	random := rand.New(rand.NewPCG(d.faults.Seed^request, n))

	f := Fault{Kind: d.kind(random.Float64())}
	f.before = random.Float64() < d.faults.Chance[OtherUser]
	f.after = random.Float64() < d.faults.Chance[OtherUserAfter]
	f.pick = random.Uint64()
	f.Processed = f.pick>>32&3 == 0
	f.RetryAfter = d.faults.retryAfter(f.pick>>1, now)
	if f.Wait = d.faults.SlowBy; f.Wait == 0 {
		f.Wait = time.Second
	}
	return f
}

func (d *dice) kind(u float64) FaultKind {
	for _, kind := range exclusiveKinds() {
		if u -= d.faults.Chance[kind]; u < 0 {
			return kind
		}
	}
	return ""
}

func (f Faults) retryAfter(pick uint64, now time.Time) string {
	form := f.RetryAfterForm
	if form == "mixed" {
		form = []string{"seconds", "date", "absent"}[pick%3]
	}
	switch {
	case f.RetryAfter == 0 || form == "absent":
		return ""
	case form == "date":
		return now.Add(f.RetryAfter).UTC().Format(http.TimeFormat)
	default:
		return strconv.Itoa(int((f.RetryAfter + time.Second - 1) / time.Second))
	}
}

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
