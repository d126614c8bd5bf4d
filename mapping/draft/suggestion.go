package draft

import (
	"regexp"
	"slices"
	"strings"
)

// Suggestion is a column that a comment of package proposal proposes and leaves open.
type Suggestion struct {
	Column string
	// Field is what it may be: an API field, or the match of a key; empty: nothing can set it.
	Field string
	Key   bool
	// Withheld: to write it does more than hold a value, or it cannot be set.
	Withheld bool
	Reason   string
	Note     string
	Line     int // of the comment, from 1

	value *node // what the mapping says once it is taken
	lines int
}

// Has reports whether a suggestion brings an option along, as rename or lookup.
func (s Suggestion) Has(option string) bool { return s.value.at(option) != nil }

// options are what the suggestion brings along, without permissions.
func (s Suggestion) options() []member {
	return slices.DeleteFunc(slices.Clone(s.value.members), func(m member) bool { return m.name == "rename" || m.name == "post" })
}

// Suggestions returns what the comments of the file leave open, in their order.
func (d *Draft) Suggestions() []Suggestion {
	var all []Suggestion
	lines := strings.Split(d.text, "\n")
	for i := 0; i < len(lines); i++ {
		s, ok := suggestion(lines[i:])
		if !ok {
			continue
		}
		s.Line = i + 1
		all = append(all, s)
		i += s.lines - 1
	}
	return all
}

// suggestion reads the comment that begins a text.
func suggestion(lines []string) (Suggestion, bool) {
	s := Suggestion{}
	text, ok := remark(lines[0])
	if !ok {
		return s, false
	}
	if s.Reason, ok = strings.CutPrefix(text, "unsure: "); !ok {
		if s.Reason, s.Withheld = strings.CutPrefix(text, "withheld: "); !s.Withheld {
			return s, false
		}
	}
	for s.lines = 1; s.lines < min(4, len(lines)); s.lines++ {
		text, ok := remark(lines[s.lines])
		if !ok || strings.HasPrefix(text, "unsure: ") || strings.HasPrefix(text, "withheld: ") {
			break
		}
		if s.take(text) {
			s.lines++
			return s, true
		}
		s.Note = text
	}
	return s, false
}

// take reads the line that names the column, and reports whether it is that one.
func (s *Suggestion) take(text string) bool {
	if column, ok := strings.CutPrefix(text, "column "); ok && s.Withheld {
		if column, ok = strings.CutSuffix(column, " is not used"); ok {
			n, err := read("column: " + column)
			if err != nil || n.at("column") == nil {
				return false
			}
			s.Column = n.at("column").text
			return true
		}
	}
	n, err := read(text)
	if err != nil || len(n.members) != 1 {
		return false
	}
	value := n.members[0].value
	column := value.at("column")
	if value.kind != object || column == nil || column.kind != scalar {
		return false
	}
	s.Column, s.Field, s.value = column.text, n.members[0].name, value
	if s.Key = s.Field == "key"; s.Key {
		match := value.at("match")
		if match == nil {
			return false
		}
		s.Field = match.text
	}
	return true
}

// remark is the text of a line that is nothing but a comment.
func remark(line string) (string, bool) {
	text, ok := strings.CutPrefix(strings.TrimLeft(line, " "), "#")
	return strings.TrimSpace(text), ok
}

// Confidence returns how sure the program was of a field or of the key's column when it made
// the file, and why; empty where the file does not say.
func (d *Draft) Confidence(path ...string) (confidence, reason string) {
	line := d.Line(path...)
	if line == 0 {
		return "", ""
	}
	if found := confident().FindStringSubmatch(strings.Split(d.text, "\n")[line-1]); found != nil {
		return found[1], found[2]
	}
	return "", ""
}

func confident() *regexp.Regexp {
	return regexp.MustCompile(`[ \t]+# (certain|likely|unsure): (.*)$`)
}

// settle takes the suggestions out that a decision has answered, and the confidence of lines
// that a person has decided.
func (d *Draft) settle(answered func(Suggestion) bool, paths ...[]string) *Draft {
	gone := map[int]bool{}
	for _, s := range d.Suggestions() {
		if answered(s) {
			for i := range s.lines {
				gone[s.Line+i] = true
			}
		}
	}
	changed := d.without(func(number int, _ string) bool { return gone[number] })
	for _, path := range paths {
		if line := changed.Line(path...); line > 0 {
			changed = changed.unsigned(line)
		}
	}
	return changed
}

// unsigned takes the program's confidence off a line.
func (d *Draft) unsigned(line int) *Draft {
	start := lineStarts(d.text)[line-1]
	found := confident().FindStringIndex(d.text[start:d.lineEnd(start)])
	if found == nil {
		return d
	}
	return d.uncomment(start+found[0], start+found[1])
}

// without takes lines of comments out. A text that would say something else is left as it is.
func (d *Draft) without(gone func(number int, line string) bool) *Draft {
	starts := lineStarts(d.text)
	changed := d
	for i := len(starts) - 1; i >= 0; i-- {
		end := len(d.text)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		if _, ok := remark(d.text[starts[i]:end]); ok && gone(i+1, d.text[starts[i]:end]) {
			changed = changed.uncomment(starts[i], end)
		}
	}
	return changed
}

// uncomment takes out bytes that are a comment, if they are one.
func (d *Draft) uncomment(start, end int) *Draft {
	changed, err := d.with(start, end, "")
	if err != nil || !changed.root.same(d.root) {
		return d
	}
	return changed
}
