package columns

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bcimport/mapping"
	"bcimport/mapping/draft"
	"bcimport/mapping/entity"
)

// What a column can be for, beside the fields.
const (
	undecided = ""
	notUsed   = "-"
	isKey     = "key"
	isState   = "etag"
	isField   = "field:"
	isBefore  = "before:"
)

// Number is the place of a column in the file, from 1.
func (c Column) Number() int { return c.Index + 1 }

// column shows one column of the file.
func (e *Editor) column(i int) Column {
	c := Column{Name: e.names[i], Index: i, Rows: len(e.table.Rows)}
	c.Samples, c.Filled = e.samples(i, 3)
	called := c.Name
	if called == "" {
		called = e.words.T("column %d", c.Number())
	}
	use := e.draft.Use(c.Name)
	c.Used = !use.None()
	value := e.current(c.Name, use)
	c.Field = Control{Name: "column." + strconv.Itoa(i), Label: e.words.T("Field for %s", called), Kind: Select, Value: value, Column: true}
	if wrong := e.unnameable(i); wrong != "" {
		c.Field.Disabled, c.Field.Hint = true, wrong
		c.Field.Choices = []Choice{{Value: notUsed, Text: e.words.T("Not used")}}
		return c
	}
	c.Field.Choices = e.choices(c.Name, value)
	e.explain(&c, use)
	switch {
	case value == isState:
		c.Notes = append(c.Notes, e.stateHint())
	case strings.HasPrefix(value, isBefore):
		c.Notes = append(c.Notes, e.beforeHint())
	}
	for n, field := range use.Fields {
		c.Options = append(c.Options, e.options(field, i))
		if n > 0 {
			c.Notes = append(c.Notes, e.words.T("It is used for %s as well.", e.caption(field)))
		}
	}
	if len(use.Fields) > 0 && use.Key {
		c.Notes = append(c.Notes, e.words.T("It finds the records as well."))
	}
	for _, field := range e.inExpressions(c.Name) {
		c.Used = true
		c.Notes = append(c.Notes, e.words.T("The expression of %s uses it.", e.caption(field)))
	}
	return c
}

// current is what the control of a column stands at.
func (e *Editor) current(name string, use draft.Use) string {
	switch {
	case len(use.Fields) > 0:
		return isField + use.Fields[0]
	case use.Key:
		return isKey
	case use.ETag:
		return isState
	case len(use.Before) > 0:
		return isBefore + use.Before[0]
	}
	for _, s := range e.draft.Suggestions() {
		if s.Column == name && !s.Withheld {
			return undecided
		}
	}
	return notUsed
}

// explain says how sure the program is of a column, and why.
func (e *Editor) explain(c *Column, use draft.Use) {
	switch {
	case len(use.Fields) > 0:
		c.Sure, c.Reason = e.draft.Confidence("fields", use.Fields[0])
	case use.Key:
		c.Sure, c.Reason = e.draft.Confidence("key", "column")
	}
	c.Reason = e.core.Note(c.Reason, e.set)
	for _, s := range e.draft.Suggestions() {
		if s.Column != c.Name || c.Used {
			continue
		}
		if !s.Withheld {
			c.Sure = open
		}
		words := e.core.Note(s.Reason, e.set)
		switch {
		case s.Key:
			words = e.words.T("Finds the record (key)") + ": " + words
		case s.Field != "":
			words = e.caption(s.Field) + ": " + words
		}
		if s.Note != "" {
			words += "; " + e.core.Note(s.Note, e.set)
		}
		c.Notes = append(c.Notes, words)
	}
	if len(use.Fields) > 0 {
		if f := e.field(use.Fields[0]); f.Warning != "" {
			c.Notes = append(c.Notes, e.core.Note(f.Warning, e.set))
		}
		if region := e.draft.Region(use.Fields[0]); region != "" {
			c.Notes = append(c.Notes, e.words.T("The options can bring all phone numbers to one form; most of them are from %s.", region))
		}
	}
}

