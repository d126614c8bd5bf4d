package runs

import (
	"context"
	"errors"
	"os"
	"time"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/importer/runs/input"
	"bcimport/importer/source"
)

// execution is one stretch of work on one run: from its open record to its reports.
type execution struct {
	*Manager
	face Face
	spec Spec

	service Service // nil where there is nothing left to do
	folder  string
	record  Record
	about   importer.About
	in      *input.File // nil for an undo, and where the input is not needed
	stages  []pipeline.ResumeStage

	failures    input.RowLimit
	giveUpAfter time.Duration
	format      string // of report and changes; empty is what the run began with

	total   int // rows that this part works on
	before  importer.Spent
	counted importer.Requests // of the service, for other runs
	began   time.Time

	suspicious []importer.Suspicion // found in a plan and not accepted
}

// work takes the run as far as it goes and writes its reports.
func (x *execution) work(ctx context.Context) Result {
	var err error
	r := Result{File: x.file(), Folder: x.folder, About: x.about}
	if x.before, err = x.record.Spent(); err != nil {
		return r.broken(err)
	}
	x.face.emit(Begun{Folder: x.folder, Rows: x.total, Workers: x.workers()})
	x.began = time.Now()
	if err := x.record.Begin(x.spent); err != nil {
		return r.broken(x.lost(err))
	}
	runErr := x.pipeline(ctx)
	if input.IsSuspicious(runErr) {
		r.Kind, r.Err = importer.EndRefused, runErr
		return r
	}
	var ending importer.Ending
	r.Kind, ending, r.Reason = x.judge(runErr)
	if err := x.nameFailures(ctx, r.Reason); err != nil {
		return r.broken(x.lost(errors.Join(r.Reason, err)))
	}
	if err := x.record.Finish(ending); err != nil {
		return r.broken(x.lost(errors.Join(r.Reason, err)))
	}
	summary, err := x.writeReports(ctx, x.folder, x.record, x.readable(r.Reason), x.format)
	if err != nil {
		return r.broken(x.withoutReports(r.Reason, err))
	}
	r.Summary = &summary
	if x.about.Command == "plan" && r.Reason == nil && summary.Rows.WouldUpdate > 0 {
		r.RunTakes = x.runTakes(summary.Rows.WouldUpdate)
	}
	return r
}

func (r Result) broken(err error) Result {
	r.Kind, r.Err = importer.EndBroken, err
	if importer.KindOf(err) == 0 {
		r.Err = &importer.Problem{Kind: importer.KindBroken, Cause: err}
	}
	return r
}

// readable is the input, nil for one whose rows are not those of the run any more
// or can't be read: the reports are written all the same.
func (x *execution) readable(runErr error) *input.File {
	if x.in == nil {
		return nil
	}
	var unread *source.Error
	_, gone := os.Stat(x.in.Path)
	if gone == nil && !errors.Is(runErr, ErrInputChanged) && !errors.As(runErr, &unread) {
		return x.in
	}
	x.face.note(Note{NoteUnreadable, Info, importer.NewHint("%s has changed or can no longer be read; the reports omit rows that the run never reached", importer.Path(x.in.Path)), false})
	return nil
}

// spent is what the run has used up, earlier parts included.
func (x *execution) spent() importer.Spent {
	s := importer.Spent{Requests: x.before.Requests, Worked: x.before.Worked + time.Since(x.began)}
	if x.service != nil {
		s.Requests = s.Requests.Plus(x.service.Requests().Minus(x.counted))
		s.Recent = x.service.Recent()
	}
	return s
}

// workers is how many chunks are in work at once.
func (x *execution) workers() int {
	if x.service == nil {
		return 0
	}
	return x.service.Slots()
}

