package proposal

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// recordMaker proposes a mapping for any set but contacts of customers, whose vocabulary
// and rules are older than the descriptions of sets.
type recordMaker struct {
	maker
	captions captions
	named    map[int][]naming // what the name of a column says
	findings []foundFormat
}

func newRecordMaker(columns []*column, set *entity.Entity, captions captions, key string) *recordMaker {
	m := &recordMaker{
		maker:    maker{set: set, columns: columns, taken: map[int]bool{}, saidKey: key},
		captions: captions, named: map[int][]naming{},
	}
	for _, c := range columns {
		m.named[c.at] = m.captions.of(c.header)
	}
	return m
}

func (m *recordMaker) make() Proposal {
	p := Proposal{Set: m.set}
	p.Key = m.findKey(&p)
	for _, c := range m.columns {
		if p.ETag == "" && m.usable(c) && (isETag(c.header) && (c.filled == 0 || c.most(c.eTags)) || c.most(c.eTags)) {
			p.ETag = c.header
			m.taken[c.at] = true
		}
	}
	for i := range m.set.Fields {
		if !m.isSecond(m.set.Fields[i]) {
			m.propose(&p, m.set.Fields[i])
		}
	}
	for i := range m.set.Fields {
		if m.isSecond(m.set.Fields[i]) {
			m.propose(&p, m.set.Fields[i])
		}
	}
	m.mail(&p)
	slices.SortStableFunc(p.Fields, func(a, b Choice) int { return m.place(a.Field) - m.place(b.Field) })
	p.Formats = m.formats(p.Fields)
	for _, c := range m.columns {
		if !m.taken[c.at] && c.header != "" {
			p.Unused = append(p.Unused, c.header)
		}
	}
	return p
}

// isSecond reports whether a field is an id that a code says as well: people have codes.
func (m *recordMaker) isSecond(field entity.Field) bool {
	return field.Type == entity.GUID && slices.ContainsFunc(m.set.Alternatives, func(group []string) bool { return slices.Contains(group, field.Name) })
}

// place is that of a field in the set.
func (m *recordMaker) place(field string) int {
	return slices.IndexFunc(m.set.Fields, func(f entity.Field) bool { return f.Name == field })
}

func isETag(header string) bool {
	switch fold(header) {
	case "etag", "odataetag":
		return true
	}
	return false
}

// names returns what a column's name says of a field.
func (m *recordMaker) names(c *column, field string) naming {
	for _, n := range m.named[c.at] {
		if n.field == field {
			return n
		}
	}
	return naming{}
}

// propose looks for the column of one field.
func (m *recordMaker) propose(p *Proposal, field entity.Field) {
	var found []Choice
	for _, c := range m.columns {
		if !m.usable(c) || m.names(c, field.Name).grade == notNamed {
			continue
		}
		choice := m.judgeField(c, field)
		choice.at = c.at
		found = append(found, choice)
	}
	best, rivals := first(found)
	switch {
	case best < 0:
	case m.withhold(p, field, found):
	case rivals == 1 && found[best].Confidence != Unsure:
		m.take(p, found[best])
	default:
		for _, choice := range found {
			if choice.Confidence != found[best].Confidence {
				continue
			}
			if rivals > 1 {
				choice.Confidence, choice.Note = Unsure, severalNote
			}
			m.taken[choice.at] = true
			p.Unsure = append(p.Unsure, choice)
			if field.Type == entity.Boolean && rivals == 1 && m.names(m.columns[choice.at], field.Name).grade == exact {
				m.find(choice) // which words mean true is what is unsure
			}
		}
	}
}

// find keeps what the cells of a choice say of their format.
func (m *recordMaker) find(choice Choice) {
	c := m.columns[choice.at]
	m.findings = append(m.findings, foundFormat{c.header, c.filled < c.rows, choice.fit.formats})
}

// take proposes a choice as it is.
func (m *recordMaker) take(p *Proposal, choice Choice) {
	c := m.columns[choice.at]
	m.taken[choice.at] = true
	choice.Base = m.base(choice.Field, c)
	p.Fields = append(p.Fields, choice)
	m.find(choice)
}

// withhold shows the columns of a field that a mapping sets only when it is asked to, or
// not at all.
func (m *recordMaker) withhold(p *Proposal, field entity.Field, found []Choice) bool {
	reason := ""
	switch {
	case field.ReadOnly != "":
		reason = field.Name + " " + field.ReadOnly
	case field.Effect == entity.Renames || field.Effect == entity.Posts:
		reason = field.Warning
	case m.otherwiseSaid(p, field.Name) != "":
		reason = field.Name + " says the same as " + m.otherwiseSaid(p, field.Name) + ": one of them is enough"
	default:
		return false
	}
	for _, choice := range found {
		m.taken[choice.at] = true
		if m.isExported(field.Name) {
			continue
		}
		choice.Confidence, choice.Reason, choice.Note = Withheld, reason, ""
		choice.ReadOnly = field.ReadOnly != ""
		choice.Rename, choice.Post = field.Effect == entity.Renames, field.Effect == entity.Posts
		p.Withheld = append(p.Withheld, choice)
	}
	return true
}

