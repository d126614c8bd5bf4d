package runs

import (
	"context"
	"path/filepath"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs/input"
)

// UndoOptions are the choices of an undo.
type UndoOptions struct {
	// DryRun shows what would be put back and writes nothing.
	DryRun bool
	// Fields are those to be put back; nil for all.
	Fields []string
	// Target is the name of the run's target, where the recorded one is not meant.
	Target string
	// Out and Elsewhere say where its run folder goes, as those of Spec.
	Out, Elsewhere string
	NoValues       bool
	MaxFailures    string
	GiveUpAfter    time.Duration
	ReportFormat   string
	By             string
}

// Undo restores the values from before a run, where they have not been changed since, in a
// run of its own. The error is of something given or of the connection: nothing was
// begun then.
func (m *Manager) Undo(ctx context.Context, folder string, o UndoOptions, f Face) (Result, error) {
	failures, err := input.ParseRowLimit("max_failures", o.MaxFailures)
	if err != nil {
		return Result{}, err
	}
	undone, of, err := m.openRun(folder)
	if err != nil {
		return Result{}, err
	}
	defer undone.Close()
	if of.Options.DryRun {
		return Result{}, importer.Invalidf("%s is a plan: it wrote nothing, so there is nothing to restore", folder)
	}
	if err := f.prepare(of); err != nil {
		return Result{}, err
	}
	if err := checkFields("field", o.Fields, of.Entity); err != nil {
		return Result{}, err
	}
	to := Destination{Target: o.Target, Set: recordedSet(of), Recorded: &of.Target, Patience: o.GiveUpAfter}
	service, err := m.connectAgain(ctx, to, o.DryRun, f)
	if err != nil {
		return Result{}, err
	}
	defer service.Close()
	made, err := m.makeUndoFolder(undone, of, folder, service.Target(), o, f)
	if err != nil {
		return Result{}, err
	}
	undone.Close() // the undo has all that it needs
	record, err := m.Store.Open(made)
	if err != nil {
		return Result{}, &importer.Problem{Kind: importer.KindBroken, Cause: err}
	}
	x := &execution{
		Manager: m, face: f, service: service, folder: made, record: record,
		failures: failures, giveUpAfter: o.GiveUpAfter, format: o.ReportFormat,
	}
	defer record.Close()
	if x.about, err = record.About(); err != nil {
		return Result{}, &importer.Problem{Kind: importer.KindBroken, Cause: err}
	}
	x.total = x.about.Input.Rows
	if x.total == 0 {
		f.note(Note{NoteNothingDone, Warning, importer.NewHint("%s changed nothing that could be restored", folder), false})
	}
	r := x.workAndClose(ctx, false)
	f.emit(Ended{r})
	return r, nil
}

// makeUndoFolder makes the folder of the undo, which holds all that is to be put back.
func (m *Manager) makeUndoFolder(undone Record, of importer.About, run string, target importer.Target, o UndoOptions, f Face) (string, error) {
	path, err := filepath.Abs(run)
	if err != nil {
		return "", importer.Errorf("find run folder: %w", err)
	}
	about := importer.About{
		Command: "undo", By: o.By, StartedAt: startTime(), Target: target, Entity: of.Entity, Mapping: importer.Document{File: of.Mapping.File},
		Input: importer.Input{File: path, Delimiter: of.Input.Delimiter, Encoding: of.Input.Encoding, Mark: of.Input.Mark},
		Options: importer.Options{
			DryRun: o.DryRun, OnConflict: importer.Merge, GiveUpAfter: o.GiveUpAfter,
			NoValues: o.NoValues, Delimiter: of.Options.Delimiter, ReportFormat: o.ReportFormat,
		},
	}
	folder, err := m.makeFolder(newRunFolder{about: about, edits: undone.UndoEntries(of.Set(), o.Fields)}, o.Out, o.Elsewhere)
	if err == nil && filepath.Dir(folder) != filepath.Dir(path) && o.Out == "" {
		f.note(Note{NoteElsewhere, Info, importer.NewHint("the folder of the run is not writable; the run folder is %s", folder), false})
	}
	return folder, err
}
