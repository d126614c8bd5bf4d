package proposal

import (
	"fmt"
	"slices"

	"bcimport/mapping/entity"
)

type maker struct {
	set     *entity.Entity
	columns []*column
	taken   map[int]bool
	saidKey string // the column that a person has said; empty: none
}

func (m *maker) make() Proposal {
	var p Proposal
	p.Key = m.key(&p)
	for _, c := range m.columns {
		if p.ETag == "" && m.usable(c) && (c.means(stateETag) != nil && (c.filled == 0 || c.most(c.eTags)) || c.most(c.eTags)) {
			p.ETag = c.header
			m.taken[c.at] = true
		}
	}
	for _, field := range m.set.Settable() {
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

// usable reports whether a mapping can name the column, and it is still free.
func (m *maker) usable(c *column) bool { return c.nameable && !m.taken[c.at] }

// severalNote is said of columns of which only one can be meant.
const severalNote = "several columns can be this one; choose"

// first is the place of the first of the choices that can most be relied on, -1 if
// there are none, and how many are as good as that.
func first(choices []Choice) (best, rivals int) {
	for _, confidence := range []Confidence{Certain, Likely, Unsure} {
		best = slices.IndexFunc(choices, func(c Choice) bool { return c.Confidence == confidence })
		if best >= 0 {
			for _, c := range choices {
				if c.Confidence == confidence {
					rivals++
				}
			}
			return best, rivals
		}
	}
	return -1, 0
}

// field looks for the column of one field.
func (m *maker) field(p *Proposal, field string) {
	var found []Choice
	for _, c := range m.columns {
		if !m.usable(c) {
			continue
		}
		if choice, ok := m.judge(c, field); ok {
			choice.at = c.at
			found = append(found, choice)
		}
	}
	best, rivals := first(found)
	if best < 0 {
		return
	}
	if rivals == 1 && found[best].Confidence != Unsure {
		choice := found[best]
		m.taken[choice.at] = true
		choice.Base = m.base(field, m.columns[choice.at])
		p.Fields = append(p.Fields, choice)
		return
	}
	for _, choice := range found {
		if choice.Confidence != found[best].Confidence {
			continue
		}
		if rivals > 1 {
			choice.Confidence, choice.Note = Unsure, severalNote
		}
		m.taken[choice.at] = true
		p.Unsure = append(p.Unsure, choice)
	}
}

// judge weighs what a column's name and values say of a field.
func (m *maker) judge(c *column, field string) (Choice, bool) {
	choice := Choice{Field: field, Column: c.header}
	name := c.means(field)
	fits, contradicts, values := c.fit(field)
	switch {
	case name == nil && (len(c.meanings) > 0 || !fits):
		return choice, false // it means something else, or nothing that is known
	case name == nil:
		choice.Confidence, choice.Reason = Likely, values
		if field != "email" {
			choice.Confidence = Unsure // phones look like many other numbers
		}
	case contradicts:
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but "+values
	case c.filled == 0 && m.exported(c, field):
		choice.Confidence, choice.Reason = Certain, nameWords(name)+", as export writes it"
	case c.filled == 0:
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but the column is empty"
	case len(c.meanings) > 1:
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but means something else in other languages"
	case name.sure:
		choice.Confidence, choice.Reason = Certain, nameWords(name)
		if values != "" {
			choice.Reason += ", and " + values
		}
		if !fits {
			choice.Confidence = Likely
		}
	default:
		choice.Confidence, choice.Reason = m.settle(c, name)
	}
	if field == "primaryPhoneNumber" {
		choice.Phone = true
		choice.Region, choice.Sure = c.book.region()
		if c.damaged > 0 {
			choice.Note = fmt.Sprintf("a spreadsheet has damaged %d of its numbers (as 4,9E+10): enter them again as text", c.damaged)
		}
	}
	return choice, true
}

// settle weighs a name that has two meanings in one language by what stands beside
// it: Nom beside Prénom is the last name, a title of several letters no academic one.
func (m *maker) settle(c *column, name *meaning) (Confidence, string) {
	words := nameWords(name)
	switch {
	case name.field == "professionalTitle" && c.jobs*10 >= c.filled*7 && c.academic*20 < c.filled:
		return Likely, words + ", and its values are too long for academic titles"
	case name.field == "firstName" && c.twoWords*2 < c.filled && m.beside("lastName"):
		return Likely, words + ", and another column is the last name"
	case name.field == "lastName" && m.beside("firstName"):
		return Likely, words + ", and another column is the first name"
	}
	return Unsure, words + ", but may mean something else"
}

// beside reports whether a column's name can be nothing but the field.
func (m *maker) beside(field string) bool {
	return slices.ContainsFunc(m.columns, func(c *column) bool {
		name := c.means(field)
		return name != nil && name.sure && len(c.meanings) == 1
	})
}

// exported reports whether a column is of the program's own export, where it may be empty.
func (m *maker) exported(c *column, field string) bool {
	return c.header == field && slices.ContainsFunc(m.columns, func(other *column) bool { return other.header == stateETag })
}

// fit returns whether the values support a field, or contradict it, with the words
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
		return false, true, "many of its values are not words"
	}
	// Any word may be a name: it contradicts nothing and bears out a known name alone.
	return len(c.meanings) > 0, false, ""
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

// fullNames shows columns that hold first and last name together, or, beside the
// first name, perhaps the last one.
func (m *maker) fullNames(p *Proposal) {
	has := func(field string) bool {
		return slices.ContainsFunc(p.Fields, func(c Choice) bool { return c.Field == field })
	}
	if has("lastName") {
		return
	}
	for _, c := range m.columns {
		name := c.means(fullName)
		if !m.usable(c) || name == nil || !c.wordy() {
			continue
		}
		m.taken[c.at] = true
		last := Choice{Field: "lastName", Column: c.header, Confidence: Unsure, Reason: "the same column", Note: `split: {at: " ", part: -1}`}
		switch {
		case !has("firstName"):
			p.Unsure = append(p.Unsure,
				Choice{Field: "firstName", Column: c.header, Confidence: Unsure, Reason: nameWords(name) + ": first and last name together", Note: `split: {at: " ", part: 1}`})
		case c.twoWords*2 < c.filled:
			last.Reason, last.Note = nameWords(name)+", which beside the first name may be the last name", ""
		default:
			last.Reason = nameWords(name) + ": first and last name together"
		}
		p.Unsure = append(p.Unsure, last)
		return
	}
}

func nameWords(m *meaning) string {
	what := map[string]string{
		"email": "e-mail", "firstName": "first name", "lastName": "last name", "professionalTitle": "job title",
		"primaryPhoneNumber": "phone", keyID: "the contact's id", keyNumber: "the contact's number", fullName: "name",
	}[m.field]
	return "its name is " + what + " (" + m.words + ")"
}
