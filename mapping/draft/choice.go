package draft

import (
	"slices"
	"strings"

	"bcimport/mapping/entity"
)

// Use is what a column of the file is for.
type Use struct {
	Key, ETag bool
	// Fields are those whose value it is, alone or together with others; Before those whose
	// value before the edit it holds.
	Fields, Before []string
}

// None reports whether the column is not used.
func (u Use) None() bool { return !u.Key && !u.ETag && len(u.Fields) == 0 && len(u.Before) == 0 }

// Use returns what a column is for. The columns of an expression are not known here.
func (d *Draft) Use(column string) Use {
	var u Use
	is := func(text string, ok bool) bool { return ok && same(text, column) }
	u.Key, u.ETag = is(d.Text("key", "column")), is(d.Text("etag"))
	for _, field := range d.Fields() {
		if slices.ContainsFunc(d.Columns(field), func(of string) bool { return same(of, column) }) {
			u.Fields = append(u.Fields, field)
		}
		if is(d.Text("fields", field, "base")) {
			u.Before = append(u.Before, field)
		}
	}
	return u
}

// same reports whether two spellings mean one column.
func same(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// Fields lists the fields that the mapping sets, in the order of the file.
func (d *Draft) Fields() []string {
	var all []string
	if n := d.root.at("fields"); n != nil {
		for _, m := range n.members {
			all = append(all, m.name)
		}
	}
	return all
}

// Columns lists the columns that a field names.
func (d *Draft) Columns(field string) []string {
	if column, short := d.Text("fields", field); short {
		return []string{column}
	}
	if column, ok := d.Text("fields", field, "column"); ok {
		return []string{column}
	}
	return d.List("fields", field, "columns")
}

// Assign gives a field a column. What the program suggested for the two is taken along, but no
// permission, which is a choice of its own; a column that the field had before is not used by
// it any more.
func (d *Draft) Assign(column string, field *entity.Field) (Edit, error) {
	var change Edit
	var err error
	switch s := d.suggested(column, field.Name, false); {
	case d.Has("fields", field.Name):
		change, err = d.reassign(column, field.Name)
	case s != nil && len(s.options()) > 1:
		change, err = d.Set(Value{&node{kind: object, members: s.options()}}, "fields", field.Name)
	case field.Type == entity.GUID && field.Set != "" && field.By != "":
		change, err = d.Set(Object("column", Text(column)).And("lookup", Text(field.By)), "fields", field.Name)
	default:
		change, err = d.Set(Text(column), "fields", field.Name)
	}
	if err != nil {
		return Edit{}, err
	}
	change.Draft = change.settle(func(s Suggestion) bool {
		return same(s.Column, column) || !s.Key && s.Field == field.Name
	}, []string{"fields", field.Name}).used(column)
	return change, nil
}

// reassign gives a field that the file has another column.
func (d *Draft) reassign(column, field string) (Edit, error) {
	change := Edit{Draft: d}
	for _, option := range []string{"columns", "join", "expr"} {
		if !d.Has("fields", field, option) {
			continue
		}
		next, err := change.Remove("fields", field, option)
		if err != nil {
			return Edit{}, err
		}
		change = Edit{next.Draft, append(change.Lost, next.Lost...)}
	}
	next, err := change.Set(Text(column), "fields", field, "column")
	return Edit{next.Draft, append(change.Lost, next.Lost...)}, err
}

// suggested finds the suggestion of a column for a field or a key; nil: there is none.
func (d *Draft) suggested(column, field string, key bool) *Suggestion {
	for _, s := range d.Suggestions() {
		if s.Key == key && s.Field == field && same(s.Column, column) && s.value != nil {
			return &s
		}
	}
	return nil
}

// SetKey makes a column the one that finds the records, by a match.
func (d *Draft) SetKey(column, match string) (Edit, error) {
	change := Edit{Draft: d}
	for _, part := range [][2]string{{"column", column}, {"match", match}} {
		next, err := change.Set(Text(part[1]), "key", part[0])
		if err != nil {
			return Edit{}, err
		}
		change = Edit{next.Draft, append(change.Lost, next.Lost...)}
	}
	change.Draft = change.settle(func(s Suggestion) bool { return s.Key || same(s.Column, column) }, []string{"key", "column"}).used(column)
	change.Draft = change.without(func(_ int, line string) bool {
		text, _ := remark(line)
		return strings.HasPrefix(text, "No column was found that identifies") || text == "key:" || text == "column:" || strings.HasPrefix(text, "match: ") && strings.HasPrefix(line, "#")
	})
	return change, nil
}

// SetEntity makes the mapping one of a record set.
func (d *Draft) SetEntity(set string) (Edit, error) {
	change, err := d.Set(Text(set), "entity")
	if err != nil {
		return Edit{}, err
	}
	change.Draft = change.without(func(_ int, line string) bool {
		text, _ := remark(line)
		return strings.HasPrefix(text, "entity: ") && strings.Contains(text, "# unsure: or ")
	})
	return change, nil
}

// Drop uses a column for nothing: neither for the key nor for a field.
func (d *Draft) Drop(column string) (Edit, error) {
	change := Edit{Draft: d}
	u := d.Use(column)
	var paths [][]string
	if u.Key {
		paths = append(paths, []string{"key"})
	}
	if u.ETag {
		paths = append(paths, []string{"etag"})
	}
	for _, field := range u.Before {
		paths = append(paths, []string{"fields", field, "base"})
	}
	for _, field := range u.Fields {
		if columns := d.Columns(field); len(columns) > 1 {
			next, err := change.withoutColumn(field, column, columns)
			if err != nil {
				return Edit{}, err
			}
			change = Edit{next.Draft, append(change.Lost, next.Lost...)}
			continue
		}
		paths = append(paths, []string{"fields", field})
	}
	for _, path := range paths {
		next, err := change.Remove(path...)
		if err != nil {
			return Edit{}, err
		}
		change = Edit{next.Draft, append(change.Lost, next.Lost...)}
	}
	change.Draft = change.settle(func(s Suggestion) bool { return same(s.Column, column) })
	return change, nil
}

// withoutColumn takes one of several columns out of a field.
func (d *Draft) withoutColumn(field, column string, columns []string) (Edit, error) {
	left := slices.DeleteFunc(slices.Clone(columns), func(c string) bool { return same(c, column) })
	if len(left) == 1 {
		return d.reassign(left[0], field)
	}
	return d.Set(List(left...), "fields", field, "columns")
}

// used takes a column out of the comment that lists those that are not used, and the words
// out that say that there are no fields.
func (d *Draft) used(column string) *Draft {
	changed := d
	if len(d.Fields()) > 0 {
		changed = d.without(func(_ int, line string) bool {
			text, _ := remark(line)
			return strings.HasPrefix(text, "No column certainly matches a field") || text == "fields:"
		})
	}
	start := strings.Index(changed.text, "\n# Not used: ")
	if start < 0 {
		return changed
	}
	start++
	end := changed.lineEnd(start)
	for strings.HasPrefix(changed.text[min(end+1, len(changed.text)):], "#   ") {
		end = changed.lineEnd(end + 1)
	}
	listed := changed.text[start:end]
	for _, word := range []string{" " + column + ",", ", " + column, ",\n#   " + column, " " + column} {
		if i := strings.Index(listed, word); i >= 0 && (strings.HasSuffix(word, ",") || i+len(word) == len(listed)) {
			start, end = start+i, start+i+len(word)
			if word == " "+column { // the last that is listed
				start, end = start-i, min(end+1, len(changed.text))
			}
			return changed.uncomment(start, end)
		}
	}
	return changed
}
