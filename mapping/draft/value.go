package draft

import (
	"strconv"
	"strings"

	"bcimport/mapping/yamlnode"
)

// Value is what a change writes: a text, a truth value, a list or pairs.
type Value struct {
	node *node
}

// Text is a text as a value.
func Text(text string) Value { return Value{&node{kind: scalar, text: text, isText: true}} }

// Number is a whole number as a value, Truth a truth value.
func Number(n int) Value { return Value{&node{kind: scalar, text: strconv.Itoa(n)}} }

// Truth is a truth value.
func Truth(yes bool) Value { return Value{&node{kind: scalar, text: strconv.FormatBool(yes)}} }

// List is a list of texts as a value.
func List(texts ...string) Value {
	n := &node{kind: list}
	for _, text := range texts {
		n.items = append(n.items, Text(text).node)
	}
	return Value{n}
}

// Object is an object of one key with a value; And adds another.
func Object(name string, v Value) Value {
	return Value{&node{kind: object, members: []member{{name: name, value: v.node}}}}
}

// And returns an object with one more key.
func (v Value) And(name string, other Value) Value {
	members := append([]member(nil), v.node.members...)
	return Value{&node{kind: object, members: append(members, member{name: name, value: other.node})}}
}

// Pairs are texts and their replacements as a value.
func Pairs(pairs ...Pair) Value {
	n := &node{kind: object}
	for _, p := range pairs {
		n.members = append(n.members, member{name: p.From, value: Text(p.To).node})
	}
	return Value{n}
}

// write writes a value in one line.
func (n *node) write() string {
	var parts []string
	switch n.kind {
	case list:
		for _, item := range n.items {
			parts = append(parts, item.write())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case object:
		for _, m := range n.members {
			parts = append(parts, yamlnode.Quote(m.name)+": "+m.value.write())
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	if !n.isText {
		return n.text
	}
	return yamlnode.Quote(n.text)
}
