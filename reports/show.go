package reports

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"bcimport/importer"
	"bcimport/reports/page"
)

// Show writes what report.html shows of a run for a place within another page, and returns
// the summary; it writes no file. folder is the run folder, and files what comes before the
// names of the reports there in their addresses.
func Show(folder string, run Run, files string, out io.Writer) (Summary, error) {
	s := run.summary()
	p, err := page.New(run.About, run.Words)
	if err != nil {
		return s, err
	}
	nouns := run.About.Nouns()
	for o, err := range ahead(run.all(&s.Missing)) {
		if err != nil {
			return s, err
		}
		s.count(o)
		if err := p.Add(o, importer.MessageText(o.Message, run.Words, nouns)); err != nil {
			return s, err
		}
	}
	s.Folder = folder
	if s.Files, err = present(folder); err != nil {
		return s, err
	}
	s.Next = s.nextSteps()
	err = p.WritePart(out, run.endingOf(&s), files)
	s.close()
	return s, err
}

// Downloads are the reports that a page may hand out, by their names.
func Downloads() []string {
	return []string{ReportBook, ReportFile, ChangesBook, ChangesFile, FailedBook, FailedFile, PageFile, ReviewBook}
}

// present lists the reports in a run folder.
func present(folder string) ([]Written, error) {
	var found []Written
	for _, name := range Downloads() {
		path := filepath.Join(folder, name)
		info, err := os.Lstat(path)
		if err == nil && info.Mode().IsRegular() {
			found = append(found, Written{name, path})
		}
		if err != nil && !os.IsNotExist(err) {
			return nil, fmt.Errorf("find reports: %w", err)
		}
	}
	return found, nil
}

// endingOf is how the run ended, for its page. A killed run never got to say so; its summary
// does.
func (r Run) endingOf(s *Summary) page.Ending {
	ending := page.Ending{
		Ending: r.Ending, Spent: r.Spent, Missing: s.Missing, Suspicions: r.Suspicions,
		Report: s.Report(), Changes: s.Changes(), Failed: s.Failed(), ExitCode: s.ExitCode, Next: s.Next,
	}
	ending.State, ending.Reason, ending.Kind = s.State, s.Reason, s.Kind
	return ending
}

// count counts a row.
func (s *Summary) count(o importer.Outcome) {
	s.Rows.Total++
	*s.Rows.Of(o.Status)++
	s.Opening.add(o)
	if o.Superseded && o.Status.Result() == "failure" {
		s.Rows.Superseded++
	}
}

// close completes the summary when all rows are counted.
func (s *Summary) close() {
	s.Rows.Total += s.Missing
	s.Rows.NotAttempted += s.Missing
	if done := s.Rows.Total - s.Rows.NotAttempted; s.Seconds > 0 {
		s.Rate = float64(done) / s.Seconds
	}
}
