// Package mapping turns one record of the input into the edit that it asks for,
// by the rules of a mapping file. It is a pure leaf: it opens no files, knows no
// clock and no network, and imports nothing else of this program. It does not
// know how a key finds its contact, nor what the contact holds now.
//
// Start with Parse, which reads the YAML and tells every problem at once; then
// Mapping.Bind, which finds the named columns in the input's header; then
// Bound.Apply, which maps one record.
package mapping

import (
	"bcimport/mapping/entity"
	"bcimport/mapping/expression"
	"bcimport/mapping/yamlnode"
)

// Match says how a key finds its contact.
type Match string

// The values of key.match that the core knows by themselves; others are fields of the set
// (Matches). The core decides what they mean for one key.
const (
	MatchAuto   Match = "auto"
	MatchID     Match = "id"
	MatchNumber Match = "number"
	MatchEmail  Match = "email"
)

// Duplicates says what several rows for one contact mean.
type Duplicates string

// The values of duplicates.
const (
	DuplicatesInOrder Duplicates = "in-order"
	DuplicatesError   Duplicates = "error"
)

// Blank says what a blank cell means: the field keeps what it holds, is
// cleared, or the row is refused.
type Blank string

// The values of blank.
const (
	BlankKeep  Blank = "keep"
	BlankClear Blank = "clear"
	BlankError Blank = "error"
)

// Otherwise says what becomes of a cell that values does not list.
type Otherwise string

// The values of otherwise.
const (
	OtherwisePass  Otherwise = "pass"  // the cell goes on as it is
	OtherwiseError Otherwise = "error" // the row is refused
	OtherwiseLeave Otherwise = "leave" // the field stays as it is
)

// Validate says who checks a field's text: this program and then the server, or
// the server alone.
type Validate string

// The values of validate.
const (
	ValidateLocal  Validate = "local"
	ValidateServer Validate = "server"
)

// Compare says when a text is another one than the record's.
type Compare string

// The values of compare.
const (
	CompareMeaning Compare = "meaning" // blanks, Unicode forms and how a phone is written aside
	CompareExact   Compare = "exact"
)

// TooLong says what becomes of a text that is longer than its field.
type TooLong string

// The values of too_long; empty is error.
const (
	TooLongError    TooLong = "error"
	TooLongTruncate TooLong = "truncate" // it is cut, and the report says so
)

// Document is a file that a mapping refers to.
type Document struct {
	Name string `json:"name"` // as the mapping spells it
	Text string `json:"text"`
}

// Mapping is a mapping file, complete: what the file leaves out holds its
// default. It does not change after Parse and is safe for concurrent use.
type Mapping struct {
	File       string         // the name given to Parse; problems begin with it
	Entity     *entity.Entity // of the records; it must not be changed
	Input      Input
	Formats    entity.Formats // how the file writes values; what is not said is found in them
	Key        Key
	Duplicates Duplicates
	ETag       Column  // says which state of the contact a row was made on; zero: there is none
	Blank      Blank   // the default of the fields; each Field holds its own already
	ClearWord  string  // a cell that is exactly this clears the field; empty: there is none
	Fields     []Field // in the order of the file; at least one
	// Attached are the files that it refers to, each once.
	Attached []Document
}

// Input is what the mapping says about the form of the input. The zero value
// means that all of it is detected.
type Input struct {
	Delimiter  rune   // ',', ';', '|' or '\t'; 0: detect
	Encoding   string // one of encodings.Names, in lower case; empty: detect
	HeaderLine int    // physical line, or row of the sheet, from 1; 0: detect
	Sheet      string // of a workbook; empty: the first that has the columns
}

// Key is the column whose cells find the records.
type Key struct {
	Column string
	Match  Match

	at yamlnode.Place
}

// Column is a column that the mapping names, as it spells it; the zero value is none.
type Column struct {
	Name string

	at yamlnode.Place
}

// Field is one API field and where its text comes from: one column, several
// (Columns) or an expression.
type Field struct {
	Name        string        // of the API
	Of          *entity.Field // what is known of it; it must not be changed
	Column      string
	Columns     []Column               // their texts are joined, blank ones left out
	Join        string                 // what stands between them
	Expression  *expression.Expression // nil: none
	Base        Column                 // holds the value that the row was made on; zero: there is none
	Split       Split
	Replace     []Replace // in order
	Transform   []Transform
	Region      string // of phone numbers without a country code; empty: they need one
	PhoneFormat PhoneFormat
	Values      map[string]string // whole texts and what replaces them; nil: none
	Otherwise   Otherwise
	Validate    Validate
	TooLong     TooLong
	Blank       Blank
	// Raw leaves outer blanks and runs of blanks as they are (`transform: []`).
	Raw bool
	// Exact makes an invisible difference a change (`compare: exact`).
	Exact bool
	// AcceptDamaged lets texts pass that a spreadsheet or a conversion seems to have
	// damaged.
	AcceptDamaged bool
	// Lookup is the field of another record by which its id is found: the cells hold that
	// instead of ids. Empty: the cells hold ids.
	Lookup string
	// Rename and Post allow what a write does besides (entity.Field.Effect).
	Rename, Post bool

	at yamlnode.Place
}

// sources are the columns that the field's text is made of.
func (f *Field) sources() []Column {
	switch {
	case f.Expression != nil:
		columns := make([]Column, len(f.Expression.Columns()))
		for i, name := range f.Expression.Columns() {
			columns[i] = Column{name, f.at}
		}
		return columns
	case len(f.Columns) > 0:
		return f.Columns
	}
	return []Column{{f.Column, f.at}}
}

// ColumnNames returns the header names of the columns that the field's text is made of,
// spelled as in the mapping.
func (f *Field) ColumnNames() []string {
	var names []string
	for _, c := range f.sources() {
		names = append(names, c.Name)
	}
	return names
}

// Columns returns the header names that the mapping mentions, the key's first,
// each once, spelled as in the mapping.
func (m *Mapping) Columns() []string {
	columns := []string{m.Key.Column}
	seen := map[string]bool{"": true, m.Key.Column: true}
	add := func(column string) {
		if !seen[column] {
			seen[column] = true
			columns = append(columns, column)
		}
	}
	add(m.ETag.Name)
	for _, f := range m.Fields {
		for _, c := range f.sources() {
			add(c.Name)
		}
		add(f.Base.Name)
	}
	return columns
}
