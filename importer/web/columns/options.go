package columns

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"bcimport/importer/web/captions"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

const yes = "yes"

// on is the value of a Check.
func on(is bool) string {
	if is {
		return yes
	}
	return ""
}

// options are the controls of one field.
func (e *Editor) options(field string, column int) Options {
	f := e.field(field)
	o := Options{Field: field, Caption: e.caption(field)}
	o.Controls = append(o.Controls, e.allowed(f)...)
	o.Controls = append(o.Controls, e.formed(f)...)
	if f.Type == entity.GUID && f.Set != "" {
		o.Controls = append(o.Controls, e.selected(f.Name, "lookup", e.words.T("The cells hold"), []Choice{
			{Value: "", Text: e.words.T("ids of the records")}, {Value: "code", Text: e.words.T("codes")}, {Value: "number", Text: e.words.T("numbers")}, {Value: "displayName", Text: e.words.T("names")},
		}))
	}
	o.Controls = append(o.Controls, e.selected(field, "blank", e.words.T("Empty cells"), e.blanks(true)))
	o.Controls = append(o.Controls, e.parts(field)...)
	o.Controls = append(o.Controls, e.limits(f)...)
	o.Values, o.Members = e.replacements(field, column), e.members(f)
	if e.draft.Has("fields", field, "values") || e.draft.Has("fields", field, "values_file") {
		o.Controls = append(o.Controls, e.selected(field, "otherwise", e.words.T("Other values"), []Choice{{Value: "", Text: e.words.T("send them as they are")}, {Value: "error", Text: e.words.T("refuse the row")}, {Value: "leave", Text: e.words.T("leave the field as it is")}}))
	}
	for _, c := range o.Controls {
		if c.Value != "" {
			o.Set++
		}
	}
	for _, r := range o.Values {
		if r.To != "" {
			o.Set++
		}
	}
	return o
}

// allowed are the permissions of a field whose write does more than hold a value.
func (e *Editor) allowed(f *entity.Field) []Control {
	switch f.Effect {
	case entity.Renames:
		return []Control{e.check(f.Name, "rename", e.words.T("Allow renaming"), e.words.T("Another value renames the record and everything that refers to it."))}
	case entity.Posts:
		return []Control{e.check(f.Name, "post", e.words.T("Allow posting"), e.words.T("Another value posts an entry for every changed record."))}
	}
	return nil
}

// formed are the controls that bring a text into a form.
func (e *Editor) formed(f *entity.Field) []Control {
	if !f.Type.IsText() {
		return nil
	}
	has := e.draft.List("fields", f.Name, "transform")
	var all []Control
	for _, t := range e.transforms(f) {
		all = append(all, Control{
			Name: "fields." + f.Name + ".transform." + t.Value, Label: t.Text, Kind: Check, Value: on(slices.Contains(has, t.Value)),
		})
	}
	raw := e.draft.Has("fields", f.Name, "transform") && len(has) == 0
	all = append(all, Control{Name: "fields." + f.Name + ".raw", Label: e.words.T("Keep blanks as they are"), Kind: Check, Value: on(raw)})
	if slices.Contains(has, string(mapping.TransformPhone)) {
		all = append(all,
			e.text(f.Name, "region", e.words.T("Country of numbers without a country code"), e.words.T("Two letters, such as DE.")),
			e.selected(f.Name, "phone_format", e.words.T("Form of the numbers"), []Choice{{Value: "", Text: "+49 30 2312512"}, {Value: "e164", Text: "+49302312512"}}))
	}
	return all
}

