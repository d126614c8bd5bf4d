package mapping

import (
	"errors"
	"math"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"bcimport/mapping/encodings"
	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/mapping/spelling"
	"bcimport/mapping/yamlnode"
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
	d := &document{Reader: yamlnode.Reader{File: file}, resources: with, blanks: map[string]yamlnode.Place{}}
	m := &Mapping{File: file, Key: Key{Match: MatchAuto}, Duplicates: DuplicatesError, Blank: BlankKeep}
	if root := d.Root(data); root != nil {
		d.mapping(yamlnode.Member{At: yamlnode.Start(), Value: root}, m)
	}
	if err := d.Problems.Sorted(); err != nil {
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

// document is a mapping file that is being read.
type document struct {
	yamlnode.Reader
	attached  []Document
	resources Resources
	entity    *entity.Entity            // of the records; nil: nothing is known of them
	blanks    map[string]yamlnode.Place // of what a field says itself
}

func (d *document) mapping(root yamlnode.Member, m *Mapping) {
	d.entity = d.describe(root)
	m.Entity = d.entity
	d.Object(root, []yamlnode.Keyword{
		yamlnode.Required("version", d.version),
		yamlnode.Optional("entity", func(yamlnode.Member) {}), // described already, whatever stands before it
		yamlnode.Optional("input", func(v yamlnode.Member) { d.input(v, &m.Input) }),
		yamlnode.Optional("formats", func(v yamlnode.Member) { d.formats(v, &m.Formats) }),
		yamlnode.Required("key", func(v yamlnode.Member) { d.key(v, &m.Key) }),
		yamlnode.Optional("duplicates", func(v yamlnode.Member) { choice(d, v, &m.Duplicates, DuplicatesInOrder, DuplicatesError) }),
		yamlnode.Optional("etag", func(v yamlnode.Member) { d.column(v, &m.ETag.Name, &m.ETag.at) }),
		yamlnode.Optional("blank", func(v yamlnode.Member) { d.blank(v, &m.Blank) }),
		yamlnode.Optional("clear_word", func(v yamlnode.Member) { d.notBlank(v, &m.ClearWord) }),
		yamlnode.Required("fields", func(v yamlnode.Member) { m.Fields = d.fields(v) }),
	})
	for i := range m.Fields {
		d.guardBlank(&m.Fields[i], m.Blank)
	}
}

func (d *document) version(m yamlnode.Member) {
	node, ok := m.Value.(*ast.IntegerNode)
	if !ok {
		d.WrongType(m, "the number 1")
		return
	}
	if node.Value != uint64(1) {
		d.Problemf(m.Place(), "version %s is unknown; this program reads version 1", node.GetToken().Value)
	}
}

// describe returns what is known of the record set that the mapping names. Nil: nothing,
// and the fields can't be judged.
func (d *document) describe(root yamlnode.Member) *entity.Entity {
	name, at, ok := d.set(root)
	if !ok {
		return nil
	}
	of, err := d.resources.Describe(name)
	if err != nil {
		d.Problemf(at, "%v", err)
		return nil
	}
	return of
}

// set returns the record set that the mapping names, and where it does.
func (d *document) set(root yamlnode.Member) (name string, at yamlnode.Place, ok bool) {
	set := yamlnode.Member{Name: "entity", At: yamlnode.Start(), Value: nil}
	if node, ok := root.Value.(*ast.MappingNode); ok {
		for _, v := range node.Values {
			if key, ok := ast.Node(v.Key).(*ast.StringNode); ok && key.Value == set.Name {
				set.At, set.Value = yamlnode.PlaceOf(v.Key, yamlnode.Start()), v.Value
			}
		}
	}
	if set.Value == nil {
		return entity.CustomerContacts, set.At, true
	}
	name, ok = d.Text(set)
	return name, set.Place(), ok
}

func (d *document) input(m yamlnode.Member, in *Input) {
	d.Object(m, []yamlnode.Keyword{
		yamlnode.Optional("delimiter", func(v yamlnode.Member) { d.delimiter(v, &in.Delimiter) }),
		yamlnode.Optional("encoding", func(v yamlnode.Member) { d.encoding(v, &in.Encoding) }),
		yamlnode.Optional("header_line", func(v yamlnode.Member) { d.headerLine(v, &in.HeaderLine) }),
		yamlnode.Optional("sheet", func(v yamlnode.Member) { d.notBlank(v, &in.Sheet) }),
	})
}

func (d *document) delimiter(m yamlnode.Member, to *rune) {
	text, ok := d.Text(m)
	if !ok {
		return
	}
	switch text {
	case ",", ";", "|", "\t":
		*to = rune(text[0])
	case "tab", `\t`:
		*to = '\t'
	default:
		d.Problemf(m.Place(), `unknown delimiter %s; it is one of ",", ";", "|" and "tab"`, spelling.Quote(text))
	}
}

func (d *document) encoding(m yamlnode.Member, to *string) {
	text, ok := d.Text(m)
	if !ok {
		return
	}
	name, err := encodings.Find(text)
	if err != nil {
		d.Problemf(m.Place(), "%v", err)
		return
	}
	*to = name
}

func (d *document) headerLine(m yamlnode.Member, to *int) {
	node, ok := m.Value.(*ast.IntegerNode)
	if !ok {
		d.WrongType(m, "a line number from 1")
		return
	}
	line, ok := node.Value.(uint64)
	if !ok || line == 0 || line > math.MaxInt32 {
		d.Problemf(m.Place(), "header_line must be a line number from 1, not %s", node.GetToken().Value)
		return
	}
	*to = int(line)
}

func (d *document) key(m yamlnode.Member, k *Key) {
	d.Object(m, []yamlnode.Keyword{
		yamlnode.Required("column", func(v yamlnode.Member) { d.column(v, &k.Column, &k.at) }),
		yamlnode.Optional("match", func(v yamlnode.Member) { d.match(v, &k.Match) }),
	})
}

func (d *document) blank(m yamlnode.Member, to *Blank) {
	choice(d, m, to, BlankKeep, BlankClear, BlankError)
}

func (d *document) column(m yamlnode.Member, to *string, at *yamlnode.Place) {
	*at = m.Place()
	d.notBlank(m, to)
}

// notBlank reads a text that is compared with trimmed cells, and so is trimmed.
func (d *document) notBlank(m yamlnode.Member, to *string) {
	text, ok := d.Text(m)
	if !ok {
		return
	}
	if *to = TrimBlank(text); *to == "" {
		d.Problemf(m.Place(), "%s is blank", m.Label())
	}
}

// choice reads a word of a closed list.
func choice[T ~string](d *document, m yamlnode.Member, to *T, known ...T) {
	text, ok := d.Text(m)
	if !ok {
		return
	}
	if !slices.Contains(known, T(text)) {
		words := make([]string, len(known))
		for i, k := range known {
			words[i] = string(k)
		}
		d.Problemf(m.Place(), "unknown %s %s%s", m.Name, spelling.Quote(text), spelling.Hint(text, words, phrase.New("it is one of")))
		return
	}
	*to = T(text)
}
