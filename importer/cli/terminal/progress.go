package terminal

import (
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/runs/forecast"
	"bcimport/reports/lines"
)

// Progress shows how a run goes: a bar on a terminal, a log line every ten
// seconds elsewhere, nothing with --quiet. It counts in any case.
type Progress struct {
	mu      sync.Mutex
	found   int // keys looked up
	counts  map[importer.Status]int
	total   int
	workers int
	time    forecast.Estimator // begins with the first row; keys are looked up before

	bar  *progressbar.ProgressBar
	log  *slog.Logger
	quit chan struct{}
	done chan struct{}
}

func NewProgress(total, workers int, c *Console, quiet bool) *Progress {
	p := &Progress{
		counts: map[importer.Status]int{}, total: total, workers: workers, log: c.Log,
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	switch {
	case quiet:
		close(p.done)
	case c.HasBar():
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(c.Drawing()), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
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

// KeysFound counts keys as they are looked up.
func (p *Progress) KeysFound(keys int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.found += keys
	if p.bar != nil {
		p.bar.Describe(lines.Count(p.found, "key") + " looked up")
	}
}

// Begin marks that the keys are resolved and the rows begin.
func (p *Progress) Begin(e runs.RowsBegin) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e.Again {
		clear(p.counts)
	}
	p.time = forecast.NewEstimator(p.total, p.workers, e.Takes, time.Now())
	if p.bar != nil {
		p.bar.Reset()
	}
}

// Ended counts rows as they end.
func (p *Progress) Ended(e runs.RowsEnded) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, o := range e.Rows {
		p.counts[o.Status]++
		if o.Status.Result() == "failure" {
			p.log.Debug("row failed", "line", o.Line, "status", o.Status, "code", o.Code)
		}
	}
	now := time.Now()
	p.time.Ended(len(e.Rows), e.Took, now)
	if p.bar != nil {
		words := lines.Count(p.failures(), "failure")
		if left, known := p.time.Left(now); known {
			words += ", " + left.Round(time.Second).String() + " left"
		}
		p.bar.Describe(words)
		p.bar.Add(len(e.Rows))
	}
}

func (p *Progress) failures() int {
	n := 0
	for s, count := range p.counts {
		if s.Result() == "failure" {
			n += count
		}
	}
	return n
}

func (p *Progress) logLines() {
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

func (p *Progress) logLine() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.time.Begun().IsZero() {
		p.log.Info("looking up keys", "keys", p.found)
		return
	}
	rate := float64(p.time.Done()) / time.Since(p.time.Begun()).Seconds()
	attrs := []any{"rows", p.time.Done(), "of", p.total, "rows_per_second", fmt.Sprintf("%.1f", rate), "failures", p.failures()}
	if left, known := p.time.Left(time.Now()); known {
		attrs = append(attrs, "left", left.Round(time.Second).String())
	}
	p.log.Info("progress", attrs...)
}

// Stop ends the showing. The bar keeps its last state.
func (p *Progress) Stop() {
	close(p.quit)
	<-p.done
	if p.bar != nil {
		p.bar.Exit()
	}
}
