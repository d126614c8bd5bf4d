package fleet

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/fleet/dispatch"
	"bcimport/importer/fleet/logs"
	"bcimport/importer/fleet/meter"
	"bcimport/importer/fleet/permits"
	"bcimport/importer/fleet/tracing"
	"bcimport/importer/journal/shipped"
	"bcimport/importer/news"
	"bcimport/importer/notify"
	"bcimport/importer/objects"
	"bcimport/importer/objects/stores"
	"bcimport/importer/targets"
)

// workOptions are the flags of work.
type workOptions struct {
	connection
	slots   int
	metrics string
	dir     string
}

func newWork(e Edge) *cobra.Command {
	o := &workOptions{connection: connection{Edge: e}}
	cmd := o.command(plain("work", "Work on the runs of a fleet until interrupted",
		`work takes runs from Temporal and does them, up to --slots at once. Any number of machines
may work; each needs the fleet file, bcimport.yaml and its secrets. Both files are read at the
start: restart the workers when one has changed. bcimport.yaml is the one that config: in the
fleet file names, else the one beside it, else the usual one. A target that can't be used is
a warning, and the others are worked on.

  bcimport fleet work -f fleet.yaml --slots 8

The first interrupt hands the runs in work over to other workers within 10 seconds; the
second one leaves at once, and other workers take over after 10 seconds.
--metrics serves Prometheus metrics at /metrics. With OTEL_EXPORTER_OTLP_ENDPOINT set, runs
are traced to there.`+"\n"+exitCodes,
		cobra.NoArgs), func(ctx context.Context, _ []string) error { return o.run(ctx) })
	flags := cmd.Flags()
	flags.IntVar(&o.slots, "slots", 8, "how many runs this worker works on at once")
	flags.StringVar(&o.metrics, "metrics", "127.0.0.1:9464", "address that serves metrics for Prometheus; empty: none")
	flags.StringVar(&o.dir, "dir", "", "folder for what runs need while they are worked on (default: the one for temporary files)")
	o.addFlags(cmd)
	return cmd
}

func (o *workOptions) run(ctx context.Context) error {
	if o.slots < 1 || o.slots > 1000 {
		return importer.Invalidf("--slots %d is not valid: expected 1 to 1000", o.slots)
	}
	if _, err := os.Stat(o.file); err == nil && !o.fileNamed { // it says who is told, and with what command
		return importer.Invalidf("%s was found in the current folder, not passed by you", o.file).Hintf("if the file is yours, pass -f %s", o.file)
	}
	file, err := o.read()
	if err != nil {
		return err
	}
	if err := o.check(file); err != nil {
		return err
	}
	file, client, store, done, err := o.both(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := stores.Probe(ctx, store); err != nil {
		return err
	}
	m := meter.New()
	tracer, stopTracing, err := o.tracer(ctx)
	if err != nil {
		return err
	}
	defer stopTracing()
	tell, err := o.receivers(file)
	if err != nil {
		return err
	}
	if o.metrics != "" {
		at, stop, err := m.Serve(o.metrics)
		if err != nil {
			return importer.Invalidf("%v", err).Hintf(`pass --metrics with another address, such as 127.0.0.1:9465, or --metrics "" for none`)
		}
		defer stop()
		o.Console.Say("metrics at http://%s/metrics", at)
	}
	worker := o.worker(file, store, m, tracer, tell)
	if err := worker.Sweep(); err != nil {
		o.Console.Warn("folders that killed workers have left could not be removed: %v", err)
	}
	w, err := client.NewWorker(dispatch.WorkerOptions{
		Slots: o.slots, Permit: o.permit(file, store), Doer: doer(worker, tracer), Watcher: m, Log: o.Console.Log, Scan: o.scan(file, store, client, tell, m),
	})
	if err != nil {
		return err
	}
	defer o.prune(ctx, file, store)()
	said := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(said)
		o.Console.Say("stopping: handing over the runs in work; a second signal ends at once")
	})
	defer func() {
		if !stop() { // it is being said
			<-said
		}
	}()
	o.Console.Say("working with %d slots on the runs in %s, with %d inboxes", o.slots, file.Store, len(file.Targets))
	return w.Run(ctx)
}

// mostTold is of how many targets that can't be used people are told one by one.
const mostTold = 20

// check tells of the targets of the fleet file that this machine can't work on, by what it
// knows without connecting; their files would lie in their inboxes. Where that is all of
// them, the machine is not set up.
func (o *workOptions) check(file *fleet.File) error {
	if len(file.Targets) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(file.Targets))
	unusable, err := o.machine(file).Check(names)
	if _, _, lost := targets.FindFile(file.Config); lost != nil {
		return importer.Invalidf("%v", lost).Hintf("put %s beside %s and pass -f %s, or name one there with config:", targets.FileName, o.file, o.file)
	}
	if err != nil {
		return err
	}
	all, _ := o.machine(file).Known() // what is wrong with those left out is known
	var wrong []error
	for _, name := range names {
		if err := cmp.Or(unusable[name], file.ReadyFor(name, all)); err != nil {
			wrong = append(wrong, fmt.Errorf("target %s can't be worked on: %w", name, err))
		}
	}
	if len(wrong) > 0 && len(wrong) == len(file.Targets) {
		err := wrong[0]
		if n := len(wrong) - 1; n > 0 {
			err = fmt.Errorf("%w (and %d more can't)", err, n)
		}
		return err
	}
	for _, err := range wrong[:min(len(wrong), mostTold)] {
		o.Console.Warn("%v", err)
	}
	if more := len(wrong) - mostTold; more > 0 {
		o.Console.Warn("%d more targets can't be worked on", more)
	}
	return nil
}

