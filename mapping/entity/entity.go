// Package entity describes a record set of Business Central and the values of its
// fields. A value is a canonical text of its field's type: it is compared, recorded,
// reported and put back as text, and the type alone knows how a file writes it, when two
// texts are the same value, and how the service has it in JSON. Of this program it
// imports only texts as data.
package entity

import "strings"

// CustomerContacts is the set that a mapping means when it names none.
const CustomerContacts = "customerContacts"

// Entity is a set of records: its path, its key and its fields. It does not change once
// it is made, and is safe for concurrent use.
type Entity struct {
	// Set is the name as a mapping writes it: customerContacts, or for a custom API
	// publisher/group/version/set.
	Set string `json:"set,omitzero"`
	// Key is the property that is the record's id, nearly always "id".
	Key string `json:"key,omitzero"`
	// Keys are the other fields that find one record, in the order in which key.match
	// auto tries them: number, code, email.
	Keys []string `json:"keys,omitzero"`
	// Fields are all properties that can be read, in the order of $metadata.
	Fields []Field `json:"fields,omitzero"`
	// One and Many are what people call the records: "contact", "contacts".
	One  string `json:"one,omitzero"`
	Many string `json:"many,omitzero"`
	// Name lists the fields that together are what people call a record, joined by a
	// blank: displayName, or firstName and lastName.
	Name []string `json:"name,omitzero"`
	// Number is the field whose text people know a record by, empty where there is none.
	Number string `json:"number,omitzero"`
	// Order lists fields in the order in which a body has to write them, where Business
	// Central's validation of one field overwrites another; fields that it does not name
	// come before, in the order of Fields.
	Order []string `json:"order,omitzero"`
	// Settled lists the fields of Order that validation may have cleared or replaced and
	// that are written once more where the answer to a write does not hold them.
	Settled []string `json:"settled,omitzero"`
	// Copied says in one sentence what Business Central copies to other sets when records
	// of this one are written; empty where it copies nothing or that is not known.
	Copied string `json:"copied,omitzero"`
	// Alternatives lists groups of fields that say the same in different forms, such as
	// itemCategoryId and itemCategoryCode: one write has to hold no more than one of each.
	Alternatives [][]string `json:"alternatives,omitzero"`
	// Refused says why names cannot be set that are no fields and that people try: parts of
	// a record that are sets of their own.
	Refused []Refusal `json:"refused,omitzero"`
	// Builtin reports whether this program knows what a write to the set does besides.
	Builtin bool `json:"builtin,omitzero"`
}

// Refusal says why a name cannot be set, as Field.ReadOnly does.
type Refusal struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}

// Refusal finds why a mapping cannot set a name, however its capitals are written, and
// returns the name as the service writes it.
func (e Entity) Refusal(name string) (exact, reason string, found bool) {
	for i := range e.Fields {
		if f := &e.Fields[i]; f.ReadOnly != "" && strings.EqualFold(f.Name, name) {
			return f.Name, f.ReadOnly, true
		}
	}
	for _, r := range e.Refused {
		if strings.EqualFold(r.Name, name) {
			return r.Name, r.Reason, true
		}
	}
	return "", "", false
}

// Route splits the name of a custom API's set into the path of its root below
// ".../api/" (publisher/group/version) and the set; route is empty for api/v2.0.
func (e Entity) Route() (route, set string) { return SplitSet(e.Set) }

// SplitSet is Entity.Route for a set's name.
func SplitSet(name string) (route, set string) {
	i := strings.LastIndexByte(name, '/')
	if i < 0 {
		return "", name
	}
	return name[:i], name[i+1:]
}

// Field finds a field by its exact name.
func (e Entity) Field(name string) (Field, bool) {
	f := e.find(name)
	if f == nil {
		return Field{}, false
	}
	return *f, true
}

// Find is Field for comparisons, without a copy: the field is shared and must not be
// changed. A field that the set does not have is a plain text.
func (e *Entity) Find(name string) *Field {
	if f := e.find(name); f != nil {
		return f
	}
	return &Field{Name: name}
}

func (e *Entity) find(name string) *Field {
	for i := range e.Fields {
		if e.Fields[i].Name == name {
			return &e.Fields[i]
		}
	}
	return nil
}

// Settable returns the names of the fields that a mapping can set, in the order of
// Fields. The slice is the caller's own.
func (e Entity) Settable() []string {
	var names []string
	for i := range e.Fields {
		if e.Fields[i].ReadOnly == "" {
			names = append(names, e.Fields[i].Name)
		}
	}
	return names
}
