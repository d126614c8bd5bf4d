package reports

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/mapping/entity"
	"bcimport/reports/atomicfile"
	"bcimport/reports/page"
)

// Names of the files in a run folder.
const (
	ReportFile  = "report.csv"
	ChangesFile = "changes.csv"
	FailedFile  = "failed.csv"
	FailedBook  = "failed.xlsx"
	ReportBook  = "report.xlsx"
	ChangesBook = "changes.xlsx"
	PageFile    = "report.html"
	SummaryFile = "summary.json"
	ReviewBook  = "review.xlsx" // beside the reports of a plan
)

// writing holds the files of one Write.
type writing struct {
	run     Run
	root    *os.Root // the run folder
	summary Summary

	report  *document
	changes *document
	failed  *atomicfile.File // made with the first failure
	book    Book             // with it, where the input is a workbook
	rows    *table[ReportRow]
	fields  *table[ChangeRow]
	page    *page.Page
	missed  problems
	nouns   entity.Nouns // of the run's records
}

// Write writes every report of a run into its folder and returns the summary.
// Each file appears whole or not at all, readable for its owner only; an error in
// reading the rows leaves all of them as they were. Memory does not grow with
// the rows. Only one Write may be under way in a folder.
func Write(folder string, run Run) (Summary, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return Summary{}, fmt.Errorf("open run folder: %w", err)
	}
	defer root.Close()
	w := &writing{run: run, root: root, summary: run.summary(), nouns: run.About.Nouns()}
	defer w.discard()
	if err := sweep(root); err != nil {
		return Summary{}, err
	}
	if w.summary.Folder, err = filepath.Abs(folder); err != nil {
		return Summary{}, fmt.Errorf("find run folder: %w", err)
	}
	if err := w.begin(); err != nil {
		return Summary{}, err
	}
	for o, err := range ahead(run.all(&w.summary.Missing)) {
		if err != nil {
			return Summary{}, err
		}
		if err := w.add(o); err != nil {
			return Summary{}, err
		}
	}
	if err := w.end(); err != nil {
		return Summary{}, err
	}
	w.summary.Problems, w.summary.Others = w.missed.list(), w.missed.others
	return w.summary, nil
}

func (w *writing) begin() error {
	delimiter, _ := utf8.DecodeRuneInString(cmp.Or(w.run.About.Options.Delimiter, w.run.About.Input.Delimiter, ","))
	var err error
	if w.page, err = page.New(w.run.About, w.run.Words, nil); err != nil {
		return err
	}
	if w.report, err = newDocument(w.root, ReportFile, ReportBook, w.run.Sheet); err != nil {
		return err
	}
	w.rows = tableOf[ReportRow](w, w.report, delimiter)
	if w.run.About.Options.NoValues {
		return nil
	}
	if w.changes, err = newDocument(w.root, ChangesFile, ChangesBook, w.run.Sheet); err != nil {
		return err
	}
	w.fields = tableOf[ChangeRow](w, w.changes, delimiter)
	return nil
}

// tableOf writes rows into a document.
func tableOf[T any](w *writing, d *document, delimiter rune) *table[T] {
	if d.sheet != nil {
		return newSheetTable[T](d.sheet)
	}
	w.mark(d.file)
	return newTable[T](d.file, delimiter)
}

// mark begins a file with a byte-order mark, without which Excel takes UTF-8 for
// a code page, unless the input is UTF-8 without one.
func (w *writing) mark(f *atomicfile.File) {
	in := w.run.About.Input
	if in.Mark || in.Encoding != "utf-8" {
		f.WriteString("\ufeff")
	}
}

