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
	Values []string
	Reason string
	Unsure bool // it is a question, and so a comment
}

// foundFormat is what the cells of a proposed column say of their format.
type foundFormat struct {
	column string
	blanks bool // some of its cells are blank
	formats.Finding
}

// formats joins what the columns say: a mapping has one format for all of them.
func (m *recordMaker) formats() []Format {
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
	return append(all, m.booleans()...)
}

// one proposes the format that some columns certainly have, where none has another.
func (m *recordMaker) one(name string, of func(foundFormat) (format string, has bool)) []Format {
	var sure, doubtful []foundFormat
	for _, f := range m.findings {
		format, has := of(f)
		switch {
		case !has || f.State == formats.Unseen:
		case f.State == formats.Sure && format != "":
			sure = append(sure, f)
		case f.State != formats.Sure:
			doubtful = append(doubtful, f)
		}
	}
	var all []Format
	for _, f := range sure {
		format, _ := of(f)
		if !slices.ContainsFunc(all, func(other Format) bool { return other.Values[0] == format }) {
			all = append(all, Format{Name: name, Values: []string{format}, Reason: fmt.Sprintf("as the values of %q show", f.column)})
		}
	}
	if len(all) > 1 {
		for i := range all {
			all[i].Unsure = true
			all[i].Reason += "; other columns show another, and without this line each is read as its own values show"
		}
		return all
	}
	if len(all) == 1 { // it settles what is ambiguous, not what is mixed
		doubtful = slices.DeleteFunc(doubtful, func(f foundFormat) bool { return f.State == formats.Ambiguous })
	}
	for _, f := range doubtful {
		all = append(all, question(name, f))
	}
	return all
}

// question asks how the cells of a column are to be read.
func question(name string, f foundFormat) Format {
	q := Format{Name: name, Unsure: true}
	e := f.Examples[0]
	switch {
	case f.State == formats.Mixed:
		q.Reason = fmt.Sprintf("the values of %q are written in several ways, such as %q and %q: correct the file, or set the right one", f.column, e.Cell, f.Examples[len(f.Examples)-1].Cell)
		q.Values = []string{"."}
		if name == "date" {
			q.Values = []string{"dd.MM.yyyy"}
		}
	case name == "decimal":
		q.Reason = fmt.Sprintf("%q in %q can be %s: is the decimal mark a comma or a dot?", e.Cell, f.column, strings.Join(e.Readings, " or "))
		q.Values = []string{","}
	default:
		q.Reason = fmt.Sprintf("%q in %q can be %s: which pattern is right, %s?", e.Cell, f.column, strings.Join(e.Readings, " or "), strings.Join(f.Patterns, " or "))
		q.Values = f.Patterns[:1]
	}
	return q
}

// booleans lists the words for true and false where the file has both; otherwise all usual
// ones go on being taken.
func (m *recordMaker) booleans() []Format {
	words := map[string][]string{}
	var unknown []string
	var columns []string
	blanks := ""
	for _, f := range m.findings {
		if f.Type != entity.Boolean {
			continue
		}
		columns = append(columns, f.column)
		if f.blanks {
			blanks = f.column
		}
		for _, w := range f.Words {
			if !slices.ContainsFunc(words[w.Value], func(other string) bool { return strings.EqualFold(other, w.Text) }) {
				words[w.Value] = append(words[w.Value], w.Text)
			}
		}
	}
	unknown = words[""]
	reason := fmt.Sprintf("as the values of %s show", quoted(columns))
	switch {
	case len(unknown) > 0:
		reason = fmt.Sprintf("which of the words in %s mean true, and which false? Found: %s", quoted(columns), strings.Join(unknown, ", "))
		return []Format{
			{Name: "true", Values: append(words["true"], unknown[0]), Reason: reason, Unsure: true},
			{Name: "false", Values: append(words["false"], unknown[1:]...), Reason: "the others", Unsure: true},
		}
	case len(words["true"]) > 0 && len(words["false"]) > 0:
		return []Format{{"true", words["true"], reason, false}, {"false", words["false"], reason, false}}
	case len(words["true"]) > 0 && blanks != "":
		return []Format{
			{"true", words["true"], reason, true},
			{"false", []string{""}, fmt.Sprintf("does an empty cell of %q mean no? Without these lines it leaves the field as it is", blanks), true},
		}
	}
	return nil
}

func quoted(columns []string) string {
	var all []string
	for _, c := range columns {
		all = append(all, fmt.Sprintf("%q", c))
	}
	return strings.Join(all, ", ")
}
