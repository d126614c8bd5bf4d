package columns

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/draft"
)

// Change sets one control to a value, of the mapping as it is.
func (e *Editor) Change(name, value string) (draft.Edit, error) {
	kind, rest, _ := strings.Cut(name, ".")
	switch kind {
	case "entity":
		if value == "" {
			return draft.Edit{Draft: e.draft}, nil
		}
		return e.draft.SetEntity(value)
	case "key":
		return e.changeKey(rest, value)
	case "column":
		i, ok := number(rest)
		if !ok || i < 0 || i >= len(e.names) || e.unnameable(i) != "" {
			return draft.Edit{}, e.unknown(name)
		}
		return e.changeColumn(e.names[i], value)
	case "formats":
		return e.changeFormat(rest, value)
	case "blank", "clear_word", "duplicates":
		return e.set1(value, kind)
	case "fields":
		field, option, _ := strings.Cut(rest, ".")
		if !e.draft.Has("fields", field) {
			return draft.Edit{Draft: e.draft}, nil // of a field that another choice has taken out
		}
		return e.changeOption(field, option, value)
	}
	return draft.Edit{}, e.unknown(name)
}

func (e *Editor) unknown(name string) error {
	return importer.Invalidf("%q is nothing that can be set here", name)
}

// set1 sets a text, or takes the key out where it is empty.
func (e *Editor) set1(value string, path ...string) (draft.Edit, error) {
	if value == "" {
		return e.draft.Remove(path...)
	}
	return e.draft.Set(draft.Text(value), path...)
}

func (e *Editor) changeKey(part, value string) (draft.Edit, error) {
	match, _ := e.draft.Text("key", "match")
	column, _ := e.draft.Text("key", "column")
	switch {
	case part == "match" && column == "":
		return e.draft.Set(draft.Text(value), "key", "match")
	case part == "match":
		return e.draft.SetKey(column, value)
	case value == "":
		return draft.Edit{Draft: e.draft}, nil
	}
	return e.draft.SetKey(value, e.matchFor(value, match))
}

// matchFor is what a column holds as the key: what was suggested for it, else what the
// mapping says, else what its cells look like.
func (e *Editor) matchFor(column, now string) string {
	for _, s := range e.draft.Suggestions() {
		if s.Key && s.Column == column {
			return s.Field
		}
	}
	return cmp.Or(now, string(mapping.MatchAuto))
}

// changeColumn says what a column is for.
func (e *Editor) changeColumn(column, value string) (draft.Edit, error) {
	use := e.draft.Use(column)
	if value == e.current(column, use) || value == undecided {
		return draft.Edit{Draft: e.draft}, nil
	}
	match, _ := e.draft.Text("key", "match")
	suggested := e.matchFor(column, match)
	field, isAField := strings.CutPrefix(value, isField)
	if isAField { // what was suggested for the two must not be gone
		f := e.field(field)
		if f.ReadOnly != "" {
			return draft.Edit{}, importer.Invalidf("field %s %s", field, f.ReadOnly).Hintf("choose another field")
		}
		change, err := e.free(use, value)
		if err != nil {
			return draft.Edit{}, err
		}
		return also(change, func(d *draft.Draft) (draft.Edit, error) { return d.Assign(column, f) })
	}
	change, err := e.draft.Drop(column)
	if err != nil {
		return draft.Edit{}, err
	}
	return also(change, func(d *draft.Draft) (draft.Edit, error) {
		before, isOld := strings.CutPrefix(value, isBefore)
		switch {
		case value == isKey:
			return d.SetKey(column, suggested)
		case value == isState:
			return d.Set(draft.Text(column), "etag")
		case isOld && d.Has("fields", before):
			return d.Set(draft.Text(column), "fields", before, "base")
		}
		return draft.Edit{Draft: d}, nil
	})
}

// free takes a column from what it was used for, so that a field can have it. What the
// program left open of it stays.
func (e *Editor) free(use draft.Use, value string) (draft.Edit, error) {
	change := draft.Edit{Draft: e.draft}
	var paths [][]string
	if use.Key && len(use.Fields) == 0 {
		paths = append(paths, []string{"key"})
	}
	if use.ETag {
		paths = append(paths, []string{"etag"})
	}
	if len(use.Fields) > 0 && isField+use.Fields[0] != value && len(e.draft.Columns(use.Fields[0])) == 1 {
		paths = append(paths, []string{"fields", use.Fields[0]})
	}
	for _, path := range paths {
		var err error
		if change, err = also(change, func(d *draft.Draft) (draft.Edit, error) { return d.Remove(path...) }); err != nil {
			return draft.Edit{}, err
		}
	}
	return change, nil
}

// also makes one more change.
func also(change draft.Edit, more func(*draft.Draft) (draft.Edit, error)) (draft.Edit, error) {
	next, err := more(change.Draft)
	if err != nil {
		return draft.Edit{}, err
	}
	return draft.Edit{Draft: next.Draft, Lost: slices.Concat(change.Lost, next.Lost)}, nil
}

