package runs

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"bcimport/importer"
)

// ApproveOptions are the choices of an approval.
type ApproveOptions struct {
	// Review is the review of the plan as people have left it: a line is accepted where it
	// still says yes. Empty: Accept decides.
	Review string
	// Accept reports whether a change may be written; nil accepts all.
	Accept func(PlannedChange) bool
	// By is who approves.
	By string
}

// PlannedChange is a field that a plan would change.
type PlannedChange struct {
	N   int // position among the changes of the plan, from 0
	Row importer.Outcome
	importer.Change
}

// Approve records which changes of a plan may be written, under the digest of the plan. It
// takes the place of an earlier approval, as long as that has not been run. Of an address all
// changes of a row are accepted or none.
func (m *Manager) Approve(ctx context.Context, folder string, o ApproveOptions) (importer.Approval, error) {
	plan, _, err := m.openPlan(folder)
	if err != nil {
		return importer.Approval{}, err
	}
	defer plan.Close()
	if _, err := m.notRunYet(plan, folder); err != nil {
		return importer.Approval{}, err
	}
	a, err := approval(ctx, plan, o)
	if err != nil {
		return importer.Approval{}, err
	}
	if err := plan.SetApproval(a); err != nil {
		return importer.Approval{}, importer.Brokenf("%w", err).Hintf("the plan is as it was; approve it again")
	}
	return a, nil
}

// approval judges all changes of a plan.
func approval(ctx context.Context, plan Record, o ApproveOptions) (importer.Approval, error) {
	accept, check := o.Accept, func(string) error { return nil }
	if o.Review != "" {
		r, err := readReview(o.Review)
		if err != nil {
			return importer.Approval{}, err
		}
		accept, check = r.accepts, r.check
	}
	j := judgement{accept: accept}
	for row, err := range plan.Outcomes(ctx) {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return importer.Approval{}, importer.Invalidf("read the plan: %w", err)
		}
		j.add(row)
	}
	if err := check(j.digest.Sum()); err != nil {
		return importer.Approval{}, err
	}
	a := importer.Approval{Digest: j.digest.Sum(), By: o.By, At: startTime(), Changes: j.digest.Changes(), Accepted: j.accepted}
	if a.Accepted < a.Changes {
		a.Marks = j.marks
	}
	return a, nil
}

// judgement collects what is accepted.
type judgement struct {
	accept   func(PlannedChange) bool
	digest   importer.PlanDigest
	marks    importer.Marks
	accepted int
}

func (j *judgement) add(row importer.Outcome) {
	first := j.digest.Changes()
	if j.digest.Add(row); row.Status != importer.WouldUpdate {
		return
	}
	yes := make([]bool, len(row.Changes))
	for i, c := range row.Changes {
		yes[i] = j.accept == nil || j.accept(PlannedChange{N: first + i, Row: row, Change: c})
	}
	half := false // of an address is not accepted
	for i, c := range row.Changes {
		half = half || importer.IsAddress(c.Field) && !yes[i]
	}
	for i, c := range row.Changes {
		for len(j.marks)*8 <= first+i {
			j.marks = append(j.marks, 0)
		}
		if yes[i] && !(half && importer.IsAddress(c.Field)) {
			j.marks.Set(first + i)
			j.accepted++
		}
	}
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
	if a.Run == "" {
		return a, nil
	}
	if !a.Begun { // whether the run's folder appeared decides
		if _, err := os.Stat(filepath.Join(a.Run, m.Store.Name())); err != nil {
			a.Run = ""
			return a, nil
		}
	}
	return a, importer.Invalidf("the plan %s was run already, in %s", folder, a.Run).
		Hintf("finish that run with: %s; or plan the file again", importer.Step{Kind: importer.StepResume, Run: a.Run})
}
