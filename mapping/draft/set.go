package draft

import (
	"fmt"
	"slices"
	"strings"
)

// order is in which order the keys of the file and those of a field are written.
func order(depth int) []string {
	switch depth {
	case 1:
		return []string{"version", "entity", "input", "formats", "key", "duplicates", "etag", "blank", "clear_word", "fields"}
	case 3:
		return []string{
			"column", "columns", "join", "expr", "lookup", "base", "split", "replace", "transform", "region", "phone_format", "values", "values_file", "otherwise",
			"blank", "validate", "too_long", "compare", "accept_damaged", "rename", "post",
		}
	}
	return nil
}

// Set writes a value at a path of keys, in place of what stands there. The objects on its way
// are made where they are absent.
func (d *Draft) Set(v Value, path ...string) (Edit, error) {
	if n := d.root.at(path...); n != nil && n.same(v.node) {
		return Edit{Draft: d}, nil
	}
	parent := d.root.at(path[:len(path)-1]...)
	switch {
	case parent == nil || parent.kind == nothing:
		if len(path) == 1 {
			return Edit{}, ErrByHand
		}
		return d.Set(Object(path[len(path)-1], v), path[:len(path)-1]...)
	case parent.kind == scalar && len(path) == 3 && path[0] == "fields":
		return d.lengthen(parent.text, v, path)
	case parent.kind != object:
		return Edit{}, d.byHand(path[:len(path)-1])
	}
	var change Edit
	var err error
	if m, i := parent.find(path[len(path)-1]); i >= 0 {
		change, err = d.replace(parent, m, i, v.node, len(path))
	} else {
		change, err = d.insert(parent, v.node, path)
	}
	if err != nil {
		return Edit{}, err
	}
	return change, d.verify(change, v.node, path)
}

// lengthen sets an option of a field that is written as the name of its column alone.
func (d *Draft) lengthen(column string, v Value, path []string) (Edit, error) {
	option := path[len(path)-1]
	if option == "column" {
		return d.Set(v, path[:len(path)-1]...)
	}
	return d.Set(Object("column", Text(column)).And(option, v), path[:len(path)-1]...)
}

// Remove takes the key at a path out, with its value.
func (d *Draft) Remove(path ...string) (Edit, error) {
	parent := d.root.at(path[:len(path)-1]...)
	m, i := parent.find(path[len(path)-1])
	if i < 0 {
		return Edit{Draft: d}, nil
	}
	if m.start < 0 {
		return Edit{}, d.byHand(path)
	}
	var start, end int
	if parent.flow {
		start, end = d.flowMember(parent, i)
	} else {
		start, end = d.lineStart(m.start), d.entryEnd(parent, i)
	}
	if start < 0 || end < start {
		return Edit{}, d.byHand(path)
	}
	changed, err := d.with(start, end, "")
	if err != nil {
		return Edit{}, err
	}
	change := Edit{changed, ofPeople(comments(d.text[start:end]))}
	return change, d.verify(change, nil, path)
}

// verify wants the change to have done what was asked and nothing else.
func (d *Draft) verify(changed Edit, v *node, path []string) error {
	if !changed.root.same(expected(d.root, v, path)) {
		return d.byHand(path)
	}
	return nil
}

// expected is a value with another one at a path. Nil takes what stands there out.
func expected(n, v *node, path []string) *node {
	if len(path) == 0 {
		return v
	}
	changed := &node{kind: object, members: slices.Clone(n.members)}
	m, i := n.find(path[0])
	switch {
	case i >= 0 && v == nil && len(path) == 1:
		changed.members = slices.Delete(changed.members, i, i+1)
		if len(changed.members) == 0 && !n.flow && n.start >= 0 {
			changed = &node{kind: nothing}
		}
	case i >= 0:
		changed.members[i].value = expected(m.value, v, path[1:])
	case v != nil:
		changed.members = append(changed.members, member{name: path[0], value: v})
	}
	return changed
}

// byHand says where the part is that cannot be changed.
func (d *Draft) byHand(path []string) error {
	if line := d.Line(path...); line > 0 {
		return fmt.Errorf("%w (line %d)", ErrByHand, line)
	}
	return ErrByHand
}

// comments lists the comments of a part of the file.
func comments(text string) []string {
	var all []string
	for line := range strings.Lines(text) {
		if i := commentStart(line); i >= 0 {
			all = append(all, strings.TrimSpace(line[i+1:]))
		}
	}
	return all
}

// commentStart is where the comment of a line begins, -1 where it has none.
func commentStart(line string) int {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case (c == '"' || c == '\'') && (i == 0 || strings.IndexByte(" \t,[{:-", line[i-1]) >= 0):
			if end := quoteEnd(line, i); end > 0 {
				i = end - 1
			}
		case c == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t'):
			return i
		}
	}
	return -1
}
