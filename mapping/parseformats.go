package mapping

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"bcimport/mapping/entity"
	"bcimport/mapping/spelling"
	"bcimport/mapping/texts"
	"bcimport/mapping/yamlnode"
)

// formats reads how the file writes values.
func (d *document) formats(m yamlnode.Member, to *entity.Formats) {
	d.Object(m, []yamlnode.Keyword{
		yamlnode.Optional("decimal", func(v yamlnode.Member) { d.decimal(v, &to.Decimal) }),
		yamlnode.Optional("date", func(v yamlnode.Member) { d.datePattern(v, &to.Date) }),
		yamlnode.Optional("true", func(v yamlnode.Member) { to.True = d.words(v) }),
		yamlnode.Optional("false", func(v yamlnode.Member) { to.False = d.words(v) }),
	})
	for _, word := range to.True {
		if slices.ContainsFunc(to.False, func(other string) bool { return strings.EqualFold(word, other) }) {
			d.Problemf(m.Place(), "formats has %s for true and for false; keep it in one of them", spelling.Quote(word))
		}
	}
}

func (d *document) decimal(m yamlnode.Member, to *rune) {
	text, ok := d.Text(m)
	switch {
	case !ok:
	case text == "," || text == ".":
		*to = rune(text[0])
	default:
		d.Problemf(m.Place(), `unknown decimal %s; it is one of ",", "."`, spelling.Quote(text))
	}
}

func (d *document) datePattern(m yamlnode.Member, to *string) {
	d.notBlank(m, to)
	if err := entity.CheckDatePattern(*to); err != nil {
		d.Problemf(m.Place(), "%v", err)
	}
}

// words reads one word or a list of them; the empty word stands for a blank cell.
func (d *document) words(m yamlnode.Member) []string {
	items := []ast.Node{m.Value}
	if list, ok := m.Value.(*ast.SequenceNode); ok {
		items = list.Values
	}
	if len(items) == 0 {
		d.Problemf(m.Place(), "%s is empty; write the words of the file, for example [ja, x]", m.Label())
	}
	var words []string
	for _, item := range items {
		if text, ok := d.Text(yamlnode.Member{Name: m.Name, At: m.At, Value: item}); ok {
			words = append(words, texts.Compose(TrimBlank(text)))
		}
	}
	return words
}
