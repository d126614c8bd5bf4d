package page

import (
	"math"

	"bcimport/importer"
)

// counts are the rows by status.
type counts struct {
	of         map[importer.Status]int
	total      int
	superseded int
}

func (c *counts) add(o importer.Outcome) {
	if c.of == nil {
		c.of = map[importer.Status]int{}
	}
	c.of[o.Status]++
	c.total++
	if o.Superseded {
		c.superseded++
	}
}

// addMissing counts rows of which only the number is known: they were never reached.
func (c *counts) addMissing(n int) {
	if n > 0 {
		c.add(importer.Outcome{Status: importer.NotAttempted})
		c.of[importer.NotAttempted] += n - 1
		c.total += n - 1
	}
}

// failures returns the number of rows that did not succeed.
func (c *counts) failures() int {
	return c.total - c.of[importer.Updated] - c.of[importer.Unchanged] - c.of[importer.WouldUpdate] - c.skipped()
}

// skipped returns the number of rows that needed nothing.
func (c *counts) skipped() int { return c.of[importer.Skipped] + c.of[importer.NotAccepted] }

// records returns the number of rows that needed something.
func (c *counts) records() int { return c.total - c.skipped() }

// reached returns the number of rows that have an outcome.
func (c *counts) reached() int { return c.total - c.of[importer.NotAttempted] }

// open returns the number of rows that only a resumption can settle.
func (c *counts) open() int { return c.of[importer.NotAttempted] + c.of[importer.Unknown] }

// total is one status in the bar and its legend.
type total struct {
	Status  importer.Status
	Rows    string
	Share   string
	Meaning string
	Place   float64 // of its left edge, in percent of the bar
	Width   float64
}

// narrowest is the width of a part of the bar that would be too thin to be seen.
const narrowest = 1.2

// totals returns the statuses that occur, in the order of all summaries.
func (p *Page) totals() []total {
	c := &p.counts
	var found []total
	sum := 0.0
	for _, status := range importer.Statuses() {
		n := c.of[status]
		if n == 0 {
			continue
		}
		t := total{
			Status: status, Rows: p.say.Number(n), Share: share(n, c.total), Meaning: p.meaning(status),
			Width: max(narrowest, 100*float64(n)/float64(c.total)),
		}
		found = append(found, t)
		sum += t.Width
	}
	place := 0.0
	for i := range found {
		t := &found[i]
		t.Place, t.Width = rounded(place), rounded(100*t.Width/sum)
		place = math.Min(100, place+t.Width)
	}
	return found
}
