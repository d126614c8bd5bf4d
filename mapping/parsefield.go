package mapping

import (
	"slices"

	"github.com/goccy/go-yaml/ast"

	"bcimport/mapping/entity"
	"bcimport/mapping/phrase"
	"bcimport/mapping/spelling"
	"bcimport/mapping/texts"
	"bcimport/mapping/yamlnode"
)

func (d *document) fields(m yamlnode.Member) []Field {
	members, ok := d.Members(m)
	if !ok {
		return nil
	}
	if len(members) == 0 {
		d.Problemf(m.Place(), "fields is empty; it needs at least one of %s", spelling.Listed(d.settable()))
	}
	fields := make([]Field, len(members))
	for i, child := range members {
		known := d.fieldName(child)
		fields[i] = d.field(child)
		if known {
			d.guardEffect(child, &fields[i])
			d.guardAlternatives(child, fields[:i])
		}
	}
	return fields
}

// fieldName reports whether a mapping can set the field of this name, or says why not.
func (d *document) fieldName(m yamlnode.Member) bool {
	if d.entity == nil {
		return false
	}
	if field, reason, ok := d.entity.Refusal(m.Name); ok {
		d.Problemf(m.At, "field %s %s", spelling.Quote(field), phrase.Known(reason))
		return false
	}
	_, ok := d.entity.Field(m.Name)
	if !ok {
		d.Problemf(m.At, "unknown field %s%s", spelling.Quote(m.Name), spelling.Hint(m.Name, d.settable(), phrase.New("the fields are")))
	}
	return ok
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
func (d *document) field(m yamlnode.Member) Field {
	f := Field{Name: m.Name, Of: d.known(m.Name), Otherwise: OtherwisePass, Validate: ValidateLocal}
	if _, long := m.Value.(*ast.MappingNode); !long {
		d.column(m, &f.Column, &f.at)
		return f
	}
	given := map[string]yamlnode.Member{}
	keywords := d.fieldKeywords(&f)
	for i, k := range keywords {
		keywords[i].Read = func(v yamlnode.Member) {
			given[k.Name] = v
			k.Read(v)
		}
	}
	d.Object(m, keywords)
	d.fieldTogether(m, &f, given)
	return f
}

func (d *document) fieldKeywords(f *Field) []yamlnode.Keyword {
	return []yamlnode.Keyword{
		yamlnode.Optional("column", func(v yamlnode.Member) { d.column(v, &f.Column, &f.at) }),
		yamlnode.Optional("columns", func(v yamlnode.Member) { f.Columns, f.at = d.columns(v), v.Place() }),
		yamlnode.Optional("join", func(v yamlnode.Member) { f.Join, _ = d.Text(v) }),
		yamlnode.Optional("expr", func(v yamlnode.Member) { f.Expression, f.at = d.expression(v), v.Place() }),
		yamlnode.Optional("base", func(v yamlnode.Member) { d.column(v, &f.Base.Name, &f.Base.at) }),
		yamlnode.Optional("split", func(v yamlnode.Member) { f.Split = d.split(v) }),
		yamlnode.Optional("replace", func(v yamlnode.Member) { f.Replace = d.replaces(v) }),
		yamlnode.Optional("transform", func(v yamlnode.Member) { f.Transform, f.Raw = d.transforms(v) }),
		yamlnode.Optional("region", func(v yamlnode.Member) { d.region(v, &f.Region) }),
		yamlnode.Optional("phone_format", func(v yamlnode.Member) { choice(d, v, &f.PhoneFormat, PhoneInternational, PhoneE164) }),
		yamlnode.Optional("values", func(v yamlnode.Member) { f.Values = d.values(v) }),
		yamlnode.Optional("values_file", func(v yamlnode.Member) { f.Values = d.valuesFile(v) }),
		yamlnode.Optional("otherwise", func(v yamlnode.Member) { choice(d, v, &f.Otherwise, OtherwisePass, OtherwiseError, OtherwiseLeave) }),
		yamlnode.Optional("validate", func(v yamlnode.Member) { choice(d, v, &f.Validate, ValidateLocal, ValidateServer) }),
		yamlnode.Optional("too_long", func(v yamlnode.Member) { choice(d, v, &f.TooLong, TooLongError, TooLongTruncate) }),
		yamlnode.Optional("blank", func(v yamlnode.Member) {
			d.blank(v, &f.Blank)
			d.blanks[f.Name] = v.Place()
		}),
		yamlnode.Optional("compare", func(v yamlnode.Member) {
			var c Compare
			choice(d, v, &c, CompareMeaning, CompareExact)
			f.Exact = c == CompareExact
		}),
		yamlnode.Optional("accept_damaged", func(v yamlnode.Member) { d.truth(v, &f.AcceptDamaged) }),
		yamlnode.Optional("lookup", func(v yamlnode.Member) { d.lookup(v, f) }),
		yamlnode.Optional("rename", func(v yamlnode.Member) { d.effect(v, f, entity.Renames, &f.Rename) }),
		yamlnode.Optional("post", func(v yamlnode.Member) { d.effect(v, f, entity.Posts, &f.Post) }),
	}
}

// fieldTogether judges what keys of a field mean for each other.
func (d *document) fieldTogether(m yamlnode.Member, f *Field, given map[string]yamlnode.Member) {
	has := func(name string) bool { _, ok := given[name]; return ok }
	sources := 0
	for _, name := range []string{"column", "columns", "expr"} {
		if has(name) {
			sources++
		}
	}
	switch sources {
	case 0:
		d.Problemf(m.At, "%s needs one of the keys \"column\", \"columns\", \"expr\"", m.Label())
	case 1:
	default:
		d.Problemf(m.At, "%s has several of the keys \"column\", \"columns\", \"expr\"; keep one of them", m.Label())
	}
	phone := slices.Contains(f.Transform, TransformPhone)
	if phone && !f.Of.Type.IsText() {
		d.Problemf(given["transform"].At, "the transform phone is for phone numbers, and %s is %s", spelling.Quote(f.Name), phrase.Known(f.Of.Type.Noun()))
	}
	name := spelling.Quote(f.Name)
	for _, rule := range []struct {
		key  string
		fine bool
		said phrase.Phrase
	}{
		{"join", has("columns"), phrase.New("join applies to several columns, and %s has no columns", name)},
		{"otherwise", f.Values != nil, phrase.New("otherwise applies to cells that values does not list, and %s has no values", name)},
		{"region", phone, phrase.New("region is for the transform phone, which %s does not have", name)},
		{"phone_format", phone, phrase.New("phone_format is for the transform phone, which %s does not have", name)},
		{"values_file", !has("values"), phrase.New("%s has both values and values_file; keep one of them", name)},
	} {
		if has(rule.key) && !rule.fine {
			d.Problemf(given[rule.key].At, "%s", rule.said)
		}
	}
}

// transforms reads a list; none reports whether it is empty, which turns the defaults off.
func (d *document) transforms(m yamlnode.Member) (transforms []Transform, none bool) {
	list, ok := m.Value.(*ast.SequenceNode)
	if !ok {
		d.WrongType(m, "a list, for example [upper, phone]")
		return nil, false
	}
	for _, item := range list.Values {
		var t Transform
		choice(d, yamlnode.Member{Name: "transform", At: m.At, Value: item}, &t, knownTransforms...)
		if t != "" {
			transforms = append(transforms, t)
		}
	}
	return transforms, len(list.Values) == 0
}

// values reads what replaces what. It never returns nil, so that broken values
// are not taken for absent ones.
func (d *document) values(m yamlnode.Member) map[string]string {
	values := map[string]string{}
	members, _ := d.Members(m)
	for _, child := range members {
		from := texts.Compose(TrimBlank(child.Name))
		if from == "" {
			d.Problemf(child.At, "values cannot replace a blank cell; set blank instead")
			continue
		}
		if _, twice := values[from]; twice {
			d.Problemf(child.At, "%s occurs twice in values", spelling.Quote(from))
			continue
		}
		if to, ok := d.Text(child); ok {
			values[from] = to
		}
	}
	return values
}
