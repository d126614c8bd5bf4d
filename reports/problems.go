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
	First   importer.Outcome // its first row
	Message string           // of the first row, in words
	Rows    int
	Lines   []int // of the first of its rows
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
	shape  []byte              // of the last row
}

func (p *problems) add(o importer.Outcome, message string) {
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
		kind = &kindOfRows{all: newProblem(o, message), shapes: map[string]*Problem{}}
		p.kinds[key] = kind
	}
	kind.add(o, message)
}

func (k *kindOfRows) add(o importer.Outcome, message string) {
	k.all.count(o)
	if k.shapes == nil {
		return
	}
	k.shape = appendShape(k.shape[:0], o, message)
	found := k.shapes[string(k.shape)]
	if found == nil {
		if len(k.shapes) == mostShapes {
			k.shapes, k.shape = nil, nil
			return
		}
		found = newProblem(o, message)
		k.shapes[string(k.shape)] = found
	}
	found.count(o)
}

func newProblem(o importer.Outcome, message string) *Problem {
	o.Raw, o.Changes, o.Message = nil, nil, importer.Message{}
	return &Problem{First: o, Message: message, Column: columnIn(message)}
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
