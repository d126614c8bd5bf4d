package runs

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs/input"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Spec says what a run is to do. It is plain data without a secret.
type Spec struct {
	Input   Input             `json:"input"`
	Mapping importer.Document `json:"mapping"` // its text, with the files that it refers to
	Target  string            `json:"target,omitempty"`
	Options importer.Options  `json:"options"`
	// MaxFailures is how many rows may fail, as a RowLimit reads it.
	MaxFailures string `json:"max_failures,omitempty"`
	// RequireRows refuses an input without rows.
	RequireRows bool `json:"require_rows,omitempty"`
	// Out is the run folder, absent or empty; empty: one beside the input.
	Out string `json:"out,omitempty"`
	// Elsewhere is where the run folder goes when none can be made beside the input; empty:
	// as the Manager says.
	Elsewhere string `json:"elsewhere,omitempty"`
	// Past is a pattern of run folders that are looked at for what is usual, beside those
	// beside the run and its input.
	Past string `json:"past,omitempty"`
	// By is who asked for it.
	By string `json:"by,omitempty"`
}

// Input is a file to read.
type Input = input.Ref

// Face receives what a run reports while it works. Every field may be nil.
type Face struct {
	// Events takes what happens, in order and one at a time. It must return at once.
	Events func(Event)
	// Asked is told how long the service asks to wait. It is called from any goroutine and
	// must return at once.
	Asked func(wait time.Duration)
	// Prepare is asked before anything is sent, with what is known of the run; an error
	// refuses it.
	Prepare func(importer.About) error
	// Confirm is asked before the first write; an error refuses the run.
	Confirm func(ctx context.Context, to importer.Target) error
	// Terse keeps words of the input out of problems and notes.
	Terse bool
}

func (f Face) emit(e Event) {
	if f.Events != nil {
		f.Events(e)
	}
}

func (f Face) note(n Note) { f.emit(n) }

// remark tells what was found out about an input.
func (f Face) remark(n input.Note) { f.emit(Note(n)) }

func (f Face) prepare(about importer.About) error {
	if f.Prepare == nil {
		return nil
	}
	return f.Prepare(about)
}

func (f Face) confirm(ctx context.Context, to importer.Target) error {
	if f.Confirm == nil {
		return nil
	}
	return f.Confirm(ctx, to)
}

// ReadMapping reads a mapping file with the files that it refers to; every problem is
// told at once. read reads one file. The fields of a record set of which nothing is known
// without a connection, or that has others than are known, are not judged: the mapping's
// Entity is nil then.
func ReadMapping(path string, read func(name string) ([]byte, error)) (*mapping.Mapping, importer.Document, error) {
	if path == "" {
		return nil, importer.Document{}, importer.Invalidf("no mapping").Hintf("pass one with %s", importer.Option{Name: "mapping", Value: "FILE"})
	}
	data, err := read(path)
	if err != nil {
		return nil, importer.Document{}, importer.Invalidf("read mapping: %w", err)
	}
	resources := mapping.Resources{Describe: ifKnown, Read: func(name string) ([]byte, error) {
		data, err := read(filepath.Join(filepath.Dir(path), filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, importer.Errorf("there is no such file beside the mapping")
		}
		return data, err
	}}
	m, err := mapping.ParseWith(path, data, resources)
	var unfit mapping.Problems
	if errors.As(err, &unfit) && mapping.SetOf(data) != entity.CustomerContacts { // a tenant may have more fields
		resources.Describe = func(string) (*entity.Entity, error) { return nil, nil }
		if unjudged, wrong := mapping.ParseWith(path, data, resources); wrong == nil {
			m, err = unjudged, nil
		}
	}
	if err != nil {
		return nil, importer.Document{}, err
	}
	return m, importer.Document{File: path, Text: string(data), Attached: m.Attached}, nil
}

// parseMapping is the mapping of a document, with the files recorded in it. of is what is
// known of its records; nil: what this program knows.
func parseMapping(d importer.Document, of *entity.Entity) (*mapping.Mapping, error) {
	return mapping.ParseWith(d.File, []byte(d.Text), mapping.Resources{Describe: described(of), Read: func(name string) ([]byte, error) {
		for _, a := range d.Attached {
			if a.Name == name {
				return []byte(a.Text), nil
			}
		}
		return nil, importer.Errorf("it was not recorded with the run")
	}})
}
