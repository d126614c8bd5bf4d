package draft

import "strings"

// Question is how the file writes values, where its values leave that open.
type Question struct {
	Format string // decimal, date, true or false
	Values []string
	Reason string
	// Needed reports whether the file cannot be read before it is answered.
	Needed bool
}

// Questions returns what the comments ask of how the file writes values.
func (d *Draft) Questions() []Question {
	var all []Question
	for line := range strings.Lines(d.text) {
		if q, ok := question(line); ok {
			all = append(all, q)
		}
	}
	return all
}

func question(line string) (Question, bool) {
	text, ok := remark(line)
	if !ok {
		return Question{}, false
	}
	text, reason, ok := strings.Cut(text, "   # unsure: ")
	if !ok {
		return Question{}, false
	}
	n, err := read(text)
	if err != nil || len(n.members) != 1 {
		return Question{}, false
	}
	q := Question{Format: n.members[0].name, Reason: reason}
	switch q.Format {
	case "decimal", "date", "true", "false":
	default:
		return Question{}, false
	}
	answer := &Draft{root: n}
	q.Values = answer.List(q.Format)
	for _, v := range q.Values {
		q.Needed = q.Needed || v == "?"
	}
	return q, true
}

// SetFormat says how the file writes values; an empty list says that its values show it. The
// question of it is answered then.
func (d *Draft) SetFormat(format string, values ...string) (Edit, error) {
	change, err := Edit{}, error(nil)
	switch {
	case len(values) == 0:
		change, err = d.Remove("formats", format)
	case format == "true" || format == "false":
		change, err = d.Set(List(values...), "formats", format)
	default:
		change, err = d.Set(Text(values[0]), "formats", format)
	}
	if err != nil {
		return Edit{}, err
	}
	change.Draft = change.without(func(_ int, line string) bool {
		q, ok := question(line)
		return ok && q.Format == format
	})
	if len(change.Questions()) == 0 {
		change.Draft = change.without(func(_ int, line string) bool { return strings.TrimRight(line, "\n") == "# formats:" })
	}
	return change.empty("formats")
}

// empty takes an object out that holds nothing any more.
func (e Edit) empty(path ...string) (Edit, error) {
	if n := e.root.at(path...); n == nil || n.kind != nothing && (n.kind != object || len(n.members) > 0) {
		return e, nil
	}
	next, err := e.Remove(path...)
	return Edit{next.Draft, append(e.Lost, next.Lost...)}, err
}

// SetIsOpen reports whether the file leaves open which record set it is of, and which others
// it may be of.
func (d *Draft) SetIsOpen() (rivals []string, open bool) {
	if d.Has("entity") {
		return nil, false
	}
	for line := range strings.Lines(d.text) {
		text, ok := remark(line)
		if !ok || !strings.HasPrefix(text, "entity: ") {
			continue
		}
		of, others, ok := strings.Cut(strings.TrimPrefix(text, "entity: "), "   # unsure: or ")
		if ok {
			return append([]string{of}, strings.Split(strings.TrimSuffix(others, "; choose"), ", ")...), true
		}
	}
	return nil, false
}

// PathAt returns the keys that lead to what stands on a line of the file.
func (d *Draft) PathAt(line int) []string {
	var path []string
	n := d.root
	for n != nil {
		var in *member
		for i := range n.members {
			m := &n.members[i]
			if m.start >= 0 && 1+strings.Count(d.text[:m.start], "\n") <= line {
				in = m
			}
		}
		if in == nil || n.flow && len(n.members) > 1 { // several share the line
			break
		}
		path = append(path, in.name)
		n = in.value
	}
	return path
}

// ownWords begin the comments that this program writes into first mappings.
func ownWords() []string {
	return []string{
		"certain: ", "likely: ", "unsure: ", "withheld: ", "A first mapping of ", "names and values of the columns", "transform: [phone]", "region: ", "values: {",
		"brings all numbers to one form", "the country of numbers without", "the record is found by what", "several columns can be this one", "a spreadsheet has damaged",
		"as the values of ", "how the file writes values", "as detected; remove what may", "an empty cell leaves the field", "an emptied cell clears", "Not used:", "the eTag of the ",
		"No column certainly matches", "No column was found that identifies", "key:", "column: ", "match: ", "fields:", "formats:", "entity: ",
	}
}

// ofPeople returns the comments of a list that this program did not write.
func ofPeople(comments []string) []string {
	var all []string
	for _, c := range comments {
		own := false
		for _, words := range ownWords() {
			own = own || strings.HasPrefix(c, words)
		}
		if !own && c != "" {
			all = append(all, c)
		}
	}
	return all
}

// Comments lists the comments of the file that people have written.
func (d *Draft) Comments() []string { return ofPeople(comments(d.text)) }
