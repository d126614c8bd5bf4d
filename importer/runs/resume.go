package runs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/importer/runs/input"
	"bcimport/reports"
)

// ResumeOptions are the choices of a resumption.
type ResumeOptions struct {
	// Failed takes up rows that failed or met a conflict, too.
	Failed bool
	// Input is the input file, if it was moved.
	Input string
	// Target is the name of the run's target, where the recorded one is not meant.
	Target      string
	MaxFailures string
	// GiveUpAfter is how long the service may stay down; 0 is what the run began with.
	GiveUpAfter time.Duration
	// ReportFormat is that of report and changes; empty is what the run began with.
	ReportFormat string
	Past         string
}

// Resume goes on with a run where it stopped, on the target that it began on and no
// other. A run in which nothing is left sends nothing, and its reports are written again.
// The error is of something given or of the connection: the run is then as it was.
func (m *Manager) Resume(ctx context.Context, folder string, o ResumeOptions, f Face) (Result, error) {
	failures, err := input.ParseRowLimit("max_failures", o.MaxFailures)
	if err != nil {
		return Result{}, err
	}
	record, about, err := m.openRun(folder)
	if err != nil {
		return Result{}, err
	}
	x := &execution{
		Manager: m, face: f, spec: Spec{Past: o.Past}, folder: folder, record: record, about: about,
		stages:   []pipeline.ResumeStage{pipeline.Unsettled, pipeline.Remaining},
		failures: failures, giveUpAfter: o.GiveUpAfter, format: o.ReportFormat,
	}
	defer x.close()
	if o.Failed {
		x.stages[1] = pipeline.RemainingAndFailed
		if err := record.AskAgain(); err != nil {
			return Result{}, importer.Invalidf("%s: %w", folder, err)
		}
	}
	if x.total, err = x.left(o.Failed); err != nil {
		return Result{}, err
	}
	if x.total == 0 {
		return x.reportAgain(ctx, o.Input)
	}
	if err := x.reconnect(ctx, o); err != nil {
		return Result{}, err
	}
	r := x.workAndClose(ctx, false)
	f.emit(Ended{r})
	return r, nil
}

// close lets go of the record and of the connection.
func (x *execution) close() {
	x.record.Close()
	if x.service != nil {
		x.service.Close()
	}
}

// reconnect makes everything ready for rows to be sent: the input and the connection of
// the run.
func (x *execution) reconnect(ctx context.Context, o ResumeOptions) error {
	if err := x.face.prepare(x.about); err != nil {
		return err
	}
	if x.giveUpAfter == 0 {
		x.giveUpAfter = x.about.Options.GiveUpAfter
	}
	if err := checkWritable(x.folder); err != nil {
		return err
	}
	if err := x.findInput(ctx, o.Input); err != nil {
		return err
	}
	var err error
	to := Destination{Target: o.Target, Set: recordedSet(x.about), Recorded: &x.about.Target, Patience: x.giveUpAfter}
	if x.service, err = x.connectAgain(ctx, to, x.about.Options.DryRun, x.face); err != nil {
		return err
	}
	if x.in != nil {
		if err := rebind(ctx, x.in, x.about.Mapping, x.service); err != nil {
			return err
		}
		selectFields(x.service, []*input.File{x.in})
	}
	spent, err := x.record.Spent()
	if err != nil {
		return err
	}
	x.service.Spend(spent.Recent)
	return nil
}

// findInput finds what the run reads; anything else is refused.
func (x *execution) findInput(ctx context.Context, named string) error {
	if x.about.HoldsEdits() {
		return nil
	}
	begun, err := x.record.MayWrite()
	if err != nil {
		return importer.Invalidf("%s: %w", x.folder, err)
	}
	x.in, err = findInput(ctx, x.about, x.folder, named, x.about.Options.Judged && !begun)
	switch {
	case err == nil || ctx.Err() != nil:
		return err
	case errors.Is(err, errOtherContent):
		return &FileError{importer.Invalidf("%w", err).
			Hintf("a run can only be resumed with its unchanged input: restore it, or %s", insteadOf(x.folder))}
	}
	return &FileError{importer.Invalidf("%w", err).Hintf("pass %s", importer.Option{Name: "input", Value: "FILE"})}
}

