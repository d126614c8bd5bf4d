// Package forecast tells how long the rows of a run take: before the first of them, and
// how long the rest does while they end.
package forecast

import (
	"cmp"
	"time"

	"bcimport/importer"
)

// Load is what a part of a run will ask of the service, at the most: nobody knows
// how many will change before they are read.
type Load struct {
	Rows    int // to be read and written
	Keys    int // to be looked up
	Chunk   int // rows a request, at the most
	Lookups int // keys a request, at the most; 0: as many as rows
	Workers int // that share the rows evenly
	Writes  bool
	Reads   int // how often each row is read; 2 where a plan comes first
}

// chunks is in how many parts the rows are dealt.
func (l Load) chunks() int {
	round := l.Chunk * l.Workers
	return min(l.Rows, (l.Rows+round-1)/round*l.Workers)
}

// Requests is their number, but for retries and what is asked for again alone.
func (l Load) Requests() int {
	atOnce := cmp.Or(l.Lookups, l.Chunk)
	n := l.Reads*l.chunks() + (l.Keys+atOnce-1)/atOnce
	if l.Writes {
		n += l.chunks()
	}
	return n
}

// Booked is what the requests take of the rate, where a batch may count as its
// operations.
func (l Load) Booked(countsOperations bool) int {
	n := l.Requests()
	if l.Writes && countsOperations {
		n += l.Rows - l.chunks()
	}
	return n
}

// Duration is how long the requests take: the slots are busy with them, or the
// rate holds them back. A run that fits into the window is not paced.
func (l Load) Duration(p importer.Pace, booked int) time.Duration {
	busy := time.Duration(l.Requests()) * p.Read
	if l.Writes {
		operation := p.Operation
		if l.Chunk == 1 {
			operation = p.Write
		}
		busy += time.Duration(l.Rows)*operation - time.Duration(l.chunks())*p.Read
	}
	busy /= time.Duration(max(1, l.Workers))
	if window := p.Requests * p.Users; p.Requests > 0 && booked > window {
		return max(busy, time.Duration(float64(booked)/float64(window)*float64(p.Span)))
	}
	return busy
}
