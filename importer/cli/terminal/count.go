package terminal

import (
	"time"

	"bcimport/importer/runs"

	"github.com/schollz/progressbar/v3"
)

// Count shows how far an export has come: a bar on a terminal, a log line every ten
// seconds elsewhere. It is used by one goroutine.
type Count struct {
	Console *Console
	Quiet   bool

	done int
	bar  *progressbar.ProgressBar
	said time.Time
}

func (n *Count) Add(e runs.Exported) {
	if n.said.IsZero() {
		n.begin(e.Of)
	}
	n.done += e.Records
	if n.bar != nil {
		n.bar.Add(e.Records)
	}
	if n.bar == nil && !n.Quiet && time.Since(n.said) >= 10*time.Second {
		n.said = time.Now()
		n.Console.Log.Info("progress", "contacts", n.done, "of", e.Of)
	}
}

func (n *Count) begin(total int) {
	n.said = time.Now()
	if n.Quiet || !n.Console.HasBar() {
		return
	}
	n.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(n.Console.Drawing()), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionFullWidth(), progressbar.OptionSetDescription("contacts"))
}

func (n *Count) Stop() {
	if n.bar != nil {
		n.bar.Exit()
	}
}
