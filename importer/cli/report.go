package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/source"
	"bcimport/mapping"
	"bcimport/reports"
)

type reportOptions struct {
	input  string
	json   bool
	format string
}

func newReport(streams Streams) *cobra.Command {
	var o reportOptions
	cmd := &cobra.Command{
		Use:   "report RUN",
		Short: "Write a run's reports again from its journal",
		Long: `report writes report.csv, changes.csv, failed.csv, report.html and summary.json of a
run folder again from its journal. Rows that the run never reached are read from the input,
where it was or beside the run folder. The exit code is 0 when they are written,
however the run ended; summary.json tells the run's own.`,
		Args: oneRun,
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], streams) },
	}
	cmd.Flags().StringVar(&o.input, "input", "", "the input, if it is no longer where it was")
	cmd.Flags().BoolVar(&o.json, "json", false, "print summary.json on stdout")
	addFormat(cmd.Flags(), &o.format)
	return cmd
}

func oneRun(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return importer.Invalidf("one run folder is wanted").Hintf("`bcimport runs` lists them")
	}
	return nil
}

func (o reportOptions) run(ctx context.Context, folder string, streams Streams) error {
	if err := checkFormat(o.format); err != nil {
		return err
	}
	file, err := sqlite.Open(folder)
	if err != nil {
		return importer.Invalidf("%s: %w", folder, err)
	}
	defer file.Close()
	about, err := file.About()
	if err != nil {
		return importer.Invalidf("%s: %w", folder, err)
	}
	var in *input
	if about.Command != "undo" {
		in, err = findInput(ctx, about, folder, o.input, false)
		if ctx.Err() != nil {
			return err
		}
		if err != nil && o.input != "" {
			return importer.Invalidf("--input %s: %w", o.input, err)
		}
		if err != nil {
			fmt.Fprintf(streams.Err, "bcimport: %s; rows that the run never reached are left out\n", shownLine(err.Error()))
		}
	}
	summary, err := writeReports(ctx, folder, file, in, o.format)
	if err != nil {
		return importer.Brokenf("write reports: %w", err)
	}
	return showSummary(streams, summary, folder, manner{o.json, true, next{nil, "bcimport resume " + quoteArg(shorter(folder))}})
}

// writeReports writes a run's reports from its journal; in is nil when the input
// is gone. format is that of report and changes; empty is what the run began with.
func writeReports(ctx context.Context, folder string, file *sqlite.File, in *input, format string) (reports.Summary, error) {
	about, err := file.About()
	if err != nil {
		return reports.Summary{}, err
	}
	ending, err := file.Ending()
	if err != nil {
		return reports.Summary{}, err
	}
	spent, err := file.Spent()
	if err != nil {
		return reports.Summary{}, err
	}
	about.Run = filepath.Base(folder)
	if path, err := filepath.Abs(folder); err == nil {
		about.Run = filepath.Base(path)
	}
	suspicions, err := file.Suspicions()
	if err != nil {
		return reports.Summary{}, err
	}
	run := reports.Run{About: about, Ending: ending, Spent: spent, Suspicions: suspicions, Outcomes: file.Outcomes(context.WithoutCancel(ctx))}
	run.Sheet = reportSheets(cmp.Or(format, about.Options.ReportFormat))
	counts, err := file.Counts()
	if err != nil {
		return reports.Summary{}, err
	}
	decides := counts[string(importer.Conflicted)] > 0
	if about.Command != "undo" {
		if run.Mender, err = source.NewMender(about.Input, decides); err != nil {
			return reports.Summary{}, err
		}
	}
	if about.Input.Format == source.FormatXLSX {
		run.Book = func() (reports.Book, error) { return newFailedBook(about, decides) }
	}
	if in != nil {
		run.Rows = func() (importer.Entries, func() error, error) { return in.entries(importer.KeyGUID) }
	}
	return reports.Write(folder, run)
}

// findInput finds a run's input: as named, where it was, or beside the run
// folder. Only the same content will do. It is judged as a whole where that is wanted.
func findInput(ctx context.Context, about importer.About, folder, named string, judged bool) (*input, error) {
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
		return nil, fmt.Errorf("the input %s %w", filepath.Base(about.Input.File), errOtherContent)
	}
	return nil, fmt.Errorf("the input %s is gone", candidates[0])
}

var errOtherContent = errors.New("has changed since the run")

// reopen reads an input with the mapping that the run recorded.
func reopen(ctx context.Context, about importer.About, path string, judged bool) (*input, error) {
	m, err := recordedMapping(about)
	if err != nil {
		return nil, err
	}
	if about.Input.Format == "" {
		m.Input.Encoding = about.Input.Encoding // what was found then, whoever finds it now
	}
	in, err := openInput(ctx, path, path, m)
	switch {
	case ctx.Err() != nil:
		return nil, errInterruptedEarly()
	case err != nil:
		return nil, errOtherContent // it could be read when the run began
	}
	if judged {
		in.judged(about.Options.Limit)
	}
	in.remember(about.Input.Layout)
	err = in.survey(ctx, nil)
	switch {
	case ctx.Err() != nil:
		return nil, errInterruptedEarly()
	case err != nil, in.about.SHA256 != about.Input.SHA256:
		return nil, errOtherContent
	}
	return in, nil
}

// recordedMapping is the mapping as it was when the run began, with the files that it
// refers to.
func recordedMapping(about importer.About) (*mapping.Mapping, error) {
	return mapping.ParseWith(about.Mapping.File, []byte(about.Mapping.Text), func(name string) ([]byte, error) {
		for _, a := range about.Mapping.Attached {
			if a.Name == name {
				return []byte(a.Text), nil
			}
		}
		return nil, errors.New("it is not recorded with the run")
	})
}
