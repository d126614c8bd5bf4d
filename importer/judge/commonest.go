package judge

import (
	"hash/maphash"
	"strings"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// mostTallies is how many texts of a field are counted at a time.
const mostTallies = 32

// commonest finds texts that many rows set, in bounded memory (Metwally, Agrawal,
// El Abbadi: space saving): a text of more than every 32nd row is surely among them.
type commonest struct {
	seed    maphash.Seed
	hashes  [mostTallies]uint64 // of the tallies' texts
	tallies []tally
	ends    [256]uint8 // tallies by the last byte of their hash: most texts are found to be none of them
	low     int        // no text has fewer rows
	from    int        // those before have more
}

func newCommonest() *commonest {
	return &commonest{seed: maphash.MakeSeed(), tallies: make([]tally, 0, mostTallies)}
}

// tally counts the rows that set one text.
type tally struct {
	name  []byte // the text; its memory is used again
	rows  int    // at the most
	error int    // by how much rows may be too many
	known int    // rows whose record is known
	fresh int    // of them, those whose record does not hold the text
	// Rows of fresh whose e-mail address has the domain of the first of them; a
	// switchboard is shared by the people of a company.
	domain   string
	together int
	examples []importer.Example
}

// take counts a row of another text in the place of its own.
func (t *tally) take(text string) {
	name, rows := append(t.name[:0], text...), t.rows
	if t.known > 0 {
		*t = tally{}
	}
	t.name, t.rows, t.error = name, rows+1, rows
}

func (t *tally) text() string { return string(t.name) }

// least is how many rows set the text at least.
func (t *tally) least() int { return t.rows - t.error }

// add counts a row. What is returned is valid until the next call.
func (c *commonest) add(text string) *tally {
	hash := maphash.String(c.seed, text)
	at := c.find(hash, text)
	if at >= 0 {
		c.tallies[at].rows++
		return &c.tallies[at]
	}
	const longestKept = 256
	if at = len(c.tallies); at < mostTallies {
		c.tallies = append(c.tallies, tally{name: []byte(text), rows: 1})
	} else {
		at = c.rarest()
		t := &c.tallies[at]
		if cap(t.name) > longestKept {
			t.name = nil
		}
		c.ends[uint8(c.hashes[at])]--
		t.take(text)
	}
	c.hashes[at] = hash
	c.ends[uint8(hash)]++
	return &c.tallies[at]
}

// find is the place of a text, -1 for none.
func (c *commonest) find(hash uint64, text string) int {
	if c.ends[uint8(hash)] == 0 {
		return -1
	}
	for at, h := range c.hashes[:len(c.tallies)] {
		if h == hash && string(c.tallies[at].name) == text {
			return at
		}
	}
	return -1
}

// rarest is the place of the first of the rarest texts. Rows are only ever added, so it
// goes on where it stopped.
func (c *commonest) rarest() int {
	for {
		for ; c.from < len(c.tallies); c.from++ {
			if c.tallies[c.from].rows == c.low {
				return c.from
			}
		}
		c.from, c.low = 0, c.tallies[0].rows
		for i := range c.tallies {
			c.low = min(c.low, c.tallies[i].rows)
		}
	}
}

// most returns the text that most rows set, nil if there is none.
func (c *commonest) most() *tally {
	var most *tally
	for i := range c.tallies {
		if t := &c.tallies[i]; len(t.name) > 0 && (most == nil || t.least() > most.least()) {
			most = t
		}
	}
	return most
}

// of returns what is counted of a text, nil if that is nothing.
func (c *commonest) of(text string) *tally {
	if at := c.find(maphash.String(c.seed, text), text); at >= 0 {
		return &c.tallies[at]
	}
	return nil
}

// compare takes what the record of the row just added holds, or the row was made on.
func (t *tally) compare(set *entity.Entity, e importer.Example, domain string) {
	t.known++
	if importer.Same(set, e.Field, e.Before, e.After) {
		return
	}
	if t.fresh++; t.fresh == 1 {
		t.domain = domain
	}
	if domain != "" && domain == t.domain {
		t.together++
	}
	if len(t.examples) < mostExamples || e.Line < t.examples[mostExamples-1].Line {
		e.Key, e.Before, e.After = strings.Clone(e.Key), strings.Clone(e.Before), t.text()
		t.examples = firstLines(t.examples, e)
	}
}
