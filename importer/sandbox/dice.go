package sandbox

import (
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

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
