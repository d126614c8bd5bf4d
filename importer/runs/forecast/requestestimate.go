// Package forecast tells how long the rows of a run take: before the first of them, and
// how long the rest does while they end.
package forecast

import (
	"cmp"
	"time"

	"bcimport/importer"
)

// RequestEstimate is what a part of a run will ask of the service, at the most: nobody knows
// how many will change before they are read.
type RequestEstimate struct {
	Rows    int // to be read and written
	Keys    int // to be looked up
	Chunk   int // rows a request, at the most
	Lookups int // keys a request, at the most; 0: as many as rows
	Workers int // that share the rows evenly
	Writes  bool
	Reads   int // how often each row is read; 2 where a plan comes first
}

// chunks is in how many parts the rows are dealt.
func (r RequestEstimate) chunks() int {
	round := r.Chunk * r.Workers
	return min(r.Rows, (r.Rows+round-1)/round*r.Workers)
}

// Requests is their number, but for retries and what is asked for again alone.
func (r RequestEstimate) Requests() int {
	atOnce := cmp.Or(r.Lookups, r.Chunk)
	n := r.Reads*r.chunks() + (r.Keys+atOnce-1)/atOnce
	if r.Writes {
		n += r.chunks()
	}
	return n
}

// Booked is what the requests take of the rate, where a batch may count as its
// operations.
func (r RequestEstimate) Booked(countsOperations bool) int {
	n := r.Requests()
	if r.Writes && countsOperations {
		n += r.Rows - r.chunks()
	}
	return n
}

// Duration is how long the requests take: the slots are busy with them, or the
// rate holds them back. A run that fits into the window is not paced.
func (r RequestEstimate) Duration(p importer.Pace, booked int) time.Duration {
	busy := time.Duration(r.Requests()) * p.Read
	if r.Writes {
		operation := p.Operation
		if r.Chunk == 1 {
			operation = p.Write
		}
		busy += time.Duration(r.Rows)*operation - time.Duration(r.chunks())*p.Read
	}
	busy /= time.Duration(max(1, r.Workers))
	if window := p.Requests * p.Users; p.Requests > 0 && booked > window {
		return max(busy, time.Duration(float64(booked)/float64(window)*float64(p.Span)))
	}
	return busy
}
