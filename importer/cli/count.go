package cli

import (
	"time"

	"bcimport/importer/runs"

	"github.com/schollz/progressbar/v3"
)

// count shows how far an export has come: a bar on a terminal, a log line every ten
// seconds elsewhere. It is used by one goroutine.
type count struct {
	console *console
	quiet   bool

	done int
	bar  *progressbar.ProgressBar
	said time.Time
}

func (n *count) add(e runs.Exported) {
	if n.said.IsZero() {
		n.begin(e.Of)
	}
	n.done += e.Records
	if n.bar != nil {
		n.bar.Add(e.Records)
	}
	if n.bar == nil && !n.quiet && time.Since(n.said) >= 10*time.Second {
		n.said = time.Now()
		n.console.log.Info("progress", "contacts", n.done, "of", e.Of)
	}
}

func (n *count) begin(total int) {
	n.said = time.Now()
	if n.quiet || !n.console.terminal() {
		return
	}
	n.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(n.console.drawing()), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionFullWidth(), progressbar.OptionSetDescription("contacts"))
}

func (n *count) stop() {
	if n.bar != nil {
		n.bar.Exit()
	}
}
