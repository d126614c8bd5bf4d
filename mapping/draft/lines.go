package draft

import "strings"

// lineStart is where the line of an offset begins, lineEnd where it ends, before its LF.
func (d *Draft) lineStart(at int) int { return 1 + strings.LastIndexByte(d.text[:at], '\n') }

func (d *Draft) lineEnd(at int) int {
	if i := strings.IndexByte(d.text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(d.text)
}

// indentOf counts the blanks before a line's text; -1 for a line without text.
func indentOf(line string) int {
	text := strings.TrimLeft(line, " ")
	if strings.TrimSpace(text) == "" {
		return -1
	}
	return len(line) - len(text)
}

// entryEnd is the offset behind the lines of a member of an object without braces. Comments
// that are indented more than its key belong to it.
func (d *Draft) entryEnd(parent *node, i int) int {
	m := parent.members[i]
	from := max(m.start, m.value.end-1)
	if m.value.kind == scalar && m.value.end < 0 && m.value.start > from {
		from = m.value.start
	}
	indent := m.start - d.lineStart(m.start)
	end := min(d.lineEnd(from)+1, len(d.text))
	for at := end; at < len(d.text); {
		next := min(d.lineEnd(at)+1, len(d.text))
		line := d.text[at:next]
		depth := indentOf(line)
		comment := depth >= 0 && line[depth] == '#'
		item := depth == indent && m.value.kind == list && (strings.HasPrefix(line[depth:], "- ") || strings.TrimSpace(line[depth:]) == "-")
		switch {
		case depth > indent, item:
			end = next
		case depth < 0, comment:
		default:
			return end
		}
		at = next
	}
	return end
}

// flowMember is the span of a member within braces, with one of the commas beside it.
func (d *Draft) flowMember(parent *node, i int) (start, end int) {
	m := parent.members[i]
	end = m.value.end
	if m.value.kind == nothing {
		end = m.colon
	}
	switch {
	case end < 0:
		return -1, -1
	case i+1 < len(parent.members):
		return m.start, parent.members[i+1].start
	case i > 0:
		before := parent.members[i-1].value
		if before.end < 0 {
			return -1, -1
		}
		return before.end, end
	}
	return m.start, end
}

// comment is what follows the value of a line, from the blanks before its comment on.
func (d *Draft) comment(from int) string {
	rest := d.text[from:d.lineEnd(from)]
	if i := commentStart(rest); i >= 0 {
		return "   " + strings.TrimRight(rest[i:], " \t")
	}
	return ""
}
