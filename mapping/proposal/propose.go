// Package proposal makes a first mapping of a table: from the names of its columns in
// eight languages and from the shapes of their values. It proposes only what both
// bear out; the rest it shows as a comment. It opens no file and knows nothing of how
// tables are read. Start with Make.
package proposal

import (
	"fmt"
	"slices"
	"strings"

	"bcimport/mapping"
)

// sampled is how many rows are looked at.
const sampled = 1000

// Confidence is how far a proposal can be relied on.
type Confidence string

const (
	Certain Confidence = "certain" // name and values agree
	Likely  Confidence = "likely"  // one of them says so and the other does not contradict
	Unsure  Confidence = "unsure"  // to be decided by a person: a comment in the mapping
)

// Choice is a column proposed for a field, or for the key.
type Choice struct {
	Field      string // an API field, or the match of a key: id, number, email
	Column     string
	Base       string // the column with the value before the edit; empty: none
	Confidence Confidence
	Reason     string
	Note       string // a further hint; empty: none
	Region     string // of a phone: the country of most numbers with a country code
}

// Proposal is a first mapping of a table.
type Proposal struct {
	Key    *Choice  // nil: none was found
	ETag   string   // the column; empty: none
	Fields []Choice // in the order of mapping.Fields, the certain and likely ones
	Unsure []Choice // to be decided
	Unused []string // columns that mean nothing here
}

// Rows hands out the records of a table; ok is false after the last one.
type Rows func() (record []string, ok bool)

// Make looks at the header and at the first rows.
func Make(header []string, rows Rows) Proposal {
	columns := make([]*column, len(header))
	for i, h := range header {
		columns[i] = &column{header: mapping.TrimBlank(h), at: i, foreign: map[string]int{}, distinct: map[string]bool{}}
	}
	for range sampled {
		record, ok := rows()
		if !ok {
			break
		}
		for i, cell := range record {
			if i < len(columns) {
				columns[i].look(cell)
			}
		}
	}
	m := maker{names: newNames(), columns: columns}
	return m.make()
}

type maker struct {
	names   names
	columns []*column
	taken   map[int]bool
}

func (m *maker) make() Proposal {
	m.taken = map[int]bool{}
	var p Proposal
	p.Key = m.key(&p)
	for _, c := range m.columns {
		if p.ETag == "" && m.usable(c) && (m.means(c, stateETag) != nil || c.filled > 0 && c.most(c.eTags)) {
			p.ETag = c.header
			m.taken[c.at] = true
		}
	}
	for _, field := range mapping.Fields() {
		m.field(&p, field)
	}
	m.fullNames(&p)
	for _, c := range m.columns {
		if !m.taken[c.at] && c.header != "" {
			p.Unused = append(p.Unused, c.header)
		}
	}
	return p
}

// usable tells that a column can be named in a mapping: its header is there once.
func (m *maker) usable(c *column) bool {
	if c.header == "" || m.taken[c.at] {
		return false
	}
	n := 0
	for _, other := range m.columns {
		if strings.EqualFold(other.header, c.header) {
			n++
		}
	}
	return n == 1
}

// means is what a column's name says of a field; nil for nothing.
func (m *maker) means(c *column, field string) *meaning {
	meanings := m.names.of(c.header)
	for i := range meanings {
		if meanings[i].field == field {
			return &meanings[i]
		}
	}
	return nil
}

// key looks for ids, contact numbers and, where there is neither, e-mail addresses.
func (m *maker) key(p *Proposal) *Choice {
	for _, kind := range []struct {
		match string
		count func(*column) int
		words string
	}{
		{keyID, func(c *column) int { return c.guids }, "ids"},
		{keyNumber, func(c *column) int { return c.numbers }, "contact numbers"},
	} {
		var found []Choice
		var where []*column
		for _, c := range m.columns {
			if !m.usable(c) || m.means(c, notOurs) != nil {
				continue
			}
			name, shaped := m.means(c, kind.match), c.most(kind.count(c)) && c.unique()
			choice := Choice{Field: kind.match, Column: c.header}
			values := fmt.Sprintf("%d of %d values look like %s", kind.count(c), c.filled, kind.words)
			switch {
			case name != nil && shaped:
				choice.Confidence, choice.Reason = Certain, nameWords(name)+", and "+values
			case name != nil && c.filled > 0 && kind.match == keyNumber && c.unique() && (c.phones == c.filled || c.wordy()):
				choice.Confidence, choice.Reason = Likely, nameWords(name)+", and no value comes twice"
			case shaped && len(m.names.of(c.header)) == 0:
				choice.Confidence, choice.Reason = Likely, values
			default:
				continue
			}
			found, where = append(found, choice), append(where, c)
		}
		if best := first(found); best >= 0 {
			m.taken[where[best].at] = true
			for i, other := range found {
				if i != best {
					other.Confidence, other.Note = Unsure, "there is another column that can be the key"
					p.Unsure = append(p.Unsure, other)
				}
			}
			return &found[best]
		}
	}
	for _, c := range m.columns {
		if m.usable(c) && m.means(c, "email") != nil && c.most(c.mails) && c.unique() {
			p.Unsure = append(p.Unsure, Choice{Field: "email as the key", Column: c.header, Confidence: Unsure,
				Reason: "there is neither a contact id nor a number; e-mail addresses can find contacts, too (match: email)"})
			return nil
		}
	}
	return nil
}

