package terminal

import (
	"strconv"
	"time"

	"bcimport/importer/runs"
	"bcimport/mapping/entity"

	"github.com/schollz/progressbar/v3"
)

// Count shows how far an export has come: a bar on a terminal, a log line every ten
// seconds elsewhere. It is used by one goroutine.
type Count struct {
	Console *Console
	Quiet   bool

	nouns entity.Nouns
	done  int
	bar   *progressbar.ProgressBar
	said  time.Time
}

// Event counts what an export has written; the console shows what else happens.
func (n *Count) Event(e runs.Event) {
	switch e := e.(type) {
	case runs.Named:
		n.nouns = e.Nouns
	case runs.Exported:
		n.add(e)
	default:
		n.Console.Event(e)
	}
}

// Records says in words how many there are.
func (n *Count) Records(of int) string {
	if of == 1 {
		return n.nouns.In("1 {one}")
	}
	return strconv.Itoa(of) + n.nouns.In(" {many}")
}

func (n *Count) add(e runs.Exported) {
	if n.said.IsZero() {
		n.begin(e.Of)
	}
	n.done += e.Records
	if n.bar != nil {
		n.bar.Add(e.Records)
	}
	if n.bar == nil && !n.Quiet && time.Since(n.said) >= 10*time.Second {
		n.said = time.Now()
		n.Console.Log.Info("progress", n.nouns.In("{many}"), n.done, "of", e.Of)
	}
}

func (n *Count) begin(total int) {
	n.said = time.Now()
	if n.Quiet || !n.Console.HasBar() {
		return
	}
	n.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(n.Console.Drawing()), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionFullWidth(), progressbar.OptionSetDescription(n.nouns.In("{many}")))
}

func (n *Count) Stop() {
	if n.bar != nil {
		n.bar.Exit()
	}
}
