package draft

import (
	"errors"
	"fmt"
	"strings"

	"bcimport/mapping/entity"
	"bcimport/mapping/yamlnode"
)

// ErrByHand is a change of a part that is written in a way that only a person can change.
var ErrByHand = errors.New("this part of the mapping file is written in a way that cannot be changed here")

// Draft is a mapping file at one moment. It does not change: each change makes another. It
// is safe for concurrent use.
type Draft struct {
	text string // its lines end with LF
	ends []string
	mark string
	root *node
}

// Edit is a changed draft, with what could not be kept.
type Edit struct {
	*Draft
	// Lost are the comments of people that stood in what was taken out or replaced.
	Lost []string
}

// Parse reads the text of a mapping file. The error is yamlnode.Problems: a text that is no
// YAML cannot be worked on.
func Parse(text string) (*Draft, error) {
	clean, wrong := yamlnode.Clean([]byte(text))
	if wrong != nil {
		return nil, yamlnode.Problems{*wrong}
	}
	root, err := read(clean)
	if err != nil {
		return nil, err
	}
	if root.kind != object {
		return nil, yamlnode.Problems{{Line: 1, Column: 1, Message: "this is no mapping file; it must be lines of `key: value`"}}
	}
	d := &Draft{text: clean, root: root}
	if strings.HasPrefix(text, "\ufeff") {
		d.mark = "\ufeff"
	}
	d.ends = lineEnds(text)
	return d, nil
}

// lineEnds lists what ends each line.
func lineEnds(text string) []string {
	var ends []string
	for i := 0; i < len(text); i++ {
		switch {
		case strings.HasPrefix(text[i:], "\r\n"):
			ends = append(ends, "\r\n")
			i++
		case text[i] == '\r' || text[i] == '\n':
			ends = append(ends, text[i:i+1])
		}
	}
	return ends
}

// String returns the text of the file.
func (d *Draft) String() string {
	var out strings.Builder
	out.WriteString(d.mark)
	rest := d.text
	for _, end := range d.ends {
		line, after, found := strings.Cut(rest, "\n")
		if !found {
			break
		}
		out.WriteString(line + end)
		rest = after
	}
	out.WriteString(rest)
	return out.String()
}

// with returns the draft with another text of which the bytes from start to end were replaced.
func (d *Draft) with(start, end int, by string) (*Draft, error) {
	first := strings.Count(d.text[:start], "\n")
	gone, come := strings.Count(d.text[start:end], "\n"), strings.Count(by, "\n")
	usual := "\n"
	if len(d.ends) > 0 {
		usual = d.ends[max(0, min(first, len(d.ends))-1)]
	}
	changed := &Draft{text: d.text[:start] + by + d.text[end:], mark: d.mark}
	changed.ends = append(changed.ends, d.ends[:first]...)
	for range come {
		changed.ends = append(changed.ends, usual)
	}
	changed.ends = append(changed.ends, d.ends[first+gone:]...)
	var err error
	if changed.root, err = read(changed.text); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrByHand, err)
	}
	return changed, nil
}

// Entity is the record set that the file names.
func (d *Draft) Entity() string {
	if set, ok := d.Text("entity"); ok && set != "" {
		return set
	}
	return entity.CustomerContacts
}

// Has reports whether the file says something at a path of keys.
func (d *Draft) Has(path ...string) bool { return d.root.at(path...) != nil }

// Text returns the text at a path of keys; ok is false where there is none.
func (d *Draft) Text(path ...string) (text string, ok bool) {
	if n := d.root.at(path...); n != nil && n.kind == scalar {
		return n.text, true
	}
	return "", false
}

// List returns the texts of a list at a path of keys, or the one text that stands there.
func (d *Draft) List(path ...string) []string {
	n := d.root.at(path...)
	if n == nil {
		return nil
	}
	if n.kind == scalar {
		return []string{n.text}
	}
	var all []string
	for _, item := range n.items {
		if item.kind == scalar {
			all = append(all, item.text)
		}
	}
	return all
}

// Pair is a text and what replaces it.
type Pair struct{ From, To string }

// Pairs returns the keys and texts of an object at a path of keys.
func (d *Draft) Pairs(path ...string) []Pair {
	var all []Pair
	if n := d.root.at(path...); n != nil {
		for _, m := range n.members {
			all = append(all, Pair{m.name, m.value.text})
		}
	}
	return all
}

// Line is the line of a key of the file, from 1; 0 where there is none.
func (d *Draft) Line(path ...string) int {
	if len(path) == 0 {
		return 1
	}
	m, i := d.root.at(path[:len(path)-1]...).find(path[len(path)-1])
	if i < 0 || m.start < 0 {
		return 0
	}
	return 1 + strings.Count(d.text[:m.start], "\n")
}
