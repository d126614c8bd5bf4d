package cli

import (
	"context"
	"errors"
	"fmt"

	"bcimport/importer"
)

// errTooManyUpdates is a run that would change more than it may.
var errTooManyUpdates = errors.New("more rows would change than --max-updates allows")

// mayBegin finds out, before the first write, whether a run may begin: whether its
// file looks sound as a whole and, where it may change only so much, what it would
// change.
func (p *part) mayBegin(ctx context.Context, runner *importer.Runner, watch *progress) error {
	if !p.about.Options.Waits() {
		return nil
	}
	begun, err := p.file.Begun()
	if err != nil || begun {
		return err
	}
	if err := p.suspect(ctx, runner); err != nil {
		return err
	}
	if err := p.planFirst(ctx, runner, watch); err != nil {
		return err
	}
	return p.file.SetBegun()
}

// planFirst finds out what the run would change, where it may change only so much.
func (p *part) planFirst(ctx context.Context, runner *importer.Runner, watch *progress) error {
	most, err := parseShare("max-updates", p.about.Options.MaxUpdates)
	if err != nil || !most.given() {
		return err
	}
	if err := p.file.ForgetOutcomes(); err != nil {
		return err
	}
	plan := *runner
	plan.DryRun = true
	watch.begin(0)
	stages := p.stages
	p.stages = nil // what an earlier part planned is planned again
	err = p.run(ctx, &plan, p.about.Rows())
	p.stages = stages
	if err != nil {
		return err
	}
	counts, err := p.file.Counts()
	if err != nil {
		return err
	}
	if n := counts[string(importer.WouldUpdate)]; n > most.of(p.about.Rows()) {
		return fmt.Errorf("%w: %d of %d, and %s are allowed", errTooManyUpdates, n, p.about.Rows(), most.text)
	}
	watch.forget()
	if err := p.file.ForgetOutcomes(); err != nil {
		return err
	}
	p.total = p.about.Rows()
	return nil
}