// isExported reports whether a column is one that the program's own export adds for
// people.
func (m *recordMaker) isExported(field string) bool {
	return field == m.set.Number && slices.ContainsFunc(m.columns, func(c *column) bool { return c.header == stateETag })
}

// otherwiseSaid is the field proposed already that says the same in another form.
func (m *recordMaker) otherwiseSaid(p *Proposal, field string) string {
	for _, group := range m.set.Alternatives {
		if !slices.Contains(group, field) {
			continue
		}
		for _, choice := range p.Fields {
			if choice.Field != field && slices.Contains(group, choice.Field) {
				return choice.Field
			}
		}
	}
	return ""
}

// judgeField weighs what a column's name and cells say of a field.
func (m *recordMaker) judgeField(c *column, field entity.Field) Choice {
	name := m.names(c, field.Name)
	field = m.form(c, field)
	f := m.fitOf(c, field)
	choice := Choice{Field: field.Name, Column: c.header, Lookup: f.lookup, Unknown: f.unknown, Members: memberNames(field), Note: f.note, fit: f}
	words := m.nameWords(c, name)
	switch {
	case name.grade == holds:
		choice.Confidence, choice.Reason = Unsure, words
	case f.filled == 0 && m.exported(c, field.Name):
		choice.Confidence, choice.Reason = Certain, words+", as export writes it"
	case f.filled == 0:
		choice.Confidence, choice.Reason = Unsure, words+", but the column is empty"
	case len(m.named[c.at]) > 1:
		choice.Confidence, choice.Reason = Unsure, words+", but other fields, too"
	case f.contradicts():
		choice.Confidence, choice.Reason = Unsure, words+", but "+f.words
	case name.grade == exact && f.fits():
		choice.Confidence, choice.Reason = Certain, words
	default:
		choice.Confidence, choice.Reason = Likely, words
	}
	if choice.Confidence != Unsure && f.words != "" && f.filled > 0 {
		choice.Reason += ", and " + f.words
	}
	if field.Purpose == entity.Phone {
		choice.Phone = true
		choice.Region, choice.Sure = c.book.region()
	}
	return choice
}

// form is the one of alternative fields that the cells are written for: the id where they
// are ids, or names of records.
func (m *recordMaker) form(c *column, field entity.Field) entity.Field {
	if field.Type != entity.Code {
		return field
	}
	for _, group := range m.set.Alternatives {
		if !slices.Contains(group, field.Name) {
			continue
		}
		for _, name := range group {
			other := m.set.Find(name)
			if other.Type == entity.GUID && c.filled > 0 && (c.most(c.guids) || c.fitOf(field).contradicts()) {
				return *other
			}
		}
	}
	return field
}

// fitOf is column.fitOf; what people call the records has letters.
func (m *recordMaker) fitOf(c *column, field entity.Field) fit {
	f := c.fitOf(field)
	if f.field.Purpose == entity.Plain && slices.Contains(m.set.Name, field.Name) {
		f.good = 0
		f.count(c.cells, func(cell string) bool { return strings.ContainsFunc(cell, unicode.IsLetter) })
		if !f.fits() {
			f.words = f.share("words")
		}
	}
	return f
}

func (m *recordMaker) nameWords(c *column, name naming) string {
	field := mapping.TrimBlank(name.field)
	switch {
	case name.grade == exact:
		return "its name means " + field
	case name.grade == resembles:
		return fmt.Sprintf("its name is like %q, which means %s", name.caption, field)
	}
	return fmt.Sprintf("its name holds %q, which means %s, and says more", name.caption, field)
}

// mail takes a column of e-mail addresses for the set's own where no name says which.
func (m *recordMaker) mail(p *Proposal) {
	i := slices.IndexFunc(m.set.Fields, func(f entity.Field) bool { return f.Purpose == entity.Email && f.ReadOnly == "" })
	if i < 0 {
		return
	}
	field := m.set.Fields[i]
	if slices.ContainsFunc(slices.Concat(p.Fields, p.Unsure), func(c Choice) bool { return c.Field == field.Name && !c.Key }) {
		return
	}
	var found []Choice
	for _, c := range m.columns {
		if m.usable(c) && len(m.named[c.at]) == 0 && c.most(c.mails) {
			f := c.fitOf(field)
			found = append(found, Choice{Field: field.Name, Column: c.header, Confidence: Likely, Reason: f.words, at: c.at, fit: f})
		}
	}
	if len(found) == 1 {
		m.take(p, found[0])
		return
	}
	for _, choice := range found {
		choice.Confidence, choice.Note = Unsure, severalNote
		m.taken[choice.at] = true
		p.Unsure = append(p.Unsure, choice)
	}
}