func (e *Editor) changeFormat(format, value string) (draft.Edit, error) {
	switch format {
	case "decimal", "date":
		if value = strings.TrimSpace(value); value == "" {
			return e.draft.SetFormat(format)
		}
		return e.draft.SetFormat(format, value)
	case "true", "false":
		return e.draft.SetFormat(format, words(value)...)
	}
	return draft.Edit{}, e.unknown("formats." + format)
}

// words splits a list that a person has typed.
func words(text string) []string {
	var all []string
	for _, w := range strings.Split(text, ",") {
		switch w = strings.TrimSpace(w); w {
		case "":
		case empty:
			all = append(all, "")
		default:
			all = append(all, w)
		}
	}
	return all
}

// changeOption sets an option of a field.
func (e *Editor) changeOption(field, option, value string) (draft.Edit, error) {
	path := []string{"fields", field, option}
	name, step, _ := strings.Cut(option, ".")
	switch name {
	case "transform":
		return e.changeTransform(field, step, value == yes)
	case "raw":
		if value == yes {
			return e.draft.Set(draft.List(), "fields", field, "transform")
		}
		return e.draft.Remove("fields", field, "transform")
	case "split":
		return e.changeSplit(field, step, value)
	case "compare":
		if value == yes {
			return e.draft.Set(draft.Text("exact"), path...)
		}
		return e.draft.Remove(path...)
	case "rename", "post", "accept_damaged":
		if value == yes {
			return e.draft.Set(draft.Truth(true), path...)
		}
		return e.draft.Remove(path...)
	case "region":
		return e.set1(strings.ToUpper(strings.TrimSpace(value)), path...)
	case "lookup", "blank", "base", "too_long", "validate", "phone_format", "join", "otherwise":
		return e.set1(value, path...)
	}
	return draft.Edit{}, e.unknown("fields." + field + "." + option)
}

// changeTransform adds a step behind the others, or takes it out.
func (e *Editor) changeTransform(field, step string, wanted bool) (draft.Edit, error) {
	steps := e.draft.List("fields", field, "transform")
	at := slices.Index(steps, step)
	switch {
	case wanted == (at >= 0):
		return draft.Edit{Draft: e.draft}, nil
	case wanted:
		steps = append(steps, step)
	default:
		steps = slices.Delete(steps, at, at+1)
	}
	change := draft.Edit{Draft: e.draft}
	if step == string(mapping.TransformPhone) && !wanted {
		for _, option := range []string{"region", "phone_format"} {
			var err error
			if change, err = also(change, func(d *draft.Draft) (draft.Edit, error) { return d.Remove("fields", field, option) }); err != nil {
				return draft.Edit{}, err
			}
		}
	}
	change, err := also(change, func(d *draft.Draft) (draft.Edit, error) {
		if len(steps) == 0 {
			return d.Remove("fields", field, "transform")
		}
		return d.Set(draft.List(steps...), "fields", field, "transform")
	})
	if err != nil || !wanted || step != string(mapping.TransformPhone) {
		return change, err
	}
	return also(change, func(d *draft.Draft) (draft.Edit, error) { return d.TakeRegion(field) })
}

func (e *Editor) changeSplit(field, part, value string) (draft.Edit, error) {
	switch {
	case part == "at" && value == "":
		return e.draft.Remove("fields", field, "split")
	case part == "at" && !e.draft.Has("fields", field, "split"):
		return e.draft.Set(draft.Object("at", draft.Text(value)).And("part", draft.Number(1)), "fields", field, "split")
	case part == "at":
		return e.draft.Set(draft.Text(value), "fields", field, "split", "at")
	}
	n, ok := number(value)
	if !ok || part != "part" {
		return draft.Edit{}, e.unknown(fmt.Sprintf("fields.%s.split.%s", field, part))
	}
	return e.draft.Set(draft.Number(n), "fields", field, "split", "part")
}

// ChangeValue says what is sent in place of a value of a field; empty: the value itself.
func (e *Editor) ChangeValue(field, from, to string) (draft.Edit, error) {
	pairs := e.draft.Pairs("fields", field, "values")
	i := slices.IndexFunc(pairs, func(p draft.Pair) bool { return p.From == from })
	switch {
	case !e.draft.Has("fields", field), i < 0 && to == "", i >= 0 && pairs[i].To == to:
		return draft.Edit{Draft: e.draft}, nil
	case to != "" && e.draft.Has("fields", field, "values"):
		return e.draft.Set(draft.Text(to), "fields", field, "values", from)
	case to != "":
		return e.draft.Set(draft.Pairs(draft.Pair{From: from, To: to}), "fields", field, "values")
	case len(pairs) > 1:
		return e.draft.Remove("fields", field, "values", from)
	}
	change, err := e.draft.Remove("fields", field, "values")
	if err != nil || !change.Has("fields", field, "otherwise") {
		return change, err
	}
	return also(change, func(d *draft.Draft) (draft.Edit, error) { return d.Remove("fields", field, "otherwise") })
}

// Control names the control that replaces the value at a position.
func (o Options) Control(i int) string { return "values." + o.Field + "." + strconv.Itoa(i) }
