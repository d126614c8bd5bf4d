package profile

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/goccy/go-yaml"

	"bcimport/mapping/entity"
)

// document is a set as its file describes it.
type document struct {
	Set, Source  string
	One, Many    string
	Key          string
	Keys         []string
	Name         []string
	Number       string
	Order        order
	Copied       copied
	Alternatives alternatives
	Refused      []refusal
	Fields       []field
}

type order struct {
	Source          string
	Fields, Settled []string
}

type copied struct{ Source, Text string }

type alternatives struct {
	Source string
	Groups [][]string
}

type refusal struct{ Source, Name, Reason string }

// load reads the text of a file, which is part of the program: a mistake in it is a
// programming error that a test of every file finds.
func load(file string, data []byte) []document {
	documents, err := parse(data)
	if err != nil {
		panic(file + ": " + err.Error())
	}
	return documents
}

// parse reads the documents of a file; a key that it does not know is an error.
func parse(data []byte) ([]document, error) {
	var documents []document
	decoder := yaml.NewDecoder(bytes.NewReader(data), yaml.DisallowUnknownField())
	for {
		var d document
		err := decoder.Decode(&d)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return nil, err
		}
		documents = append(documents, d)
	}
}

func (d *document) entity() entity.Entity {
	e := entity.Entity{
		Set: d.Set, Key: "id", Keys: d.Keys, One: d.One, Many: d.Many, Name: d.Name, Number: d.Number,
		Order: d.Order.Fields, Settled: d.Order.Settled, Copied: strings.TrimSpace(d.Copied.Text),
		Alternatives: d.Alternatives.Groups, Builtin: true,
	}
	if d.Key != "" {
		e.Key = d.Key
	}
	for _, r := range d.Refused {
		e.Refused = append(e.Refused, entity.Refusal{Name: r.Name, Reason: r.Reason})
	}
	for i := range d.Fields {
		e.Fields = append(e.Fields, d.Fields[i].field())
	}
	return e
}