// insteadOf is a hint for a run whose input is no longer available.
func insteadOf(folder string) importer.Hint {
	failed := filepath.Join(folder, reports.FailedFile)
	if _, err := os.Stat(failed); err != nil {
		return importer.PlainHint("start a new run with the changed file")
	}
	return importer.NewHint("run %s; it may lack rows that were never reached", importer.Path(failed))
}

// openRun takes hold of a run and makes sure that its record can be relied on.
func (m *Manager) openRun(folder string) (Record, importer.About, error) {
	record, err := m.Store.Open(folder)
	if err != nil {
		return nil, importer.About{}, importer.Invalidf("%s: %w", folder, err)
	}
	about, err := record.About()
	if err == nil {
		err = record.Verify()
	}
	if err != nil {
		return nil, importer.About{}, errors.Join(importer.Invalidf("%s: %w", folder, err), record.Close())
	}
	return record, about, nil
}

// left counts the rows that a resumption works on.
func (x *execution) left(failed bool) (int, error) {
	counts, err := x.record.Counts()
	if err != nil {
		return 0, err
	}
	if x.about.Options.Waits() {
		begun, err := x.record.MayWrite()
		if err != nil || !begun {
			return x.about.Rows(), err
		}
	}
	left := x.about.Rows()
	for status, n := range counts {
		switch importer.Status(status) {
		case importer.Unknown, importer.NotAttempted:
		case importer.Failed, importer.Conflicted:
			if !failed {
				left -= n
			}
		default:
			left -= n
		}
	}
	return left, nil
}

// reportAgain is the end of a resumption that has nothing to do.
func (x *execution) reportAgain(ctx context.Context, named string) (Result, error) {
	ending, err := x.record.Ending()
	if err != nil {
		return Result{}, err
	}
	if ending.State != "finished" { // it was cut off after its last row
		if err := x.face.prepare(x.about); err != nil {
			return Result{}, err
		}
		r := x.workAndClose(ctx, false)
		x.face.emit(Ended{r})
		return r, nil
	}
	var in *input.File
	if !x.about.HoldsEdits() {
		in, err = findInput(ctx, x.about, x.folder, named, false) // nothing is missing without it
		if ctx.Err() != nil {
			return Result{}, err
		}
	}
	summary, err := x.writeReports(ctx, x.folder, x.record, in, x.format)
	if err != nil {
		return Result{}, importer.Brokenf("write reports: %w", err)
	}
	r := Result{File: x.file(), Folder: x.folder, About: x.about, Summary: &summary, Kind: ending.Kind}
	x.face.note(Note{NoteNothingLeft, Info, importer.PlainHint("there is nothing left to do"), false})
	x.face.emit(Ended{r})
	return r, nil
}

// connectAgain connects to the target that a run is recorded with and refuses any other.
func (m *Manager) connectAgain(ctx context.Context, to Destination, dryRun bool, f Face) (Service, error) {
	service, err := m.connect(ctx, to, f)
	if err != nil {
		return nil, err
	}
	err = sameTarget(*to.Recorded, service.Target())
	if err == nil && !dryRun {
		err = f.confirm(ctx, service.Target())
	}
	if err != nil {
		service.Close()
		return nil, err
	}
	return service, nil
}

// sameTarget refuses another API root, tenant, environment or company than the
// run's. What one of the two does not say is judged by the others.
func sameTarget(run, now importer.Target) error {
	differ := func(a, b string) bool { return a != "" && b != "" && !strings.EqualFold(a, b) }
	if !strings.EqualFold(strings.TrimRight(run.APIRoot, "/"), strings.TrimRight(now.APIRoot, "/")) ||
		differ(run.Tenant, now.Tenant) || differ(run.Environment, now.Environment) || !strings.EqualFold(run.CompanyID, now.CompanyID) {
		return importer.Invalidf("the run belongs to %s at %s, but this connection goes to %s at %s", Place(run), run.APIRoot, Place(now), now.APIRoot).
			Hintf("nothing was sent; set the target of the run with %s, or its connection with flags", importer.Option{Name: "target"})
	}
	return nil
}

// Place names tenant, environment and company of a target on one line.
func Place(t importer.Target) string {
	name := func(s string) string {
		if s == "" {
			return "-"
		}
		return s
	}
	return fmt.Sprintf("tenant %s, environment %s, company %s", name(t.Tenant), name(t.Environment), t.Company)
}
