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
	start  time.Time // of the first row; zero while keys are looked up

	bar  *progressbar.ProgressBar
	log  *slog.Logger
	quit chan struct{}
	done chan struct{}
}

func newProgress(total int, terminal, quiet bool, err io.Writer, log *slog.Logger) *progress {
	p := &progress{
		counts: map[importer.Status]int{}, total: total, log: log,
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	switch {
	case quiet:
		close(p.done)
	case terminal:
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(err), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
			progressbar.OptionSetItsString("rows"), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetPredictTime(true), progressbar.OptionFullWidth(),
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

// begin tells that the keys are resolved and the rows begin.
func (p *progress) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.start = time.Now()
	if p.bar != nil {
		p.bar.Reset()
	}
}

// Ended counts rows as they end.
func (p *progress) Ended(outcomes []importer.Outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, o := range outcomes {
		p.counts[o.Status]++
	}
	if p.bar != nil {
		p.bar.Describe(plural(p.failures(), "failure"))
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
	if p.start.IsZero() {
		p.log.Info("looking up keys", "keys", p.found)
		return
	}
	rows := 0
	for _, n := range p.counts {
		rows += n
	}
	seconds := time.Since(p.start).Seconds()
	rate := float64(rows) / seconds
	attrs := []any{"rows", rows, "of", p.total, "rows_per_second", fmt.Sprintf("%.1f", rate), "failures", p.failures()}
	if rate > 0 {
		left := time.Duration(float64(p.total-rows) / rate * float64(time.Second))
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
