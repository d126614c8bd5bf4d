package runs

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs/approval"
	"bcimport/importer/runs/input"
)

// PlannedOptions are the choices of the run of an approved plan.
type PlannedOptions struct {
	// Target is the name of the plan's target, where the recorded one is not meant.
	Target string
	// Out and Elsewhere say where its run folder goes, as those of Spec.
	Out, Elsewhere string
	NoValues       bool
	MaxFailures    string
	GiveUpAfter    time.Duration
	ReportFormat   string
	By             string
}

// RunPlan writes the accepted changes of an approved plan and nothing else, in a run of its
// own, each field only where the record still holds the value of the plan. An approved plan
// can be run once. The error is of something given or of the connection: nothing was begun
// then.
func (m *Manager) RunPlan(ctx context.Context, folder string, o PlannedOptions, f Face) (Result, error) {
	failures, err := input.ParseRowLimit("max_failures", o.MaxFailures)
	if err != nil {
		return Result{}, err
	}
	plan, of, accepted, err := m.openApproved(ctx, folder)
	if err != nil {
		return Result{}, err
	}
	defer plan.Close()
	if err := f.prepare(of); err != nil {
		return Result{}, err
	}
	to := Destination{Target: o.Target, Set: recordedSet(of), Recorded: &of.Target, Patience: o.GiveUpAfter}
	service, err := m.connectAgain(ctx, to, false, f)
	if err != nil {
		return Result{}, err
	}
	defer service.Close()
	made, err := m.makePlannedFolder(ctx, plan, plannedAbout(of, accepted, service.Target(), o), folder, o, f)
	if err != nil {
		return Result{}, err
	}
	plan.Close() // the run has all that it needs
	record, err := m.Store.Open(made)
	if err != nil {
		return Result{}, &importer.Problem{Kind: importer.KindBroken, Cause: err}
	}
	defer record.Close()
	x := &execution{
		Manager: m, face: f, service: service, folder: made, record: record,
		failures: failures, giveUpAfter: o.GiveUpAfter, format: o.ReportFormat,
	}
	if x.about, err = record.About(); err != nil {
		return Result{}, &importer.Problem{Kind: importer.KindBroken, Cause: err}
	}
	x.total = x.about.Input.Rows
	r := x.workAndClose(ctx, false)
	f.emit(Ended{r})
	return r, nil
}

// ApprovalRequired is the error of a run without approval on a target that requires it.
func ApprovalRequired(target string) error {
	return importer.Invalidf("target %s takes approved plans only", target).
		Hintf("nothing was written; plan the files with: %s, then approve the plan with: %s, and run it with: %s",
			importer.Step{Kind: importer.StepPlan}, importer.Step{Kind: importer.StepApprove}, importer.Step{Kind: importer.StepRunApproved})
}

// openApproved takes hold of a plan that was approved as it stands and has not been run.
func (m *Manager) openApproved(ctx context.Context, folder string) (Record, importer.About, importer.Approval, error) {
	plan, of, err := m.openPlan(folder)
	if err != nil {
		return nil, of, importer.Approval{}, err
	}
	a, err := m.notRunYet(plan, folder)
	if err == nil {
		err = approvedAsItStands(ctx, plan, a, folder)
	}
	if err != nil {
		return nil, of, a, errors.Join(err, plan.Close())
	}
	return plan, of, a, nil
}

func approvedAsItStands(ctx context.Context, plan Record, a importer.Approval, folder string) error {
	if a.IsZero() {
		return importer.Invalidf("the plan %s was not approved", folder).Hintf("approve it with: %s", importer.Step{Kind: importer.StepApprove, Run: folder})
	}
	digest, err := approval.Digest(ctx, plan.Outcomes(ctx))
	switch {
	case err != nil:
		return err
	case digest != a.Digest:
		return importer.Invalidf("the plan %s is not the one that was approved any more", folder).
			Hintf("look at its changes, and approve it again with: %s", importer.Step{Kind: importer.StepApprove, Run: folder})
	}
	return nil
}

// plannedAbout describes the run of a plan.
func plannedAbout(of importer.About, a importer.Approval, target importer.Target, o PlannedOptions) importer.About {
	a.Marks, a.Run, a.Begun = nil, "", false
	return importer.About{
		Command: "run", By: o.By, StartedAt: startTime(), Target: target, Entity: of.Entity, Mapping: importer.Document{File: of.Mapping.File},
		Input: importer.Input{Delimiter: of.Input.Delimiter, Encoding: of.Input.Encoding, Mark: of.Input.Mark},
		Options: importer.Options{
			OnConflict: importer.Merge, GiveUpAfter: o.GiveUpAfter, NoValues: o.NoValues,
			Delimiter: of.Options.Delimiter, ReportFormat: o.ReportFormat,
		},
		Approval: &a,
	}
}

// makePlannedFolder makes the folder of the run, which holds all that is to be written. The
// plan's record names it before it is there, and says once it is: whatever happens, no second
// one can come to be.
func (m *Manager) makePlannedFolder(ctx context.Context, plan Record, about importer.About, folder string, o PlannedOptions, f Face) (string, error) {
	path, err := filepath.Abs(folder)
	if err != nil {
		return "", importer.Errorf("find the plan: %w", err)
	}
	a, err := plan.Approval()
	if err != nil {
		return "", importer.Invalidf("%s: %w", folder, err)
	}
	about.Input.File, about.Approval.Plan = path, path
	begin := newRunFolder{about: about, edits: approval.Entries(about.Set(), plan.Outcomes(ctx), a), claim: func(run string) error {
		a.Run, a.Begun = run, false
		return plan.SetApproval(a)
	}}
	made, err := m.makeFolder(begin, o.Out, o.Elsewhere)
	if err != nil {
		return "", err
	}
	a.Begun = true
	if err := plan.SetApproval(a); err != nil {
		return "", importer.Brokenf("%w", err).Hintf("nothing was sent; go on with: %s", importer.Step{Kind: importer.StepResume, Run: made})
	}
	if filepath.Dir(made) != filepath.Dir(path) && o.Out == "" {
		f.note(Note{NoteElsewhere, Info, importer.NewHint("the folder of the plan is not writable; the run folder is %s", made), false})
	}
	return made, nil
}
