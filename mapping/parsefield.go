package mapping

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"bcimport/mapping/entity"
)

func (d *document) fields(m member) []Field {
	members, ok := d.members(m)
	if !ok {
		return nil
	}
	if len(members) == 0 {
		d.problem(m.place(), "fields is empty; it needs at least one of %s", listed(d.settable()))
	}
	fields := make([]Field, len(members))
	for i, child := range members {
		d.fieldName(child)
		fields[i] = d.field(child)
	}
	return fields
}

func (d *document) fieldName(m member) {
	if d.entity == nil {
		return
	}
	if field, reason, ok := d.entity.Refusal(m.name); ok {
		d.problem(m.at, "field %s %s", quote(field), reason)
		return
	}
	if _, ok := d.entity.Field(m.name); !ok {
		d.problem(m.at, "unknown field %s%s", quote(m.name), hint(m.name, d.settable(), "the fields are"))
	}
}

// settable lists the fields that the mapping can set.
func (d *document) settable() []string {
	if d.entity == nil {
		return nil
	}
	return d.entity.Settable()
}

// known is what is known of a field; a plain text where that is nothing.
func (d *document) known(name string) *entity.Field {
	if d.entity == nil {
		return &entity.Field{Name: name}
	}
	return d.entity.Find(name)
}

// field reads the short form, a column's header, or the long form.
func (d *document) field(m member) Field {
	f := Field{Name: m.name, Of: d.known(m.name), Otherwise: OtherwisePass, Validate: ValidateLocal}
	if _, long := m.value.(*ast.MappingNode); !long {
		d.column(m, &f.Column, &f.at)
		return f
	}
	given := map[string]member{}
	keywords := d.fieldKeywords(&f)
	for i, k := range keywords {
		keywords[i].read = func(v member) {
			given[k.name] = v
			k.read(v)
		}
	}
	d.object(m, keywords)
	d.fieldTogether(m, &f, given)
	return f
}

func (d *document) fieldKeywords(f *Field) []keyword {
	return []keyword{
		{"column", false, func(v member) { d.column(v, &f.Column, &f.at) }},
		{"columns", false, func(v member) { f.Columns, f.at = d.columns(v), v.place() }},
		{"join", false, func(v member) { f.Join, _ = d.text(v) }},
		{"expr", false, func(v member) { f.Expression, f.at = d.expression(v), v.place() }},
		{"base", false, func(v member) { d.column(v, &f.Base.Name, &f.Base.at) }},
		{"split", false, func(v member) { f.Split = d.split(v) }},
		{"replace", false, func(v member) { f.Replace = d.replaces(v) }},
		{"transform", false, func(v member) { f.Transform, f.Raw = d.transforms(v) }},
		{"region", false, func(v member) { d.region(v, &f.Region) }},
		{"phone_format", false, func(v member) { choice(d, v, &f.PhoneFormat, PhoneInternational, PhoneE164) }},
		{"values", false, func(v member) { f.Values = d.values(v) }},
		{"values_file", false, func(v member) { f.Values = d.valuesFile(v) }},
		{"otherwise", false, func(v member) { choice(d, v, &f.Otherwise, OtherwisePass, OtherwiseError, OtherwiseLeave) }},
		{"validate", false, func(v member) { choice(d, v, &f.Validate, ValidateLocal, ValidateServer) }},
		{"too_long", false, func(v member) { choice(d, v, &f.TooLong, TooLongError, TooLongTruncate) }},
		{"blank", false, func(v member) { d.blank(v, &f.Blank) }},
		{"compare", false, func(v member) {
			var c Compare
			choice(d, v, &c, CompareMeaning, CompareExact)
			f.Exact = c == CompareExact
		}},
		{"accept_damaged", false, func(v member) { d.truth(v, &f.AcceptDamaged) }},
	}
}

// fieldTogether judges what keys of a field mean for each other.
func (d *document) fieldTogether(m member, f *Field, given map[string]member) {
	has := func(name string) bool { _, ok := given[name]; return ok }
	sources := 0
	for _, name := range []string{"column", "columns", "expr"} {
		if has(name) {
			sources++
		}
	}
	switch sources {
	case 0:
		d.problem(m.at, "%s needs one of the keys \"column\", \"columns\", \"expr\"", m.label())
	case 1:
	default:
		d.problem(m.at, "%s has several of the keys \"column\", \"columns\", \"expr\"; keep one of them", m.label())
	}
	phone := slices.Contains(f.Transform, TransformPhone)
	for _, rule := range []struct {
		key   string
		fine  bool
		words string
	}{
		{"join", has("columns"), "join applies to several columns, and %s has no columns"},
		{"otherwise", f.Values != nil, "otherwise applies to cells that values does not list, and %s has no values"},
		{"region", phone, "region is for the transform phone, which %s does not have"},
		{"phone_format", phone, "phone_format is for the transform phone, which %s does not have"},
		{"values_file", !has("values"), "%s has both values and values_file; keep one of them"},
	} {
		if has(rule.key) && !rule.fine {
			d.problem(given[rule.key].at, rule.words, quote(f.Name))
		}
	}
}

// transforms reads a list; none reports whether it is empty, which turns the defaults off.
func (d *document) transforms(m member) (transforms []Transform, none bool) {
	list, ok := m.value.(*ast.SequenceNode)
	if !ok {
		d.wrongType(m, "a list, for example [upper, phone]")
		return nil, false
	}
	for _, item := range list.Values {
		var t Transform
		choice(d, member{name: "transform", at: m.at, value: item}, &t, knownTransforms...)
		if t != "" {
			transforms = append(transforms, t)
		}
	}
	return transforms, len(list.Values) == 0
}

// values reads what replaces what. It never returns nil, so that broken values
// are not taken for absent ones.
func (d *document) values(m member) map[string]string {
	values := map[string]string{}
	members, _ := d.members(m)
	for _, child := range members {
		from := compose(TrimBlank(child.name))
		if from == "" {
			d.problem(child.at, "values cannot replace a blank cell; set blank instead")
			continue
		}
		if _, twice := values[from]; twice {
			d.problem(child.at, "%s occurs twice in values", quote(from))
			continue
		}
		if to, ok := d.text(child); ok {
			values[from] = to
		}
	}
	return values
}
