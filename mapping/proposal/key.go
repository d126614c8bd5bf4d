package proposal

import "fmt"

// key looks for ids, contact numbers and, where there is neither, e-mail addresses.
func (m *maker) key(p *Proposal) *Choice {
	for _, judge := range []func(*column) (Choice, bool){judgeID, judgeNumber} {
		var found []Choice
		var where []*column
		for _, c := range m.columns {
			if !m.usable(c) || c.filled == 0 || c.means(notOurs) != nil {
				continue
			}
			if choice, ok := judge(c); ok {
				choice.Key, choice.Column = true, c.header
				found, where = append(found, choice), append(where, c)
			}
		}
		best := first(found)
		for i, choice := range found {
			switch {
			case i == best && choice.Confidence != Unsure:
				m.taken[where[i].at] = true
			case choice.Confidence == Unsure && best >= 0 && found[best].Confidence != Unsure:
			default:
				if choice.Confidence != Unsure {
					choice.Confidence, choice.Note = Unsure, "there is another column that can be the key"
				}
				m.taken[where[i].at] = true
				p.Unsure = append(p.Unsure, choice)
			}
		}
		if best >= 0 && found[best].Confidence != Unsure {
			return &found[best]
		}
	}
	for _, c := range m.columns {
		if m.usable(c) && c.means("email") != nil && c.most(c.mails) && c.unique() {
			p.Unsure = append(p.Unsure, Choice{Field: "email", Key: true, Column: c.header, Confidence: Unsure,
				Reason: "there is neither a contact id nor a number; e-mail addresses can find contacts, too"})
			return nil
		}
	}
	return nil
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
		choice.Reason += ", but may number something else"
	case name == nil:
	case c.most(c.numbers):
		choice.Confidence, choice.Reason = Certain, nameWords(name)+", and "+choice.Reason
	case c.most(c.codes) && c.unique():
		choice.Reason = nameWords(name) + ", and no value comes twice"
	case c.most(c.short):
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but its values are short, as those that number the rows"
	default:
		choice.Confidence, choice.Reason = Unsure, nameWords(name)+", but only "+choice.Reason
	}
	return choice, true
}

func (c *column) numberWords() string {
	return fmt.Sprintf("%d of %d values look like contact numbers", c.numbers, c.filled)
}
