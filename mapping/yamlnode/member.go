package yamlnode

import (
	"github.com/goccy/go-yaml/ast"

	"bcimport/mapping/phrase"
	"bcimport/mapping/spelling"
)

// Member is one `key: value` of a YAML mapping.
type Member struct {
	Name  string
	At    Place // of the key
	Value ast.Node
}

// Keyword is a key that a YAML mapping may have.
type Keyword struct {
	Name     string
	Required bool
	Read     func(Member)
}

// Required returns a key that must be there.
func Required(name string, read func(Member)) Keyword { return Keyword{name, true, read} }

// Optional returns a key that may be left out.
func Optional(name string, read func(Member)) Keyword { return Keyword{name, false, read} }

// Object reads a YAML mapping whose keys are keywords. A key that is near to a
// keyword is read as if it were spelled right, so that it does not hide the
// problems below it.
func (r *Reader) Object(m Member, keywords []Keyword) {
	members, ok := r.Members(m)
	if !ok {
		return
	}
	known := make(map[string]Keyword, len(keywords))
	names := make([]string, len(keywords))
	for i, k := range keywords {
		known[k.Name], names[i] = k, k.Name
	}
	present := map[string]bool{}
	for _, m := range members {
		present[m.Name] = true
	}
	for _, child := range members {
		k, ok := known[child.Name]
		if !ok {
			r.Problemf(child.At, "unknown key %s%s", spelling.Quote(child.Name), spelling.Hint(child.Name, names, phrase.New("%s takes", m.Label())))
			k, ok = guess(child.Name, names, known)
			if !ok || present[k.Name] {
				continue
			}
			present[k.Name] = true
		}
		k.Read(child)
	}
	for _, k := range keywords {
		if k.Required && !present[k.Name] {
			r.Problemf(m.At, "%s needs the key %s", m.Label(), spelling.Quote(k.Name))
		}
	}
}

func guess(name string, names []string, known map[string]Keyword) (Keyword, bool) {
	words := spelling.Nearest(name, names)
	if len(words) != 1 {
		return Keyword{}, false
	}
	return known[words[0]], true
}

// Members lists the keys of a YAML mapping in order, each once.
func (r *Reader) Members(m Member) ([]Member, bool) {
	node, ok := m.Value.(*ast.MappingNode)
	if !ok {
		r.WrongType(m, "lines of `key: value`")
		return nil, false
	}
	var members []Member
	first := map[string]Place{}
	for _, v := range node.Values {
		child, ok := r.member(v)
		if !ok {
			continue
		}
		if at, twice := first[child.Name]; twice {
			r.Problemf(child.At, "key %s occurs twice, first in line %d", spelling.Quote(child.Name), at.Line)
			continue
		}
		first[child.Name] = child.At
		members = append(members, child)
	}
	return members, true
}

// member reads a key as it is written: 01 is the text 01.
func (r *Reader) member(v *ast.MappingValueNode) (Member, bool) {
	m := Member{Value: v.Value, At: PlaceOf(v.Key, Start())}
	key := ast.Node(v.Key)
	if explicit, ok := key.(*ast.MappingKeyNode); ok {
		key = explicit.Value
	}
	switch key := key.(type) {
	case *ast.StringNode:
		m.Name = key.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode, *ast.NullNode:
		m.Name = key.GetToken().Value
	default:
		r.Problemf(m.At, "a key must be a plain text; anchors, aliases, merge keys and tags are not supported")
		return Member{}, false
	}
	return m, true
}

// Text reads a value that must be a text.
func (r *Reader) Text(m Member) (string, bool) {
	switch node := m.Value.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.LiteralNode:
		if node.Value != nil && node.Value.Value != "" {
			return node.Value.Value, true
		}
		r.Problemf(m.Place(), "%s is an empty block; write \"|\" in quotes to mean the character", m.Label())
		return "", false
	}
	r.WrongType(m, "a text")
	return "", false
}

// WrongType adds the problem of a value that is of another kind than it must be.
func (r *Reader) WrongType(m Member, want string) {
	at := m.Place()
	switch node := m.Value.(type) {
	case *ast.NullNode:
		r.Problemf(at, "%s has no value; it must be %s", m.Label(), phrase.Known(want))
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		r.Problemf(at, "%s must be %s; YAML anchors, aliases and tags are not supported, and a text that begins with *, & or ! needs quotes", m.Label(), phrase.Known(want))
	case *ast.SequenceNode:
		r.Problemf(at, "%s must be %s, not a list", m.Label(), phrase.Known(want))
	case *ast.MappingNode:
		r.Problemf(at, "%s must be %s, not lines of `key: value`", m.Label(), phrase.Known(want))
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		written := node.GetToken().Value
		if want == "a text" {
			r.Problemf(at, "%s must be a text; write \"%s\" in quotes", m.Label(), written)
			return
		}
		r.Problemf(at, "%s must be %s, not %s", m.Label(), phrase.Known(want), written)
	default:
		r.Problemf(at, "%s must be %s", m.Label(), phrase.Known(want))
	}
}

// Place is where the value stands, or its key if the value has no place.
func (m Member) Place() Place { return PlaceOf(m.Value, m.At) }

// Label names the member in a problem.
func (m Member) Label() phrase.Phrase {
	if m.Name == "" {
		return phrase.New("the mapping")
	}
	return phrase.New("%s", spelling.Quote(m.Name))
}

// PlaceOf is where a node begins. A block mapping begins with its first key.
func PlaceOf(n ast.Node, otherwise Place) Place {
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
	return Place{token.Position.Line, token.Position.Column}
}