// transforms are those that make sense for a field, and those that it has.
func (e *Editor) transforms(f *entity.Field) []Choice {
	all := []Choice{
		{Value: "phone", Text: e.words.T("One form for all phone numbers")}, {Value: "email", Text: e.words.T("Domains in small letters")},
		{Value: "lower", Text: e.words.T("Small letters")}, {Value: "upper", Text: e.words.T("Capital letters")}, {Value: "title", Text: e.words.T("A capital letter for each word")},
		{Value: "digits", Text: e.words.T("Digits alone")}, {Value: "repair", Text: e.words.T("Repair letters that were read wrongly (GroÃŸ)")},
	}
	has := e.draft.List("fields", f.Name, "transform")
	return slices.DeleteFunc(all, func(c Choice) bool {
		if slices.Contains(has, c.Value) {
			return false
		}
		switch mapping.Transform(c.Value) {
		case mapping.TransformPhone:
			return f.Purpose != entity.Phone
		case mapping.TransformEmail:
			return f.Purpose != entity.Email
		case mapping.TransformDigits, mapping.TransformUpper:
			return f.Purpose == entity.Email
		}
		return false
	})
}

// parts are the controls that make a text of a part of a cell or of several cells.
func (e *Editor) parts(field string) []Control {
	var all []Control
	if at, ok := e.draft.Text("fields", field, "split", "at"); ok {
		part, _ := e.draft.Text("fields", field, "split", "part")
		all = append(all,
			Control{Name: "fields." + field + ".split.at", Label: e.words.T("Divide the cell at"), Kind: Text, Value: at, Hint: e.words.T("Empty: take the whole cell.")},
			Control{Name: "fields." + field + ".split.part", Label: e.words.T("Part"), Kind: Select, Value: part, Choices: e.partChoices(part)})
	} else {
		all = append(all, Control{Name: "fields." + field + ".split.at", Label: e.words.T("Divide the cell at"), Kind: Text, Hint: e.words.T("Empty: take the whole cell.")})
	}
	if e.draft.Has("fields", field, "columns") {
		all = append(all, e.text(field, "join", e.words.T("Between the columns"), ""))
	}
	return append(all, e.selected(field, "base", e.words.T("Column with the value before the edit"), e.columnChoices(e.words.T("none"))))
}

func (e *Editor) partChoices(now string) []Choice {
	all := []Choice{{Value: "1", Text: e.words.T("the first")}, {Value: "2", Text: e.words.T("the second")}, {Value: "3", Text: e.words.T("the third")}, {Value: "-1", Text: e.words.T("the last")}, {Value: "-2", Text: e.words.T("the last but one")}}
	if !slices.ContainsFunc(all, func(c Choice) bool { return c.Value == now }) {
		all = append(all, Choice{Value: now, Text: now})
	}
	return all
}

// limits say what becomes of values that look wrong.
func (e *Editor) limits(f *entity.Field) []Control {
	var all []Control
	if f.Type.IsText() {
		all = append(all, e.selected(f.Name, "too_long", e.words.T("Texts that are too long"), []Choice{{Value: "", Text: e.words.T("refuse the row")}, {Value: "truncate", Text: e.words.T("shorten them")}}))
		all = append(all, e.check(f.Name, "compare", e.words.T("Send invisible differences too"), e.words.T("Blanks, and how a phone number is written.")))
		all = append(all, e.check(f.Name, "accept_damaged", e.words.T("Accept values that look damaged"), ""))
	}
	return append(all, e.selected(f.Name, "validate", e.words.T("Who checks the values"), []Choice{{Value: "", Text: e.words.T("this program and Business Central")}, {Value: "server", Text: e.words.T("Business Central alone")}}))
}

// blanks are what an empty cell can mean; inherit adds that it means what holds for all.
func (e *Editor) blanks(inherit bool) []Choice {
	all := []Choice{
		{Value: "keep", Text: e.words.T("leave the field as it is")}, {Value: "clear", Text: e.words.T("empty the field")}, {Value: "error", Text: e.words.T("refuse the row")},
	}
	if inherit {
		return append([]Choice{{Value: "", Text: e.words.T("as for all fields")}}, all...)
	}
	return all
}

