package input

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"bcimport/importer"
	"bcimport/importer/source"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/mapping/profile"
	"bcimport/mapping/proposal"
	"bcimport/reports/lines"
)

// Dialect is how a file is to be read, as far as that was set; what is empty is
// found.
type Dialect struct {
	Sheet      string
	Encoding   string
	Delimiter  string
	HeaderLine int
	// Key is the column that finds the records.
	Key string
	// Entity is the record set; empty: the one that most columns fit.
	Entity string
	// Describe describes a set as the environment has it, with its own captions; nil takes
	// what this program knows of it.
	Describe func(set string) (*entity.Entity, error)
}

// Proposed is a first mapping for a file.
type Proposed struct {
	proposal.Proposal
	// Name is what messages call the file; Encoding and Why how it was read.
	Name, Encoding string
	Why            mapping.Phrase
	// YAML is the mapping as a file.
	YAML []byte
}

// Propose reads the header and the first rows of a file and makes a mapping for it.
func Propose(of Ref, d Dialect) (Proposed, error) {
	set, err := d.set()
	if err != nil {
		return Proposed{}, err
	}
	known := proposal.NewVocabulary(set)
	f, err := d.open(of, known)
	if err != nil {
		return Proposed{}, err
	}
	p, err := d.propose(f, set, known)
	if err != nil {
		return Proposed{}, err
	}
	return Proposed{p, f.Name, f.Encoding, f.Why, p.YAML(d.found(f))}, nil
}

// set describes the set that was named, nil where none was.
func (d Dialect) set() (*entity.Entity, error) {
	switch {
	case d.Entity == "":
		return nil, nil
	case d.Describe != nil:
		return d.Describe(d.Entity)
	}
	return BuiltinEntity(d.Entity)
}

// BuiltinEntity describes a record set that this program knows without a connection. The
// error is an OptionError of entity.
func BuiltinEntity(name string) (*entity.Entity, error) {
	set, known := profile.Find(name)
	if known {
		return &set, nil
	}
	if route, _ := entity.SplitSet(name); route != "" {
		return nil, Undescribed(name)
	}
	wrong := importer.NewInvalid(&OptionError{"entity", fmt.Sprintf("%q is not a record set that is known without a connection", name)})
	if near := mapping.Nearest(name, profile.All()); len(near) > 0 {
		return nil, wrong.Hintf("did you mean %s?", phrase.Or(near))
	}
	return nil, wrong.Hintf("the built-in sets are %s", strings.Join(profile.All(), ", "))
}

// open finds the header by the names that are known. Where what was found so is no
// header, since a row holds a word like a name, the first line counts.
func (d Dialect) open(of Ref, known *proposal.Vocabulary) (*source.File, error) {
	options := source.Options{
		Name: of.Name, Encoding: d.Encoding, Sheet: d.Sheet, HeaderLine: d.HeaderLine, Columns: known.Words(),
	}
	for _, r := range d.Delimiter {
		options.Delimiter = r
	}
	f, err := source.Open(of.Path, options)
	if err == nil && !known.IsHeader(f.Header()) {
		options.Columns = nil
		f, err = source.Open(of.Path, options)
	}
	var kind interface{ Unreadable() bool }
	switch {
	case errors.As(err, &kind) && kind.Unreadable():
		return nil, importer.NewInvalid(err)
	case err != nil:
		return nil, importer.Invalidf("%w", err).Hintf("there is no mapping yet; set %s, %s, %s or %s",
			importer.Option{Name: "encoding"}, importer.Option{Name: "delimiter"}, importer.Option{Name: "header_line"}, importer.Option{Name: "sheet"})
	}
	if proposal.HasValues(f.Header()) {
		return nil, importer.Invalidf("%s: line %d holds values, not column names", f.Name, f.HeaderLine).
			Hintf("add a header line above the rows, or set its line with %s", importer.Option{Name: "header_line"})
	}
	return f, nil
}

// propose reads the first rows, and guesses the set where none was named.
func (d Dialect) propose(f *source.File, set *entity.Entity, known *proposal.Vocabulary) (proposal.Proposal, error) {
	rows, err := f.Rows()
	if err != nil {
		return proposal.Proposal{}, err
	}
	defer rows.Close()
	var failed error
	next := func() ([]string, []bool, bool) {
		var row importer.Row
		if row, failed = rows.Next(); failed != nil {
			return nil, nil, false
		}
		return row.Record, row.Numeric, true
	}
	var p proposal.Proposal
	if set != nil {
		p = proposal.Make(f.Header(), next, d.Key, set)
	} else if p, err = known.Guess(f.Header(), next, d.Key, d.Describe); err != nil {
		return p, err
	}
	if failed != nil && !errors.Is(failed, io.EOF) {
		return p, failed
	}
	if d.Key != "" && p.Key == nil {
		wrong := importer.NewInvalid(&OptionError{"key", fmt.Sprintf("%q is not a column of %s", d.Key, f.Name)})
		if near := mapping.Nearest(d.Key, f.Header()); len(near) > 0 {
			return p, wrong.Hintf("did you mean %s?", lines.Line(strings.Join(near, " or ")))
		}
		return p, wrong.Hintf("the columns are %s", lines.Line(strings.Join(f.Header(), ", ")))
	}
	return p, nil
}

// found says what detection may find otherwise another time.
func (d Dialect) found(f *source.File) proposal.Dialect {
	found := proposal.Dialect{File: filepath.Base(f.Name)}
	if f.Format == source.FormatXLSX {
		if len(f.Sheets) > 1 || d.Sheet != "" {
			found.Sheet = f.Sheet
		}
	} else {
		found.Delimiter = f.Delimiter
		if !f.Mark && (f.Encoding != "utf-8" || d.Encoding != "") {
			found.Encoding = f.Encoding
		}
	}
	if f.HeaderLine > 1 {
		found.HeaderLine = f.HeaderLine
	}
	return found
}
