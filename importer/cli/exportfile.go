package cli

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"
	"unicode/utf8"

	"github.com/schollz/progressbar/v3"

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

// whole is a file that appears under its name whole or not at all, for its owner
// alone.
type whole struct {
	*bufio.Writer
	temp *os.File
	path string
}

func newWhole(path string) (*whole, error) {
	temp, err := os.CreateTemp(filepath.Dir(path), ".bcimport-*.tmp") // 0600
	if err != nil {
		return nil, importer.Invalidf("write %s: %w", path, err)
	}
	return &whole{bufio.NewWriterSize(temp, 1<<16), temp, path}, nil
}

func (w *whole) commit() error {
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

func (w *whole) discard() {
	if w.temp != nil {
		w.temp.Close()
		os.Remove(w.temp.Name())
	}
}

type exportCSV struct {
	*whole
	csv *csv.Writer
}

func newExportCSV(path, delimiter string, header []string) (*exportCSV, error) {
	w, err := newWhole(path)
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
	return x.whole.commit()
}

type exportBook struct {
	*whole
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
	w, err := newWhole(path)
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
	x := &exportBook{whole: w, book: book}
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
	if _, err := x.book.WriteTo(x.whole); err != nil {
		return err
	}
	return x.whole.commit()
}

func (x *exportBook) discard() {
	x.book.Close()
	x.whole.discard()
}

func parseDelimiter(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	d := map[string]string{",": ",", ";": ";", "|": "|", "tab": "\t", "\t": "\t"}[text]
	if d == "" {
		return "", importer.Invalidf("--delimiter %q is not one of , ; | tab", text)
	}
	return d, nil
}

// count shows how far something has come: a bar on a terminal, a log line every ten
// seconds elsewhere. It is used by one goroutine.
type count struct {
	done, total int
	bar         *progressbar.ProgressBar
	log         *slog.Logger
	said        time.Time
}

func newCount(total int, streams Streams, quiet bool, log *slog.Logger) *count {
	c := &count{total: total, said: time.Now()}
	switch {
	case quiet:
	case isTerminal(streams.Err):
		c.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(drawing(streams.Err)), progressbar.OptionShowCount(),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionFullWidth(), progressbar.OptionSetDescription("contacts"))
	default:
		c.log = log
	}
	return c
}

func (c *count) add(n int) {
	c.done += n
	if c.bar != nil {
		c.bar.Add(n)
	}
	if c.log != nil && time.Since(c.said) >= 10*time.Second {
		c.said = time.Now()
		c.log.Info("progress", "contacts", c.done, "of", c.total)
	}
}

func (c *count) stop() {
	if c.bar != nil {
		c.bar.Exit()
	}
}

// writeOnce writes a file that is not there yet or, with replace, takes the place of what
// is. A link is never followed: somebody may have put it there meanwhile.
func writeOnce(path string, data []byte, mode os.FileMode, replace bool) error {
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
