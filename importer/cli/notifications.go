package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/metrics"
	"bcimport/importer/notify"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
	"bcimport/reports"
)

// A stop that a signal asked for ends within 10 seconds of it, news included.
const (
	newsAfterSignal = 8 * time.Second
	newsOfStop      = 5 * time.Second
)

// notifications report how runs ended, to people (package notify) and to monitoring (a
// metrics file), without delaying the next run: what they can't deliver is a line on
// stderr and changes no exit code.
type notifications struct {
	options *workOptions
	console *terminal.Console
	command string
	dryRun  bool
	files   []string
	why     string // what is said of a beginning that went wrong, where the error may quote a file

	notifier *notify.Notifier // nil: no notifications
	prepared bool
	notified bool
	news     context.Context // outlasts the command's context
	signal   context.Context // the command's context
	group    sync.WaitGroup
	mu       sync.Mutex
	failures []string // of deliveries
	runs     metrics.Runs
}

// notifying does the work of a command and reports how it ended, also when it could not
// begin. It returns what the work returned, when all news is out or given up.
func (o *workOptions) notifying(ctx context.Context, c *terminal.Console, n *notifications, work func(*notifications) error) error {
	n.options, n.console, n.signal = o, c, ctx
	news, done := outlast(ctx, newsAfterSignal)
	defer done()
	n.news = news
	err := work(n)
	if !n.notified && n.command != "resume" { // a resumption has its folder
		err = beforeFolder(err)
	}
	n.notBegun(err)
	n.group.Wait()
	for _, failure := range n.failures {
		n.console.Warn("%s", failure)
	}
	return err
}

// outlast is a context that ends d after ctx has ended.
func outlast(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(d, cancel) })
	return longer, func() { stop(); cancel() }
}

// prepare finds out whom to tell, before anything is sent: what is wrong with that is
// an error of the configuration. A plan has no news for people.
func (n *notifications) prepare() (err error) {
	if n.prepared || n.dryRun {
		return nil
	}
	n.prepared = true
	n.notifier, err = n.options.notifier()
	if silent := (*untold)(nil); errors.As(err, &silent) {
		n.console.Warn("%v", silent)
		return nil
	}
	return err
}

// ended reports how a run over one file ended.
func (n *notifications) ended(r runs.Result, code Code) {
	n.notified = true
	e := notify.Event{
		Kind: kindOf(code), File: fileOf(r), RunFolder: r.Folder, Code: int(code),
		State: "stopped", Message: endWords(code, r.Reason, r.Summary), At: time.Now(),
	}
	if s := r.Summary; s != nil {
		e.State, e.Rows = s.State, s.Rows.ByName()
	}
	n.count(e.File, code, r.Summary)
	n.tell(e)
}

// fileOf is what people call the input of a run.
func fileOf(r runs.Result) string { return terminal.Shorter(r.File) }

// failed tells of one file whose run could not begin.
func (n *notifications) failed(file string, code Code, err error) {
	n.notified = true
	why := n.reason(err)
	n.count(file, code, nil)
	n.tell(notify.Event{Kind: kindOf(code), File: file, Code: int(code), Message: notBegunWords + why, At: time.Now()})
}

// notBegun tells of a command that ended before its first run. Somebody who sits in
// front of it reads it there.
func (n *notifications) notBegun(err error) {
	var done *ended
	if err == nil || n.notified || errors.As(err, &done) {
		return
	}
	why := n.reason(err)
	for _, file := range n.files {
		if n.options.json {
			terminal.TellNotBegun(n.console, n.command, file, err, int(codeOf(err)))
		}
		n.count(file, codeOf(err), nil)
	}
	if n.console.Interactive() || n.prepare() != nil {
		return
	}
	n.tell(notify.Event{Kind: kindOf(codeOf(err)), File: strings.Join(n.files, ", "), Code: int(codeOf(err)), Message: notBegunWords + why, At: time.Now()})
}

const notBegunWords = "the run did not begin: "

// count takes a run into the metrics.
func (n *notifications) count(file string, code Code, summary *reports.Summary) {
	run := metrics.Run{Command: n.command, Target: n.options.targetLabel(), File: metrics.FileLabel(file), ExitCode: int(code), At: time.Now()}
	if summary != nil {
		run.Rows, run.Requests, run.Seconds = byStatus(summary.Rows.ByName()), summary.Requests.Total, summary.Seconds
	}
	n.runs.Add(run)
	if n.options.metricsFile == "" {
		return
	}
	if err := metrics.NewFile(n.options.metricsFile).Write(n.runs); err != nil {
		n.console.Warn("write metrics file: %v", err)
	}
}

// reason says why nothing began. What may quote a file is not repeated.
func (n *notifications) reason(err error) string { return reasonWords(err, n.why) }

