package stored

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/history"
	"bcimport/mapping/entity"
	"bcimport/mapping/texts"
)

// errNoChanges is a run whose log is gone and that has not kept its changes as text.
var errNoChanges = errors.New("its log is gone, and it has kept no list of its changes as CSV")

// reported is a run by its reports: what it changed stands there without the times of its
// writes, for which those of the ends of its rows are taken.
type reported struct {
	ctx   context.Context
	run   run
	about importer.About
}

// summary is what is read of a run's summary.
type summary struct {
	Command   string    `json:"command"`
	StartedAt time.Time `json:"started_at"`
	Inputs    []struct {
		File string `json:"file"`
	} `json:"inputs"`
	Target importer.Target `json:"target"`
}

// spec is what is read of what a run was to do.
type spec struct {
	By    string `json:"by"`
	Input struct {
		Name string `json:"name"`
	} `json:"input"`
}

// reported is what the reports of a run tell; a run that has none has changed nothing yet.
func (r run) reported(ctx context.Context) (history.Record, error) {
	var s summary
	found, err := r.get(ctx, "summary.json", &s)
	if err != nil || !found {
		return reported{ctx: ctx, run: r, about: importer.About{Options: importer.Options{DryRun: true}}}, err
	}
	var given spec
	if _, err := r.get(ctx, "spec.json", &given); err != nil {
		return nil, err
	}
	about := importer.About{Run: r.id, Command: s.Command, By: given.By, StartedAt: s.StartedAt, Target: s.Target, Entity: &entity.Entity{}}
	about.Options.DryRun = s.Command == "plan"
	if about.Input.File = given.Input.Name; about.Input.File == "" && len(s.Inputs) > 0 {
		about.Input.File = s.Inputs[0].File
	}
	return reported{ctx: ctx, run: r, about: about}, nil
}

// get reads a JSON object of the run, and reports whether there is one.
func (r run) get(ctx context.Context, of string, into any) (bool, error) {
	data, err := r.Read(ctx, r.name(of))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	return err == nil, err
}

// About is what the run was given, as far as its reports tell.
func (r reported) About() (importer.About, error) { return r.about, nil }

// Close does nothing.
func (reported) Close() error { return nil }

// Known gives the rows of what is sought.
func (r reported) Known(s importer.Sought) iter.Seq2[importer.Outcome, error] {
	return func(yield func(importer.Outcome, error) bool) {
		for row, err := range r.rows("report.csv") {
			if err != nil {
				yield(importer.Outcome{}, err)
				return
			}
			if o := outcome(row); s.Takes(o.Key, o.ID, o.Name, o.Number) && !yield(o, nil) {
				return
			}
		}
	}
}

// Past gives what was written to what is sought, in the order in which the rows ended.
func (r reported) Past(s importer.Sought) iter.Seq2[importer.Past, error] {
	return func(yield func(importer.Past, error) bool) {
		rows, err := r.changed(s)
		if err != nil {
			yield(importer.Past{}, err)
			return
		}
		for _, o := range rows {
			if !yield(importer.Past{At: o.FinishedAt, Outcome: *o}, nil) {
				return
			}
		}
	}
}

// changed are the rows of what is sought that changed it.
func (r reported) changed(s importer.Sought) ([]*importer.Outcome, error) {
	byLine := map[string]*importer.Outcome{}
	for o, err := range r.Known(s) {
		if err != nil {
			return nil, err
		}
		byLine[strconv.Itoa(o.Line)] = &o
	}
	if len(byLine) == 0 {
		return nil, nil
	}
	var rows []*importer.Outcome
	for row, err := range r.rows("changes.csv") {
		if err != nil {
			return nil, err
		}
		o := byLine[row["line"]]
		if o == nil || row["status"] == string(importer.WouldUpdate) {
			continue
		}
		if len(o.Changes) == 0 {
			rows = append(rows, o)
		}
		o.Changes = append(o.Changes, importer.Change{
			Field: row["field"], Before: row["before"], After: row["after"], Open: row["status"] == string(importer.Unknown),
		})
	}
	slices.SortStableFunc(rows, func(a, b *importer.Outcome) int { return a.FinishedAt.Compare(b.FinishedAt) })
	return rows, nil
}

// outcome is a row of report.csv.
func outcome(row map[string]string) importer.Outcome {
	line, _ := strconv.Atoi(row["line"])
	at, _ := time.Parse(time.RFC3339, row["finished_at"]) // without a time it comes first
	return importer.Outcome{
		Line: line, Key: row["key"], ID: row["id"], Status: importer.Status(row["status"]), FinishedAt: at, Name: row["name"], Number: row["number"],
	}
}

// rows are those of a report that is a CSV file: errNoChanges where it is not there.
func (r reported) rows(name string) iter.Seq2[map[string]string, error] {
	return func(yield func(map[string]string, error) bool) {
		if r.about.Run == "" {
			return
		}
		file, _, err := r.run.Reader(r.ctx, r.run.name(name))
		if errors.Is(err, fs.ErrNotExist) {
			err = errNoChanges
		}
		if err != nil {
			yield(nil, err)
			return
		}
		defer file.Close()
		for row, err := range parse(file) {
			if err != nil {
				err = fmt.Errorf("read %s: %w", name, err)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// parse gives the rows of a report by their columns. Its first column is line, and what
// stands behind that the delimiter.
func parse(file io.Reader) iter.Seq2[map[string]string, error] {
	return func(yield func(map[string]string, error) bool) {
		text := bufio.NewReader(file)
		if start, _ := text.Peek(len(mark)); string(start) == mark {
			_, _ = text.Discard(len(mark))
		}
		start, _ := text.Peek(len("line,"))
		if len(start) < len("line,") || !bytes.HasPrefix(start, []byte("line")) {
			yield(nil, errors.New("it has no column line"))
			return
		}
		reader := csv.NewReader(text)
		reader.Comma, reader.ReuseRecord = rune(start[len("line")]), true
		head, err := reader.Read()
		head = slices.Clone(head)
		for err == nil {
			var cells []string
			if cells, err = reader.Read(); err == nil && !yield(byColumn(head, cells), nil) {
				return
			}
		}
		if !errors.Is(err, io.EOF) {
			yield(nil, err)
		}
	}
}

// mark is the byte-order mark of UTF-8.
const mark = "\ufeff"

func byColumn(head, cells []string) map[string]string {
	row := make(map[string]string, len(head))
	for i, name := range head {
		row[name] = text(cells[i])
	}
	return row
}

// text is what a cell was made of: a report writes an apostrophe before what a spreadsheet
// would take for a formula.
func text(cell string) string {
	bare, found := strings.CutPrefix(cell, "'")
	if found && (texts.Formula(bare) || strings.HasPrefix(bare, "\t") || strings.HasPrefix(bare, "\r")) {
		return bare
	}
	return cell
}
