// Package runfiles gives what a run has left, for a page: its report as a part of the page, and
// its files to be handed out. Start with Run.
package runfiles

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/reports"
)

// ErrNone is a file that a run does not have.
var ErrNone = errors.New("the run has no such file")

// Run is a run whose files are handed out.
type Run struct {
	Manager *runs.Manager
	// Folder is that of the run; empty where there is none. Below Dir are the folders that the
	// page may look into.
	Folder, Dir string
}

// Folders are that of the run and that of the plan whose changes it wrote.
func (r Run) Folders() []string {
	if r.Folder == "" {
		return nil
	}
	all := []string{r.Folder}
	about, err := r.Manager.About(r.Folder)
	if err != nil || about.Approval == nil {
		return all
	}
	if within, err := filepath.Rel(r.Dir, about.Approval.Plan); err == nil && filepath.IsLocal(within) {
		all = append(all, about.Approval.Plan)
	}
	return all
}

// Mapping is the mapping of the run, or of the plan that it wrote; nil where it is not known
// as one text.
func (r Run) Mapping() []byte {
	for _, folder := range r.Folders() {
		if about, err := r.Manager.About(folder); err == nil && about.Mapping.Text != "" && len(about.Mapping.Attached) == 0 {
			return []byte(about.Mapping.Text)
		}
	}
	return nil
}

// Failed is the name of the file that holds the rows that did not succeed, in the form of the
// file that they come from; empty where there are none. Of the run of a plan it holds those
// that the plan has refused, too.
func (r Run) Failed() string {
	for i, folder := range r.Folders() {
		for _, name := range []string{reports.FailedBook, reports.FailedFile} {
			if info, err := os.Lstat(filepath.Join(folder, name)); err == nil && info.Mode().IsRegular() {
				return name
			}
		}
		if i > 0 && r.failed() {
			about, err := r.Manager.About(folder)
			if err == nil && about.Input.Format != "" {
				return reports.FailedBook
			}
			return reports.FailedFile
		}
	}
	return ""
}

// failed reports whether rows of the run did not succeed.
func (r Run) failed() bool {
	l, err := r.Listed()
	return err == nil && l != nil && l.Rows["failure"] > 0
}

// Listed is the run as its record tells it; nil where there is none.
func (r Run) Listed() (*runs.Listed, error) {
	if r.Folder == "" {
		return nil, nil
	}
	found, err := r.Manager.List(r.Folder)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[len(found)-1], nil
}

// Open opens a file of the run by its name; done closes it. words are those of the messages
// in failed rows that are put together, and of the page in another language than English. A report that is missing,
// as after the end of a program that was killed, is written first. The error is ErrNone for a
// name that is not one of the reports.
func (r Run) Open(ctx context.Context, name string, words importer.Words) (file *os.File, done func(), err error) {
	if !slices.Contains(reports.Downloads(), name) || r.Folder == "" {
		return nil, nil, ErrNone
	}
	if name == reports.FailedBook || name == reports.FailedFile {
		if name != r.Failed() {
			return nil, nil, ErrNone
		}
		return r.OpenFailed(ctx, words)
	}
	if say, ok := words.(reports.Language); ok && name == reports.PageFile && say.Lang() != "en" {
		return r.openPage(ctx, words)
	}
	file, err = openIn(r.Folder, name)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := r.Manager.Report(ctx, r.Folder, "", "", runs.Face{}); err != nil {
			return nil, nil, err
		}
		file, err = openIn(r.Folder, name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNone
	}
	return file, func() { file.Close() }, err
}

// OpenFailed opens the failed rows; of the run of a plan they are put together first. done
// closes the file.
func (r Run) OpenFailed(ctx context.Context, words importer.Words) (file *os.File, done func(), err error) {
	if len(r.Folders()) < 2 {
		file, err = openIn(r.Folder, r.Failed())
		return file, func() { file.Close() }, err
	}
	temp, err := os.MkdirTemp("", "bcimport-failed-")
	if err != nil {
		return nil, nil, err
	}
	name, err := r.Manager.WriteFailed(ctx, r.Folder, temp, words)
	if err == nil {
		file, err = openIn(temp, name)
	}
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(temp))
	}
	return file, func() { file.Close(); os.RemoveAll(temp) }, nil
}

// openPage opens the report in the language of words; that of the run folder is in English.
func (r Run) openPage(ctx context.Context, words importer.Words) (file *os.File, done func(), err error) {
	file, err = os.CreateTemp("", "bcimport-report-")
	if err != nil {
		return nil, nil, err
	}
	done = func() { file.Close(); os.Remove(file.Name()) }
	if err = r.Manager.WriteReportPage(ctx, r.Folder, words, file); err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return file, done, nil
}

// openIn opens a regular file of a folder.
func openIn(folder, name string) (*os.File, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if info, err := root.Lstat(name); name == "" || err != nil || !info.Mode().IsRegular() {
		return nil, fs.ErrNotExist
	}
	return root.Open(name)
}