// replacements are the values of a field, the most usual of the file and those that the
// mapping replaces. A column of many values has only the latter.
func (e *Editor) replacements(field string, column int) []Replacement {
	const most = 20
	var all []Replacement
	for _, p := range e.draft.Pairs("fields", field, "values") {
		all = append(all, Replacement{From: p.From, To: p.To})
	}
	counts := map[string]int{}
	for _, row := range e.table.Rows {
		if column < len(row) && !mapping.IsBlank(row[column]) {
			counts[mapping.TrimBlank(row[column])]++
		}
	}
	listed := len(counts) <= most
	for value, n := range counts {
		i := slices.IndexFunc(all, func(r Replacement) bool { return r.From == value })
		switch {
		case i >= 0:
			all[i].Count = n
		case listed:
			all = append(all, Replacement{From: value, Count: n})
		}
	}
	slices.SortStableFunc(all, func(a, b Replacement) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.From, b.From)) })
	return all
}

// members are the values that a field can have, nil for any.
func (e *Editor) members(f *entity.Field) []Choice {
	if f.Type != entity.Enumeration {
		return nil
	}
	all := []Choice{{Value: "", Text: e.words.T("as it is")}}
	for _, m := range f.Members {
		if m.Name != "" {
			all = append(all, Choice{Value: m.Name, Text: m.Name})
		}
	}
	return all
}

// Bad reports whether a problem is said beside one of the controls.
func (o Options) Bad() bool {
	return slices.ContainsFunc(o.Controls, func(c Control) bool { return len(c.Problems) > 0 })
}

// Has reports whether a value is one of the members, or none.
func (o Options) Has(value string) bool {
	return slices.ContainsFunc(o.Members, func(c Choice) bool { return c.Value == value })
}

// columnChoices lists the columns that can be named, and none of them.
func (e *Editor) columnChoices(none string) []Choice {
	all := []Choice{{Value: "", Text: none}}
	for i, name := range e.names {
		if e.unnameable(i) == "" {
			all = append(all, Choice{Value: name, Text: name})
		}
	}
	return all
}

// selected, text and check are the controls of options that a field has.
func (e *Editor) selected(field, option, label string, choices []Choice) Control {
	value, _ := e.draft.Text("fields", field, option)
	if value != "" && !slices.ContainsFunc(choices, func(c Choice) bool { return c.Value == value }) {
		choices = append(choices, Choice{Value: value, Text: value})
	}
	return Control{Name: "fields." + field + "." + option, Label: label, Kind: Select, Value: value, Choices: choices}
}

func (e *Editor) text(field, option, label, hint string) Control {
	value, _ := e.draft.Text("fields", field, option)
	return Control{Name: "fields." + field + "." + option, Label: label, Hint: hint, Kind: Text, Value: value}
}

func (e *Editor) check(field, option, label, hint string) Control {
	value, _ := e.draft.Text("fields", field, option)
	return Control{Name: "fields." + field + "." + option, Label: label, Hint: hint, Kind: Check, Value: on(value == "true" || value == "exact")}
}

// setControl chooses the record set.
func (e *Editor) setControl() Control {
	c := Control{Name: "entity", Label: e.words.T("Record set"), Kind: Select, Value: e.draft.Entity()}
	if rivals, undecidedSet := e.draft.SetIsOpen(); undecidedSet {
		c.Value = ""
		c.Choices = append(c.Choices, Choice{Value: "", Text: e.words.T("Decide …")})
		c.Hint = e.words.T("The columns fit several: %s.", strings.Join(rivals, ", "))
	}
	group := ""
	for _, s := range captions.Ordered(e.sets) {
		choice := Choice{Value: s.Name, Text: captions.Set(s, e.words)}
		if group == "" && !captions.Usual(s.Name) {
			group = e.words.T("More record sets")
			choice.Group = group
		}
		c.Choices = append(c.Choices, choice)
	}
	if now := e.draft.Entity(); !slices.ContainsFunc(c.Choices, func(other Choice) bool { return other.Value == now }) {
		c.Choices = append(c.Choices, Choice{Value: now, Text: now})
	}
	return c
}

