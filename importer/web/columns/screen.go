package columns

import (
	"errors"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/web/captions"
	"bcimport/importer/web/words/messages"
	"bcimport/mapping"
	"bcimport/mapping/draft"
	"bcimport/mapping/entity"
)

// Table is what the file holds, by its first rows.
type Table struct {
	Header []string
	Rows   [][]string
}

// Screen is what is to be seen of a mapping.
type Screen struct {
	// Set, Key and Match say which records are changed and what finds them; Written how the
	// file writes values, and General what holds for all fields.
	Set, Key, Match  Control
	Written, General []Control
	// Columns are the columns of the file: those that are open, those that are used, and then
	// the others.
	Columns []Column
	// Open counts what is still to be decided, and Why says what keeps the mapping from being
	// used; empty: it can be.
	Open int
	Why  []string
	// Asks reports whether it is open how the file writes its values.
	Asks bool
	// Problems are those that belong to no control.
	Problems []string
	// Warnings say what writing the chosen fields does besides.
	Warnings []string
}

// Ready reports whether the mapping can be used.
func (s Screen) Ready() bool { return len(s.Why) == 0 }

// Column is a column of the file with what it is used for.
type Column struct {
	Name    string
	Index   int // in the file, from 0
	Samples []string
	Filled  int
	Rows    int
	// Field is the control that says what it is for.
	Field Control
	// Sure is certain, likely or open; empty where a person has decided or it is not used.
	Sure string
	// Reason is why the program thinks so, and Notes are further words.
	Reason string
	Notes  []string
	// Options are those of the fields that it sets.
	Options []Options
	Used    bool
	// Problems are those of its field as a whole.
	Problems []string
}

// Options are the controls of a field.
type Options struct {
	Field    string
	Caption  string
	Controls []Control
	Values   []Replacement
	// Members are what a value can be replaced by; nil: anything.
	Members []Choice
	// Set counts the options that are not as usual.
	Set int
}

// Replacement is a value of the file and what is sent in its place.
type Replacement struct {
	From, To string
	Count    int // in the rows that were read
}

// Control is a thing that a person sets.
type Control struct {
	Name, Label, Hint string
	Kind              Kind
	Value             string
	Choices           []Choice
	Problems          []string
	Disabled          bool
	// Column reports whether it is that of a column, beside which stands how sure the program
	// is, and why.
	Column bool
}

// Kind is how a control looks.
type Kind string

// The kinds.
const (
	Select Kind = "select"
	Text   Kind = "text"
	Check  Kind = "check" // Value is yes or empty
)

// Choice is one of those that a Select has; a Group stands above the first of several.
type Choice struct {
	Value, Text, Group string
	Hint               string // says what it is; empty where that is plain
	Disabled           bool
}

// Editor makes and applies the controls of one mapping.
type Editor struct {
	draft *draft.Draft
	set   *entity.Entity
	sets  []importer.SetSummary
	table Table
	names []string // of the columns, as mappings write them
	words captions.Printer
	core  *messages.Language
	// called is what people call a field.
	called func(field string) string
}

// New returns the editor of a mapping of a set for a file. sets are those to choose from.
func New(d *draft.Draft, set *entity.Entity, sets runs.Sets, table Table, words captions.Printer) *Editor {
	e := &Editor{draft: d, set: set, sets: sets.Sets, table: table, words: words, core: messages.In(words.Lang()), called: captions.New(set, words)}
	for _, h := range table.Header {
		e.names = append(e.names, mapping.CleanHeader(h))
	}
	return e
}

// Screen returns what is to be seen, wrong being what is wrong with the mapping as it is.
func (e *Editor) Screen(wrong error) Screen {
	s := Screen{
		Set: e.setControl(), Key: e.keyControl(), Match: e.matchControl(),
		Written: e.writtenControls(), General: e.generalControls(),
	}
	for i := range e.names {
		s.Columns = append(s.Columns, e.column(i))
	}
	e.place(&s, wrong)
	s.count(e)
	slices.SortStableFunc(s.Columns, func(a, b Column) int { return a.rank() - b.rank() })
	return s
}

// rank puts what is open first and what is not used last.
func (c Column) rank() int {
	switch {
	case c.Sure == open:
		return 0
	case c.Used:
		return 1
	}
	return 2
}

const open = "open"