// reasonWords says why nothing began; instead is said where the error may quote a file.
func reasonWords(err error, instead string) string {
	if why := stopWords(err); why != "" {
		return why
	}
	if instead != "" {
		return instead
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return clip(first)
}

// clip shortens a message for news; the program's own has it whole.
func clip(s string) string {
	const most = 140
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return string(runes[:most-1]) + "…"
}

// tell begins to deliver an event.
func (n *notifications) tell(e notify.Event) {
	if n.notifier == nil || !n.notifier.Wants(e.Kind) {
		return
	}
	n.group.Go(func() {
		ctx := n.news
		if n.signal.Err() != nil {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, newsOfStop)
			defer cancel()
		}
		if err := n.notifier.Notify(ctx, e); err != nil {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.failures = append(n.failures, fmt.Sprintf("the notification (%s) of %s could not be sent: %v", e.Kind, e.File, err))
		}
	})
}

func kindOf(code Code) string {
	if code == OK {
		return notify.Success
	}
	return notify.Failure
}

// endWords says how a run ended. It quotes no error: those may quote rows.
func endWords(code Code, stopped error, s *reports.Summary) string {
	why := stopWords(stopped)
	switch {
	case s == nil:
		return "the program failed and wrote no new reports; its messages say what to do"
	case code == OK:
		return "every row succeeded"
	case code == Incomplete:
		return fmt.Sprintf("%d of %s did not succeed", s.Rows.Failures(), plural(s.Rows.Total, "row"))
	case why == "":
		why = "the program failed"
	}
	return fmt.Sprintf("stopped: %s; %s open", why, plural(s.Rows.NotAttempted+s.Rows.Unknown, "row"))
}

// tooManyUpdates is why a run did not begin to write.
const tooManyUpdates = "more rows would change than --max-updates allows"

// stopWords is why a run stopped, of the words that are the program's own.
func stopWords(err error) string {
	if refused := (*runs.Suspicious)(nil); errors.As(err, &refused) {
		return refused.Words()
	}
	for _, known := range []error{
		importer.ErrUnreachable, importer.ErrInterrupted, importer.ErrSignIn, importer.ErrCompanyGone, importer.ErrServerDown, importer.ErrTooManyFailures,
		importer.ErrUnsettled, runs.ErrInputChanged, runs.ErrOpenRows,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	if tooMany := (*runs.TooManyUpdates)(nil); errors.As(err, &tooMany) {
		return tooManyUpdates
	}
	if errors.Is(err, importer.ErrJournal) {
		return "the journal could not be written"
	}
	return ""
}

// byStatus returns the counts of rows that are those of a status.
func byStatus(rows map[string]int) map[string]int {
	counts := map[string]int{}
	for _, status := range importer.Statuses() {
		if n, known := rows[string(status)]; known {
			counts[string(status)] = n
		}
	}
	return counts
}

// notifier is the one that the target file asks for, nil where none does. A file that
// was only found in the current folder may neither run a program nor call an address.
func (s *settings) notifier() (*notify.Notifier, error) {
	named, onlyRecorded := s.choice.Config()
	if named == "" && s.choice.Name == "" {
		return nil, nil
	}
	if onlyRecorded {
		content, err := targets.ReadFile(named)
		if err != nil || content.Notify == nil {
			return nil, err
		}
		return nil, &untold{named}
	}
	return notifierIn(named)
}

// untold is a target file that only a run folder names, and that would tell others of
// the run. A run folder that another user made must not have a program run.
type untold struct{ file string }

func (u *untold) Error() string {
	return fmt.Sprintf("notifications are off: %s was named only by the run folder; pass --config to use it", u.file)
}

// notifierIn is the one that a target file asks for, nil where it asks for none.
func notifierIn(named string) (*notify.Notifier, error) {
	file, trusted, err := targets.FindFile(named)
	if err != nil {
		return nil, err
	}
	content, err := targets.ReadFile(file)
	if err != nil || content.Notify == nil {
		return nil, err
	}
	if !trusted {
		return nil, importer.Invalidf("%s in the current folder would send notifications of the run", file).
			Hintf("if the file is yours, pass --config %s", file)
	}
	return newNotifier(file, *content.Notify, content.References())
}

// newNotifier makes the notifier of a configuration file.
func newNotifier(file string, config notify.Config, withheld []string) (*notify.Notifier, error) {
	host, err := os.Hostname()
	if err != nil {
		host = "" // it is for people to read
	}
	notifier, err := notify.New(config, notify.Options{
		Folder: filepath.Dir(file), Version: version(), Host: host, Environ: os.Environ(), Withheld: withheld,
	})
	if err != nil {
		var errs []error
		for line := range strings.SplitSeq(err.Error(), "\n") {
			errs = append(errs, importer.Invalidf("%s: %s", file, line))
		}
		return nil, errors.Join(errs...)
	}
	return notifier, nil
}

// targetLabel is what metrics call the target.
func (s *settings) targetLabel() string {
	if s.choice.Sandbox {
		return "sandbox"
	}
	if s.choice.Name != "" {
		return s.choice.Name
	}
	return s.get("environment")
}