// keyControl and matchControl choose what finds the records.
func (e *Editor) keyControl() Control {
	column, _ := e.draft.Text("key", "column")
	c := Control{Name: "key.column", Label: e.words.T("Key column"), Kind: Select, Value: column, Choices: e.columnChoices(e.words.T("Decide …"))}
	for _, choice := range c.Choices {
		if strings.EqualFold(choice.Value, column) {
			c.Value = choice.Value
			return c
		}
	}
	c.Choices = append(c.Choices, Choice{Value: column, Text: column})
	return c
}

func (e *Editor) matchControl() Control {
	match, _ := e.draft.Text("key", "match")
	c := Control{Name: "key.match", Label: e.words.T("The key holds"), Kind: Select, Value: cmp.Or(match, "auto")}
	for _, m := range mapping.Matches(e.set) {
		var text string
		switch m {
		case "auto":
			text = e.words.T("ids or numbers, by their form")
		case "id":
			text = e.words.T("ids of the records")
		default:
			text = e.caption(string(m))
		}
		c.Choices = append(c.Choices, Choice{Value: string(m), Text: text})
	}
	if !slices.ContainsFunc(c.Choices, func(other Choice) bool { return other.Value == c.Value }) {
		c.Choices = append(c.Choices, Choice{Value: c.Value, Text: c.Value})
	}
	return c
}

// writtenControls say how the file writes values.
func (e *Editor) writtenControls() []Control {
	text := func(format string) string { return strings.Join(e.draft.List("formats", format), ", ") }
	all := []Control{
		{Name: "formats.decimal", Label: e.words.T("Decimal mark"), Kind: Select, Value: text("decimal"), Choices: []Choice{{Value: "", Text: e.words.T("as the values show")}, {Value: ",", Text: e.words.T("comma (1.234,50)")}, {Value: ".", Text: e.words.T("point (1,234.50)")}}},
		{Name: "formats.date", Label: e.words.T("Dates"), Kind: Text, Value: text("date"), Hint: e.words.T("d or dd, M, MM or MMM, and yy or yyyy, such as dd.MM.yyyy; excel for serial numbers. Empty: as the values show.")},
		{Name: "formats.true", Label: e.words.T("Words for yes"), Kind: Text, Value: e.list("formats", "true"), Hint: e.words.T("Separated by commas.")},
		{Name: "formats.false", Label: e.words.T("Words for no"), Kind: Text, Value: e.list("formats", "false"), Hint: e.words.T("Separated by commas; (empty) is an empty cell.")},
	}
	for _, q := range e.draft.Questions() {
		for i := range all {
			if all[i].Name == "formats."+q.Format {
				all[i].Hint = e.core.Note(q.Reason, e.set)
			}
		}
	}
	return all
}

// empty is what stands for an empty cell in a list of words.
const empty = "(empty)"

func (e *Editor) list(path ...string) string {
	words := e.draft.List(path...)
	for i, w := range words {
		if w == "" {
			words[i] = empty
		}
	}
	return strings.Join(words, ", ")
}

// generalControls hold for all fields.
func (e *Editor) generalControls() []Control {
	blank, _ := e.draft.Text("blank")
	duplicates, _ := e.draft.Text("duplicates")
	word, _ := e.draft.Text("clear_word")
	return []Control{
		{Name: "blank", Label: e.words.T("Empty cells"), Kind: Select, Value: cmp.Or(blank, "keep"), Choices: e.blanks(false)},
		{Name: "clear_word", Label: e.words.T("Word that empties a field"), Kind: Text, Value: word, Hint: e.words.T("Such as <clear>. Empty: there is none.")},
		{Name: "duplicates", Label: e.words.T("Several rows for one record"), Kind: Select, Value: cmp.Or(duplicates, "error"), Choices: []Choice{{Value: "error", Text: e.words.T("refuse the file where they say different things")}, {Value: "in-order", Text: e.words.T("apply them one after another")}}},
	}
}

// number reads a whole number.
func number(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil
}
