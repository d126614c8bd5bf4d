package mapping

import (
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"bcimport/mapping/expression"
	"bcimport/mapping/phones"
	"bcimport/mapping/phrase"
	"bcimport/mapping/spelling"
	"bcimport/mapping/texts"
	"bcimport/mapping/yamlnode"

	"github.com/goccy/go-yaml/ast"
)

func (d *document) columns(m yamlnode.Member) []Column {
	list, ok := m.Value.(*ast.SequenceNode)
	if !ok {
		d.WrongType(m, "a list of columns, for example [First Name, Middle Name]")
		return nil
	}
	if len(list.Values) < 2 {
		d.Problemf(m.Place(), "columns joins several columns; set column for one")
	}
	var columns []Column
	for _, item := range list.Values {
		var c Column
		d.column(yamlnode.Member{Name: "columns", At: m.At, Value: item}, &c.Name, &c.at)
		if c.Name != "" {
			columns = append(columns, c)
		}
	}
	return columns
}

func (d *document) truth(m yamlnode.Member, to *bool) {
	node, ok := m.Value.(*ast.BoolNode)
	if !ok {
		d.WrongType(m, "true or false")
		return
	}
	*to = node.Value
}

func (d *document) region(m yamlnode.Member, to *string) {
	text, ok := d.Text(m)
	if !ok {
		return
	}
	if *to = strings.ToUpper(text); !phones.KnownRegion(*to) {
		d.Problemf(m.Place(), "unknown region %s; expected a country in two letters, such as DE, FR or US", spelling.Quote(text))
	}
}

func (d *document) expression(m yamlnode.Member) *expression.Expression {
	text, ok := d.Text(m)
	if !ok {
		return nil
	}
	e, err := expression.Compile(text)
	if err != nil {
		d.Problemf(m.Place(), "expr: %s", err)
		return &expression.Expression{}
	}
	return e
}

func (d *document) split(m yamlnode.Member) Split {
	s := Split{Part: 1}
	d.Object(m, []yamlnode.Keyword{
		yamlnode.Required("at", func(v yamlnode.Member) {
			if s.At, _ = d.Text(v); s.At == "" && v.Value != nil {
				d.Problemf(v.Place(), "at is empty; set the separator of the parts, such as \" \" or \",\"")
			}
		}),
		yamlnode.Required("part", func(v yamlnode.Member) {
			node, ok := v.Value.(*ast.IntegerNode)
			if !ok {
				d.WrongType(v, "the number of a part, from 1; -1 is the last")
				return
			}
			switch n := node.Value.(type) {
			case uint64:
				s.Part = int(min(n, 1000))
			case int64:
				s.Part = int(max(n, -1000))
			}
			if s.Part == 0 {
				d.Problemf(v.Place(), "part is counted from 1; -1 is the last")
			}
		}),
	})
	return s
}

// replaces reads one replacement, or a list of them.
func (d *document) replaces(m yamlnode.Member) []Replace {
	list, ok := m.Value.(*ast.SequenceNode)
	if !ok {
		return []Replace{d.replacement(m)}
	}
	var all []Replace
	for _, item := range list.Values {
		all = append(all, d.replacement(yamlnode.Member{Name: "replace", At: yamlnode.PlaceOf(item, m.At), Value: item}))
	}
	return all
}

func (d *document) replacement(m yamlnode.Member) Replace {
	r := Replace{Pattern: regexp.MustCompile("")}
	d.Object(m, []yamlnode.Keyword{
		yamlnode.Required("pattern", func(v yamlnode.Member) {
			text, ok := d.Text(v)
			if !ok {
				return
			}
			pattern, err := regexp.Compile(text)
			if err == nil && len(text) > longestPattern {
				d.Problemf(v.Place(), "this is not a regular expression: %s", phrase.New("it has more than %d characters", longestPattern))
				return
			}
			if err != nil {
				d.Problemf(v.Place(), "this is not a regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
				return
			}
			r.Pattern = pattern
		}),
		yamlnode.Required("with", func(v yamlnode.Member) {
			if r.With, _ = d.Text(v); len(r.With) > longestPattern {
				d.Problemf(v.Place(), "with has more than %d characters, and no field of Business Central accepts as many", longestPattern)
			}
		}),
	})
	return r
}

// longestPattern is more than people write, and keeps what a replacement makes of a
// cell within bounds, in bytes.
const longestPattern = 1000

// valuesFile reads values from a CSV file with the columns from and to. It never
// returns nil, as values does not.
func (d *document) valuesFile(m yamlnode.Member) map[string]string {
	values := map[string]string{}
	name, ok := d.Text(m)
	if !ok {
		return values
	}
	if !fs.ValidPath(path.Clean(name)) || strings.ContainsRune(name, '\\') || path.Clean(name) == "." {
		d.Problemf(m.Place(), "values_file must be in the mapping's folder or below it, written with /, not %s", spelling.Quote(name))
		return values
	}
	data, err := d.resources.Read(name)
	if err != nil {
		d.Problemf(m.Place(), "values_file %s: %s", spelling.Quote(name), err)
		return values
	}
	if !slices.ContainsFunc(d.attached, func(a Document) bool { return a.Name == name }) {
		d.attached = append(d.attached, Document{name, string(data)})
	}
	line, wrong := readValues(string(data), values)
	if wrong.Format != "" {
		d.Problemf(m.Place(), "values_file %s: line %d: %s", spelling.Quote(name), line, wrong)
	}
	return values
}

// readValues reads the text of a values file.
func readValues(text string, into map[string]string) (line int, wrong phrase.Phrase) {
	if len(text) > yamlnode.Largest || !utf8.ValidString(text) {
		return 1, phrase.New("the file must be UTF-8 text and not larger than 1 MiB; save it as CSV UTF-8")
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
				return 1, phrase.New(`the file is empty; its first line names the columns "from" and "to"`)
			}
			return 0, phrase.Phrase{}
		}
		if err != nil {
			var wrong *csv.ParseError
			if errors.As(err, &wrong) {
				return wrong.Line, phrase.New("%s", wrong.Err)
			}
			return 1, phrase.New("%s", err)
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
				return line, phrase.New(`the first line must name the columns "from" and "to"`)
			}
			continue
		}
		key := texts.Compose(TrimBlank(cellAt(record, from)))
		switch _, twice := into[key]; {
		case key == "" && IsBlank(cellAt(record, to)):
		case key == "":
			return line, phrase.New("values cannot replace a blank cell; set blank instead")
		case twice:
			return line, phrase.New("%s occurs twice", spelling.Quote(key))
		default:
			into[key] = cellAt(record, to)
		}
	}
}
