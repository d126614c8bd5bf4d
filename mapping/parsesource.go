package mapping

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"bcimport/mapping/expression"
	"bcimport/mapping/phones"

	"github.com/goccy/go-yaml/ast"
)

func (d *document) columns(m member) []Column {
	list, ok := m.value.(*ast.SequenceNode)
	if !ok {
		d.wrongType(m, "a list of columns, for example [First Name, Middle Name]")
		return nil
	}
	if len(list.Values) < 2 {
		d.problem(m.place(), "columns joins several columns; set column for one")
	}
	var columns []Column
	for _, item := range list.Values {
		var c Column
		d.column(member{name: "columns", at: m.at, value: item}, &c.Name, &c.at)
		if c.Name != "" {
			columns = append(columns, c)
		}
	}
	return columns
}

func (d *document) truth(m member, to *bool) {
	node, ok := m.value.(*ast.BoolNode)
	if !ok {
		d.wrongType(m, "true or false")
		return
	}
	*to = node.Value
}

func (d *document) region(m member, to *string) {
	text, ok := d.text(m)
	if !ok {
		return
	}
	if *to = strings.ToUpper(text); !phones.KnownRegion(*to) {
		d.problem(m.place(), "unknown region %s; expected a country in two letters, such as DE, FR or US", quote(text))
	}
}

func (d *document) expression(m member) *expression.Expression {
	text, ok := d.text(m)
	if !ok {
		return nil
	}
	e, err := expression.Compile(text)
	if err != nil {
		d.problem(m.place(), "expr: %s", err)
		return &expression.Expression{}
	}
	return e
}

func (d *document) split(m member) Split {
	s := Split{Part: 1}
	d.object(m, []keyword{
		{"at", true, func(v member) {
			if s.At, _ = d.text(v); s.At == "" && v.value != nil {
				d.problem(v.place(), "at is empty; set the separator of the parts, such as \" \" or \",\"")
			}
		}},
		{"part", true, func(v member) {
			node, ok := v.value.(*ast.IntegerNode)
			if !ok {
				d.wrongType(v, "the number of a part, from 1; -1 is the last")
				return
			}
			switch n := node.Value.(type) {
			case uint64:
				s.Part = int(min(n, 1000))
			case int64:
				s.Part = int(max(n, -1000))
			}
			if s.Part == 0 {
				d.problem(v.place(), "part is counted from 1; -1 is the last")
			}
		}},
	})
	return s
}

// replaces reads one replacement, or a list of them.
func (d *document) replaces(m member) []Replace {
	list, ok := m.value.(*ast.SequenceNode)
	if !ok {
		return []Replace{d.replacement(m)}
	}
	var all []Replace
	for _, item := range list.Values {
		all = append(all, d.replacement(member{name: "replace", at: placeOf(item, m.at), value: item}))
	}
	return all
}

func (d *document) replacement(m member) Replace {
	r := Replace{Pattern: regexp.MustCompile("")}
	d.object(m, []keyword{
		{"pattern", true, func(v member) {
			text, ok := d.text(v)
			if !ok {
				return
			}
			pattern, err := regexp.Compile(text)
			if err == nil && len(text) > longestPattern {
				err = fmt.Errorf("it has more than %d characters", longestPattern)
			}
			if err != nil {
				d.problem(v.place(), "this is not a regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
				return
			}
			r.Pattern = pattern
		}},
		{"with", true, func(v member) {
			if r.With, _ = d.text(v); len(r.With) > longestPattern {
				d.problem(v.place(), "with has more than %d characters, and no field of Business Central accepts as many", longestPattern)
			}
		}},
	})
	return r
}

// longestPattern is more than people write, and keeps what a replacement makes of a
// cell within bounds, in bytes.
const longestPattern = 1000

// valuesFile reads values from a CSV file with the columns from and to. It never
// returns nil, as values does not.
func (d *document) valuesFile(m member) map[string]string {
	values := map[string]string{}
	name, ok := d.text(m)
	if !ok {
		return values
	}
	if !fs.ValidPath(path.Clean(name)) || strings.ContainsRune(name, '\\') || path.Clean(name) == "." {
		d.problem(m.place(), "values_file must be in the mapping's folder or below it, written with /, not %s", quote(name))
		return values
	}
	data, err := d.resources.Read(name)
	if err != nil {
		d.problem(m.place(), "values_file %s: %s", quote(name), err)
		return values
	}
	if !slices.ContainsFunc(d.attached, func(a Document) bool { return a.Name == name }) {
		d.attached = append(d.attached, Document{name, string(data)})
	}
	line, message := readValues(string(data), values)
	if message != "" {
		d.problem(m.place(), "values_file %s: line %d: %s", quote(name), line, message)
	}
	return values
}

// readValues reads the text of a values file.
func readValues(text string, into map[string]string) (line int, message string) {
	if len(text) > largest || !utf8.ValidString(text) {
		return 1, "the file must be UTF-8 text and not larger than 1 MiB; save it as CSV UTF-8"
	}
	text = strings.TrimPrefix(text, "\ufeff")
	r := csv.NewReader(strings.NewReader(text))
	head, _, _ := strings.Cut(text, "\n")
	for _, delimiter := range ";\t" {
		if strings.ContainsRune(head, delimiter) {
			r.Comma = delimiter
		}
	}
	r.FieldsPerRecord = -1
	from, to := -1, -1
	for first := true; ; first = false {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			if first {
				return 1, `the file is empty; its first line names the columns "from" and "to"`
			}
			return 0, ""
		}
		if err != nil {
			var wrong *csv.ParseError
			if errors.As(err, &wrong) {
				return wrong.Line, wrong.Err.Error()
			}
			return 1, err.Error()
		}
		line, _ = r.FieldPos(0)
		if first {
			for i, cell := range record {
				switch strings.ToLower(TrimBlank(cell)) {
				case "from":
					from = i
				case "to":
					to = i
				}
			}
			if from < 0 || to < 0 {
				return line, `the first line must name the columns "from" and "to"`
			}
			continue
		}
		key := compose(TrimBlank(cellAt(record, from)))
		switch _, twice := into[key]; {
		case key == "" && IsBlank(cellAt(record, to)):
		case key == "":
			return line, "values cannot replace a blank cell; set blank instead"
		case twice:
			return line, quote(key) + " occurs twice"
		default:
			into[key] = cellAt(record, to)
		}
	}
}
