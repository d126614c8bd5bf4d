package reports

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"bcimport/importer"
	"bcimport/mapping/entity"
	"bcimport/reports/page"
)

// Language says messages about rows in another language than English, and what is around them.
type Language interface {
	page.Language
	Message(m importer.Message, words importer.Words, nouns entity.Nouns) string
}

// languageOf is the language of a face's words; nil where they are English.
func languageOf(words importer.Words) page.Language {
	if say, ok := words.(Language); ok {
		return say
	}
	return nil
}

// MessageText returns a message about a row in the words of a face, and in its language.
func MessageText(m importer.Message, words importer.Words, nouns entity.Nouns) string {
	return messageText(languageOf(words), m, words, nouns)
}

func messageText(say page.Language, m importer.Message, words importer.Words, nouns entity.Nouns) string {
	if say, ok := say.(Language); ok {
		return say.Message(m, words, nouns)
	}
	return importer.MessageText(m, words, nouns)
}

// Show writes what report.html shows of a run for a place within another page, and returns
// the summary; it writes no file. It is in English, or in the language that the run's words
// are. folder is the run folder, and files what comes before the names of the reports there in
// their addresses.
func Show(folder string, run Run, files string, out io.Writer) (Summary, error) {
	return show(folder, run, func(p *page.Page, e page.Ending) error { return p.WritePart(out, e, files) })
}

// WritePage writes report.html for somebody who gets it alone: in the language that the run's
// words are, and with no links to files beside it.
func WritePage(folder string, run Run, out io.Writer) error {
	_, err := show(folder, run, func(p *page.Page, e page.Ending) error {
		e.Next, e.Report, e.Changes, e.Failed = nil, "", "", ""
		return p.Write(out, e)
	})
	return err
}

func show(folder string, run Run, write func(*page.Page, page.Ending) error) (Summary, error) {
	s := run.summary()
	say := languageOf(run.Words)
	p, err := page.New(run.About, run.Words, say)
	if err != nil {
		return s, err
	}
	nouns := run.About.Nouns()
	for o, err := range ahead(run.all(&s.Missing)) {
		if err != nil {
			return s, err
		}
		s.count(o)
		if err := p.Add(o, messageText(say, o.Message, run.Words, nouns)); err != nil {
			return s, err
		}
	}
	s.Folder = folder
	if s.Files, err = present(folder); err != nil {
		return s, err
	}
	s.Next = s.nextSteps()
	err = write(p, run.endingOf(&s))
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