// first is the place of the first certain choice, else of the first one; -1: none.
func first(choices []Choice) int {
	if i := slices.IndexFunc(choices, func(c Choice) bool { return c.Confidence == Certain }); i >= 0 {
		return i
	}
	return min(0, len(choices)-1)
}

// field looks for the column of one field.
func (m *maker) field(p *Proposal, field string) {
	var found []Choice
	var where []*column
	for _, c := range m.columns {
		if !m.usable(c) {
			continue
		}
		if choice, ok := m.judge(c, field); ok {
			found, where = append(found, choice), append(where, c)
		}
	}
	best := first(found)
	if best < 0 {
		return
	}
	rivals := 0
	for _, c := range found {
		if c.Confidence == found[best].Confidence {
			rivals++
		}
	}
	for i, choice := range found {
		switch {
		case i == best && choice.Confidence != Unsure && rivals == 1:
			m.taken[where[i].at] = true
			choice.Base = m.base(field, where[i])
			p.Fields = append(p.Fields, choice)
		case choice.Confidence == found[best].Confidence && rivals > 1:
			m.taken[where[i].at] = true
			choice.Confidence, choice.Note = Unsure, "several columns can be this one; choose"
			p.Unsure = append(p.Unsure, choice)
		case choice.Confidence == Unsure && found[best].Confidence == Unsure:
			m.taken[where[i].at] = true
			p.Unsure = append(p.Unsure, choice)
		}
	}
}

// judge weighs what a column's name and values say of a field.
func (m *maker) judge(c *column, field string) (Choice, bool) {
	choice := Choice{Field: field, Column: c.header}
	name := m.means(c, field)
	others := len(m.names.of(c.header))
	fits, contradicts, values := c.fit(field)
	switch {
	case name == nil && others > 0, name == nil && !fits:
		return choice, false // it means something else, or nothing that is known
	case name == nil:
		choice.Confidence, choice.Reason = Likely, values
		if field != "email" {
			choice.Confidence = Unsure // phones look like many other numbers
		}
	case contradicts:
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but "+values
	case c.filled == 0:
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but the column is empty"
	case name.sure && others == 1:
		choice.Confidence, choice.Reason = Certain, nameWords(name)
		if values != "" {
			choice.Reason += ", and " + values
		}
	case others > 1:
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but means something else in other languages"
	default:
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but may mean something else"
	}
	if field == "primaryPhoneNumber" {
		choice.Region = c.region()
	}
	if field == "primaryPhoneNumber" && c.damaged > 0 {
		choice.Note = fmt.Sprintf("of its numbers a spreadsheet has damaged %d (as 4,9E+10): enter them again as text", c.damaged)
	}
	return choice, true
}

// fit tells whether the values bear a field out, or contradict it, with the words
// for it.
func (c *column) fit(field string) (fits, contradicts bool, words string) {
	switch field {
	case "email":
		words = fmt.Sprintf("%d of %d values are e-mail addresses", c.mails, c.filled)
		return c.most(c.mails), c.filled > 0 && c.mails*2 < c.filled, words
	case "primaryPhoneNumber":
		n := c.phones + c.damaged
		words = fmt.Sprintf("%d of %d values look like phone numbers", n, c.filled)
		return c.most(n), c.filled > 0 && n*2 < c.filled, words
	}
	if c.filled > 0 && !c.wordy() {
		return false, true, "many of its values are no words"
	}
	return false, false, ""
}

// base is the column that holds a field's values before the edit, as export names it.
func (m *maker) base(field string, c *column) string {
	for _, other := range m.columns {
		if other.header == c.header+" before" && c.header == field && m.usable(other) {
			m.taken[other.at] = true
			return other.header
		}
	}
	return ""
}

// fullNames shows columns that hold first and last name together.
func (m *maker) fullNames(p *Proposal) {
	has := func(field string) bool {
		return slices.ContainsFunc(p.Fields, func(c Choice) bool { return c.Field == field })
	}
	if has("firstName") || has("lastName") {
		return
	}
	for _, c := range m.columns {
		if name := m.means(c, fullName); m.usable(c) && name != nil && c.wordy() {
			m.taken[c.at] = true
			p.Unsure = append(p.Unsure,
				Choice{Field: "firstName", Column: c.header, Confidence: Unsure, Reason: nameWords(name) + ": first and last name together", Note: `split: {at: " ", part: 1}`},
				Choice{Field: "lastName", Column: c.header, Confidence: Unsure, Reason: "the same column", Note: `split: {at: " ", part: -1}`})
			return
		}
	}
}

func nameWords(m *meaning) string {
	what := map[string]string{
		"email": "e-mail", "firstName": "first name", "lastName": "last name", "professionalTitle": "job title",
		"primaryPhoneNumber": "phone", keyID: "the contact's id", keyNumber: "the contact's number", fullName: "name",
	}[m.field]
	return "its name is " + what + " (" + m.words + ")"
}
