package mapping

import "github.com/goccy/go-yaml/ast"

func (d *document) fields(m member) []Field {
	members, ok := d.members(m)
	if !ok {
		return nil
	}
	if len(members) == 0 {
		d.problem(m.place(), "fields is empty; it needs at least one of %s", listed(Fields()))
	}
	fields := make([]Field, len(members))
	for i, child := range members {
		d.fieldName(child)
		fields[i] = d.field(child)
	}
	return fields
}

func (d *document) fieldName(m member) {
	if _, ok := lookUpField(m.name); ok {
		return
	}
	if field, reason, ok := whyRefused(m.name); ok {
		d.problem(m.at, "field %s %s", quote(field), reason)
		return
	}
	d.problem(m.at, "unknown field %s%s", quote(m.name), hint(m.name, Fields(), "the fields are"))
}

// field reads the short form, a column's header, or the long form.
func (d *document) field(m member) Field {
	f := Field{Name: m.name, Otherwise: OtherwisePass, Validate: ValidateLocal}
	if _, long := m.value.(*ast.MappingNode); !long {
		d.column(m, &f.Column, &f.at)
		return f
	}
	var otherwise member
	d.object(m, []keyword{
		{"column", true, func(v member) { d.column(v, &f.Column, &f.at) }},
		{"base", false, func(v member) { d.column(v, &f.Base.Name, &f.Base.at) }},
		{"transform", false, func(v member) { f.Transform = d.transforms(v) }},
		{"values", false, func(v member) { f.Values = d.values(v) }},
		{"otherwise", false, func(v member) {
			otherwise = v
			choice(d, v, &f.Otherwise, OtherwisePass, OtherwiseError, OtherwiseLeave)
		}},
		{"validate", false, func(v member) { choice(d, v, &f.Validate, ValidateLocal, ValidateServer) }},
		{"blank", false, func(v member) { d.blank(v, &f.Blank) }},
	})
	if otherwise.value != nil && f.Values == nil {
		d.problem(otherwise.at, "otherwise speaks of the cells that values does not list, and %s has no values", quote(f.Name))
	}
	return f
}

func (d *document) transforms(m member) []Transform {
	list, ok := m.value.(*ast.SequenceNode)
	if !ok {
		d.wrongType(m, "a list, for example [trim, title]")
		return nil
	}
	var transforms []Transform
	for _, item := range list.Values {
		var t Transform
		choice(d, member{name: "transform", at: m.at, value: item}, &t, knownTransforms...)
		if t != "" {
			transforms = append(transforms, t)
		}
	}
	return transforms
}

// values reads what replaces what. It never returns nil, so that broken values
// are not taken for absent ones.
func (d *document) values(m member) map[string]string {
	values := map[string]string{}
	members, _ := d.members(m)
	for _, child := range members {
		from := compose(TrimBlank(child.name))
		if from == "" {
			d.problem(child.at, "values cannot replace a blank cell; blank says what that means")
			continue
		}
		if _, twice := values[from]; twice {
			d.problem(child.at, "%s stands twice in values", quote(from))
			continue
		}
		if to, ok := d.text(child); ok {
			values[from] = to
		}
	}
	return values
}
