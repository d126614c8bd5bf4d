package cli

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
	"bcimport/importer/remote"
	"bcimport/importer/targets"
	"bcimport/importer/watch"
)

type watchOptions struct {
	logOptions
	file    string
	config  string
	sandbox bool
	once    bool
	yes     bool
	giveUp  time.Duration
	poll    time.Duration
	prom    string
}

func newWatch(c *terminal.Console) *cobra.Command {
	o := &watchOptions{}
	cmd := &cobra.Command{
		Use:   "watch DIR",
		Short: "Run every file that is dropped into a folder",
		Long: `watch picks up the files that are complete in DIR/incoming, the oldest first. It runs each
in its own folder below DIR/working, which then moves to DIR/done or DIR/failed with the
file, its run folder and, if rows failed, its failed.csv. A run that was stopped is resumed
before another file is run. DIR/watch.yaml says how each file is run:

  files:
    - pattern: contacts-*.csv
      mapping: contacts.yaml         # paths are relative to watch.yaml
      target: production
      options: {max_failures: 5%}    # options of run, with _ for -
      accept: [duplicate_keys]       # what may look wrong in these files, as run --accept
      expect: daily by 03:00         # send an alarm if none came by then; also: weekdays, monday, …
  repeat: run                        # or set-aside: do not run the same content again
  stable: 10s                        # a file is complete when it has not changed for this long
  marker: .ok                        # or when NAME.ok is beside it
  notify: {webhook: {url: "${HOOK}"}}  # notifications; see the README
  from:                              # copy files from elsewhere into incoming; see the README
    - {url: "sftp://crm@files.example.com/out", after: move}

A run that ends with 0 or 3 goes to done, one that ends with 1 to failed. A run that ends with
2 or 4, or that can't reach the service or sign in, is tried again until it has been in
working for --give-up.

Exit codes of --once: the worst of its runs, in the order 2, 4, 1, 3, 0; also 4 when a file
can't be picked up, and 3 when an expected file is missing. Without --once: 0 after a signal,
4 when the signal stopped a run.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return importer.Invalidf("expected one folder, got %d", len(args)).Hintf("run bcimport watch DIR with a folder that holds %s", watch.FileName)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&o.once, "once", false, "run the files that are there and end, for a scheduler")
	flags.StringVar(&o.file, "watch-file", "", "file that says how each file is run (default: watch.yaml in DIR)")
	flags.DurationVar(&o.giveUp, "give-up", 24*time.Hour, "how long to resume a run that does not finish")
	flags.DurationVar(&o.poll, "poll", 10*time.Second, "how often to look for new files where the system does not report them")
	flags.StringVar(&o.config, "config", "", "target file (default: config in the watch file, else bcimport.yaml as for run, but never below DIR)")
	flags.BoolVar(&o.sandbox, "sandbox", false, "use the built-in stand-in for Business Central")
	flags.BoolVar(&o.yes, "yes", false, "write to protected targets")
	flags.StringVar(&o.prom, "metrics-file", "", "write metrics of the last runs and of the folder for Prometheus: a file that ends in .prom")
	o.logOptions.addFlags(flags)
	return cmd
}

func (o *watchOptions) run(ctx context.Context, dir string, c *terminal.Console) error {
	if o.giveUp <= 0 || o.poll <= 0 {
		return importer.Invalidf("--give-up and --poll must be above 0")
	}
	c, err := o.on(c)
	if err != nil {
		return err
	}
	c.In = strings.NewReader("") // no question is asked
	dir, err = filepath.Abs(dir)
	if err != nil {
		return importer.Invalidf("%w", err)
	}
	if o.file == "" {
		o.file = filepath.Join(dir, watch.FileName)
	}
	var settings []string
	for _, s := range targets.Settings() {
		settings = append(settings, s.Key)
	}
	file, err := watch.ReadFile(o.file, settings, "run bcimport watch --help for an example")
	if err != nil {
		return err
	}
	if o.config, err = targets.FileOutside(dir, cmp.Or(o.config, file.Config)); err != nil {
		return err
	}
	observer := newWatchObserver(o, dir, c)
	runner := &watchRunner{options: o, console: c}
	w := &watch.Watcher{
		File: file, Dir: dir, Runner: runner, Observer: observer, Once: o.once, GiveUp: o.giveUp, Poll: o.poll, Now: time.Now,
		Access: remote.FromEnvironment(),
	}
	runner.watcher = w
	notifier, notifyErr := o.receivers(file).Notifier(version())
	observer.notifier = notifier
	defer observer.outlast(ctx)()
	if err := w.Ready(); err != nil {
		observer.Notify(ctx, watch.Event{Kind: watch.Failure, File: filepath.Base(dir), End: importer.EndRefused,
			Message: "can't be watched: a target or an option is invalid; the program's messages say which"}, func() {})
		observer.Wait()
		return err
	}
	if notifyErr != nil {
		return notifyErr
	}
	kept, err := w.Open()
	if errors.Is(err, watch.ErrInUse) {
		return importer.Invalidf("%s: %w", dir, err).Hintf("run one watcher per folder: end the other one, or use it")
	}
	if err != nil {
		return importer.Invalidf("open the drop folder: %w", err)
	}
	defer w.Close()
	observer.recall(kept)
	c.Say("watching %s", w.Incoming())
	return end(codeOfWatch(w.Watch(ctx)))
}

// codeOfWatch is the code of a watcher; nothing that went wrong is 0.
func codeOfWatch(kind importer.EndKind) Code {
	if kind == "" {
		return OK
	}
	return codeOfEnd(kind)
}

// receivers says whom to tell of the runs of a watch file.
func (o *watchOptions) receivers(of watch.File) news.Watched {
	r := news.Watched{File: o.file, Notify: of.Notify, Config: o.config}
	r.Targeted = o.config != "" || !o.sandbox && slices.ContainsFunc(of.Files, func(f watch.Entry) bool { return f.Target != "" })
	return r
}
