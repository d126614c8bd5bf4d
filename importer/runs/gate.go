package runs

import (
	"context"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/importer/runs/input"
)

// mayBegin finds out, before the first write, whether a run may begin: whether its
// file looks sound as a whole and, where it may change only so much, what it would
// change. It reports whether rows were planned for that.
func (x *execution) mayBegin(ctx context.Context, runner *pipeline.Runner) (planned bool, err error) {
	if !x.about.Options.Waits() {
		return false, nil
	}
	begun, err := x.record.MayWrite()
	if err != nil || begun {
		return false, err
	}
	if err := x.suspect(ctx, runner); err != nil {
		return false, err
	}
	if planned, err = x.planFirst(ctx, runner); err != nil {
		return planned, err
	}
	return planned, x.record.SetMayWrite()
}

// planFirst finds out what the run would change, where it may change only so much. What an
// earlier part planned is planned again.
func (x *execution) planFirst(ctx context.Context, runner *pipeline.Runner) (planned bool, err error) {
	most, err := input.ParseRowLimit("max_updates", x.about.Options.MaxUpdates)
	if err != nil || !most.IsSet() {
		return false, err
	}
	if err := x.record.ForgetOutcomes(); err != nil {
		return false, err
	}
	plan := *runner
	plan.DryRun = true
	x.face.emit(RowsBegin{})
	first := *x
	first.stages = nil
	if err := first.run(ctx, &plan, x.about.Rows()); err != nil {
		return true, err
	}
	counts, err := x.record.Counts()
	if err != nil {
		return true, err
	}
	if n := counts[string(importer.WouldUpdate)]; n > most.Of(x.about.Rows()) {
		return true, &TooManyUpdates{n, x.about.Rows(), x.about.Options.MaxUpdates}
	}
	if err := x.record.ForgetOutcomes(); err != nil {
		return true, err
	}
	x.total = x.about.Rows()
	return true, nil
}
