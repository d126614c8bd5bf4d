package proposal

import (
	"fmt"
	"slices"
	"strconv"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// keyAuto leaves the match to the service.
const keyAuto = "auto"

// findKey looks for ids, and then for the fields of the set that find one record, in their
// order. E-mail addresses are only shown. Where several columns can be the key, none is.
func (m *recordMaker) findKey(p *Proposal) *Choice {
	if m.saidKey != "" {
		return m.saidKeyChoice()
	}
	var unsure []Choice
	for _, match := range slices.Concat([]string{keyID}, m.set.Keys) {
		field := m.keyField(match)
		if field.Purpose == entity.Email {
			continue
		}
		found := m.keysBy(match, field)
		best, rivals := first(found)
		if rivals == 1 && found[best].Confidence != Unsure && !m.disputed(found) {
			m.taken[found[best].at] = true
			return &found[best]
		}
		for _, choice := range found {
			if choice.Confidence != Unsure {
				choice.Confidence, choice.Note = Unsure, severalNote
			}
			unsure = append(unsure, choice)
		}
	}
	for _, choice := range unsure {
		m.taken[choice.at] = true
	}
	p.Unsure = append(p.Unsure, unsure...)
	m.mailKey(p)
	return nil
}

// keyField is the field that a match compares.
func (m *recordMaker) keyField(match string) entity.Field {
	if match == keyID {
		return *m.set.Find(m.set.Key)
	}
	return *m.set.Find(match)
}

func (m *recordMaker) keysBy(match string, field entity.Field) []Choice {
	var found []Choice
	for _, c := range m.columns {
		if !m.usable(c) || c.filled == 0 {
			continue
		}
		judge := m.judgeCodes
		if match == keyID {
			judge = m.judgeIDs
		}
		if choice, ok := judge(c, field); ok {
			choice.Field, choice.Key, choice.Column, choice.at = match, true, c.header, c.at
			found = append(found, choice)
		}
	}
	return found
}

// disputed reports whether another column whose name holds that of the key could be it as
// well: a supplier's list has its own numbers and the customer's.
func (m *recordMaker) disputed(found []Choice) bool {
	return slices.ContainsFunc(found, func(choice Choice) bool {
		c := m.columns[choice.at]
		return choice.Confidence == Unsure && m.names(c, choice.Field).grade == holds && c.unique()
	})
}

func (m *recordMaker) judgeIDs(c *column, field entity.Field) (Choice, bool) {
	name := m.names(c, field.Name)
	ids := fmt.Sprintf("%d of %d values look like ids", c.guids, c.filled)
	words := "its name is that of the " + m.set.One + "'s id"
	switch {
	case name.grade == notNamed && len(m.named[c.at]) == 0 && c.most(c.guids) && c.unique():
		return Choice{Confidence: Likely, Reason: ids}, true
	case name.grade < resembles:
		return Choice{}, false
	case c.most(c.guids) && c.unique():
		return Choice{Confidence: Certain, Reason: words + ", and " + ids}, true
	case c.most(c.guids):
		return Choice{Confidence: Unsure, Reason: words + ", but some ids come several times"}, true
	}
	return Choice{Confidence: Unsure, Reason: words + ", but only " + ids}, true
}

func (m *recordMaker) judgeCodes(c *column, field entity.Field) (Choice, bool) {
	name := m.names(c, field.Name)
	f := c.fitOf(entity.Field{Type: entity.Code, Length: field.Length})
	words := m.nameWords(c, name)
	switch {
	case name.grade == notNamed:
		return Choice{}, false
	case name.grade == holds:
		return Choice{Confidence: Unsure, Reason: words}, true
	case !f.fits():
		return Choice{Confidence: Unsure, Reason: words + ", but only " + f.words, Note: f.note}, true
	case c.isCounted():
		return Choice{Confidence: Unsure, Reason: words + ", but its values are 1, 2, 3, like row numbers"}, true
	case !c.unique():
		return Choice{Confidence: Unsure, Reason: words + ", but some values come several times"}, true
	case name.grade == exact:
		return Choice{Confidence: Certain, Reason: words + ", and no value comes twice", Note: f.note}, true
	}
	return Choice{Confidence: Likely, Reason: words + ", and no value comes twice", Note: f.note}, true
}

// isCounted reports whether the cells count the rows.
func (c *column) isCounted() bool {
	for i, cell := range c.cells {
		if n, err := strconv.Atoi(cell); err != nil || n != i+1 {
			return false
		}
	}
	return true
}

// mailKey shows that e-mail addresses can find the records, where they can.
func (m *recordMaker) mailKey(p *Proposal) {
	for _, match := range m.set.Keys {
		field := m.keyField(match)
		if field.Purpose != entity.Email {
			continue
		}
		for _, c := range m.columns {
			if m.usable(c) && m.names(c, field.Name).grade >= resembles && c.most(c.mails) && c.unique() {
				p.Unsure = append(p.Unsure, Choice{
					Field: match, Key: true, Column: c.header, Confidence: Unsure, at: c.at,
					Reason: "no id or number of the " + m.set.Many + " is certain; e-mail addresses can find them, too",
				})
				return
			}
		}
	}
}

// saidKeyChoice is the column that a person has said, with the match that its name or its
// cells ask for; nil where there is no such column.
func (m *recordMaker) saidKeyChoice() *Choice {
	i := slices.IndexFunc(m.columns, func(c *column) bool { return caseless(c.header) == caseless(mapping.CleanHeader(m.saidKey)) })
	if i < 0 {
		return nil
	}
	c := m.columns[i]
	m.taken[c.at] = true
	return &Choice{Field: m.matchOf(c), Key: true, Column: c.header, Confidence: Certain, Reason: "it was given as the key", at: c.at}
}

func (m *recordMaker) matchOf(c *column) string {
	if c.most(c.guids) {
		return keyID
	}
	for _, match := range m.set.Keys {
		if m.names(c, match).grade != notNamed || m.keyField(match).Purpose == entity.Email && c.most(c.mails) {
			return match
		}
	}
	for i := range m.set.Fields {
		f := &m.set.Fields[i]
		if f.Type.IsText() && !f.NotFiltered && m.names(c, f.Name).grade == exact {
			return f.Name
		}
	}
	if len(m.set.Keys) > 0 && m.keyField(m.set.Keys[0]).Purpose != entity.Email && c.fitOf(m.keyField(m.set.Keys[0])).fits() {
		return m.set.Keys[0]
	}
	return keyAuto
}
