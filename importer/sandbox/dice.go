package sandbox

import (
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// dice decide which requests and operations a fault strikes.
type dice struct {
	faults              Faults
	active              bool
	requests, operation []side

	mu     sync.Mutex
	thrown map[uint64]uint64 // by request, how often it came
}

// side is a kind on a die with its share of it.
type side struct {
	kind   FaultKind
	chance float64
}

func newDice(f Faults) *dice {
	d := &dice{faults: f, thrown: map[uint64]uint64{}, requests: f.sides(requestKinds()), operation: f.sides(operationKinds())}
	d.active = len(f.sides(kinds())) > 0
	return d
}

// sides leaves out what never strikes.
func (f Faults) sides(kinds []FaultKind) []side {
	var die []side
	for _, kind := range kinds {
		if chance := f.Chance[kind]; chance > 0 {
			die = append(die, side{kind: kind, chance: chance})
		}
	}
	return die
}

// throw returns what goes wrong with this request or operation.
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
	die := d.requests
	if x.within != nil {
		die = d.operation
	}

	f := Fault{Kind: kindOn(die, random.Float64())}
	f.before = random.Float64() < d.faults.Chance[OtherUser]
	f.after = random.Float64() < d.faults.Chance[OtherUserAfter]
	f.pick = random.Uint64()
	f.shuffled = random.Float64() < d.faults.Chance[BatchShuffled]
	f.Processed = f.pick>>32&3 == 0
	f.partly = f.Kind == Timeout || f.Processed && f.pick>>34&1 == 0 && mayBeProcessed(f.Kind)
	f.RetryAfter = d.faults.retryAfter(f.pick>>1, now)
	if f.Wait = d.faults.SlowBy; f.Wait == 0 {
		f.Wait = time.Second
	}
	return f
}

// mayBeProcessed reports whether Fault.Processed decides for a kind of request.
func mayBeProcessed(kind FaultKind) bool {
	return kind == Timeout || kind == Unavailable || kind == BadGateway || kind == GatewayTimeout
}

func kindOn(die []side, u float64) FaultKind {
	for _, side := range die {
		if u -= side.chance; u < 0 {
			return side.kind
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
