// Package kept keeps what takes long to find out and does not change for a while.
package kept

import (
	"sync"
	"time"
)

// Values are kept by their keys. Its exported fields must not be changed once it is used. It is
// safe for concurrent use.
type Values[K comparable, V any] struct {
	// Time is how long a value is kept; 0: until others take its place.
	Time time.Duration
	// Most is how many are kept, those that were put last; 0: all.
	Most int

	mu  sync.Mutex
	all []entry[K, V] // the latest last
}

type entry[K comparable, V any] struct {
	key   K
	value V
	at    time.Time
}

// Get returns the value of a key, where there is one now.
func (v *Values[K, V]) Get(key K, now time.Time) (V, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, e := range v.all {
		if e.key == key && (v.Time == 0 || now.Sub(e.at) < v.Time) {
			return e.value, true
		}
	}
	var none V
	return none, false
}

// Put keeps a value in place of the one before.
func (v *Values[K, V]) Put(key K, value V, now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	fresh := v.all[:0:0]
	for _, e := range v.all {
		if e.key != key && (v.Time == 0 || now.Sub(e.at) < v.Time) {
			fresh = append(fresh, e)
		}
	}
	fresh = append(fresh, entry[K, V]{key, value, now})
	if v.Most > 0 && len(fresh) > v.Most {
		fresh = fresh[1:]
	}
	v.all = fresh
}