// unnameable says why no mapping can name a column; empty where one can.
func (e *Editor) unnameable(i int) string {
	name := e.names[i]
	if name == "" {
		return e.words.T("The column has no name; give it one in the file to use it.")
	}
	for n, other := range e.names {
		if n != i && strings.EqualFold(other, name) {
			return e.words.T("Two columns have this name; rename one in the file to use it.")
		}
	}
	return ""
}

// choices lists what a column can be for.
func (e *Editor) choices(column, value string) []Choice {
	var all []Choice
	if value == undecided {
		all = append(all, Choice{Value: undecided, Text: e.words.T("Decide …")})
	}
	all = append(all, Choice{Value: notUsed, Text: e.words.T("Not used")}, Choice{Value: isKey, Text: e.words.T("Finds the record (key)")})
	first := true
	add := func(name, text string, disabled bool) {
		c := Choice{Value: isField + name, Text: text, Disabled: disabled}
		if first {
			c.Group, first = e.words.T("Fields"), false
		}
		all = append(all, c)
	}
	for i := range e.set.Fields {
		f := &e.set.Fields[i]
		if f.Name == e.set.Key || f.ReadOnly != "" {
			continue
		}
		add(f.Name, e.caption(f.Name)+e.taken(column, f.Name), false)
	}
	if name, ok := strings.CutPrefix(value, isField); ok && !slices.ContainsFunc(all, func(c Choice) bool { return c.Value == value }) {
		add(name, name, false) // of a mapping that says what is not known
	}
	for i := range e.set.Fields {
		if f := &e.set.Fields[i]; f.ReadOnly != "" && f.Name != e.set.Key {
			add(f.Name, e.words.T("%s (cannot be written)", e.caption(f.Name)), true)
		}
	}
	all = append(all, Choice{Value: isState, Text: e.words.T("State of the record when the file was made"), Hint: e.stateHint(), Group: e.words.T("More")})
	for _, field := range e.draft.Fields() {
		all = append(all, Choice{Value: isBefore + field, Text: e.words.T("%s before the edit", e.caption(field)), Hint: e.beforeHint()})
	}
	return all
}

// stateHint and beforeHint say what two uses of a column are that are no field.
func (e *Editor) stateHint() string {
	return e.words.T("Such as @odata.etag: a row is written only where its record has not changed since the file was made.")
}

func (e *Editor) beforeHint() string {
	return e.words.T("What the field held when somebody began to edit the file: a row is refused where Business Central holds something else now.")
}

// taken says which column a field has already.
func (e *Editor) taken(column, field string) string {
	columns := e.draft.Columns(field)
	if len(columns) == 0 || slices.ContainsFunc(columns, func(c string) bool { return strings.EqualFold(c, column) }) {
		return ""
	}
	return " ← " + strings.Join(columns, ", ")
}

// field is what is known of a field of the set.
func (e *Editor) field(name string) *entity.Field {
	if f, ok := e.set.Field(name); ok {
		return &f
	}
	return &entity.Field{Name: name}
}

// caption is what people call a field, with its name.
func (e *Editor) caption(name string) string {
	called := e.called(name)
	if strings.EqualFold(called, name) {
		return called
	}
	return called + " (" + name + ")"
}

// samples are the first different values of a column, and how many cells are filled.
func (e *Editor) samples(i, most int) (values []string, filled int) {
	for _, row := range e.table.Rows {
		if i >= len(row) || mapping.IsBlank(row[i]) {
			continue
		}
		filled++
		if len(values) < most && !slices.Contains(values, row[i]) {
			values = append(values, row[i])
		}
	}
	return values, filled
}

// inExpressions lists the fields whose expressions name a column.
func (e *Editor) inExpressions(column string) []string {
	var all []string
	cells := regexp.MustCompile(`row\[("(?:[^"\\]|\\.)*"|'[^']*')\]`)
	for _, field := range e.draft.Fields() {
		expr, ok := e.draft.Text("fields", field, "expr")
		if !ok {
			continue
		}
		for _, found := range cells.FindAllStringSubmatch(expr, -1) {
			if strings.EqualFold(strings.Trim(found[1], `"'`), column) {
				all = append(all, field)
				break
			}
		}
	}
	return all
}
