package runs

import (
	"time"

	"bcimport/importer/runs/forecast"
)

// forecast returns how many requests the rows will take at most and how long, and
// announces the requests to the service, so that a long run is paced evenly.
func (x *execution) forecast() time.Duration {
	pace := x.service.Pace()
	l := forecast.RequestEstimate{Rows: x.total, Chunk: pace.Chunk, Lookups: pace.Lookups, Workers: x.service.Slots(), Writes: !x.about.Options.DryRun, Reads: 1}
	if x.about.Options.MaxUpdates != "" {
		l.Reads++
	}
	if x.in != nil {
		l.Rows, l.Keys = min(x.in.Good, x.total), min(x.in.Lookups, x.total)
	}
	booked := l.Booked(pace.CountsOperations)
	x.service.Expect(booked)
	d := l.Duration(pace, booked)
	if measured, known := x.measured(); known {
		d = measured
	}
	x.face.emit(Forecast{File: x.file(), Rows: x.total, Requests: l.Requests(), Takes: d})
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
	read := forecast.RequestEstimate{Rows: x.total, Keys: x.in.Lookups, Chunk: pace.Chunk, Lookups: pace.Lookups, Workers: x.service.Slots(), Reads: 1}
	write := forecast.RequestEstimate{Rows: updates, Chunk: pace.Chunk, Workers: x.service.Slots(), Writes: true}
	booked := read.Booked(pace.CountsOperations) + write.Booked(pace.CountsOperations)
	return &Forecast{
		File: x.file(), Rows: updates, Requests: read.Requests() + write.Requests(),
		Takes: read.Duration(pace, booked) + write.Duration(pace, 0),
	}
}
