package mapping

import (
	"github.com/goccy/go-yaml/ast"

	"bcimport/mapping/spelling"
)

// member is one `key: value` of a YAML mapping.
type member struct {
	name  string
	at    place // of the key
	value ast.Node
}

// keyword is a key that a YAML mapping may have.
type keyword struct {
	name     string
	required bool
	read     func(member)
}

// object reads a YAML mapping whose keys are keywords. A key that is near to a
// keyword is read as if it were spelled right, so that it does not hide the
// problems below it.
func (d *document) object(m member, keywords []keyword) {
	members, ok := d.members(m)
	if !ok {
		return
	}
	known := make(map[string]keyword, len(keywords))
	names := make([]string, len(keywords))
	for i, k := range keywords {
		known[k.name], names[i] = k, k.name
	}
	present := map[string]bool{}
	for _, m := range members {
		present[m.name] = true
	}
	for _, child := range members {
		k, ok := known[child.name]
		if !ok {
			d.problem(child.at, "unknown key %s%s", quote(child.name), hint(child.name, names, m.label()+" takes"))
			k, ok = guess(child.name, names, known)
			if !ok || present[k.name] {
				continue
			}
			present[k.name] = true
		}
		k.read(child)
	}
	for _, k := range keywords {
		if k.required && !present[k.name] {
			d.problem(m.at, "%s needs the key %s", m.label(), quote(k.name))
		}
	}
}

func guess(name string, names []string, known map[string]keyword) (keyword, bool) {
	words := spelling.Nearest(name, names)
	if len(words) != 1 {
		return keyword{}, false
	}
	return known[words[0]], true
}

// members lists the keys of a YAML mapping in order, each once.
func (d *document) members(m member) ([]member, bool) {
	node, ok := m.value.(*ast.MappingNode)
	if !ok {
		d.wrongType(m, "lines of `key: value`")
		return nil, false
	}
	var members []member
	first := map[string]place{}
	for _, v := range node.Values {
		child, ok := d.member(v)
		if !ok {
			continue
		}
		if at, twice := first[child.name]; twice {
			d.problem(child.at, "key %s occurs twice, first in line %d", quote(child.name), at.line)
			continue
		}
		first[child.name] = child.at
		members = append(members, child)
	}
	return members, true
}

// member reads a key as it is written: 01 is the text 01.
func (d *document) member(v *ast.MappingValueNode) (member, bool) {
	m := member{value: v.Value, at: placeOf(v.Key, start)}
	key := ast.Node(v.Key)
	if explicit, ok := key.(*ast.MappingKeyNode); ok {
		key = explicit.Value
	}
	switch key := key.(type) {
	case *ast.StringNode:
		m.name = key.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode, *ast.NullNode:
		m.name = key.GetToken().Value
	default:
		d.problem(m.at, "a key must be a plain text; anchors, aliases, merge keys and tags are not supported")
		return member{}, false
	}
	return m, true
}

// text reads a value that must be a text.
func (d *document) text(m member) (string, bool) {
	switch node := m.value.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		if node.Value != nil && node.Value.Value != "" {
			return node.Value.Value, true
		}
		d.problem(m.place(), "%s is an empty block; write \"|\" in quotes to mean the character", m.label())
		return "", false
	}
	d.wrongType(m, "a text")
	return "", false
}

func (d *document) wrongType(m member, want string) {
	at := m.place()
	switch node := m.value.(type) {
	case *ast.NullNode:
		d.problem(at, "%s has no value; it must be %s", m.label(), want)
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		d.problem(at, "%s must be %s; YAML anchors, aliases and tags are not supported, and a text that begins with *, & or ! needs quotes", m.label(), want)
	case *ast.SequenceNode:
		d.problem(at, "%s must be %s, not a list", m.label(), want)
	case *ast.MappingNode:
		d.problem(at, "%s must be %s, not lines of `key: value`", m.label(), want)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		written := node.GetToken().Value
		if want == "a text" {
			d.problem(at, "%s must be a text; write \"%s\" in quotes", m.label(), written)
			return
		}
		d.problem(at, "%s must be %s, not %s", m.label(), want, written)
	default:
		d.problem(at, "%s must be %s", m.label(), want)
	}
}

// place is where the value stands, or its key if the value has no place.
func (m member) place() place { return placeOf(m.value, m.at) }

func (m member) label() string {
	if m.name == "" {
		return "the mapping"
	}
	return quote(m.name)
}

// placeOf is where a node begins. A block mapping begins with its first key.
func placeOf(n ast.Node, otherwise place) place {
	if m, ok := n.(*ast.MappingNode); ok && !m.IsFlowStyle && len(m.Values) > 0 {
		n = m.Values[0].Key
	}
	if n == nil {
		return otherwise
	}
	token := n.GetToken()
	if token == nil || token.Position == nil || token.Position.Line < 1 || token.Position.Column < 1 {
		return otherwise
	}
	return place{token.Position.Line, token.Position.Column}
}
