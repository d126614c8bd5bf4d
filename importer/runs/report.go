package runs

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/importer/runs/sheets"
	"bcimport/importer/source"
	"bcimport/reports"
)

// Report writes a run's reports again from its record. input is the run's input, if it is
// no longer where it was; format is that of report and changes, empty for what the run
// began with.
func (m *Manager) Report(ctx context.Context, folder, input, format string, f Face) (reports.Summary, error) {
	record, err := m.Store.Open(folder)
	if err != nil {
		return reports.Summary{}, importer.Invalidf("%s: %w", folder, err)
	}
	defer record.Close()
	about, err := record.About()
	if err != nil {
		return reports.Summary{}, importer.Invalidf("%s: %w", folder, err)
	}
	in, err := findForReport(ctx, about, folder, input, f)
	if err != nil {
		return reports.Summary{}, err
	}
	summary, err := m.writeReports(ctx, folder, record, in, format)
	if err != nil {
		return summary, importer.Brokenf("write reports: %w", err)
	}
	return summary, nil
}

// findForReport finds the input of a run, nil where it is gone: only one that was named
// must be there.
func findForReport(ctx context.Context, about importer.About, folder, named string, f Face) (*input.File, error) {
	if about.HoldsEdits() {
		return nil, nil
	}
	in, err := findInput(ctx, about, folder, named, false)
	switch {
	case ctx.Err() != nil:
		return nil, err
	case err != nil && named != "":
		return nil, importer.Invalidf("the input %s: %w", named, err)
	case err != nil:
		f.note(Note{NoteUnreadable, Info, importer.NewHint("%s; the reports omit rows that the run never reached", err), false})
	}
	return in, nil
}

// ShowReport writes what report.html shows of a run for a place within another page; no file is
// written. words are those of that page, and files is what comes before the names of reports
// in its addresses.
func (m *Manager) ShowReport(ctx context.Context, folder string, words importer.Words, files string, out io.Writer) (summary reports.Summary, err error) {
	err = m.show(ctx, folder, words, func(run reports.Run) (err error) {
		summary, err = reports.Show(folder, run, files, out)
		return err
	})
	return summary, err
}

// WriteReportPage writes report.html of a run for somebody who gets it alone, in the language of
// words.
func (m *Manager) WriteReportPage(ctx context.Context, folder string, words importer.Words, out io.Writer) error {
	return m.show(ctx, folder, words, func(run reports.Run) error { return reports.WritePage(folder, run, out) })
}

// show gives a run as it is recorded, with the rows that it has not reached.
func (m *Manager) show(ctx context.Context, folder string, words importer.Words, to func(reports.Run) error) error {
	record, err := m.Store.Open(folder)
	if err != nil {
		return importer.Invalidf("%s: %w", folder, err)
	}
	defer record.Close()
	run, err := m.recorded(ctx, folder, record, nil)
	if err != nil {
		return err
	}
	in, err := unreached(ctx, run.About, folder, record)
	if err != nil {
		return err
	}
	if in != nil {
		run.Rows = rowsOf(in)
	}
	run.Words = words
	return to(run)
}

// unreached is the input of a run that has not reached all rows of it; nil where it has, or
// the input is gone.
func unreached(ctx context.Context, about importer.About, folder string, record Record) (*input.File, error) {
	counts, err := record.Counts()
	if err != nil {
		return nil, err
	}
	reached := 0
	for _, n := range counts {
		reached += n
	}
	if reached >= about.Rows() {
		return nil, nil
	}
	return findForReport(ctx, about, folder, "", Face{})
}

func rowsOf(in *input.File) func() (importer.Entries, func() error, error) {
	return func() (importer.Entries, func() error, error) { return in.Entries(importer.KeyGUID, 0) }
}

// recorded is a run as its record tells it to reports; in is nil when the input is gone.
func (m *Manager) recorded(ctx context.Context, folder string, record Record, in *input.File) (reports.Run, error) {
	about, err1 := record.About()
	ending, err2 := record.Ending()
	spent, err3 := record.Spent()
	suspicions, err4 := record.Suspicions()
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return reports.Run{}, err
	}
	about.Run = filepath.Base(folder)
	if path, err := filepath.Abs(folder); err == nil {
		about.Run = filepath.Base(path)
	}
	run := reports.Run{
		About: about, Ending: ending, ExitCode: m.ExitCode(ending.Kind), Words: m.Words, Spent: spent,
		Suspicions: suspicions, Outcomes: record.Outcomes(context.WithoutCancel(ctx)),
	}
	if in != nil {
		run.Rows = rowsOf(in)
	}
	return run, nil
}

