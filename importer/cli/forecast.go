package cli

import (
	"fmt"
	"time"

	"bcimport/importer/businesscentral"
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
func (l load) booked(batchCounts string) int {
	n := l.requests()
	if l.writes && batchCounts == businesscentral.CountOperations {
		n += l.rows - l.chunks()
	}
	return n
}

// duration is how long the requests take: the slots are busy with them, or the
// rate holds them back. A run that fits into the window is not paced.
func (l load) duration(took businesscentral.Latency, rate businesscentral.Rate, users, booked int) time.Duration {
	busy := time.Duration(l.requests()) * took.Read
	if l.writes {
		operation := took.Operation
		if l.chunk == 1 {
			operation = took.Write
		}
		busy += time.Duration(l.rows)*operation - time.Duration(l.chunks())*took.Read
	}
	busy /= time.Duration(max(1, l.workers))
	if window := rate.Requests * users; rate.Requests > 0 && booked > window {
		return max(busy, time.Duration(float64(booked)/float64(window)*float64(rate.Span)))
	}
	return busy
}

func forecastWords(requests int, d time.Duration) string {
	return fmt.Sprintf("about %s, %s", plural(requests, "request"), roughly(d))
}

// roughly rounds a duration to what a forecast can know.
func roughly(d time.Duration) string {
	switch {
	case d < time.Second:
		return "a moment"
	case d < time.Minute:
		return d.Round(time.Second).String()
	case d < time.Hour:
		return d.Round(10 * time.Second).String()
	}
	return d.Round(time.Minute).String()
}

// forecast tells how many requests the rows will take at most and how long, and
// announces the requests to the client, so that a long run is paced evenly.
func (p *part) forecast() (time.Duration, error) {
	config, err := p.config()
	if err != nil {
		return 0, err
	}
	l := load{rows: p.total, chunk: config.Batch, workers: p.client.Slots(), writes: !p.about.Options.DryRun, reads: 1}
	if p.about.Options.MaxUpdates != "" {
		l.reads++
	}
	if p.in != nil {
		l.rows, l.keys = min(p.in.good, p.total), min(p.in.lookups, p.total)
	}
	booked := l.booked(config.BatchCounts)
	p.client.Expect(booked)
	d := l.duration(p.client.Latency(), config.Rate, max(1, len(config.Apps)), booked)
	if measured, known := p.measured(); known {
		d = measured
	}
	if !p.quiet {
		fmt.Fprintf(p.streams.Err, "bcimport: %s of %s: %s\n", plural(p.total, "row"), p.inputName(), forecastWords(l.requests(), d))
	}
	return d, nil
}

// measured is how long the rows that are left take by what those before them took in
// an earlier part of the run, if they were enough to tell.
func (p *part) measured() (time.Duration, bool) {
	const enough = 20
	done := p.about.Rows() - p.total
	if done < enough || p.before.Worked <= 0 {
		return 0, false
	}
	return time.Duration(float64(p.before.Worked) / float64(done) * float64(p.total)), true
}

// tellWhatRunTakes forecasts the run of what was planned, by what the plan measured.
func (p *part) tellWhatRunTakes(updates int) {
	config, err := p.config()
	if err != nil {
		return // it was good a moment ago
	}
	read := load{rows: p.total, keys: p.in.lookups, chunk: config.Batch, workers: p.client.Slots(), reads: 1}
	write := load{rows: updates, chunk: config.Batch, workers: p.client.Slots(), writes: true}
	booked := read.booked(config.BatchCounts) + write.booked(config.BatchCounts)
	users := max(1, len(config.Apps))
	d := read.duration(p.client.Latency(), config.Rate, users, booked) + write.duration(p.client.Latency(), config.Rate, users, 0)
	fmt.Fprintf(p.streams.Err, "bcimport: run will take %s\n", forecastWords(read.requests()+write.requests(), d))
}

// estimator tells how long the rows that are left will take. Rows end in lumps, a
// chunk at a time, so how many have ended by now says little; how long the workers
// were busy with them says more.
type estimator struct {
	total   int
	workers int
	guess   time.Duration // for all rows, before there is evidence; 0: none
	begin   time.Time

	done  int
	busy  time.Duration // of all workers, with the rows that are done
	lasts []lump        // the last one of each worker
}

// lump is rows that ended together.
type lump struct {
	at   time.Time
	rows int
	took time.Duration
}

// ended takes rows that a worker was busy with for so long.
func (e *estimator) ended(n int, took time.Duration, now time.Time) {
	e.done += n
	e.busy += took
	if took > 0 {
		e.lasts = append(e.lasts[max(0, len(e.lasts)+1-max(1, e.workers)):], lump{now, n, took})
	}
}

// underWay is how many rows are done by now and not told of yet, if every worker
// took up as many as before when it was ready.
func (e *estimator) underWay(now time.Time) float64 {
	rows := 0.0
	for _, l := range e.lasts {
		rows += float64(l.rows) * min(1, float64(now.Sub(l.at))/float64(l.took))
	}
	return rows
}

// left is the time to the end, and whether anything is known about it. The guess
// counts until a tenth of the rows has ended.
func (e *estimator) left(now time.Time) (time.Duration, bool) {
	if e.begin.IsZero() || e.done == 0 && e.guess == 0 {
		return 0, false
	}
	if e.done == 0 {
		return max(0, e.guess-now.Sub(e.begin)), true
	}
	rest := max(0, float64(e.total-e.done)-e.underWay(now))
	measured := float64(e.busy) / float64(e.done) / float64(max(1, e.workers)) * rest
	guessed := float64(e.guess) * rest / float64(e.total)
	if e.guess == 0 {
		guessed = measured
	}
	share := min(1, float64(e.done)/(float64(e.total)/10))
	return time.Duration(share*measured + (1-share)*guessed), true
}
