package layout

// Kind says what a row is.
type Kind int

// The kinds.
const (
	Record  Kind = iota
	Total        // it adds up others
	Group        // a heading above a group of records
	Heading      // the header once more
	Line         // drawn with signs
	Footer       // a note below the last record
)

// Judge says what a row is: the position among the rows and its cells. mark is the text
// that tells, where there is one. torn reports whether the row before has too few or too
// many cells: then a row of few cells may be the rest of that one.
func (t *Table) Judge(l *Layout, seq int, record []string, torn bool) (kind Kind, mark string) {
	key := t.KeyOf(record)
	if l == nil || t.keyed(l, key) && !t.heads(key) {
		return Record, ""
	}
	filled := t.filled(record)
	switch {
	case t.repeats(filled):
		return Heading, ""
	case t.keyed(l, key):
		return Record, ""
	case allOf(filled, func(c cell) bool { return ruled(c.text) }):
		return Line, ""
	}
	if mark := t.totals(filled); mark != "" {
		return Total, mark
	}
	if torn || t.names < 2 {
		return Record, ""
	}
	switch {
	case seq < l.Last && t.groups(filled):
		return Group, filled[0].text
	case seq > l.Last && l.Behind <= mostFooters && t.footer(filled):
		return Footer, filled[0].text
	}
	return Record, ""
}