// pipeline resolves the keys and brings the records to their values.
func (x *execution) pipeline(ctx context.Context) error {
	if x.total == 0 {
		return nil
	}
	runner := &pipeline.Runner{
		Entity: x.about.Entity, Contacts: x.service, Journal: x.record, Progress: watching{x.face},
		Workers: x.workers(), Chunk: x.service.Pace().Chunk,
		OnConflict: x.about.Options.OnConflict, DryRun: x.about.Options.DryRun,
		GiveUpAfter: x.giveUpAfter,
	}
	guess := x.forecast()
	if err := x.resolveKeys(ctx, runner); err != nil {
		return err
	}
	again, err := x.mayBegin(ctx, runner)
	if err != nil {
		return err
	}
	x.face.emit(RowsBegin{Takes: guess, Again: again})
	if !x.about.Options.Judged || !x.about.Options.DryRun {
		return x.run(ctx, runner, x.total)
	}
	runner.See = x.in.See
	err = x.run(ctx, runner, x.total)
	return errors.Join(err, x.suspectPlan())
}

// mostFailures is how many rows may fail, by the rules of pipeline.Runner. That the
// first all fail says nothing any more of a run in which a row succeeded before.
func (x *execution) mostFailures() (int, error) {
	if x.failures.IsSet() {
		return x.failures.Of(x.about.Rows()), nil
	}
	counts, err := x.record.Counts()
	if err != nil {
		return 0, importer.Errorf("%w: %w", importer.ErrJournal, err)
	}
	if counts[string(importer.Updated)]+counts[string(importer.Unchanged)] > 0 {
		return x.about.Rows(), nil
	}
	return -1, nil
}

// resolveKeys looks up the keys that are no ids, before the first write.
func (x *execution) resolveKeys(ctx context.Context, runner *pipeline.Runner) error {
	if x.in == nil || x.in.Lookups == 0 {
		return nil // an undo knows the ids
	}
	entries, done, err := x.entries(ctx)
	if err != nil {
		return err
	}
	defer done()
	return runner.Resolve(ctx, entries)
}

// run deals the rows of this part, stage by stage.
func (x *execution) run(ctx context.Context, runner *pipeline.Runner, total int) error {
	var err error
	if runner.MaxFailures, err = x.mostFailures(); err != nil {
		return err
	}
	if len(x.stages) == 0 {
		entries, done, err := x.entries(ctx)
		if err != nil {
			return err
		}
		defer done()
		return runner.Run(ctx, total, entries)
	}
	var parts []importer.Entries
	resumption := pipeline.NewResumption(ctx, x.record)
	for _, stage := range x.stages {
		entries, done, err := x.entries(ctx)
		if err != nil {
			return err
		}
		defer done()
		parts = append(parts, resumption.Filter(entries, stage))
	}
	return runner.Run(ctx, total, parts...)
}

// entries begins a pass over the rows of the run.
func (x *execution) entries(ctx context.Context) (importer.Entries, func() error, error) {
	if x.in == nil {
		return pipeline.Recorded(ctx, x.record, x.service.Entity()), func() error { return nil }, nil
	}
	return x.in.Entries(x.service.KeyKind(), x.about.Options.Limit)
}

// startTime is a moment as precise as the record of a run.
func startTime() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// file is what messages call the input.
func (x *execution) file() string {
	return x.about.Input.Shown()
}

// checkWritable finds out before the first request whether reports can be
// written into a run folder.
func checkWritable(folder string) error {
	probe, err := os.CreateTemp(folder, ".bcimport-*.tmp")
	if err != nil {
		return importer.Invalidf("write to %s: %w", folder, err).Hintf("nothing was sent; free disk space, or make the folder writable")
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// watching makes events of the core's progress.
type watching struct{ face Face }

// Found tells of keys that were looked up.
func (w watching) Found(keys int) { w.face.emit(KeysFound{keys}) }

// Ended tells of rows that ended.
func (w watching) Ended(outcomes []importer.Outcome, took time.Duration) {
	rows := make([]EndedRow, len(outcomes))
	for i, o := range outcomes {
		rows[i] = EndedRow{o.Line, o.Status, o.Code}
	}
	w.face.emit(RowsEnded{rows, took})
}

// step is a step of this run.
func (x *execution) step(kind importer.StepKind) importer.Step {
	return importer.Step{Kind: kind, Run: x.folder}
}
