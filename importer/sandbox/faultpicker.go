package sandbox

import (
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// faultPicker decides which requests and operations fail, and how. It is safe for
// concurrent use.
type faultPicker struct {
	faults               Faults
	active               bool
	requests, operations []weightedFault

	mu   sync.Mutex
	seen map[uint64]uint64 // by request, how often it arrived
}

// weightedFault is a kind of fault with its probability.
type weightedFault struct {
	kind   FaultKind
	chance float64
}

func newFaultPicker(f Faults) *faultPicker {
	p := &faultPicker{faults: f, seen: map[uint64]uint64{}, requests: f.weighted(requestKinds()), operations: f.weighted(operationKinds())}
	p.active = len(f.weighted(kinds())) > 0
	return p
}

// weighted returns the kinds that can occur.
func (f Faults) weighted(kinds []FaultKind) []weightedFault {
	var weighted []weightedFault
	for _, kind := range kinds {
		if chance := f.Chance[kind]; chance > 0 {
			weighted = append(weighted, weightedFault{kind: kind, chance: chance})
		}
	}
	return weighted
}

// pick returns what goes wrong with this request or operation.
func (p *faultPicker) pick(x *exchange, now time.Time) Fault {
	if !p.active {
		return Fault{}
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(x.method + " " + x.path + "?" + x.query)) // never fails
	request := h.Sum64()
	p.mu.Lock()
	p.seen[request]++
	n := p.seen[request]
	p.mu.Unlock()
	r := rand.New(rand.NewPCG(p.faults.Seed^request, n))
	weighted := p.requests
	if x.within != nil {
		weighted = p.operations
	}

	f := Fault{Kind: pickKind(weighted, r.Float64())}
	f.before = r.Float64() < p.faults.Chance[OtherUser]
	f.after = r.Float64() < p.faults.Chance[OtherUserAfter]
	f.random = r.Uint64()
	f.shuffled = r.Float64() < p.faults.Chance[BatchShuffled]
	f.Processed = f.random>>32&3 == 0
	f.partly = f.Kind == Timeout || f.Processed && f.random>>34&1 == 0 && mayBeProcessed(f.Kind)
	f.RetryAfter = p.faults.retryAfter(f.random>>1, now)
	if f.Wait = p.faults.SlowBy; f.Wait == 0 {
		f.Wait = time.Second
	}
	return f
}

// mayBeProcessed reports whether Fault.Processed decides for a kind of request.
func mayBeProcessed(kind FaultKind) bool {
	return kind == Timeout || kind == Unavailable || kind == BadGateway || kind == GatewayTimeout
}

func pickKind(weighted []weightedFault, u float64) FaultKind {
	for _, w := range weighted {
		if u -= w.chance; u < 0 {
			return w.kind
		}
	}
	return ""
}

func (f Faults) retryAfter(random uint64, now time.Time) string {
	form := f.RetryAfterForm
	if form == "mixed" {
		form = []string{"seconds", "date", "absent"}[random%3]
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
