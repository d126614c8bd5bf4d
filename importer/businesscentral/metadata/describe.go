package metadata

import (
	"strings"
	"unicode"

	"bcimport/mapping/entity"
)

// Entity describes a set that can be taken: see Check. What $metadata does not say (codes,
// what a write does besides, which field names a record) stays empty. The error is a
// SetError.
func (d *Document) Entity(set string) (entity.Entity, error) {
	if err := d.Check(set); err != nil {
		return entity.Entity{}, err
	}
	return d.Describe(set)
}

// Describe is Entity for any set that there is: also for one that is not updatable, or whose
// key is not a GUID. Key is empty unless the key has one property. The error is a SetError
// with ErrNoSuchSet.
func (d *Document) Describe(set string) (entity.Entity, error) {
	s, err := d.Set(set)
	if err != nil {
		return entity.Entity{}, err
	}
	t := d.typeOf(s)
	e := entity.Entity{Set: set, Fields: d.fields(t), One: words(s.Type), Many: words(s.Name)}
	if len(s.Key) == 1 {
		e.Key = s.Key[0]
	}
	return e, nil
}

// Options returns the fields of a set whose values are captions in the language of the
// request: AL's options, which have no members in $metadata.
func (d *Document) Options(set string) []string {
	i, found := d.find(set)
	if !found {
		return nil
	}
	var names []string
	for _, p := range d.whole(d.content.Sets[i].Type).Properties {
		if p.Caption {
			names = append(names, p.Name)
		}
	}
	return names
}

// fields describes the properties whose values have a text: streams, collections, complex
// and unknown types are left out.
func (d *Document) fields(t entityType) []entity.Field {
	key := map[string]bool{}
	for _, name := range t.Key {
		key[name] = true
	}
	fields := make([]entity.Field, 0, len(t.Properties))
	for _, p := range t.Properties {
		f, ok := d.field(p)
		if !ok {
			continue
		}
		if key[p.Name] {
			f.ReadOnly = "is the key of the record and can't be set"
		}
		if f.Type == entity.GUID && !key[p.Name] {
			f.Set = d.referenced(t, p.Name)
		}
		fields = append(fields, f)
	}
	return fields
}

func (d *Document) field(p property) (entity.Field, bool) {
	f := entity.Field{Name: p.Name, ReadOnly: p.ReadOnly}
	switch p.Type {
	case "Edm.String":
		f.Type, f.Length = entity.Text, p.Length
	case "Edm.Decimal", "Edm.Double", "Edm.Single":
		f.Type = entity.Number
	case "Edm.Byte", "Edm.SByte", "Edm.Int16", "Edm.Int32":
		f.Type, f.Bits = entity.Integer, 32
	case "Edm.Int64":
		f.Type, f.Bits = entity.Integer, 64
	case "Edm.Boolean":
		f.Type = entity.Boolean
	case "Edm.Date":
		f.Type = entity.Date
	case "Edm.DateTimeOffset":
		f.Type = entity.DateTime
	case "Edm.Guid":
		f.Type = entity.GUID
	default:
		names, found := d.content.Enums[p.Type]
		if !found {
			return f, false
		}
		f.Type, f.Members = entity.Enumeration, members(names)
	}
	return f, true
}

// referenced returns the set whose key a field holds; empty where there is none, or where
// constraints lead to several.
func (d *Document) referenced(t entityType, field string) string {
	found := ""
	for _, r := range t.References {
		if r.Property != field {
			continue
		}
		key := d.whole(r.Type).Key
		set := d.setOf(r.Type)
		if len(key) != 1 || key[0] != r.Key || set == "" {
			continue
		}
		if found != "" && found != set {
			return ""
		}
		found = set
	}
	return found
}

// setOf returns the first set of a type.
func (d *Document) setOf(name string) string {
	for _, s := range d.content.Sets {
		if s.Type == name && !s.Elsewhere {
			return s.Name
		}
	}
	return ""
}

func localName(qualified string) string {
	return qualified[strings.LastIndexByte(qualified, '.')+1:]
}

// words returns a name of the API as words: customerContact is "customer contact".
func words(name string) string {
	var b strings.Builder
	before := rune(0)
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
		before = r
	}
	return b.String()
}
