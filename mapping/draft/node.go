package draft

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"

	"bcimport/mapping/yamlnode"
)

// kind is what a value of the file is.
type kind int

const (
	scalar kind = iota
	list
	object
	nothing // a key without a value
	strange // what a mapping file cannot hold: anchors, tags and the like
)

// node is a value of the file and where it stands.
type node struct {
	kind    kind
	text    string // of a scalar, as it is meant
	isText  bool   // a scalar that is no number and no truth value
	items   []*node
	members []member
	flow    bool // an object or a list within braces or brackets
	block   bool // a text of several lines
	start   int  // offset in the text, -1: unknown
	end     int  // of a scalar in one line and of what stands within braces; -1: elsewhere
}

// member is a key of an object with its value.
type member struct {
	name  string
	start int // of the key
	colon int // the offset behind the colon
	value *node
}

// find returns the member of a name.
func (n *node) find(name string) (member, int) {
	if n != nil {
		for i, m := range n.members {
			if m.name == name {
				return m, i
			}
		}
	}
	return member{}, -1
}

// at returns the value at a path, nil where there is none.
func (n *node) at(path ...string) *node {
	for _, name := range path {
		m, i := n.find(name)
		if i < 0 {
			return nil
		}
		n = m.value
	}
	return n
}

// same reports whether two values say the same. The order of keys says nothing.
func (n *node) same(other *node) bool {
	if n == nil || other == nil {
		return n == other
	}
	if n.kind != other.kind || n.text != other.text || n.isText != other.isText || len(n.items) != len(other.items) || len(n.members) != len(other.members) {
		return false
	}
	for i := range n.items {
		if !n.items[i].same(other.items[i]) {
			return false
		}
	}
	for _, m := range n.members {
		if o, i := other.find(m.name); i < 0 || !m.value.same(o.value) {
			return false
		}
	}
	return true
}

// reader finds out where the nodes of a parsed text stand.
type reader struct {
	text  string
	lines []int // offsets of their starts
}

// read parses a text with LF at the ends of its lines.
func read(text string) (*node, error) {
	r := yamlnode.Reader{}
	if strings.Trim(text, " \n") == "" || onlyComments(text) {
		return &node{kind: object, start: -1, end: -1}, nil
	}
	root := r.Root([]byte(text))
	if err := r.Problems.Sorted(); err != nil {
		return nil, err
	}
	own := &reader{text: text, lines: lineStarts(text)}
	return own.node(root, false), nil
}

// onlyComments reports whether a text says nothing.
func onlyComments(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// offset is that of a place, -1 where the text has no such place.
func (r *reader) offset(n ast.Node) int {
	at := yamlnode.PlaceOf(n, yamlnode.Place{})
	if at.Line < 1 || at.Line > len(r.lines) {
		return -1
	}
	offset := r.lines[at.Line-1]
	for range at.Column - 1 {
		if offset >= len(r.text) || r.text[offset] == '\n' {
			return -1
		}
		_, size := utf8.DecodeRuneInString(r.text[offset:])
		offset += size
	}
	return offset
}

func (r *reader) node(from ast.Node, within bool) *node {
	n := &node{kind: strange, start: r.offset(from), end: -1}
	switch from := from.(type) {
	case *ast.MappingNode:
		n.kind, n.flow = object, from.IsFlowStyle
		for _, v := range from.Values {
			n.members = append(n.members, r.member(v, within || n.flow))
		}
	case *ast.SequenceNode:
		n.kind, n.flow = list, from.IsFlowStyle
		for _, v := range from.Values {
			n.items = append(n.items, r.node(v, within || n.flow))
		}
	case *ast.StringNode:
		n.kind, n.text, n.isText = scalar, from.Value, true
		n.end = r.scalarEnd(n.start, within)
	case *ast.LiteralNode:
		n.kind, n.isText, n.block = scalar, true, true
		if from.Value != nil {
			n.text = from.Value.Value
		}
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		n.kind, n.text = scalar, from.GetToken().Value
		n.end = r.scalarEnd(n.start, within)
	case *ast.NullNode:
		n.kind = nothing
	}
	if n.flow {
		n.end = closing(r.text, n.start)
	}
	return n
}

func (r *reader) member(v *ast.MappingValueNode, within bool) member {
	m := member{start: r.offset(v.Key), colon: -1, value: r.node(v.Value, within)}
	switch key := ast.Node(v.Key).(type) {
	case *ast.StringNode:
		m.name = key.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode, *ast.NullNode:
		m.name = key.GetToken().Value
	default:
		m.value = &node{kind: strange, start: -1, end: -1}
		return m
	}
	if m.start >= 0 {
		m.colon = keyEnd(r.text, m.start)
	}
	return m
}

// scalarEnd is where a scalar ends that begins at an offset, -1 where it goes on in another
// line.
func (r *reader) scalarEnd(start int, within bool) int {
	if start < 0 || start >= len(r.text) {
		return -1
	}
	if c := r.text[start]; c == '"' || c == '\'' {
		return quoteEnd(r.text, start)
	}
	end := start
	for end < len(r.text) && r.text[end] != '\n' {
		if r.text[end] == '#' && end > start && (r.text[end-1] == ' ' || r.text[end-1] == '\t') {
			break
		}
		if within && strings.IndexByte(",]}", r.text[end]) >= 0 {
			break
		}
		end++
	}
	return start + len(strings.TrimRight(r.text[start:end], " \t"))
}

// quoteEnd is where a text in quotes ends, -1 where it does not in its line.
func quoteEnd(text string, start int) int {
	quote := text[start]
	for i := start + 1; i < len(text) && text[i] != '\n'; i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote && quote == '\'' && i+1 < len(text) && text[i+1] == '\'':
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return -1
}

// keyEnd is the offset behind the colon of a key, -1 where it is not found in its line.
func keyEnd(text string, start int) int {
	i := start
	if start < len(text) && (text[start] == '"' || text[start] == '\'') {
		if i = quoteEnd(text, start); i < 0 {
			return -1
		}
	}
	for ; i < len(text) && text[i] != '\n'; i++ {
		if text[i] == ':' && (i+1 == len(text) || strings.IndexByte(" \t\n,]}\"'", text[i+1]) >= 0) {
			return i + 1
		}
	}
	return -1
}

// closing is the offset behind the bracket that closes the one at an offset, -1 where there is
// none.
func closing(text string, start int) int {
	if start < 0 || start >= len(text) {
		return -1
	}
	open := 0
	for i := start; i < len(text); i++ {
		switch c := text[i]; c {
		case '{', '[':
			open++
		case '}', ']':
			if open--; open == 0 {
				return i + 1
			}
		case '#':
			if i > start && strings.IndexByte(" \t\n", text[i-1]) >= 0 {
				i += strings.IndexByte(text[i:]+"\n", '\n')
			}
		case '"', '\'':
			if strings.IndexByte(" \t\n,[{:", text[i-1]) < 0 {
				continue // within a plain text
			}
			end := quoteEnd(text, i)
			if end < 0 {
				return -1
			}
			i = end - 1
		}
	}
	return -1
}