func (w *writing) add(o importer.Outcome) error {
	w.summary.count(o)
	message := importer.MessageText(o.Message, w.run.Words, w.nouns)
	if err := w.rows.add(reportRow(o, message)); err != nil {
		return err
	}
	if w.fields != nil {
		if err := w.fields.add(changeRows(o)...); err != nil {
			return err
		}
	}
	if o.Status == importer.WouldUpdate && w.fields != nil {
		w.summary.Preview.add(o)
	}
	if err := w.page.Add(o, message); err != nil {
		return err
	}
	if o.Status.Result() != "failure" {
		return nil
	}
	if o.Superseded {
		return nil
	}
	if o.Status != importer.NotAttempted {
		w.missed.add(o, message)
	}
	if w.run.FailedRows == nil {
		return nil
	}
	return w.addFailed(o, message)
}

func (w *writing) addFailed(o importer.Outcome, message string) error {
	if w.failed == nil {
		var err error
		if w.failed, err = atomicfile.Create(w.root, FailedFile); err != nil {
			return err
		}
		w.failed.Write(w.run.FailedRows.Head())
	}
	row, err := w.run.FailedRows.Row(o.Raw, string(o.Status), message)
	if err != nil {
		return fmt.Errorf("write %s: line %d: %w", FailedFile, o.Line, err)
	}
	if _, err = w.failed.Write(row); err != nil || w.run.Book == nil {
		return err
	}
	if w.book == nil {
		if w.book, err = w.run.Book(); err != nil {
			return fmt.Errorf("write %s: %w", FailedBook, err)
		}
	}
	if err := w.book.Add(o, message); err != nil {
		return fmt.Errorf("write %s: %w", FailedBook, err)
	}
	return nil
}

func (w *writing) end() error {
	if err := w.rows.flush(); err != nil {
		return err
	}
	if err := w.report.finish(w.commit); err != nil {
		return err
	}
	if w.fields != nil {
		if err := w.fields.flush(); err != nil {
			return err
		}
		if err := w.changes.finish(w.commit); err != nil {
			return err
		}
	}
	if err := w.endFailed(); err != nil {
		return err
	}
	if err := w.writePage(); err != nil {
		return err
	}
	return w.writeSummary()
}

// endFailed puts failed.csv in its place, or removes an older one when nothing
// failed. Where rows are missing the older one may be all that is left of them.
func (w *writing) endFailed() error {
	_, err := w.root.Lstat(FailedFile)
	switch {
	case w.summary.Missing > 0 && err == nil:
		w.summary.Kept = true
		return nil
	case w.failed != nil:
		if err := w.commit(w.failed); err != nil {
			return err
		}
		return w.writeBook()
	case w.summary.Missing == 0:
		w.summary.Stale = remove(w.root, FailedFile)
		w.summary.Stale = remove(w.root, FailedBook) || w.summary.Stale
	}
	return nil
}

func (w *writing) writeBook() error {
	if w.book == nil {
		return nil
	}
	f, err := atomicfile.Create(w.root, FailedBook)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := w.book.WriteTo(f); err != nil {
		return fmt.Errorf("write %s: %w", FailedBook, err)
	}
	return w.commit(f)
}

func (w *writing) commit(f *atomicfile.File) error {
	path, err := f.CommitBeside()
	if err == nil {
		w.summary.Files = append(w.summary.Files, Written{f.Name(), path})
	}
	return err
}

// writePage comes after the reports that the page names.
func (w *writing) writePage() error {
	s := &w.summary
	s.Next = s.nextSteps()
	f, err := atomicfile.Create(w.root, PageFile)
	if err != nil {
		return err
	}
	defer f.Discard()
	if err := w.page.Write(f, w.run.endingOf(s)); err != nil {
		return err
	}
	return w.commit(f)
}

func (w *writing) writeSummary() error {
	s := &w.summary
	s.close()
	f, err := atomicfile.Create(w.root, SummaryFile)
	if err != nil {
		return err
	}
	defer f.Discard()
	encoder := json.NewEncoder(f)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		return fmt.Errorf("write %s: %w", SummaryFile, err)
	}
	return w.commit(f)
}

func (w *writing) discard() {
	if w.book != nil {
		w.book.Close()
	}
	w.report.discard()
	w.changes.discard()
	if w.failed != nil {
		w.failed.Discard()
	}
}
