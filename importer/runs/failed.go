package runs

import (
	"context"

	"bcimport/importer"
	"bcimport/importer/runs/approval"
	"bcimport/importer/source"
	"bcimport/reports"
)

// WriteFailed writes the rows that did not succeed in the run of an approved plan into a
// folder, in the form of the plan's file: those that the plan has refused and those that the
// run could not write. words are those of the messages. It returns the name of the file, empty
// where there are none.
func (m *Manager) WriteFailed(ctx context.Context, folder, into string, words importer.Words) (name string, err error) {
	failed, of, err := m.failures(ctx, folder)
	if err != nil {
		return "", err
	}
	plan, err := m.Store.Open(of)
	if err != nil {
		return "", importer.Invalidf("%s: %w", of, err)
	}
	defer plan.Close()
	run, err := m.recorded(ctx, of, plan, nil)
	if err != nil {
		return "", err
	}
	run.Words = words
	decides := approval.InConflict(failed)
	if len(failed) > 0 {
		in, err := findInput(ctx, run.About, of, "", false)
		if err != nil {
			return "", importer.Invalidf("find the rows: %w", err)
		}
		rows, done, err := in.Entries(importer.KeyGUID, 0)
		if err != nil {
			return "", err
		}
		defer done()
		run.Outcomes = approval.WithFailures(run.Outcomes, failed, rows)
	}
	if run.FailedRows, err = source.NewFailedRowWriter(run.About.Input, decides); err != nil {
		return "", err
	}
	if run.About.Input.Format == source.FormatXLSX {
		run.Book = func() (reports.Book, error) { return failedBook(run.About, decides) }
	}
	return reports.WriteFailed(into, run)
}

// failures are the rows of a run that did not succeed, by their lines, and the plan that it
// wrote.
func (m *Manager) failures(ctx context.Context, folder string) (failed map[int]importer.Outcome, plan string, err error) {
	record, err := m.Store.Open(folder)
	if err != nil {
		return nil, "", importer.Invalidf("%s: %w", folder, err)
	}
	defer record.Close()
	about, err := record.About()
	if err != nil {
		return nil, "", err
	}
	if about.Approval == nil {
		return nil, "", importer.Invalidf("%s is not the run of a plan", folder)
	}
	failed, err = approval.Failures(record.Outcomes(ctx))
	return failed, about.Approval.Plan, err
}
