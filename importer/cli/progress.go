package cli

import (
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"bcimport/importer"
)

// progress shows how a run goes: a bar on a terminal, a log line every ten
// seconds elsewhere, nothing with --quiet. It counts in any case.
type progress struct {
	mu     sync.Mutex
	found  int // keys looked up
	counts map[importer.Status]int
	total  int
	time   estimator // begins with the first row; keys are looked up before

	bar  *progressbar.ProgressBar
	log  *slog.Logger
	quit chan struct{}
	done chan struct{}
}

func newProgress(total, workers int, terminal, quiet bool, err io.Writer, log *slog.Logger) *progress {
	p := &progress{
		counts: map[importer.Status]int{}, total: total, time: estimator{total: total, workers: workers}, log: log,
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	switch {
	case quiet:
		close(p.done)
	case terminal:
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(err), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
			progressbar.OptionSetItsString("rows"), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetPredictTime(false), progressbar.OptionFullWidth(),
			progressbar.OptionSetRenderBlankState(true), progressbar.OptionSetDescription("0 failures"),
		)
		close(p.done)
	default:
		go p.logLines()
	}
	return p
}

// Found counts keys as they are looked up.
func (p *progress) Found(keys int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.found += keys
	if p.bar != nil {
		p.bar.Describe(plural(p.found, "key") + " looked up")
	}
}

// begin tells that the keys are resolved and the rows begin; guess is how long they
// will take, 0 if that is not known.
func (p *progress) begin(guess time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.time = estimator{total: p.total, workers: p.time.workers, guess: guess, begin: time.Now()}
	if p.bar != nil {
		p.bar.Reset()
	}
}

// Ended counts rows as they end.
func (p *progress) Ended(outcomes []importer.Outcome, took time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, o := range outcomes {
		p.counts[o.Status]++
		if o.Status.Result() == "failure" {
			p.log.Debug("row failed", "line", o.Line, "status", o.Status, "code", o.Code)
		}
	}
	now := time.Now()
	p.time.ended(len(outcomes), took, now)
	if p.bar != nil {
		words := plural(p.failures(), "failure")
		if left, known := p.time.left(now); known {
			words += ", " + left.Round(time.Second).String() + " left"
		}
		p.bar.Describe(words)
		p.bar.Add(len(outcomes))
	}
}

func (p *progress) failures() int {
	n := 0
	for s, count := range p.counts {
		if s.Result() == "failure" {
			n += count
		}
	}
	return n
}

// forget drops what was counted: it was a plan, and the run begins.
func (p *progress) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.counts)
}

func (p *progress) logLines() {
	defer close(p.done)
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			p.logLine()
		case <-p.quit:
			return
		}
	}
}

func (p *progress) logLine() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.time.begin.IsZero() {
		p.log.Info("looking up keys", "keys", p.found)
		return
	}
	rate := float64(p.time.done) / time.Since(p.time.begin).Seconds()
	attrs := []any{"rows", p.time.done, "of", p.total, "rows_per_second", fmt.Sprintf("%.1f", rate), "failures", p.failures()}
	if left, known := p.time.left(time.Now()); known {
		attrs = append(attrs, "left", left.Round(time.Second).String())
	}
	p.log.Info("progress", attrs...)
}

// stop ends the showing. The bar keeps its last state.
func (p *progress) stop() {
	close(p.quit)
	<-p.done
	if p.bar != nil {
		p.bar.Exit()
	}
}
