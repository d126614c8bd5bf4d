// Package meter counts what a worker of a fleet does, for Prometheus. It counts in a
// registry of its own and names runs by nothing: a target has a label only where there is
// one number for each. Start with New.
package meter

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/fleet/dispatch"
	"bcimport/importer/runs"
)

// Meter counts. It is safe for concurrent use.
type Meter struct {
	registry   *prometheus.Registry
	inWork     prometheus.Gauge
	ended      *prometheus.CounterVec
	unfinished *prometheus.CounterVec
	rows       *prometheus.CounterVec
	files      *prometheus.CounterVec
	heartbeats prometheus.Counter
	takeovers  prometheus.Counter
	appends    prometheus.Histogram
	requests   *requests
}

// New returns a meter that has counted nothing.
func New() *Meter {
	counter := func(name, help string) prometheus.CounterOpts {
		return prometheus.CounterOpts{Namespace: "bcimport_fleet", Name: name, Help: help}
	}
	m := &Meter{
		registry:   prometheus.NewRegistry(),
		inWork:     prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "bcimport_fleet", Name: "runs_in_work", Help: "Runs that this worker works on."}),
		ended:      prometheus.NewCounterVec(counter("runs_ended_total", "Runs that ended on this worker, by their end."), []string{"end"}),
		unfinished: prometheus.NewCounterVec(counter("attempts_unfinished_total", "Attempts that did not end their run, by their reason."), []string{"reason"}),
		rows:       prometheus.NewCounterVec(counter("rows_total", "Rows of the runs that ended on this worker, by status."), []string{"status"}),
		files: prometheus.NewCounterVec(counter("inbox_files_total",
			"Files of inboxes by what this worker found: taken, left (by no pattern, or not to be submitted) or missing (expected, and not there in time)."), []string{"state"}),
		heartbeats: prometheus.NewCounter(counter("heartbeats_total", "Times that progress was told.")),
		takeovers:  prometheus.NewCounter(counter("takeovers_total", "Attempts at runs that an earlier attempt has left.")),
		appends: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "bcimport_fleet", Name: "append_seconds", Help: "Time that records of logs took until the store had them.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 13), // to 4 s; an append is given up after 5
		}),
		requests: &requests{open: map[*counted]bool{}},
	}
	m.registry.MustRegister(m.inWork, m.ended, m.unfinished, m.rows, m.files, m.heartbeats, m.takeovers, m.appends, m.requests,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler serves what was counted.
func (m *Meter) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Began counts an attempt that begins.
func (m *Meter) Began(_ dispatch.Run, attempt int) {
	m.inWork.Inc()
	if attempt > 1 {
		m.takeovers.Inc()
	}
}

// Finished counts how an attempt ended.
func (m *Meter) Finished(_ dispatch.Run, r fleet.Result, reason fleet.Reason) {
	m.inWork.Dec()
	if reason != "" {
		m.unfinished.WithLabelValues(string(reason)).Inc()
		return
	}
	m.ended.WithLabelValues(string(r.End)).Inc()
	for status, n := range r.Rows {
		m.rows.WithLabelValues(status).Add(float64(n))
	}
}

// Looked counts the files of a look at an inbox, each left or missing one once.
func (m *Meter) Looked(s fleet.Standing) {
	for state, n := range map[string]int{"taken": s.Submitted, "left": s.NewlyLeft, "missing": s.NewlyMissing} {
		m.files.WithLabelValues(state).Add(float64(n))
	}
}

// Beat counts a heartbeat.
func (m *Meter) Beat() { m.heartbeats.Inc() }

// Appended counts a record of a log.
func (m *Meter) Appended(took time.Duration) { m.appends.Observe(took.Seconds()) }

// Connect is how a fleet.Worker connects.
type Connect = func(ctx context.Context, to runs.Destination, guard func() error) (runs.Service, error)

// Counting has the requests of connections counted, while they are open and later.
func (m *Meter) Counting(connect Connect) Connect {
	return func(ctx context.Context, to runs.Destination, guard func() error) (runs.Service, error) {
		s, err := connect(ctx, to, guard)
		if err != nil {
			return nil, err
		}
		return m.requests.add(s), nil
	}
}

// requests are the requests to Business Central, by kind.
type requests struct {
	mu   sync.Mutex
	past importer.Requests
	open map[*counted]bool
}

// counted is a connection whose requests are counted.
type counted struct {
	runs.Service
	in   *requests
	once sync.Once
}

func (r *requests) add(s runs.Service) *counted {
	c := &counted{Service: s, in: r}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open[c] = true
	return c
}

// Close keeps the number of its requests.
func (c *counted) Close() {
	c.once.Do(func() {
		c.in.mu.Lock()
		defer c.in.mu.Unlock()
		delete(c.in.open, c)
		c.in.past = sum(c.in.past, c.Requests())
	})
	c.Service.Close()
}

func sum(a, b importer.Requests) importer.Requests {
	a.Reads += b.Reads
	a.Writes += b.Writes
	a.Token += b.Token
	a.Retries += b.Retries
	a.Throttled += b.Throttled
	return a
}

// Describe describes the only metric.
func (r *requests) Describe(to chan<- *prometheus.Desc) { to <- describeRequests() }

func describeRequests() *prometheus.Desc {
	return prometheus.NewDesc("bcimport_fleet_requests_total",
		"Requests to Business Central and its sign-in, by kind; retries and throttled ones are among the others.", []string{"kind"}, nil)
}

// Collect gives the numbers as they are.
func (r *requests) Collect(to chan<- prometheus.Metric) {
	r.mu.Lock()
	all := r.past
	for c := range r.open {
		all = sum(all, c.Requests())
	}
	r.mu.Unlock()
	for kind, n := range map[string]int{
		"reads": all.Reads, "writes": all.Writes, "token": all.Token, "retries": all.Retries, "throttled": all.Throttled,
	} {
		to <- prometheus.MustNewConstMetric(describeRequests(), prometheus.CounterValue, float64(n), kind)
	}
}
