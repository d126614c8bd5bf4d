package odata

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"bcimport/importer"
)

// Schema is what $metadata says about the records of a set.
type Schema struct {
	// Key is the kind of the set's key.
	Key importer.KeyKind
	// Lengths is the longest text of each field in UTF-16 units.
	Lengths map[string]int
}

var (
	// ErrNoMetadata means that the document is not EDMX, or not complete.
	ErrNoMetadata = errors.New("the answer is not $metadata")
	// ErrNoSet means that the document does not describe the set with a single key.
	ErrNoSet = errors.New("$metadata does not describe this entity set")
)

// companies is the set that all others are below in a URL.
const companies = "companies"

// ParseMetadata decodes an EDMX document as a stream and returns what it says about the set at
// companies(…)/set. Business Central lists a set twice: in the container, and as a containment
// of the company's type, which may be the only place (business-central-entities.md, §3.1). It
// keeps a bounded part of the document. The error is ErrNoMetadata or ErrNoSet.
func ParseMetadata(r io.Reader, set string) (Schema, error) {
	d := document{set: set, left: maxKept, types: map[string]Schema{}, aliases: map[string]string{}}
	if err := d.read(xml.NewDecoder(r)); err != nil {
		return Schema{}, err
	}
	for _, references := range [][]string{d.contained(d.companyTypes()), d.sets, d.contained(nil)} {
		if s, ok := d.agreed(references); ok {
			return s, nil
		}
	}
	return Schema{}, ErrNoSet
}

// maxKept is how many types, lengths and references are kept of a document. API v2.0
// has 87 types with some 2,600 properties; only hostile documents have so many more.
const maxKept = 50_000

// document is what is kept of a document while decoding it.
type document struct {
	set  string
	left int // what may still be kept

	types       map[string]Schema // those with a single key, by qualified name
	aliases     map[string]string // namespaces by their aliases
	sets        []string          // types of entity sets of the name
	owners      []string          // types of the entity set companies
	navigations []navigation      // of the name

	namespace string
	current   *entityType // the type whose element is open
}

// navigation is a property of a type that leads to another one.
type navigation struct{ owner, target string }

// entityType is a type whose element is open.
type entityType struct {
	name       string
	key        []string
	properties map[string]property
}

type property struct {
	kind   string
	length int
}

func (d *document) read(decoder *xml.Decoder) error {
	root := ""
	for {
		token, err := decoder.Token()
		if err == io.EOF && root != "" {
			return nil
		}
		if err != nil {
			return ErrNoMetadata
		}
		switch t := token.(type) {
		case xml.StartElement:
			if root == "" {
				if root = t.Name.Local; root != "Edmx" {
					return ErrNoMetadata
				}
			}
			d.start(t)
		case xml.EndElement:
			if t.Name.Local == "EntityType" && d.current != nil {
				d.end()
			}
		}
		if d.left < 0 {
			return fmt.Errorf("%w: it is too large", ErrNoSet)
		}
	}
}

func (d *document) start(t xml.StartElement) {
	name := attribute(t, "Name")
	switch t.Name.Local {
	case "Schema":
		d.namespace = attribute(t, "Namespace")
		if alias := attribute(t, "Alias"); alias != "" {
			d.aliases[alias] = d.namespace
			d.left--
		}
	case "EntityType":
		d.current = &entityType{name: d.namespace + "." + name, properties: map[string]property{}}
		d.left--
	case "EntitySet":
		if name == d.set {
			d.sets = append(d.sets, attribute(t, "EntityType"))
			d.left--
		}
		if name == companies {
			d.owners = append(d.owners, attribute(t, "EntityType"))
			d.left--
		}
	}
	if d.current != nil {
		d.startInType(t, name)
	}
}

func (d *document) startInType(t xml.StartElement, name string) {
	switch t.Name.Local {
	case "PropertyRef":
		d.current.key = append(d.current.key, name)
		d.left--
	case "Property":
		kind := attribute(t, "Type")
		if kind != "Edm.String" && kind != "Edm.Guid" {
			return
		}
		length, err := strconv.Atoi(attribute(t, "MaxLength")) // absent, or "max"
		if err != nil || kind != "Edm.String" {
			length = 0
		}
		d.current.properties[name] = property{kind, length}
		d.left--
	case "NavigationProperty":
		if name == d.set {
			target := strings.TrimSuffix(strings.TrimPrefix(attribute(t, "Type"), "Collection("), ")")
			d.navigations = append(d.navigations, navigation{d.current.name, target})
			d.left--
		}
	}
}

// end keeps what matters of the current type: the kind of its key and the lengths.
func (d *document) end() {
	t := d.current
	d.current = nil
	if len(t.key) != 1 {
		return
	}
	s := Schema{Lengths: map[string]int{}}
	switch t.properties[t.key[0]].kind {
	case "Edm.Guid":
		s.Key = importer.KeyGUID
	case "Edm.String":
		s.Key = importer.KeyString
	}
	for name, p := range t.properties {
		if p.length > 0 {
			s.Lengths[name] = p.length
		}
	}
	d.types[t.name] = s
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// qualified returns the full name of a type, whose reference may use an alias of its namespace.
func (d *document) qualified(reference string) string {
	dot := strings.LastIndexByte(reference, '.')
	if dot < 0 {
		return reference
	}
	if namespace, ok := d.aliases[reference[:dot]]; ok {
		return namespace + reference[dot:]
	}
	return reference
}

// companyTypes returns the full names of a company's types.
func (d *document) companyTypes() map[string]bool {
	owners := map[string]bool{}
	for _, reference := range d.owners {
		owners[d.qualified(reference)] = true
	}
	for _, n := range d.navigations {
		if len(d.owners) == 0 && strings.HasSuffix(n.owner, ".company") {
			owners[n.owner] = true
		}
	}
	return owners
}

// contained returns the targets of the owners' navigations, of all navigations if owners is
// nil.
func (d *document) contained(owners map[string]bool) []string {
	var targets []string
	for _, n := range d.navigations {
		if owners == nil || owners[n.owner] {
			targets = append(targets, n.target)
		}
	}
	return targets
}

// agreed returns the schema of the referenced types, if one is known and all have the same
// kind of key.
func (d *document) agreed(references []string) (Schema, bool) {
	var found Schema
	for _, reference := range references {
		s, ok := d.types[d.qualified(reference)]
		switch {
		case !ok:
		case found.Lengths == nil:
			found = s
		case found.Key != s.Key:
			return Schema{}, false
		}
	}
	return found, found.Lengths != nil
}