// count says what keeps the mapping from being used.
func (s *Screen) count(e *Editor) {
	undecided := 0
	for _, c := range s.Columns {
		if c.Sure == open {
			undecided++
		}
	}
	s.Open = undecided
	if undecided > 0 {
		s.Why = append(s.Why, e.words.T("%d columns to decide", undecided))
	}
	if _, rivals := e.draft.SetIsOpen(); rivals {
		s.Open++
		s.Why = append(s.Why, e.words.T("Choose the record set"))
	}
	for _, q := range e.draft.Questions() {
		s.Asks = true
		if q.Needed {
			s.Open++
			s.Why = append(s.Why, e.words.T("Say how the file writes its values"))
			break
		}
	}
	if !e.draft.Has("key", "column") {
		s.Open++
		s.Why = append(s.Why, e.words.T("Choose the column that finds the records"))
	}
	if len(e.draft.Fields()) == 0 {
		s.Why = append(s.Why, e.words.T("Choose a field for one column at least"))
	}
	if len(s.Why) == 0 && s.wrong() {
		s.Why = append(s.Why, e.words.T("Correct what is marked"))
	}
}

// wrong reports whether a problem is shown anywhere.
func (s *Screen) wrong() bool {
	bad := func(all []Control) bool {
		return slices.ContainsFunc(all, func(c Control) bool { return len(c.Problems) > 0 })
	}
	for _, c := range s.Columns {
		if len(c.Problems) > 0 || bad([]Control{c.Field}) {
			return true
		}
		for _, o := range c.Options {
			if bad(o.Controls) {
				return true
			}
		}
	}
	return len(s.Problems) > 0 || bad([]Control{s.Set, s.Key, s.Match}) || bad(s.Written) || bad(s.General)
}

// place puts what is wrong with the mapping beside the controls that it concerns. Of a
// mapping that is not complete, what is missing is said in other words.
func (e *Editor) place(s *Screen, wrong error) {
	if wrong == nil {
		return
	}
	var problems mapping.Problems
	if !errors.As(wrong, &problems) {
		s.Problems = append(s.Problems, wrong.Error())
		return
	}
	for _, p := range problems {
		path := e.draft.PathAt(p.Line)
		if missing := strings.Contains(p.Message, "needs the key") && len(path) < 2; missing || strings.Contains(p.Message, "it needs version, key and fields") {
			continue
		}
		if words := e.core.Phrase(p.Said, e.set); !s.put(path, words) {
			s.Problems = append(s.Problems, words)
		}
	}
}

// put says a problem beside the control of a path.
func (s *Screen) put(path []string, words string) bool {
	name := strings.Join(path, ".")
	for _, list := range [][]Control{s.Written, s.General} {
		for i := range list {
			if list[i].Name == name {
				list[i].Problems = append(list[i].Problems, words)
				return true
			}
		}
	}
	if len(path) == 0 {
		return false
	}
	switch path[0] {
	case "entity":
		s.Set.Problems = append(s.Set.Problems, words)
		return true
	case "key":
		s.Key.Problems = append(s.Key.Problems, words)
		return true
	case "fields":
		return len(path) > 1 && s.putField(path, words)
	}
	return false
}

func (s *Screen) putField(path []string, words string) bool {
	for i := range s.Columns {
		c := &s.Columns[i]
		for _, o := range c.Options {
			if o.Field != path[1] {
				continue
			}
			for n := range o.Controls {
				if control := &o.Controls[n]; len(path) > 2 && control.Name == strings.Join(path[:3], ".") {
					control.Problems = append(control.Problems, words)
					return true
				}
			}
			c.Problems = append(c.Problems, words)
			return true
		}
	}
	return false
}

// Group is some choices with a heading; an empty heading is none.
type Group struct {
	Heading string
	Choices []Choice
}

// Groups returns the choices of a control by their headings.
func (c Control) Groups() []Group {
	var all []Group
	for _, choice := range c.Choices {
		if len(all) == 0 || choice.Group != "" {
			all = append(all, Group{Heading: choice.Group})
		}
		last := &all[len(all)-1]
		last.Choices = append(last.Choices, choice)
	}
	return all
}

// DescribedBy lists the ids of what explains a control, for people who hear the page.
func (c Control) DescribedBy() string {
	var ids []string
	if c.Hint != "" {
		ids = append(ids, c.Name+"-hint")
	}
	if len(c.Problems) > 0 {
		ids = append(ids, c.Name+"-problem")
	}
	if c.Column {
		ids = append(ids, c.Name+"-sure", c.Name+"-why")
	}
	return strings.Join(ids, " ")
}
