package runs

import (
	"time"

	"bcimport/importer"
)

// load is what a part of a run will ask of the service, at the most: nobody knows
// before reading which contacts will change.
type load struct {
	rows    int // to be read and written
	keys    int // to be looked up
	chunk   int // rows or keys a request, at the most
	workers int // that share the rows evenly
	writes  bool
	reads   int // how often each row is read; 2 where a plan comes first
}

// chunks is in how many parts the rows are dealt.
func (l load) chunks() int {
	round := l.chunk * l.workers
	return min(l.rows, (l.rows+round-1)/round*l.workers)
}

// requests is their number, but for retries and what is asked for again alone.
func (l load) requests() int {
	n := l.reads*l.chunks() + (l.keys+l.chunk-1)/l.chunk
	if l.writes {
		n += l.chunks()
	}
	return n
}

// booked is what the requests take of the rate, where a batch may count as its
// operations.
func (l load) booked(countsOperations bool) int {
	n := l.requests()
	if l.writes && countsOperations {
		n += l.rows - l.chunks()
	}
	return n
}

// duration is how long the requests take: the slots are busy with them, or the
// rate holds them back. A run that fits into the window is not paced.
func (l load) duration(p importer.Pace, booked int) time.Duration {
	busy := time.Duration(l.requests()) * p.Read
	if l.writes {
		operation := p.Operation
		if l.chunk == 1 {
			operation = p.Write
		}
		busy += time.Duration(l.rows)*operation - time.Duration(l.chunks())*p.Read
	}
	busy /= time.Duration(max(1, l.workers))
	if window := p.Requests * p.Users; p.Requests > 0 && booked > window {
		return max(busy, time.Duration(float64(booked)/float64(window)*float64(p.Span)))
	}
	return busy
}

// forecast tells how many requests the rows will take at most and how long, and
// announces the requests to the service, so that a long run is paced evenly.
func (x *execution) forecast() time.Duration {
	pace := x.service.Pace()
	l := load{rows: x.total, chunk: pace.Chunk, workers: x.service.Slots(), writes: !x.about.Options.DryRun, reads: 1}
	if x.about.Options.MaxUpdates != "" {
		l.reads++
	}
	if x.in != nil {
		l.rows, l.keys = min(x.in.Good, x.total), min(x.in.Lookups, x.total)
	}
	booked := l.booked(pace.CountsOperations)
	x.service.Expect(booked)
	d := l.duration(pace, booked)
	if measured, known := x.measured(); known {
		d = measured
	}
	x.face.emit(Forecast{File: x.file(), Rows: x.total, Requests: l.requests(), Takes: d})
	return d
}

// measured is how long the rows that are left take by what those before them took in
// an earlier part of the run, if they were enough to tell.
func (x *execution) measured() (time.Duration, bool) {
	const enough = 20
	done := x.about.Rows() - x.total
	if done < enough || x.before.Worked <= 0 {
		return 0, false
	}
	return time.Duration(float64(x.before.Worked) / float64(done) * float64(x.total)), true
}

// runTakes forecasts the run of what was planned, by what the plan measured.
func (x *execution) runTakes(updates int) *Forecast {
	pace := x.service.Pace()
	read := load{rows: x.total, keys: x.in.Lookups, chunk: pace.Chunk, workers: x.service.Slots(), reads: 1}
	write := load{rows: updates, chunk: pace.Chunk, workers: x.service.Slots(), writes: true}
	booked := read.booked(pace.CountsOperations) + write.booked(pace.CountsOperations)
	return &Forecast{
		File: x.file(), Rows: updates, Requests: read.requests() + write.requests(),
		Takes: read.duration(pace, booked) + write.duration(pace, 0),
	}
}
