package reports

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"bcimport/importer"
)

// Problem is what several rows did not succeed for: they have status, code and blamed
// cells in common, and their messages differ in values alone.
type Problem struct {
	First importer.Outcome // its first row
	Rows  int
	Lines []int // of the first of its rows
	// Column is the header of the column that it is about, as the message says it;
	// empty where it is about none, or several.
	Column string
}

// Bounds of what is told apart, so that memory does not grow with the rows.
const (
	mostProblems = 200
	mostShapes   = 3 // messages of one kind; more are one problem: their values can't be told from their words
	mostLines    = 3
)

// kindOfProblem is what rows of one problem share beside the words of their messages.
type kindOfProblem struct {
	status       importer.Status
	code, blames string
}

// problems gathers rows that did not succeed.
type problems struct {
	kinds  map[kindOfProblem]*kindOfRows
	others int // rows beyond the bound
}

type kindOfRows struct {
	all    *Problem
	shapes map[string]*Problem // nil when there are too many
}

func (p *problems) add(o importer.Outcome) {
	if p.kinds == nil {
		p.kinds = map[kindOfProblem]*kindOfRows{}
	}
	key := kindOfProblem{o.Status, o.Code, strings.Join(o.Blames, " ")}
	kind := p.kinds[key]
	if kind == nil {
		if len(p.kinds) >= mostProblems {
			p.others++
			return
		}
		kind = &kindOfRows{all: newProblem(o), shapes: map[string]*Problem{}}
		p.kinds[key] = kind
	}
	kind.add(o)
}

func (k *kindOfRows) add(o importer.Outcome) {
	k.all.count(o)
	if k.shapes == nil {
		return
	}
	shape := shapeOf(o)
	if k.shapes[shape] == nil {
		if len(k.shapes) == mostShapes {
			k.shapes = nil
			return
		}
		k.shapes[shape] = newProblem(o)
	}
	k.shapes[shape].count(o)
}

func newProblem(o importer.Outcome) *Problem {
	o.Raw, o.Changes = nil, nil
	return &Problem{First: o, Column: columnIn(o.Message)}
}

func (p *Problem) count(o importer.Outcome) {
	p.Rows++
	if len(p.Lines) < mostLines {
		p.Lines = append(p.Lines, o.Line)
	}
}

// list gives the problems, those of most rows first.
func (p *problems) list() []Problem {
	var found []Problem
	for _, kind := range p.kinds {
		if kind.shapes == nil {
			found = append(found, *kind.all)
			continue
		}
		for _, problem := range kind.shapes {
			found = append(found, *problem)
		}
	}
	slices.SortFunc(found, func(a, b Problem) int {
		return cmp.Or(b.Rows-a.Rows, a.First.Line-b.First.Line, a.First.Seq-b.First.Seq)
	})
	return found
}

// quoted finds texts in quotes: a message has values there, and the service its own.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'[^']*'|“[^”]*”|„[^“”]*[“”]|«[^»]*»|‘[^’]*’`)

// shapeOf is the words of a row's message without what may be values: texts in quotes
// wherever they stand, and words that hold a digit or an @. What a lookup suggests
// differs from row to row and is none of the words.
func shapeOf(o importer.Outcome) string {
	if o.Status == importer.NotFound || o.Status == importer.Ambiguous {
		return ""
	}
	const shortest = 3 // shorter values may be parts of words
	message := o.Message
	for _, value := range quoted.FindAllString(message, -1) {
		if value = strings.Trim(value, `"'“”„«»‘’`); len(value) >= shortest {
			message = strings.ReplaceAll(message, value, "")
		}
	}
	var words []string
	for word := range strings.FieldsSeq(quoted.ReplaceAllString(message, "")) {
		if !strings.ContainsAny(word, "0123456789@") {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// inColumn finds the columns that a message names.
var inColumn = regexp.MustCompile(`column ("(?:[^"\\]|\\.)*")`)

func columnIn(message string) string {
	found := inColumn.FindAllStringSubmatch(message, -1)
	for _, f := range found {
		if f[1] != found[0][1] {
			return ""
		}
	}
	if len(found) == 0 {
		return ""
	}
	return found[0][1]
}
