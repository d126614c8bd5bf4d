package draft

import (
	"slices"
	"strings"

	"bcimport/mapping/yamlnode"
)

// widest is how long a line becomes before pairs are written one a line.
const widest = 100

// lines writes a key and its value as lines of a file, without LF at the end of the last.
// depth is that of the key, from 1; comment stands behind the key.
func (n *node) lines(name, indent, comment string, depth int) string {
	if n.kind == object && len(n.members) > 0 && (depth < 3 || len(indent)+len(n.write()) > widest) {
		var out strings.Builder
		out.WriteString(indent + yamlnode.Quote(name) + ":" + comment)
		for _, m := range n.members {
			out.WriteString("\n" + m.value.lines(m.name, indent+"  ", "", depth+1))
		}
		return out.String()
	}
	return indent + yamlnode.Quote(name) + ": " + n.write() + comment
}

// replace puts another value in the place of a member's.
func (d *Draft) replace(parent *node, m member, i int, v *node, depth int) (Edit, error) {
	old := m.value
	long := v.kind == object && len(v.members) > 0 && depth < 3
	inline := old.end >= 0 && (old.kind == scalar || old.flow)
	switch {
	case m.start < 0 || m.colon < 0 || old.kind == strange:
		return Edit{}, ErrByHand
	case inline && (parent.flow || !long):
		changed, err := d.with(old.start, old.end, v.write())
		return Edit{changed, ofPeople(comments(d.text[old.start:old.end]))}, err
	case parent.flow && old.kind == nothing:
		changed, err := d.with(m.colon, m.colon, " "+v.write())
		return Edit{Draft: changed}, err
	case parent.flow:
		return Edit{}, ErrByHand
	}
	start, end := d.lineStart(m.start), d.entryEnd(parent, i)
	if strings.Trim(d.text[start:m.start], " ") != "" {
		return Edit{}, ErrByHand
	}
	behind := m.colon
	if inline {
		behind = old.end
	}
	comment := d.comment(behind)
	lines := v.lines(m.name, d.text[start:m.start], comment, depth)
	lost := comments(d.text[d.lineEnd(behind):end])
	if old.kind == nothing { // what comments it has stay
		end, lost = min(d.lineEnd(behind)+1, len(d.text)), nil
	}
	if strings.HasSuffix(d.text[start:end], "\n") {
		lines += "\n"
	}
	changed, err := d.with(start, end, lines)
	return Edit{changed, ofPeople(lost)}, err
}

// insert adds a member to an object.
func (d *Draft) insert(parent *node, v *node, path []string) (Edit, error) {
	name := path[len(path)-1]
	after := place(parent, name, len(path))
	if parent.flow {
		return d.insertFlow(parent, v, name, after)
	}
	at, indent := len(d.text), ""
	if len(parent.members) > 0 {
		first := parent.members[0]
		if first.start < 0 {
			return Edit{}, ErrByHand
		}
		at = d.lineStart(first.start)
		if indent = d.text[at:first.start]; strings.Trim(indent, " ") != "" {
			return Edit{}, ErrByHand
		}
		if after >= 0 {
			if parent.members[after].start < 0 {
				return Edit{}, ErrByHand
			}
			at = d.entryEnd(parent, after)
		}
	}
	lines := v.lines(name, indent, "", len(path)) + "\n"
	if at > 0 && d.text[at-1] != '\n' {
		lines = "\n" + strings.TrimSuffix(lines, "\n")
	}
	changed, err := d.with(at, at, lines)
	return Edit{Draft: changed}, err
}

func (d *Draft) insertFlow(parent *node, v *node, name string, after int) (Edit, error) {
	written := yamlnode.Quote(name) + ": " + v.write()
	at := parent.start + 1
	switch {
	case parent.start < 0 || parent.end < 0:
		return Edit{}, ErrByHand
	case len(parent.members) == 0:
	case after < 0:
		written += ", "
	default:
		before := parent.members[after]
		if at = before.value.end; before.value.kind == nothing {
			at = before.colon
		}
		if at < 0 {
			return Edit{}, ErrByHand
		}
		written = ", " + written
	}
	changed, err := d.with(at, at, written)
	return Edit{Draft: changed}, err
}

// place is the member behind which a new key is written, -1 for none.
func place(parent *node, name string, depth int) int {
	words := order(depth)
	own := slices.Index(words, name)
	if own < 0 {
		return len(parent.members) - 1
	}
	after := -1
	for i, m := range parent.members {
		if at := slices.Index(words, m.name); at < own { // a key that is not known stays before
			after = i
		}
	}
	return after
}
