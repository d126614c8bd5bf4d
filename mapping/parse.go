package mapping

import (
	"errors"
	"math"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"bcimport/mapping/entity"
)

// Resources bring what a mapping file speaks of and does not hold.
type Resources struct {
	// Read brings a file that the mapping refers to (values_file) by the name that the
	// mapping has for it, a relative path below the mapping's own folder with slashes.
	// Nil: it may refer to none.
	Read func(name string) ([]byte, error)
	// Describe describes a record set; what it returns must not change. Nil: the sets that
	// this program knows.
	Describe func(set string) (*entity.Entity, error)
}

// Parse reads the text of a mapping file; file is only its name in problems.
// The error is Problems, all of them at once, each with its position in data.
// A mistake in the YAML itself is told alone: what follows it has no meaning.
//
// A mapping that refers to other files, or of another record set than the built-in ones,
// needs ParseWith.
func Parse(file string, data []byte) (*Mapping, error) { return ParseWith(file, data, Resources{}) }

// ParseWith is Parse for a mapping that needs resources. The files that were read are in
// Mapping.Attached.
func ParseWith(file string, data []byte, with Resources) (*Mapping, error) {
	if with.Read == nil {
		with.Read = func(string) ([]byte, error) { return nil, errors.New("no file can be read here") }
	}
	if with.Describe == nil {
		with.Describe = builtin
	}
	d := &document{file: file, resources: with}
	m := &Mapping{File: file, Key: Key{Match: MatchAuto}, Duplicates: DuplicatesError, Blank: BlankKeep}
	if root := d.root(data); root != nil {
		d.mapping(member{at: start, value: root}, m)
	}
	if err := d.problems.asError(); err != nil {
		return nil, err
	}
	for i := range m.Fields {
		if m.Fields[i].Blank == "" {
			m.Fields[i].Blank = m.Blank
		}
	}
	m.Attached = d.attached
	return m, nil
}

func (d *document) mapping(root member, m *Mapping) {
	d.entity = d.describe(root)
	m.Entity = d.entity
	d.object(root, []keyword{
		{"version", true, d.version},
		{"entity", false, func(member) {}}, // described already, whatever stands before it
		{"input", false, func(v member) { d.input(v, &m.Input) }},
		{"key", true, func(v member) { d.key(v, &m.Key) }},
		{"duplicates", false, func(v member) { choice(d, v, &m.Duplicates, DuplicatesInOrder, DuplicatesError) }},
		{"etag", false, func(v member) { d.column(v, &m.ETag.Name, &m.ETag.at) }},
		{"blank", false, func(v member) { d.blank(v, &m.Blank) }},
		{"clear_word", false, func(v member) { d.notBlank(v, &m.ClearWord) }},
		{"fields", true, func(v member) { m.Fields = d.fields(v) }},
	})
}

func (d *document) version(m member) {
	node, ok := m.value.(*ast.IntegerNode)
	if !ok {
		d.wrongType(m, "the number 1")
		return
	}
	if node.Value != uint64(1) {
		d.problem(m.place(), "version %s is unknown; this program reads version 1", node.GetToken().Value)
	}
}

// describe returns what is known of the record set that the mapping names. Nil: nothing,
// and the fields can't be judged.
func (d *document) describe(root member) *entity.Entity {
	set := member{name: "entity", at: start, value: nil}
	name := entity.CustomerContacts
	if node, ok := root.value.(*ast.MappingNode); ok {
		for _, v := range node.Values {
			if key, ok := ast.Node(v.Key).(*ast.StringNode); ok && key.Value == set.name {
				set.at, set.value = placeOf(v.Key, start), v.Value
			}
		}
	}
	if set.value != nil {
		var ok bool
		if name, ok = d.text(set); !ok {
			return nil
		}
	}
	of, err := d.resources.Describe(name)
	if err != nil {
		d.problem(set.place(), "%v", err)
		return nil
	}
	return of
}

func (d *document) input(m member, in *Input) {
	d.object(m, []keyword{
		{"delimiter", false, func(v member) { d.delimiter(v, &in.Delimiter) }},
		{"encoding", false, func(v member) { d.encoding(v, &in.Encoding) }},
		{"header_line", false, func(v member) { d.headerLine(v, &in.HeaderLine) }},
		{"sheet", false, func(v member) { d.notBlank(v, &in.Sheet) }},
	})
}

func (d *document) delimiter(m member, to *rune) {
	text, ok := d.text(m)
	if !ok {
		return
	}
	switch text {
	case ",", ";", "|", "\t":
		*to = rune(text[0])
	case "tab", `\t`:
		*to = '\t'
	default:
		d.problem(m.place(), `unknown delimiter %s; it is one of ",", ";", "|" and "tab"`, quote(text))
	}
}

func (d *document) encoding(m member, to *string) {
	text, ok := d.text(m)
	if !ok {
		return
	}
	name, err := EncodingName(text)
	if err != nil {
		d.problem(m.place(), "%v", err)
		return
	}
	*to = name
}

func (d *document) headerLine(m member, to *int) {
	node, ok := m.value.(*ast.IntegerNode)
	if !ok {
		d.wrongType(m, "a line number from 1")
		return
	}
	line, ok := node.Value.(uint64)
	if !ok || line == 0 || line > math.MaxInt32 {
		d.problem(m.place(), "header_line must be a line number from 1, not %s", node.GetToken().Value)
		return
	}
	*to = int(line)
}

func (d *document) key(m member, k *Key) {
	d.object(m, []keyword{
		{"column", true, func(v member) { d.column(v, &k.Column, &k.at) }},
		{"match", false, func(v member) { choice(d, v, &k.Match, MatchAuto, MatchID, MatchNumber, MatchEmail) }},
	})
}

func (d *document) blank(m member, to *Blank) {
	choice(d, m, to, BlankKeep, BlankClear, BlankError)
}

func (d *document) column(m member, to *string, at *place) {
	*at = m.place()
	d.notBlank(m, to)
}

// notBlank reads a text that is compared with trimmed cells, and so is trimmed.
func (d *document) notBlank(m member, to *string) {
	text, ok := d.text(m)
	if !ok {
		return
	}
	if *to = TrimBlank(text); *to == "" {
		d.problem(m.place(), "%s is blank", m.label())
	}
}

// choice reads a word of a closed list.
func choice[T ~string](d *document, m member, to *T, known ...T) {
	text, ok := d.text(m)
	if !ok {
		return
	}
	if !slices.Contains(known, T(text)) {
		words := make([]string, len(known))
		for i, k := range known {
			words[i] = string(k)
		}
		d.problem(m.place(), "unknown %s %s%s", m.name, quote(text), hint(text, words, "it is one of"))
		return
	}
	*to = T(text)
}
