package proposal

import (
	"fmt"
	"slices"

	"bcimport/mapping"
)

// key looks for ids, contact numbers and, where there is neither, e-mail addresses.
// Where several can be the key, none is: a person chooses.
func (m *maker) key(p *Proposal) *Choice {
	if m.saidKey != "" {
		return m.keySaid()
	}
	var unsure []Choice
	for _, judge := range []func(*column) (Choice, bool){judgeID, judgeNumber} {
		var found []Choice
		for _, c := range m.columns {
			if !m.usable(c) || c.filled == 0 || c.means(notOurs) != nil {
				continue
			}
			if choice, ok := judge(c); ok {
				choice.Key, choice.Column, choice.at = true, c.header, c.at
				found = append(found, choice)
			}
		}
		best, rivals := first(found)
		if rivals == 1 && found[best].Confidence != Unsure {
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
	for _, c := range m.columns {
		if m.usable(c) && c.means("email") != nil && c.most(c.mails) && c.unique() {
			p.Unsure = append(p.Unsure, Choice{Field: "email", Key: true, Column: c.header, Confidence: Unsure,
				Reason: "no contact id or number is certain; e-mail addresses can find contacts, too"})
			break
		}
	}
	return nil
}

// keySaid is the column that a person has said, with the match that its values ask for;
// nil where there is no such column.
func (m *maker) keySaid() *Choice {
	i := slices.IndexFunc(m.columns, func(c *column) bool { return caseless(c.header) == caseless(mapping.CleanHeader(m.saidKey)) })
	if i < 0 {
		return nil
	}
	c := m.columns[i]
	m.taken[c.at] = true
	choice := Choice{Field: "auto", Key: true, Column: c.header, Confidence: Certain, Reason: "it was given as the key", at: c.at}
	switch {
	case c.most(c.guids):
		choice.Field = keyID
	case c.most(c.mails):
		choice.Field = "email"
	case c.most(c.numbers), c.most(c.codes):
		choice.Field = keyNumber
	}
	return &choice
}

// judgeID weighs whether a column holds the contacts' ids. The service may have ids
// that look like numbers; auto leaves it to what the service says.
func judgeID(c *column) (Choice, bool) {
	name := c.means(keyID)
	ids := fmt.Sprintf("%d of %d values look like ids", c.guids, c.filled)
	switch {
	case name == nil && len(c.meanings) == 0 && c.most(c.guids) && c.unique():
		return Choice{Field: keyID, Confidence: Likely, Reason: ids}, true
	case name == nil:
		return Choice{}, false
	case c.most(c.guids):
		return Choice{Field: keyID, Confidence: Certain, Reason: nameWords(name) + ", and " + ids}, true
	case c.most(c.numbers):
		return Choice{Field: "auto", Confidence: Likely, Reason: nameWords(name) + ", and " + c.numberWords()}, true
	}
	return Choice{Field: keyID, Confidence: Unsure, Reason: nameWords(name) + ", but only " + ids}, true
}

// judgeNumber weighs whether a column holds the contacts' numbers. Running numbers,
// VAT numbers and those of customers are none.
func judgeNumber(c *column) (Choice, bool) {
	name := c.means(keyNumber)
	choice := Choice{Field: keyNumber, Confidence: Likely, Reason: c.numberWords()}
	switch {
	case name == nil && (len(c.meanings) > 0 || !c.most(c.numbers) || !c.unique()):
		return choice, false
	case name == nil && !c.most(c.contacts):
		choice.Confidence = Unsure
		choice.Reason += ", but may be numbers of something else"
	case name == nil:
	case c.most(c.numbers):
		choice.Confidence, choice.Reason = Certain, nameWords(name)+", and "+choice.Reason
	case c.most(c.codes) && c.unique():
		choice.Reason = nameWords(name) + ", and no value occurs twice"
	case c.most(c.short):
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but its values are short, like row numbers"
	default:
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but only "+choice.Reason
	}
	return choice, true
}

func (c *column) numberWords() string {
	return fmt.Sprintf("%d of %d values look like contact numbers", c.numbers, c.filled)
}
