package runs

import (
	"context"
	"errors"
	"slices"

	"bcimport/importer"
	"bcimport/importer/pipeline"
	"bcimport/importer/runs/input"
)

// suspect judges the file by its first records, which the run uses then, and refuses
// it where it looks wrong as a whole.
func (x *execution) suspect(ctx context.Context, runner *pipeline.Runner) error {
	if x.in == nil || !x.in.Judged() {
		return nil
	}
	entries, done, err := x.entries(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := runner.Look(ctx, x.about.Rows(), entries, x.in.See); err != nil {
		return err
	}
	found := x.found()
	if err := x.in.Refuse(found, x.about.Options.Accept, x.face.Terse); err != nil {
		return err
	}
	for _, s := range found {
		x.noteAccepted(s)
	}
	return x.record.SetSuspicions(found)
}

// suspectPlan reports what a plan and earlier parts of it found.
func (x *execution) suspectPlan() error {
	before, err := x.record.Suspicions()
	if err != nil {
		return err
	}
	found := input.Merge(x.found(), before)
	x.suspicious = importer.Unaccepted(found, x.about.Options.Accept)
	for _, s := range found {
		if slices.Contains(x.about.Options.Accept, s.Code) {
			x.noteAccepted(s)
		}
	}
	var told *input.Suspicious
	if errors.As(x.in.Refuse(x.suspicious, nil, x.face.Terse), &told) {
		x.face.emit(Suspected{told})
	}
	return x.record.SetSuspicions(found)
}

func (x *execution) noteAccepted(s importer.Suspicion) {
	x.face.note(Note{NoteAccepted, Info, importer.NewHint("accepted: %s: %s", x.in.Name, x.in.Words(s)), false})
}

// found is all that looks wrong with the file, once its records were read.
func (x *execution) found() []importer.Suspicion {
	return x.in.Suspicions(x.about.Options.AllowClear, x.lastShares())
}
