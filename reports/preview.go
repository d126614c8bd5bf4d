package reports

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"bcimport/importer"
	"bcimport/reports/lines"
)

// mostPreviewed is how many changes a preview shows.
const mostPreviewed = 10

// Preview is the first changes that a rehearsal found.
type Preview struct {
	shown []previewed
	Total int // changes, those shown included
}

type previewed struct {
	line             int
	who, name, field string
	before, after    string
}

func (p *Preview) add(o importer.Outcome) {
	for _, c := range o.Changes {
		if p.Total++; len(p.shown) < mostPreviewed {
			p.shown = append(p.shown, previewed{o.Line, cmp.Or(o.Number, o.Key), o.Name, c.Field, c.Before, c.Left()})
		}
	}
}

// More is the number of changes that are not shown.
func (p *Preview) More() int { return p.Total - len(p.shown) }

// Widths of cells.
const (
	widestKey      = 36 // a GUID
	widestName     = 24
	narrowestValue = 12
	widestValues   = 120 // both together
)

// Rows gives the changes as aligned lines: line, number or key, name, field, and the
// value before → after. They fit into width columns where that can be, 0 for no bound.
// mark makes what differs stand out, nil for not at all; whatever else is in a line is
// visible text.
func (p *Preview) Rows(width int, mark func(string) string) []string {
	left := p.heads()
	room := widestValues
	if width > 0 {
		room = min(room, width-lines.Width(left[0])-len("   "))
	}
	mostBefore, mostAfter := p.share(max(room, 2*narrowestValue))
	befores, afters := make([]lines.Cut, len(p.shown)), make([]lines.Cut, len(p.shown))
	widest := len("before")
	for i, c := range p.shown {
		befores[i], afters[i] = lines.Difference(c.before, c.after, mostBefore, mostAfter)
		widest = max(widest, lines.Width(shownValue(befores[i])))
	}
	made := []string{left[0] + filled("before", "before", widest) + "   after"}
	for i := range p.shown {
		before := filled(marked(befores[i], mark), shownValue(befores[i]), widest)
		made = append(made, left[i+1]+before+" → "+marked(afters[i], mark))
	}
	return made
}

// share gives each side of the arrow half of the room, or what the other one leaves.
func (p *Preview) share(room int) (before, after int) {
	for _, c := range p.shown {
		before, after = max(before, lines.Width(lines.Line(c.before))), max(after, lines.Width(lines.Line(c.after)))
	}
	switch half := room / 2; {
	case before <= half:
		return before, room - before
	case after <= half:
		return room - after, after
	default:
		return half, room - half
	}
}

// heads is what the lines say of their rows, the names of the columns first.
func (p *Preview) heads() []string {
	rows := [][]string{{"line", "number", "name", "field", ""}}
	named := false
	for _, c := range p.shown {
		named = named || c.name != ""
		rows = append(rows, []string{strconv.Itoa(c.line), lines.Shorten(c.who, widestKey), lines.Shorten(c.name, widestName), c.field, ""})
	}
	if !named {
		for i := range rows {
			rows[i] = slices.Delete(rows[i], 2, 3)
		}
	}
	return lines.Table(rows, true)
}

// shownValue is a value as it is shown; an empty one is told.
func shownValue(c lines.Cut) string { return cmp.Or(c.Text(), "(empty)") }

// marked is a value with what differs marked.
func marked(c lines.Cut, mark func(string) string) string {
	if c.Differs == "" || mark == nil {
		return shownValue(c)
	}
	return c.Head + mark(c.Differs) + c.Tail
}

// filled fills a text up to a width; plain is the text without marks.
func filled(text, plain string, width int) string {
	return text + strings.Repeat(" ", max(0, width-lines.Width(plain)))
}
