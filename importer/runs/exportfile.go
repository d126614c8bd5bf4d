package runs

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/importer/workbook"
	"bcimport/mapping"
	"bcimport/reports"
)

// exportFile is an export under way.
type exportFile interface {
	row(cells []string) error
	// commit gives the file its name; discard drops one that was not committed.
	commit() error
	discard()
}

// atomicFile is a file that appears under its name whole or not at all, for its owner
// alone.
type atomicFile struct {
	*bufio.Writer
	temp *os.File
	path string
}

func newAtomicFile(path string) (*atomicFile, error) {
	temp, err := os.CreateTemp(filepath.Dir(path), ".bcimport-*.tmp") // 0600
	if err != nil {
		return nil, importer.Invalidf("write %s: %w", path, err)
	}
	return &atomicFile{bufio.NewWriterSize(temp, 1<<16), temp, path}, nil
}

func (w *atomicFile) commit() error {
	err := errors.Join(w.Flush(), w.temp.Sync(), w.temp.Close())
	if err == nil {
		err = os.Rename(w.temp.Name(), w.path)
	}
	if err != nil {
		return err
	}
	w.temp = nil
	return syncFolder(filepath.Dir(w.path))
}

func (w *atomicFile) discard() {
	if w.temp != nil {
		w.temp.Close()
		os.Remove(w.temp.Name())
	}
}

type exportCSV struct {
	*atomicFile
	csv *csv.Writer
}

func newExportCSV(path, delimiter string, header []string) (*exportCSV, error) {
	w, err := newAtomicFile(path)
	if err != nil {
		return nil, err
	}
	w.WriteString("\ufeff") // without it Excel takes UTF-8 for a code page
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if delimiter != "" {
		c.Comma, _ = utf8.DecodeRuneInString(delimiter)
	}
	return &exportCSV{w, c}, c.Write(header)
}

func (x *exportCSV) row(cells []string) error {
	for i, cell := range cells {
		cells[i] = reports.Plain(cell)
	}
	return x.csv.Write(cells)
}

func (x *exportCSV) commit() error {
	if x.csv.Flush(); x.csv.Error() != nil {
		return x.csv.Error()
	}
	return x.atomicFile.commit()
}

type exportBook struct {
	*atomicFile
	book *workbook.Book
	at   int
}

// newExportBook begins a workbook in which the first three columns are locked and the
// values to compare with are hidden.
func newExportBook(path string, fields []string, lengths map[string]int) (*exportBook, error) {
	columns := []workbook.Column{{Width: 38, Locked: true}, {Width: 14, Locked: true}, {Width: 10, Locked: true}}
	for _, f := range fields {
		longest := mapping.Length(f)
		if n := lengths[f]; n > 0 {
			longest = n
		}
		columns = append(columns, workbook.Column{Width: workbook.Width(min(longest, 32)), Longest: longest})
	}
	for range fields {
		columns = append(columns, workbook.Column{Hidden: true, Locked: true})
	}
	w, err := newAtomicFile(path)
	if err != nil {
		return nil, err
	}
	book, err := workbook.New("Contacts", columns)
	if err == nil {
		err = errors.Join(book.Freeze(1), book.Guard(2))
	}
	if err != nil {
		w.discard()
		return nil, importer.Brokenf("%w", err)
	}
	x := &exportBook{atomicFile: w, book: book}
	return x, x.add(exportHeader(fields), true)
}

func (x *exportBook) row(cells []string) error { return x.add(cells, false) }

func (x *exportBook) add(texts []string, bold bool) error {
	x.at++
	cells := make([]workbook.Cell, len(texts))
	for i, text := range texts {
		cells[i] = workbook.Cell{Text: text, Bold: bold}
	}
	return x.book.Append(x.at, cells)
}

func (x *exportBook) commit() error {
	if err := x.book.Table("Contacts", 1); err != nil {
		return err
	}
	if _, err := x.book.WriteTo(x.atomicFile); err != nil {
		return err
	}
	return x.atomicFile.commit()
}

func (x *exportBook) discard() {
	x.book.Close()
	x.atomicFile.discard()
}

// WriteOnce writes a file that is not there yet or, with replace, takes the place of what
// is. A link is never followed: somebody may have put it there meanwhile.
func WriteOnce(path string, data []byte, mode os.FileMode, replace bool) error {
	if replace {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}