// tracer records traces where the environment says where they go; nil where it does not. stop
// sends what is left.
func (o *workOptions) tracer(ctx context.Context) (t *tracing.Tracer, stop func(), err error) {
	if os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" {
		return nil, func() {}, nil
	}
	if t, err = tracing.New(ctx, o.Version); err != nil {
		return nil, nil, err
	}
	return t, func() {
		if err := t.Close(); err != nil {
			o.Console.Warn("the last traces could not be sent")
		}
	}, nil
}

// worker does runs.
func (o *workOptions) worker(file *fleet.File, store objects.Store, m *meter.Meter, tracer *tracing.Tracer, tell *receivers) *fleet.Worker {
	machine := o.machine(file)
	connect := m.Counting(machine.Connect)
	if tracer != nil {
		connect = tracer.Connect(connect)
	}
	return &fleet.Worker{
		Objects: store, Logs: logs.Logs{Objects: store, Options: shipped.Options{Appended: m.Appended, Log: o.Console.Log}},
		Known: machine.Known, Connect: connect, Dir: o.dir, GiveUp: file.GiveUpAfter(),
		ExitCode: o.ExitCode, Words: words{o.Words}, Log: o.Console.Log, Now: time.Now,
		News: func(ctx context.Context, s fleet.Spec, e notify.Event) error { return tell.notify(ctx, s.Target, e) },
	}
}

// doer has a worker do runs, traced where somebody takes traces.
func doer(worker *fleet.Worker, tracer *tracing.Tracer) dispatch.Doer {
	if tracer == nil {
		return worker
	}
	return tracer.Doer(worker)
}

// permit keeps the runs in work on all machines at what the fleet file allows; nil where that
// is as many as the workers take.
func (o *workOptions) permit(file *fleet.File, store objects.Store) func(context.Context) (func(), error) {
	if file.Most == 0 {
		return nil
	}
	p := &permits.Permits{Objects: store, Most: file.Most, Log: o.Console.Log, Now: time.Now, After: time.After}
	return p.Take
}

// scan looks at the inbox of a target.
func (o *workOptions) scan(file *fleet.File, store objects.Store, client *dispatch.Client, tell *receivers, m *meter.Meter) func(context.Context, string) (dispatch.Scanned, error) {
	looks := &fleet.Inboxes{
		File: file, Submitter: o.submitter(file, store), News: tell.notify, ExitCode: o.ExitCode, Words: words{o.Words}, By: "inbox", Now: time.Now,
		Dispatch: func(ctx context.Context, s fleet.Spec) error { return client.Submit(ctx, s.Key, dispatch.RunOf(s)) },
	}
	return func(ctx context.Context, target string) (found dispatch.Scanned, err error) {
		if file.Targets[target] == nil {
			return found, importer.Invalidf("%s has no target %s", o.file, target).
				Hintf("use the same fleet file on all machines, then run bcimport fleet schedule again")
		}
		s, err := looks.LookAt(ctx, target)
		m.Looked(s)
		found = dispatch.Scanned{Waiting: s.Waiting, Submitted: s.Submitted, Left: s.Left}
		for _, missing := range s.Missing {
			if missing {
				found.Missing++
			}
		}
		return found, err
	}
}

// prune deletes once a day what is not kept, until the function that it returns is called.
// Workers begin at different times; one that finds nothing to delete is none the worse.
func (o *workOptions) prune(ctx context.Context, file *fleet.File, store objects.Store) (stop func()) {
	if file.KeepFor() <= 0 {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	after := o.After
	if after == nil {
		after = time.After
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for wait := time.Minute + rand.N(time.Hour); ; wait = 24 * time.Hour {
			select {
			case <-ctx.Done():
				return
			case <-after(wait):
			}
			err := fleet.Prune(ctx, store, time.Now().Add(-file.KeepFor()), func(run string) { o.Console.Log.Info("log and input deleted", "run", run) })
			if err != nil && ctx.Err() == nil {
				o.Console.Warn("logs and inputs could not be deleted: %v", err)
			}
		}
	}()
	return func() { cancel(); <-ended }
}

// receivers are who is told of the runs and files of each target.
type receivers struct {
	of    map[string]*notify.Notifier
	other *notify.Notifier
}

// receivers makes them, so that what is wrong with them is told before any run.
func (o *workOptions) receivers(file *fleet.File) (*receivers, error) {
	r := &receivers{of: map[string]*notify.Notifier{}}
	var withheld []string
	if found, _, err := targets.FindFile(file.Config); err == nil {
		if content, err := targets.ReadFile(found); err == nil {
			withheld = content.References()
		}
	}
	make := func(c *notify.Config) (*notify.Notifier, error) {
		if c == nil {
			return nil, nil
		}
		return news.New(o.file, *c, withheld, o.Version)
	}
	var err error
	if r.other, err = make(file.Notify); err != nil {
		return nil, err
	}
	for _, target := range slices.Sorted(maps.Keys(file.Targets)) {
		if r.of[target], err = make(file.NotifyOf(target)); err != nil {
			return nil, fmt.Errorf("target %s: %w", target, err)
		}
	}
	return r, nil
}

// notify tells whoever wants to hear of a target.
func (r *receivers) notify(ctx context.Context, target string, e notify.Event) error {
	to, known := r.of[target]
	if !known {
		to = r.other
	}
	if to == nil {
		return nil
	}
	return to.Notify(ctx, e)
}
