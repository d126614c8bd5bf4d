package importer

import (
	"slices"
	"strings"
)

// mostTallies is how many texts of a field are counted at a time.
const mostTallies = 32

// commonest finds texts that many rows set, in bounded memory (Metwally, Agrawal,
// El Abbadi: space saving): a text of more than every 32nd row is surely among them.
type commonest struct {
	tallies []tally
	find    map[string]int
}

// tally counts the rows that set one text.
type tally struct {
	text  string
	rows  int // at the most
	error int // by how much rows may be too many
	known int // rows whose record is known
	fresh int // of them, those whose record does not hold the text
	// Rows of fresh whose e-mail address has the domain of the first of them; a
	// switchboard is shared by the people of a company.
	domain   string
	together int
	examples []Example
}

// least is how many rows set the text at least.
func (t *tally) least() int { return t.rows - t.error }

// add counts a row. What is returned is valid until the next call.
func (c *commonest) add(text string) *tally {
	if c.find == nil {
		c.find = map[string]int{}
	}
	if at, known := c.find[text]; known {
		c.tallies[at].rows++
		return &c.tallies[at]
	}
	text = strings.Clone(text)
	at := len(c.tallies)
	if at < mostTallies {
		c.tallies = append(c.tallies, tally{text: text, rows: 1})
	} else {
		at = c.rarest()
		delete(c.find, c.tallies[at].text)
		c.tallies[at] = tally{text: text, rows: c.tallies[at].rows + 1, error: c.tallies[at].rows}
	}
	c.find[text] = at
	return &c.tallies[at]
}

func (c *commonest) rarest() int {
	at := 0
	for i := range c.tallies {
		if c.tallies[i].rows < c.tallies[at].rows {
			at = i
		}
	}
	return at
}

// most returns the text that most rows set, nil if there is none.
func (c *commonest) most() *tally {
	var most *tally
	for i := range c.tallies {
		if t := &c.tallies[i]; t.text != "" && (most == nil || t.least() > most.least()) {
			most = t
		}
	}
	return most
}

// of returns what is counted of a text, nil if that is nothing.
func (c *commonest) of(text string) *tally {
	if at, known := c.find[text]; known {
		return &c.tallies[at]
	}
	return nil
}

// compare takes what the record of the row just added holds, or the row was made on.
func (t *tally) compare(e Example, domain string) {
	t.known++
	if Same(e.Field, e.Before, e.After) {
		return
	}
	if t.fresh++; t.fresh == 1 {
		t.domain = domain
	}
	if domain != "" && domain == t.domain {
		t.together++
	}
	if len(t.examples) < mostExamples || e.Line < t.examples[mostExamples-1].Line {
		e.Key, e.Before, e.After = strings.Clone(e.Key), strings.Clone(e.Before), t.text
		t.examples = firstLines(t.examples, e)
	}
}

// unique lists the fields of which people have their own text, or share it with few.
func unique(field string) bool {
	return slices.Contains([]string{"email", "firstName", "lastName", "primaryPhoneNumber"}, field)
}
