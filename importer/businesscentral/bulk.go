package businesscentral

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"

	"bcimport/importer"
	"bcimport/importer/businesscentral/limits"
)

// reception is how the server took a request about several contacts.
type reception int

const (
	served      reception = iota // answered, or the answers hold the fault
	slow                         // it took too long: the next ones are made smaller
	tooMuch                      // not taken for its size, or for one of its parts
	unsupported                  // the server does not take such requests
	garbled                      // a success that can't be used; it changed nothing
)

// receive tells how a request as a whole was taken, if it was no success. A
// filter or a batch that is too long is 400 or one of the statuses made for it;
// none of the statuses that are tooMuch or unsupported has changed anything.
func receive(r reply, code string) reception {
	switch {
	case r.err != nil:
		if r.wrote && errors.Is(r.err, context.DeadlineExceeded) {
			return slow
		}
		return served
	case code == companyNotFound, code == tenantUnavailable:
		return served
	}
	switch r.status {
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return slow
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong, http.StatusRequestHeaderFieldsTooLarge:
		return tooMuch
	case http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotAcceptable,
		http.StatusLengthRequired, http.StatusUnsupportedMediaType, http.StatusNotImplemented:
		return unsupported
	}
	return served
}

// bulk is one kind of request about several contacts, with what was learned about
// it on this connection. It is used by several goroutines.
type bulk struct {
	name string // for the log

	mu      sync.Mutex
	off     bool
	size    limits.BatchSize
	garbled int // unusable answers in a row
	pairs   int // that were too much
}

func newBulk(name string, most int) *bulk {
	return &bulk{name: name, off: most < 2, size: limits.NewBatchSize(most)}
}

// mostGarbled is how many unusable answers in a row end bulk requests of a kind.
const mostGarbled = 3

// next is how many of n places the next request is about.
func (b *bulk) next(n int) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.off {
		return 1
	}
	return min(n, b.size.Now())
}

// stop ends bulk requests of this kind for the rest of the connection. It tells
// whether they went on until now.
func (b *bulk) stop() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	first := !b.off
	b.off = true
	return first
}

// giveUp stops and says so.
func (b *bulk) giveUp(log *slog.Logger, f importer.Fault) {
	if b.stop() {
		log.Warn("the service does not take "+b.name+"; single requests from here on",
			"status", f.HTTPStatus, "code", f.Code) // its message may hold values of contacts
	}
}

func (b *bulk) took(n int, how reception) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch how {
	case slow:
		b.size.Shrink(n)
	case garbled:
		b.garbled++
	case served:
		b.garbled = 0
	}
}

// well takes note of a request about n contacts that brought what was wanted.
func (b *bulk) well(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.size.Grow(n)
}

// mostPairs is how many pairs are too much, though both are fine alone, until a
// kind of request is hopeless: one may be an accident.
const mostPairs = 2

// limit takes note of a request that was not taken for its size, as n of its
// contacts were. Larger ones are not sent again.
func (b *bulk) limit(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n < 2 {
		b.pairs++
		n = 2
	}
	b.size.Limit(n)
}

// hopeless tells that such requests bring nothing.
func (b *bulk) hopeless() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.garbled >= mostGarbled || b.pairs >= mostPairs
}

// exchange is a way to serve places of a chunk in requests about several of them.
// Errors are those of do.
type exchange struct {
	bulk *bulk
	log  *slog.Logger
	// fits is how many of the places fit into one request, from 1.
	fits func(places []int) int
	// together serves several places.
	together func(places []int) (reception, importer.Fault, error)
	// alone serves one place and tells whether it was refused.
	alone func(place int) (refused bool, err error)
}

// serve serves all places and tells whether one of them was refused.
func (x exchange) serve(places []int) (refused bool, err error) {
	for len(places) > 0 {
		n := x.bulk.next(len(places))
		if n > 1 && x.fits != nil {
			n = min(n, x.fits(places))
		}
		send := x.group
		if n == 1 {
			send = x.each
		}
		no, err := send(places[:n])
		if err != nil {
			return refused, err
		}
		refused, places = refused || no, places[n:]
	}
	return refused, nil
}

// group serves several places by one request. What is not taken as a whole is
// halved until the culprit stands alone; where there is none, it was too much.
func (x exchange) group(places []int) (refused bool, err error) {
	how, fault, err := x.together(places)
	if err != nil {
		return false, err
	}
	x.bulk.took(len(places), how)
	if how == garbled && !x.bulk.hopeless() {
		// By accident, or because of one of the places: the second time tells.
		if how, fault, err = x.together(places); err != nil {
			return false, err
		}
		x.bulk.took(len(places), how)
	}
	switch how {
	case unsupported:
		x.bulk.giveUp(x.log, fault)
		return x.each(places)
	case garbled:
		x.endIfHopeless(fault)
		return x.each(places)
	case tooMuch:
		return x.halves(places, fault)
	}
	return false, nil
}

func (x exchange) halves(places []int, fault importer.Fault) (refused bool, err error) {
	half := len(places) / 2
	first, err := x.serve(places[:half])
	if err != nil {
		return first, err
	}
	second, err := x.serve(places[half:])
	if err != nil || first || second {
		return true, err
	}
	x.bulk.limit(half)
	x.endIfHopeless(fault)
	return false, nil
}

func (x exchange) endIfHopeless(fault importer.Fault) {
	if x.bulk.hopeless() {
		x.bulk.giveUp(x.log, fault)
	}
}

func (x exchange) each(places []int) (refused bool, err error) {
	for _, place := range places {
		no, err := x.alone(place)
		if err != nil {
			return refused, err
		}
		refused = refused || no
	}
	if len(places) == 1 && !refused {
		x.bulk.well(1) // counts only where time has shrunk the size to one
	}
	return refused, nil
}
