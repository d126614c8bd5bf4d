package runs

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/judge"
	"bcimport/importer/layout"
	"bcimport/importer/source"
	"bcimport/mapping"
)

// input is a file that has been read through once and can be read again.
type input struct {
	path     string
	name     string // as messages say it
	spooled  bool   // standard input
	mapping  *mapping.Mapping
	file     *source.File
	columns  *mapping.Bound
	about    importer.Input
	good     int // rows that break no rule
	lookups  int // of them, those whose key needs a lookup
	cleared  clearCounts
	hidden   int // rows that a workbook does not show
	unquoted int // cells that lost a leading apostrophe
	prints   *fingerprints
	table    *layout.Table
	layout   *layout.Layout // found by the survey, or recorded with the run
	known    bool           // layout is the recorded one
	skips    skips

	judge   *judge.Judge   // nil: nobody judges the file as a whole
	repeats *judge.Repeats // nil: rows for one contact are applied in order
	limit   int            // rows that are judged; 0: all
	alone   []importer.Suspicion
}

// openInput finds a file's dialect and its mapped columns.
func openInput(ctx context.Context, of Input, m *mapping.Mapping) (*input, error) {
	path, name := of.Path, of.Name
	f, err := source.Open(path, source.Options{
		Name: name, Stopped: func() bool { return ctx.Err() != nil },
		Delimiter: m.Input.Delimiter, Encoding: m.Input.Encoding, HeaderLine: m.Input.HeaderLine,
		Sheet: m.Input.Sheet, Columns: m.Columns(),
	})
	if ctx.Err() != nil {
		return nil, errInterruptedEarly()
	}
	if err != nil {
		return nil, err
	}
	columns, err := m.Bind(f.Header())
	if err != nil {
		for _, words := range renamed(m, f.Header()) {
			err = fmt.Errorf("%w\n%s:%d: %s", err, name, f.HeaderLine, words)
		}
		return nil, fmt.Errorf("%w\n%s:%d: %s", err, name, f.HeaderLine, headerWords(f))
	}
	return &input{path: path, name: name, spooled: of.Spooled, mapping: m, file: f, columns: columns, table: importer.NewTable(f.Header(), columns)}, nil
}

// headerWords says what was taken for the header, where columns were not found.
func headerWords(f *source.File) string {
	header := f.Header()
	switch {
	case f.Format == source.FormatXLSX:
		return fmt.Sprintf("this is the header that was read, in sheet %q", f.Sheet)
	case len(header) == 1 && strings.ContainsAny(header[0], ";,|\t"):
		return "the header was read as one cell; correct input.delimiter in the mapping or leave it out"
	}
	return "this is the header that was read"
}

// survey is the first pass: it reads the whole input and finds what makes it
// unreadable before anything is sent. visit sees every row.
func (in *input) survey(ctx context.Context, visit func(*importer.Entry)) error {
	in.cleared, in.prints, in.unquoted, in.skips = clearCounts{}, &fingerprints{}, 0, skips{}
	r, err := in.findLayout(ctx, visit)
	if err != nil {
		return err
	}
	if in.prints.rows%blockRows > 0 {
		in.prints.close()
	}
	in.hidden = r.HiddenRows()
	if err := in.describe(r); err != nil {
		return err
	}
	return in.suspectKeys()
}

// add takes a row of the first pass.
func (in *input) add(e *importer.Entry) {
	in.prints.add(e.Row)
	if !e.NoRecord.IsRecord() {
		in.skips.add(e)
		return
	}
	in.cleared.count(in.columns, e)
	in.unquoted += e.Edit.Unquoted
	if len(e.Refusals) == 0 {
		in.good++
		if e.Locator.Lookup.By != "" {
			in.lookups++
		}
	}
	in.suspect(e)
}

// each shows every record to visit, on a pass of its own.
func (in *input) each(ctx context.Context, visit func(*importer.Entry)) error {
	m, done, err := in.pass(in.offlineKind())
	if err != nil {
		return err
	}
	defer done()
	return asInterrupted(ctx, m.Each(ctx, func(e *importer.Entry) error {
		if e.NoRecord.IsRecord() {
			visit(e)
		}
		return nil
	}))
}

func asInterrupted(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return errInterruptedEarly()
	}
	return err
}

// offlineKind is what is taken for granted about the service's key before it can
// be asked: ids may be anything where the mapping says that keys are ids.
func (in *input) offlineKind() importer.KeyKind {
	if in.mapping.Key.Match == mapping.MatchID {
		return importer.KeyUndeclared
	}
	return importer.KeyGUID
}

func (in *input) describe(r source.Reader) error {
	path := in.path
	if in.spooled {
		path = "stdin" // the run folder is made here and named after it
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return fmt.Errorf("find input: %w", err)
	}
	preamble := in.file.Preamble()
	in.about = importer.Input{
		File: path, SHA256: r.Digest(), Rows: r.Count(), BlankRows: r.BlankRows(),
		Delimiter: string(in.file.Delimiter), Encoding: in.file.Encoding, Mark: in.file.Mark,
		Format: in.file.Format, Sheet: in.file.Sheet,
		Head: slices.Concat(preamble, in.file.HeaderRaw()), HeaderAt: len(preamble), Header: in.file.Header(), Layout: in.layout,
	}
	return nil
}

// moved tells where the input is from here on.
func (in *input) moved(path string) {
	in.path, in.about.File, in.file.Path = path, path, path
}

// mapped is a pass over the entries of an input.
type mapped struct {
	*importer.Mapper
	reader source.Reader
}

// pass begins a pass; the returned function ends it.
func (in *input) pass(kind importer.KeyKind) (mapped, func() error, error) {
	r, err := in.file.Rows()
	if err != nil {
		return mapped{}, nil, err
	}
	m := importer.Map(r, in.columns, in.mapping.Key.Match, kind)
	m.Skip(in.table, in.layout)
	return mapped{m, r}, r.Close, nil
}

// entries begins a pass over what the survey read, and nothing else.
func (in *input) entries(kind importer.KeyKind) (importer.Entries, func() error, error) {
	m, done, err := in.pass(kind)
	if err != nil {
		return nil, nil, err
	}
	v := &verified{mapped: m, path: in.name, want: in.prints}
	v.hash.SetSeed(in.prints.hash.Seed())
	return v, done, nil
}

// limited ends after the first n entries.
type limited struct {
	importer.Entries
	left int
}

func (l *limited) Next() (importer.Entry, error) {
	if l.left == 0 {
		return importer.Entry{}, io.EOF
	}
	l.left--
	return l.Entries.Next()
}

// limitTo takes the first n entries; 0 is all.
func limitTo(entries importer.Entries, n int) importer.Entries {
	if n == 0 {
		return entries
	}
	return &limited{entries, n}
}
