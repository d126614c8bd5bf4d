// Package input reads the file of a run: once through before anything is sent, to find
// what is wrong with it, and then again, only as it was read first.
package input

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/judge"
	"bcimport/importer/layout"
	"bcimport/importer/pipeline"
	"bcimport/importer/source"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Ref is a file to read.
type Ref struct {
	Path string `json:"path"`
	Name string `json:"name"` // what messages call it
	// Spooled reports whether the file is a copy of a stream, made for this run: the run folder
	// keeps it.
	Spooled bool `json:"spooled,omitempty"`
	// Origin is where a spooled file was copied from, under its own name; empty: from a stream.
	Origin string `json:"origin,omitempty"`
}

// File is a file that has been read through once and can be read again.
type File struct {
	Path    string
	Name    string // as messages say it
	Spooled bool   // standard input, or a copy of what lies elsewhere
	Origin  string // of such a copy
	About   importer.Input
	Good    int // rows that break no rule
	Lookups int // of them, those whose key needs a lookup

	mapping  *mapping.Mapping
	file     *source.File
	columns  *mapping.Bound
	cleared  clearCounts
	hidden   int // rows that a workbook does not show
	unquoted int // cells that lost a leading apostrophe
	phones   []phoneColumn
	prints   *fingerprints
	table    *layout.Table
	layout   *layout.Layout // found by the survey, or recorded with the run
	known    bool           // layout is the recorded one
	skips    skips

	judge   *judge.Judge   // nil: the file is not judged as a whole
	repeats *judge.Repeats // nil: rows for one contact are applied in order
	limit   int            // rows that are judged; 0: all
	alone   []importer.Suspicion
}

// Open finds a file's dialect and its mapped columns.
func Open(ctx context.Context, of Ref, m *mapping.Mapping) (*File, error) {
	path, name := of.Path, of.Name
	f, err := source.Open(path, source.Options{
		Name: name, Stopped: func() bool { return ctx.Err() != nil },
		Delimiter: m.Input.Delimiter, Encoding: m.Input.Encoding, HeaderLine: m.Input.HeaderLine, Decimal: m.Formats.Decimal,
		Sheet: m.Input.Sheet, Columns: m.Columns(),
	})
	if ctx.Err() != nil {
		return nil, Interrupted()
	}
	if err != nil {
		return nil, err
	}
	in := &File{Path: path, Name: name, Spooled: of.Spooled, Origin: of.Origin, file: f}
	if err := in.Bind(ctx, m); err != nil {
		return nil, err
	}
	return in, nil
}

// Bind finds the mapped columns, and in them the formats of values that the mapping does
// not give. A mapping that was bound before gives way.
func (in *File) Bind(ctx context.Context, m *mapping.Mapping) error {
	header := in.file.Header()
	columns, err := m.Bind(header)
	if err != nil {
		for _, words := range renamed(m, header) {
			err = importer.Errorf("%w\n%s:%d: %s", err, in.Name, in.file.HeaderLine, words)
		}
		return importer.Errorf("%w\n%s:%d: %s", err, in.Name, in.file.HeaderLine, headerWords(in.file))
	}
	if columns.Undetected() {
		if columns, err = in.detect(ctx, columns); err != nil {
			return err
		}
	}
	in.mapping, in.columns, in.table = m, columns, pipeline.NewTable(header, columns)
	return nil
}

// detect finds the formats of values on a pass of its own.
func (in *File) detect(ctx context.Context, columns *mapping.Bound) (*mapping.Bound, error) {
	r, err := in.file.Rows()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	detector := columns.Detector()
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, asInterrupted(ctx, err)
		}
		detector.Add(row.Record, row.Numeric, row.Line)
	}
	detected, err := detector.Bound()
	if err != nil {
		return nil, importer.Errorf("%s: %w", in.Name, err)
	}
	return detected, nil
}

// Fields lists the fields that the rows set.
func (in *File) Fields() []string {
	fields := make([]string, len(in.mapping.Fields))
	for i, f := range in.mapping.Fields {
		fields[i] = f.Name
	}
	return fields
}

// References lists the fields whose cells are codes of other records.
func (in *File) References() []mapping.Reference { return in.columns.References() }

// Refer tells the records of codes, by field.
func (in *File) Refer(codes map[string]mapping.Codes) { in.columns = in.columns.WithReferences(codes) }

