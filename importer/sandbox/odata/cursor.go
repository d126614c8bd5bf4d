package odata

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// maxDepth is how deep JSON values may be nested.
const maxDepth = 100

// cursor reads JSON text once, strictly, and without reflection: a body of a
// hundred operations is read thousands of times a second. Its methods return
// false where the text is not what they read; err then says where.
type cursor struct {
	text []byte
	at   int
}

func (c *cursor) err() error { return fmt.Errorf("unexpected text at byte %d", c.at) }

// peek skips blanks and returns the next byte, 0 at the end.
func (c *cursor) peek() byte {
	for c.at < len(c.text) {
		switch b := c.text[c.at]; b {
		case ' ', '\t', '\r', '\n':
			c.at++
		default:
			return b
		}
	}
	return 0
}

// next skips blanks and steps over b.
func (c *cursor) next(b byte) bool {
	if c.peek() != b || c.at == len(c.text) {
		return false
	}
	c.at++
	return true
}

// members reads an object: read is called for each member, with its name and the
// cursor before its value.
func (c *cursor) members(read func(name []byte) bool) bool {
	return c.list('{', '}', func() bool {
		name, ok := c.str()
		return ok && c.next(':') && read(name)
	})
}

// elements reads an array: read is called before each element.
func (c *cursor) elements(read func() bool) bool { return c.list('[', ']', read) }

func (c *cursor) list(open, end byte, read func() bool) bool {
	if !c.next(open) {
		return false
	}
	if c.next(end) {
		return true
	}
	for {
		if !read() {
			return false
		}
		if c.next(end) {
			return true
		}
		if !c.next(',') {
			return false
		}
	}
}

// str reads a string. The bytes may be those of the text.
func (c *cursor) str() ([]byte, bool) {
	raw, plain, ok := c.quoted()
	if !ok {
		return nil, false
	}
	if plain {
		return raw[1 : len(raw)-1], true
	}
	if text, ok := unquote(raw); ok {
		return text, true
	}
	var value string
	err := json.Unmarshal(raw, &value)
	return []byte(value), err == nil
}

// unquote reads an ASCII string whose only escapes are \" and \\, as those of
// every eTag are.
func unquote(raw []byte) (text []byte, ok bool) {
	text = make([]byte, 0, len(raw))
	for i := 1; i < len(raw)-1; i++ {
		b := raw[i]
		if b == '\\' {
			i++
			if b = raw[i]; b != '"' && b != '\\' {
				return nil, false
			}
		}
		if b >= utf8.RuneSelf {
			return nil, false
		}
		text = append(text, b)
	}
	return text, true
}

// quoted steps over a string; plain reports whether it has no escapes.
func (c *cursor) quoted() (raw []byte, plain, ok bool) {
	if !c.next('"') {
		return nil, false, false
	}
	start := c.at - 1
	plain = true
	for ; c.at < len(c.text); c.at++ {
		switch b := c.text[c.at]; {
		case b == '"':
			c.at++
			raw = c.text[start:c.at]
			return raw, plain && utf8.Valid(raw), true
		case b == '\\':
			plain = false
			c.at++
		case b < 0x20:
			return nil, false, false
		}
	}
	return nil, false, false
}

// value steps over a value of any kind and returns its text.
func (c *cursor) value() ([]byte, bool) {
	c.peek()
	start := c.at
	if !c.skip(0) {
		return nil, false
	}
	return c.text[start:c.at], true
}

func (c *cursor) skip(depth int) bool {
	if depth >= maxDepth {
		return false
	}
	inside := func() bool { return c.skip(depth + 1) }
	switch c.peek() {
	case '{':
		return c.members(func([]byte) bool { return inside() })
	case '[':
		return c.elements(inside)
	case '"':
		raw, plain, ok := c.quoted()
		return ok && (plain || json.Valid(raw))
	default:
		return c.scalar()
	}
}

// scalar steps over a number, true, false or null.
func (c *cursor) scalar() bool {
	length := bytes.IndexAny(c.text[c.at:], " \t\r\n,:]}")
	if length < 0 {
		length = len(c.text) - c.at
	}
	ok := json.Valid(c.text[c.at : c.at+length])
	c.at += length
	return ok
}

// end reports whether nothing but blanks is left.
func (c *cursor) end() bool { return c.peek() == 0 && c.at == len(c.text) }
