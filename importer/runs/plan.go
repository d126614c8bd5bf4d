package runs

import (
	"context"
	"errors"
	"iter"

	"bcimport/importer"
	"bcimport/importer/runs/approval"
)

// Plan is what is known of a plan beside its changes.
type Plan struct {
	About  importer.About
	Ending importer.Ending
	Counts map[string]int // of its rows that were reached, by status
	// Suspicions are what looks wrong with its file as a whole.
	Suspicions []importer.Suspicion
	// Approval is the last one; its Run is empty as long as no run has begun to write.
	Approval importer.Approval
}

// Plan shows a plan and its changes to visit, in the order that PlannedChange.N counts. The plan
// is held by this process while it does.
func (m *Manager) Plan(ctx context.Context, folder string, visit func(Plan, iter.Seq2[PlannedChange, error]) error) error {
	record, about, err := m.openRun(folder)
	if err != nil {
		return err
	}
	defer record.Close()
	if about.Command != "plan" {
		return importer.Invalidf("%s is no plan", folder)
	}
	p := Plan{About: about}
	var wrong [4]error
	p.Ending, wrong[0] = record.Ending()
	p.Counts, wrong[1] = record.Counts()
	p.Suspicions, wrong[2] = record.Suspicions()
	p.Approval, wrong[3] = record.Approval()
	if err := errors.Join(wrong[:]...); err != nil {
		return importer.Invalidf("%s: %w", folder, err)
	}
	if p.Approval.Run != "" && !m.begun(p.Approval) {
		p.Approval.Run = ""
	}
	return visit(p, approval.Changes(ctx, record.Outcomes(ctx)))
}
