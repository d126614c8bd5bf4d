package mapping

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// DecisionColumn is the header of the column in which a person settles a conflict. A
// mapping need not name it; Bound.Header and Bound.Sources know it by this name.
const DecisionColumn = "bcimport_decision"

// verdict is which of two values a person wants to stand.
type verdict string

const (
	undecided  verdict = ""
	keepTheirs verdict = "keep" // what the record holds
	takeMine   verdict = "take" // what the row wants
)

// decision is what a person wrote into the decision column. Either it is for the
// whole row, or it names fields; the zero value decides nothing.
type decision struct {
	row   verdict
	names []named
}

// named is the decision on one field, as the person names it.
type named struct {
	name    string
	verdict verdict
}

// parseDecision reads "keep", "take", or "take: email; keep: lastName, Title", whatever
// the capitals and blanks; commas, semicolons and line ends all separate. ok is false for
// anything else, and for a cell that decides on the row and on fields.
func parseDecision(cell string) (d decision, ok bool) {
	current := undecided
	for _, piece := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";,\n\r", r) }) {
		word, name, names := cutVerdict(piece)
		switch {
		case word != undecided && !names:
			if d.row != undecided && d.row != word {
				return decision{}, false
			}
			d.row, current = word, undecided
			continue
		case word != undecided:
			current = word
		default:
			name = TrimBlank(piece)
		}
		name = strings.Trim(name, `"'`)
		if name == "" && word == undecided {
			continue // two separators in a row
		}
		if name == "" || current == undecided {
			return decision{}, false
		}
		d.names = append(d.names, named{name, current})
	}
	return d, d.row == undecided || len(d.names) == 0
}

// cutVerdict cuts a leading keep or take off a piece, and the colon behind it.
func cutVerdict(piece string) (v verdict, name string, names bool) {
	word, name, names := strings.Cut(TrimBlank(piece), ":")
	switch v := verdict(strings.ToLower(TrimBlank(word))); v {
	case keepTheirs, takeMine:
		return v, TrimBlank(name), names
	}
	return undecided, "", false
}

// decide applies what the decision column says to the row's edit. The refusals are
// those of the row's cells: a field that stays theirs needs no good cell.
func (b *Bound) decide(record []string, edit *Edit, refusals []CellError) []CellError {
	if b.decisionIndex < 0 {
		return refusals
	}
	cell := edit.cell(record, b.decisionIndex)
	if IsBlank(cell) {
		return refusals
	}
	d, ok := parseDecision(cell)
	switch {
	case !ok:
		return append(refusals, b.badDecision(cell, NewMessage("decision_unreadable")))
	case d.row == takeMine:
		for _, v := range edit.Values {
			edit.Taken = append(edit.Taken, v.Field)
		}
		return refusals
	case d.row == keepTheirs:
		edit.KeepsTheirs = true
		for _, v := range slices.Clone(edit.Values) {
			if !edit.hasBase(v.Field) { // nothing tells whose value the record holds
				edit.leave(v.Field)
			}
		}
		return refusals
	}
	return b.decideFields(cell, d.names, edit, refusals)
}

// decideFields applies decisions on single fields.
func (b *Bound) decideFields(cell string, names []named, edit *Edit, refusals []CellError) []CellError {
	set := decidable(edit, refusals)
	verdicts := map[string]verdict{}
	for _, n := range names {
		known := false
		for _, field := range b.fieldsCalled(n.name) {
			if !slices.Contains(set, field) {
				continue
			}
			known = true
			if v := verdicts[field]; v != undecided && v != n.verdict {
				return append(refusals, b.badDecision(cell, NewMessage("decision_both", field)))
			}
			verdicts[field] = n.verdict
		}
		if !known {
			return append(refusals, b.badDecision(cell, notSet(n.name, set)))
		}
	}
	for _, field := range set {
		switch verdicts[field] {
		case keepTheirs:
			edit.leave(field)
			refusals = slices.DeleteFunc(refusals, func(r CellError) bool { return r.Field == field })
		case takeMine:
			edit.Taken = append(edit.Taken, field)
		}
	}
	return refusals
}

// decidable are the fields that the row sets, or would if their cells were good.
func decidable(edit *Edit, refusals []CellError) []string {
	var set []string
	for _, v := range edit.Values {
		set = append(set, v.Field)
	}
	for _, r := range refusals {
		if r.Field != "" && !slices.Contains(set, r.Field) {
			set = append(set, r.Field)
		}
	}
	return set
}

func notSet(name string, set []string) Message {
	if len(set) == 0 {
		return NewMessage("decision_sets_none", shortened(name))
	}
	fields := make([]Message, len(set))
	for i, field := range set {
		fields[i] = PlainMessage(field)
	}
	return NewMessage("decision_not_set", shortened(name), Enumeration(Either, fields...))
}

// fieldsCalled are the fields that a person means by a name: the API field, else all
// those whose text comes from a column with that header.
func (b *Bound) fieldsCalled(name string) []string {
	name = norm.NFC.String(name)
	var fields []string
	for i := range b.fields {
		f := &b.fields[i]
		if strings.EqualFold(f.Name, name) {
			return []string{f.Name}
		}
		cells := f.cells
		if cells == nil {
			cells = []int{f.index}
		}
		if slices.ContainsFunc(cells, func(at int) bool { return strings.EqualFold(b.names[at], name) }) {
			fields = append(fields, f.Name)
		}
	}
	return fields
}

func (b *Bound) badDecision(cell string, what Message) CellError {
	return CellError{
		Column: DecisionColumn, Index: b.decisionIndex, Field: DecisionColumn, Code: "invalid_decision",
		Message: NewMessage("invalid_decision", shortened(TrimBlank(cell)), DecisionColumn, what),
	}
}

// StatesBase reports whether the row says which state of the record it was made on, in part
// at least.
func (e *Edit) StatesBase() bool { return e.ETag != "" || len(e.Base) > 0 }

// Decided reports whether a person decided on every field of the row.
func (e *Edit) Decided() bool {
	return e.KeepsTheirs || len(e.Taken) == len(e.Values) && len(e.Taken)+len(e.Kept) > 0
}

// hasBase reports whether the row says what a field held when the row was made.
func (e *Edit) hasBase(field string) bool {
	return slices.ContainsFunc(e.Base, func(v Value) bool { return v.Field == field })
}

// leave takes a field out of what the row wants and remembers what it wanted.
func (e *Edit) leave(field string) {
	for _, v := range e.Values {
		if v.Field == field {
			e.Kept = append(e.Kept, v)
		}
	}
	not := func(v Value) bool { return v.Field == field }
	e.Values = slices.DeleteFunc(e.Values, not)
	e.Base = slices.DeleteFunc(e.Base, not)
	e.Truncated = slices.DeleteFunc(e.Truncated, not)
}