// headerWords says what was taken for the header, where columns were not found.
func headerWords(f *source.File) string {
	header := f.Header()
	switch {
	case f.Format == source.FormatXLSX:
		return fmt.Sprintf("the header was read from here, in sheet %q", f.Sheet)
	case len(header) == 1 && strings.ContainsAny(header[0], ";,|\t"):
		return "the header was read as one cell; correct input.delimiter in the mapping, or remove it"
	}
	return "the header was read from here"
}

// Survey is the first pass: it reads the whole input and finds what makes it
// unreadable before anything is sent. visit sees every row.
func (in *File) Survey(ctx context.Context, visit func(*importer.Entry)) error {
	in.cleared, in.prints, in.unquoted, in.skips = clearCounts{}, &fingerprints{}, 0, skips{}
	in.phones = phoneColumns(in.mapping, in.columns)
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
func (in *File) add(e *importer.Entry) {
	in.prints.add(e.Row)
	if !e.NoRecord.IsRecord() {
		in.skips.add(e)
		return
	}
	in.cleared.count(in.columns, e)
	in.unquoted += e.Edit.Unquoted
	for i := range in.phones {
		in.phones[i].count(e.Row)
	}
	if len(e.Refusals) == 0 {
		in.Good++
		if e.Locator.Lookup.By != "" {
			in.Lookups++
		}
	}
	in.suspect(e)
}

// Each shows every record to visit, on a pass of its own.
func (in *File) Each(ctx context.Context, visit func(*importer.Entry)) error {
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
		return Interrupted()
	}
	return err
}

// offlineKind is what is taken for granted about the service's key before it can
// be asked: ids may be anything where the mapping says that keys are ids.
func (in *File) offlineKind() importer.KeyKind {
	if in.mapping.Key.Match == mapping.MatchID {
		return importer.KeyUndeclared
	}
	return importer.KeyGUID
}

func (in *File) describe(r source.Reader) error {
	path := in.Path
	switch { // the run folder is made here and named after it
	case in.Origin != "":
		path = filepath.Base(path)
	case in.Spooled:
		path = "stdin"
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return importer.Errorf("find input: %w", err)
	}
	name := ""
	if in.Spooled {
		name = in.Name
	}
	preamble := in.file.Preamble()
	in.About = importer.Input{
		File: path, Name: name, SHA256: r.Digest(), Rows: r.Count(), BlankRows: r.BlankRows(),
		Delimiter: string(in.file.Delimiter), Encoding: in.file.Encoding, Mark: in.file.Mark,
		Format: in.file.Format, Sheet: in.file.Sheet,
		Head: slices.Concat(preamble, in.file.HeaderRaw()), HeaderAt: len(preamble), Header: in.file.Header(), Layout: in.layout,
	}
	return nil
}

// Moved tells where the input is from here on.
func (in *File) Moved(path string) {
	in.Path, in.About.File, in.file.Path = path, path, path
}

// mapped is a pass over the entries of an input.
type mapped struct {
	*pipeline.Mapper
	reader source.Reader
}

// pass begins a pass; the returned function ends it.
func (in *File) pass(kind importer.KeyKind) (mapped, func() error, error) {
	r, err := in.file.Rows()
	if err != nil {
		return mapped{}, nil, err
	}
	m := pipeline.Map(in.mapping.Entity, r, in.columns, in.mapping.Key.Match, kind)
	m.Skip(in.table, in.layout)
	return mapped{m, r}, r.Close, nil
}

// Set is the set of the records.
func (in *File) Set() *entity.Entity { return in.mapping.Entity }

// Mapping is what the rows are read through.
func (in *File) Mapping() *mapping.Mapping { return in.mapping }

// Header names the columns.
func (in *File) Header() []string { return in.file.Header() }

// Offline begins a pass over the rows as they are now, before the service can be asked.
func (in *File) Offline() (importer.Entries, func() error, error) { return in.pass(in.offlineKind()) }

// Entries begins a pass over what the survey read, and nothing else: the first rows of it
// up to a limit, 0 for all.
func (in *File) Entries(kind importer.KeyKind, limit int) (importer.Entries, func() error, error) {
	m, done, err := in.pass(kind)
	if err != nil {
		return nil, nil, err
	}
	v := &verified{mapped: m, path: in.Name, want: in.prints}
	v.hash.SetSeed(in.prints.hash.Seed())
	return limitTo(v, limit), done, nil
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
