package records

import (
	"strconv"
	"strings"
	"time"

	"bcimport/importer/sandbox/odata"
)

// Record is one record of a set. A Table replaces records, it never changes one.
type Record struct {
	Index           int
	Version, Issued uint32 // of the last write and of the last one tried
	Modified        time.Time
	Values          []string // by property, in the form in which they are read
	// Entries counts the entries that have been posted for the record.
	Entries int
	// Before is the record before its last write; kept only for a lagging replica.
	Before *Record
}

// Table is a set with its records.
type Table struct {
	// Name is that of the set, below its route where it is one of a custom API.
	Name   string
	Schema *Schema
	Set    *odata.EntitySet[Record]
	// Changed, where set, is called with every record that is put in place of another.
	Changed func(*Record)
	// Tables finds the tables that properties refer to.
	Tables func(set string) *Table

	records  []Record
	byID     map[string]int
	byNumber map[string]int
	key      int // the positions of the key and of the number
	number   int
}

// NewTable makes an empty table. eTag gives the eTag of a version of a record.
func NewTable(name string, schema *Schema, tables func(set string) *Table, eTag func(index int, version uint32) string) *Table {
	t := &Table{
		Name: name, Schema: schema, Tables: tables, byID: map[string]int{}, byNumber: map[string]int{},
		key: schema.Find(schema.key()), number: schema.Find(schema.Number),
	}
	t.Set = &odata.EntitySet[Record]{
		Name: schema.Set, Entity: schema.Entity, Key: schema.key(),
		ETag: func(r *Record) string { return eTag(r.Index, r.Version) },
	}
	for i := range schema.Properties {
		t.Set.Columns = append(t.Set.Columns, t.column(i))
	}
	return t
}

func (t *Table) column(i int) odata.Column[Record] {
	p := &t.Schema.Properties[i]
	c := odata.Column[Record]{
		Name: p.Name, Kind: p.edm(), Code: p.Type == Code, Filterable: !p.Variable, Parse: p.literal,
		Required: i == t.key || i == t.number || p.NotBlank,
		Option:   p.Type == Option,
		Get:      func(r *Record) string { return t.shown(r, i) },
	}
	if !p.Variable && p.Type != Formula && p.Type != Enumeration {
		c.Max = p.Max
	}
	if p.Refers != "" && p.Type == GUID {
		c.Refers = t.Tables(p.Refers).Schema.Entity
	}
	if p.Pad > 0 {
		c.Form = func(value string) string { return pad(value, p.Pad) }
	}
	return c
}

// Add makes a record of values by name; what is not named is empty.
func (t *Table) Add(modified time.Time, values map[string]string) {
	r := Record{Index: len(t.records), Modified: modified, Values: make([]string, len(t.Schema.Properties))}
	for i := range t.Schema.Properties {
		p := &t.Schema.Properties[i]
		value, given := values[p.Name]
		if !given {
			value = p.empty()
		}
		r.Values[i] = value
	}
	t.records = append(t.records, r)
	t.index(&r)
}

func (t *Table) index(r *Record) {
	t.byID[r.Values[t.key]] = r.Index
	if t.number >= 0 {
		t.byNumber[r.Values[t.number]] = r.Index
	}
}

// Len returns the number of records.
func (t *Table) Len() int { return len(t.records) }

// At returns a record by its position.
func (t *Table) At(i int) *Record { return &t.records[i] }

// ID returns the id of a record.
func (t *Table) ID(r *Record) string { return r.Values[t.key] }

// Number returns what people know a record by.
func (t *Table) Number(r *Record) string {
	if t.number < 0 {
		return ""
	}
	return r.Values[t.number]
}

// Value returns a property of a record as it is read, "" for an unknown name.
func (t *Table) Value(r *Record, name string) string {
	if i := t.Schema.Find(name); i >= 0 {
		return t.shown(r, i)
	}
	return ""
}

// FindID and FindNumber return the position of a record.
func (t *Table) FindID(id string) (int, bool) {
	i, found := t.byID[strings.ToLower(id)]
	return i, found
}

// FindNumber reads a number as the type Code is read.
func (t *Table) FindNumber(number string) (int, bool) {
	i, found := t.byNumber[strings.ToUpper(strings.TrimSpace(number))]
	return i, found && number != ""
}

// FindAll returns the positions of the records that have one of the values in a column,
// in no order, where there is an index for that.
func (t *Table) FindAll(column string, values []string) (found []int, indexed bool) {
	index := t.byID
	switch t.Schema.Find(column) {
	case t.key:
	case t.number:
		index = t.byNumber
	default:
		return nil, false
	}
	for _, value := range values {
		if i, is := index[value]; is {
			found = append(found, i)
		}
	}
	return found, true
}

// Put replaces a record.
func (t *Table) Put(r Record) {
	old := &t.records[r.Index]
	if t.number >= 0 && old.Values[t.number] != r.Values[t.number] {
		delete(t.byNumber, old.Values[t.number])
	}
	t.records[r.Index] = r
	t.index(&r)
	if t.Changed != nil {
		t.Changed(&t.records[r.Index])
	}
}

// shown returns a property as it is read: that of another record where it tells of one.
func (t *Table) shown(r *Record, i int) string {
	p := &t.Schema.Properties[i]
	switch {
	case p.Read != nil:
		return p.Read(r)
	case p.Of == "":
		return r.Values[i]
	}
	of := t.Schema.Find(p.Of)
	target := t.Tables(t.Schema.Properties[of].Refers)
	if at, found := target.FindID(r.Values[of]); found {
		return target.Value(target.At(at), p.Show)
	}
	return p.Else
}

// Replay brings back a write of an earlier table.
func (t *Table) Replay(index int, version uint32, at time.Time, set map[string]string) bool {
	if index < 0 || index >= len(t.records) {
		return false
	}
	r := t.records[index]
	r.Values = append([]string(nil), r.Values...)
	for name, value := range set {
		if name == entriesName {
			r.Entries, _ = strconv.Atoi(value)
			continue
		}
		i := t.Schema.Find(name)
		if i < 0 {
			return false
		}
		r.Values[i] = value
	}
	r.Version, r.Issued, r.Modified = version, version, at
	t.Put(r)
	return true
}
