package proposal

import (
	"fmt"
	"slices"
	"strings"

	"bcimport/mapping/entity"
	"bcimport/mapping/formats"
)

// Format is a line of formats: how the file writes values.
type Format struct {
	Name   string // decimal, date, true or false
	Column string // that shows it
	Values []string
	Reason string
	Unsure bool // it is a question, and so a comment
	Needed bool // the file cannot be read before it is answered
}

// foundFormat is what the cells of a proposed column say of their format.
type foundFormat struct {
	column string
	blanks bool // some of its cells are blank
	formats.Finding
}

// formats joins what the columns say: a mapping has one format for all of them. fields are
// those that are proposed.
func (m *recordMaker) formats(fields []Choice) []Format {
	var all []Format
	all = append(all, m.one("decimal", func(f foundFormat) (string, bool) {
		if f.Type != entity.Number && f.Type != entity.Integer {
			return "", false
		}
		if f.Decimal == 0 {
			return "", true
		}
		return string(f.Decimal), true
	})...)
	all = append(all, m.one("date", func(f foundFormat) (string, bool) { return f.Date, f.Type == entity.Date })...)
	return append(all, m.booleans(fields)...)
}

// one proposes the format that some columns certainly have, where none has another.
func (m *recordMaker) one(name string, of func(foundFormat) (format string, has bool)) []Format {
	var sure []Format
	var doubtful []foundFormat
	for _, f := range m.findings {
		format, has := of(f)
		switch {
		case !has || f.State == formats.Unseen:
		case f.State == formats.Ambiguous || f.State == formats.Mixed:
			doubtful = append(doubtful, f)
		case format != "" && !slices.ContainsFunc(sure, func(other Format) bool { return other.Values[0] == format }):
			sure = append(sure, Format{Name: name, Column: f.column, Values: []string{format}, Reason: fmt.Sprintf("as the values of %q show", f.column)})
		}
	}
	if len(sure) > 1 { // a date in ISO's form is read whatever the pattern
		sure = slices.DeleteFunc(sure, func(f Format) bool { return f.Values[0] == isoDate })
	}
	if len(sure) == 1 {
		doubtful = slices.DeleteFunc(doubtful, func(f foundFormat) bool { return f.settledBy(sure[0].Values[0]) })
	}
	if len(sure) > 1 || len(sure) == 1 && len(doubtful) > 0 {
		for i := range sure {
			sure[i].Unsure = true
			sure[i].Reason += "; other columns are written otherwise, and without this line each is read as its own values show"
		}
	}
	if len(doubtful) > 0 { // one answer is for all columns
		sure = append(sure, question(name, doubtful[0]))
	}
	return sure
}

const isoDate = "yyyy-MM-dd"

// settledBy reports whether a format of another column is one of those that a column may
// have.
func (f foundFormat) settledBy(format string) bool {
	return f.State == formats.Ambiguous && (f.Type != entity.Date || slices.Contains(f.Patterns, format))
}

// unanswered stands where a person has to say something; no mapping loads with it.
const unanswered = "?"

// question asks how the cells of a column are to be read.
func question(name string, f foundFormat) Format {
	q := Format{Name: name, Column: f.column, Values: []string{unanswered}, Unsure: true, Needed: true}
	e := f.Examples[0]
	readings := strings.Join(e.Readings, " or ")
	switch {
	case f.State == formats.Mixed:
		q.Reason = fmt.Sprintf("the values of %q are written in several ways, such as %q and %q: correct the file, or set the right one", f.column, e.Cell, f.Examples[len(f.Examples)-1].Cell)
	case name == "decimal":
		q.Reason = fmt.Sprintf("%q in %q can be %s: is the decimal mark a comma or a dot?", e.Cell, f.column, readings)
	case len(f.Patterns) == 1:
		q.Reason = fmt.Sprintf("%q in %q may be a spreadsheet's number for %s: is it %s?", e.Cell, f.column, readings, f.Patterns[0])
	default:
		q.Reason = fmt.Sprintf("%q in %q can be %s: which pattern is right, %s?", e.Cell, f.column, readings, strings.Join(f.Patterns, " or "))
	}
	return q
}

// booleans lists the words for true and false where the file has both; otherwise all usual
// ones go on being taken. A few cells that are neither are errors of their rows.
func (m *recordMaker) booleans(fields []Choice) []Format {
	b := m.booleanWords()
	yes, no := Format{Name: "true", Values: b.words["true"]}, Format{Name: "false", Values: b.words["false"]}
	yes.Reason = fmt.Sprintf("as the values of %s show", quoted(b.columns))
	both, unknown := len(yes.Values) > 0 && len(no.Values) > 0, strings.Join(b.words[""], ", ")
	switch {
	case both && b.odd*10 <= b.cells:
		no.Reason = yes.Reason
		if b.odd > 0 {
			yes.Reason += "; rows with another word are refused, which are: " + unknown
		}
	case b.odd > 0:
		yes.Values, no.Values = append(yes.Values, unanswered), append(no.Values, unanswered)
		yes.Reason = fmt.Sprintf("which words of %s mean true, and which false? Found: %s", quoted(b.columns), unknown)
		no.Reason = "the others"
		yes.Unsure, no.Unsure = true, true
		yes.Needed = slices.ContainsFunc(fields, func(c Choice) bool { return slices.Contains(b.columns, c.Column) })
		no.Needed = yes.Needed
	case len(yes.Values) > 0 && b.blanks != "":
		no.Values = []string{""}
		no.Reason = fmt.Sprintf("does an empty cell of %q mean no? Without these lines it leaves the field as it is", b.blanks)
		yes.Unsure, no.Unsure = true, true
	default:
		return nil
	}
	if len(b.columns) > 0 {
		yes.Column, no.Column = b.columns[0], b.columns[0]
	}
	return []Format{yes, no}
}

// booleanWords are the words of all columns of booleans.
type booleanWords struct {
	columns    []string
	blanks     string              // a column with blank cells; empty: none has any
	words      map[string][]string // for true, for false, and for neither
	odd, cells int                 // cells that are neither, and all
}

func (m *recordMaker) booleanWords() booleanWords {
	b := booleanWords{words: map[string][]string{}}
	for _, f := range m.findings {
		if f.Type != entity.Boolean {
			continue
		}
		b.columns = append(b.columns, f.column)
		if f.blanks {
			b.blanks = f.column
		}
		for _, w := range f.Words {
			b.cells += w.Count
			if w.Value == "" {
				b.odd += w.Count
			}
			if !slices.ContainsFunc(b.words[w.Value], func(other string) bool { return strings.EqualFold(other, w.Text) }) {
				b.words[w.Value] = append(b.words[w.Value], w.Text)
			}
		}
	}
	return b
}

func quoted(columns []string) string {
	var all []string
	for _, c := range columns {
		all = append(all, fmt.Sprintf("%q", c))
	}
	return strings.Join(all, ", ")
}
