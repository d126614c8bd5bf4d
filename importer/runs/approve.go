package runs

import (
	"context"
	"errors"
	"path/filepath"

	"bcimport/importer"
	"bcimport/importer/runs/approval"
	"bcimport/importer/runs/sheets"
	"bcimport/reports"
)

// ApproveOptions are the choices of an approval, and PlannedChange is a field that a plan
// would change.
type (
	ApproveOptions = approval.Options
	PlannedChange  = approval.Change
)

// Approve records which changes of a plan may be written, under the digest of the plan. It
// takes the place of an earlier approval, as long as that has not been run. Of an address all
// changes of a row are accepted or none.
func (m *Manager) Approve(ctx context.Context, folder string, o ApproveOptions, f Face) (importer.Approval, error) {
	plan, _, err := m.openPlan(folder)
	if err != nil {
		return importer.Approval{}, err
	}
	defer plan.Close()
	if _, err := m.notRunYet(plan, folder); err != nil {
		return importer.Approval{}, err
	}
	a, err := approval.Judge(ctx, plan.Outcomes(ctx), o, startTime())
	if err != nil {
		return importer.Approval{}, err
	}
	if err := plan.SetApproval(a); err != nil {
		return importer.Approval{}, importer.Brokenf("%w", err).Hintf("the plan is as it was; approve it again")
	}
	noteReview(folder, o, f)
	return a, nil
}

// openPlan takes hold of a plan that has ended and that may be approved and run.
func (m *Manager) openPlan(folder string) (Record, importer.About, error) {
	plan, about, err := m.openRun(folder)
	if err != nil {
		return nil, about, err
	}
	if err := approvable(plan, about, folder); err != nil {
		return nil, about, errors.Join(err, plan.Close())
	}
	return plan, about, nil
}

func approvable(plan Record, about importer.About, folder string) error {
	if about.Command != "plan" {
		return importer.Invalidf("%s is no plan", folder).Hintf("name the folder of a plan; a run has written already, and an undo needs no approval")
	}
	ending, err := plan.Ending()
	if err != nil {
		return importer.Invalidf("%s: %w", folder, err)
	}
	if ending.Kind != importer.EndSucceeded && ending.Kind != importer.EndIncomplete {
		return importer.Invalidf("the plan %s did not end", folder).Hintf("finish it with: %s", importer.Step{Kind: importer.StepResume, Run: folder})
	}
	found, err := plan.Suspicions()
	if err != nil {
		return importer.Invalidf("%s: %w", folder, err)
	}
	if wrong := importer.Unaccepted(found, about.Options.Accept); len(wrong) > 0 {
		return importer.Invalidf("the plan's file looks wrong as a whole (%s)", wrong[0].Code).
			Hintf("correct the file, or plan it again with %s", importer.Option{Name: "accept", Value: string(wrong[0].Code)})
	}
	return nil
}

// notRunYet returns the plan's approval, and refuses a plan whose changes a run has begun to
// write.
func (m *Manager) notRunYet(plan Record, folder string) (importer.Approval, error) {
	a, err := plan.Approval()
	if err != nil {
		return a, importer.Invalidf("%s: %w", folder, err)
	}
	if a.Run == "" || !m.begun(a) {
		a.Run = ""
		return a, nil
	}
	return a, importer.Invalidf("the plan %s was run already, in %s", folder, a.Run).
		Hintf("finish that run with: %s; or plan the file again", importer.Step{Kind: importer.StepResume, Run: a.Run})
}

// begun reports whether the run of an approved plan came to be. Where the plan's record does
// not say so, the run's own decides: the program may have been killed between the two.
func (m *Manager) begun(a importer.Approval) bool {
	if a.Begun {
		return true
	}
	record, err := m.Store.Open(a.Run)
	if err != nil {
		return !errors.Is(err, importer.ErrNoRun)
	}
	defer record.Close()
	about, err := record.About()
	return err != nil || about.Approval != nil && about.Approval.Digest == a.Digest
}

// noteReview warns where the review beside the plan's reports refuses changes and is not
// what is approved.
func noteReview(folder string, o ApproveOptions, f Face) {
	if o.Review != "" || o.Accept != nil {
		return
	}
	if refused := sheets.Refused(filepath.Join(folder, reports.ReviewBook)); refused > 0 {
		f.note(Note{NoteReview, Warning, importer.NewHint("%s in the plan's folder refuses changes (%d), which are accepted all the same; to leave them out, approve with %s",
			reports.ReviewBook, refused, importer.Option{Name: "review", Value: "FILE"}), false})
	}
}