// writeReports writes a run's reports from its record; in is nil when the input
// is gone. format is that of report and changes; empty is what the run began with.
func (m *Manager) writeReports(ctx context.Context, folder string, record Record, in *input.File, format string) (reports.Summary, error) {
	run, err := m.recorded(ctx, folder, record, in)
	if err != nil {
		return reports.Summary{}, err
	}
	about := run.About
	run.Sheet = sheets.Reports(cmp.Or(format, about.Options.ReportFormat))
	counts, err := record.Counts()
	if err != nil {
		return reports.Summary{}, err
	}
	decides := counts[string(importer.Conflicted)] > 0
	if !about.HoldsEdits() {
		if run.FailedRows, err = source.NewFailedRowWriter(about.Input, decides); err != nil {
			return reports.Summary{}, err
		}
	}
	if about.Input.Format == source.FormatXLSX {
		run.Book = func() (reports.Book, error) { return failedBook(about, decides) }
	}
	summary, err := reports.Write(folder, run)
	if err == nil && about.Command == "plan" && !about.Options.NoValues {
		err = writeReview(ctx, folder, record, &summary)
	}
	return summary, err
}

// findInput finds a run's input: as named, where it was, or beside the run
// folder. Only the same content will do. It is judged as a whole if the run requires that.
func findInput(ctx context.Context, about importer.About, folder, named string, judged bool) (*input.File, error) {
	folder, err := filepath.Abs(folder) // of "." no parent could be told
	if err != nil {
		return nil, err
	}
	candidates := []string{about.Input.File, filepath.Join(filepath.Dir(folder), filepath.Base(about.Input.File)), filepath.Join(folder, spooledName)}
	if named != "" {
		candidates = []string{named}
	}
	changed := false
	for _, path := range candidates {
		if _, err := os.Stat(path); err != nil {
			continue
		}
		in, err := reopen(ctx, about, path, judged)
		if err == nil {
			return in, nil
		}
		if !errors.Is(err, errOtherContent) {
			return nil, err
		}
		changed = true
	}
	if changed {
		return nil, importer.Errorf("the input %s %w", filepath.Base(about.Input.File), errOtherContent)
	}
	return nil, importer.Errorf("the input %s is missing", candidates[0])
}

var errOtherContent = importer.Errorf("has changed since the run")

// reopen reads an input with the mapping that the run recorded.
func reopen(ctx context.Context, about importer.About, path string, judged bool) (*input.File, error) {
	m, err := parseMapping(about.Mapping, about.Entity)
	if err != nil {
		return nil, err
	}
	if about.Input.Format == "" {
		m.Input.Encoding = about.Input.Encoding // what was found then, whoever finds it now
	}
	in, err := input.Open(ctx, Input{Path: path, Name: path}, m)
	switch {
	case ctx.Err() != nil:
		return nil, input.Interrupted()
	case err != nil:
		return nil, errOtherContent // it could be read when the run began
	}
	if judged {
		in.Judge(about.Options.Limit)
	}
	in.Remember(about.Input.Layout)
	err = in.Survey(ctx, nil)
	switch {
	case ctx.Err() != nil:
		return nil, input.Interrupted()
	case err != nil, in.About.SHA256 != about.Input.SHA256:
		return nil, errOtherContent
	}
	return in, nil
}

// failedBook begins the workbook of failed rows.
func failedBook(about importer.About, decides bool) (reports.Book, error) {
	m, err := parseMapping(about.Mapping, about.Entity)
	if err != nil {
		return nil, importer.Errorf("read the recorded mapping: %w", err)
	}
	return sheets.NewFailed(about, m, decides)
}

// writeReview leaves the changes of a plan beside its reports, for people to go through.
func writeReview(ctx context.Context, folder string, plan Record, s *reports.Summary) error {
	path, err := sheets.WriteReview(folder, plan.Outcomes(context.WithoutCancel(ctx)))
	if err == nil {
		s.Files = append(s.Files, reports.Written{Name: reports.ReviewBook, Path: path})
	}
	return err
}
