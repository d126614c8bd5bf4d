package terminal

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/reports/lines"
)

// MostOfAKind is how many problems of one kind are printed where not all are.
const MostOfAKind = 100

// Problems prints the problems of one file as they are found, and none of one that can't
// be read to its end: it holds them back where they are few.
type Problems struct {
	file    string
	out     *bufio.Writer
	held    bytes.Buffer // what out gets at the end, where not all are printed
	to      *bufio.Writer
	console *Console
	later   []runs.Event // what is told behind the rows
	all     bool
	json    bool
	kinds   map[string]int
	groups  map[kindOfProblem]*sameProblem
	bad     int
	nouns   entity.Nouns
}

// NewProblems begins to print the problems of a file: all of them or the first of a kind,
// as lines or as JSON.
func NewProblems(file string, out *bufio.Writer, c *Console, all, json bool) *Problems {
	p := &Problems{file: file, out: out, to: out, console: c, all: all, json: json, kinds: map[string]int{}, groups: map[kindOfProblem]*sameProblem{}}
	if !all {
		p.to = bufio.NewWriter(&p.held)
	}
	return p
}

// Bad is how many rows have problems.
func (p *Problems) Bad() int { return p.bad }

// kindOfProblem is what problems with one fix have in common.
type kindOfProblem struct{ code, column string }

// sameProblem is one problem of many rows.
type sameProblem struct {
	rows    int
	line    int // of the first
	message string
}

const (
	manyRows   = 4 // rows from which a problem is summed up
	mostGroups = 6 // problems that are
)

// Event keeps for later what is told of columns.
func (p *Problems) Event(e runs.Event) {
	switch e := e.(type) {
	case runs.Named:
		p.nouns = e.Nouns
		return
	case runs.Note:
		if e.Code == runs.NoteUnmapped {
			p.later = append(p.later, e)
			return
		}
	}
	p.console.Event(e)
}

// Visit takes a row.
func (p *Problems) Visit(e *importer.Entry) {
	problems := e.Problems()
	if len(problems) > 0 {
		p.bad++
	}
	for _, r := range problems {
		kind := kindOfProblem{r.Code, r.Column}
		if p.groups[kind] == nil {
			p.groups[kind] = &sameProblem{line: e.Row.Line, message: importer.MessageText(r.Message, p.console.words, p.nouns)}
		}
		p.groups[kind].rows++
		p.kinds[r.Code]++
		if p.all || p.kinds[r.Code] <= MostOfAKind {
			p.print(e, r)
		}
	}
}

// suspicions prints what the file as a whole looks like.
func (p *Problems) suspicions(of runs.Checked) {
	for _, s := range of.Suspicions {
		message := s.Words + "; " + s.Hint.In(p.console.words)
		line := 0
		if len(s.Suspicion.Examples) > 0 {
			line = s.Suspicion.Examples[0].Line
		}
		if p.json {
			p.object(map[string]any{"file": p.file, "line": line, "fields": s.Fields, "error_code": s.Code, "count": s.Count, "of": s.Of, "message": message})
			continue
		}
		fmt.Fprintf(p.to, "%s: %s\n", p.file, message)
		for _, example := range s.Rows {
			fmt.Fprintln(p.to, example)
		}
	}
}

func (p *Problems) object(object map[string]any) {
	if line, err := json.Marshal(object); err == nil {
		p.to.Write(append(line, '\n'))
	}
}

func (p *Problems) print(e *importer.Entry, r mapping.CellError) {
	message := importer.MessageText(r.Message, p.console.words, p.nouns)
	if p.json {
		p.object(map[string]any{
			"file": p.file, "line": e.Row.Line, "key": e.Edit.Key, "column": r.Column, "field": r.Field,
			"error_code": r.Code, "message": message,
		})
		return
	}
	column := ""
	if r.Column != "" {
		column = lines.Line(r.Column) + ": "
	}
	fmt.Fprintf(p.to, "%s:%d: %s%s\n", p.file, e.Row.Line, column, lines.Line(message))
}

// Finish prints what the file as a whole looks like, and sums up.
func (p *Problems) Finish(of runs.Checked) {
	if !p.all {
		p.to.Flush()
		p.held.WriteTo(p.out)
		p.to = p.out
	}
	p.suspicions(of)
	p.out.Flush()
	for code, n := range p.kinds {
		if !p.all && n > MostOfAKind {
			p.console.Line("%s: %d more problems %s; pass --all to print them", p.file, n-MostOfAKind, code)
		}
	}
	words := fmt.Sprintf("%s: %s, %d valid, %d invalid", p.file, lines.Count(of.Input.Rows, "row"), of.Records-p.bad, p.bad)
	if n := of.Input.Rows - of.Records; n > 0 {
		words += fmt.Sprintf(", %d skipped", n)
	}
	if of.Input.BlankRows > 0 {
		words += fmt.Sprintf(", %d blank", of.Input.BlankRows)
	}
	p.console.Line("%s", words)
	p.sumUp()
	for _, e := range p.later {
		p.console.Event(e)
	}
}

// sumUp says each problem of many rows once, with what to do.
func (p *Problems) sumUp() {
	many := slices.DeleteFunc(slices.Collect(maps.Keys(p.groups)), func(k kindOfProblem) bool { return p.groups[k].rows < manyRows })
	slices.SortFunc(many, func(a, b kindOfProblem) int {
		return cmp.Or(p.groups[b].rows-p.groups[a].rows, p.groups[a].line-p.groups[b].line, strings.Compare(a.code, b.code))
	})
	for i, k := range many {
		if i == mostGroups {
			p.console.Line("  and %d more kinds", len(many)-i)
			return
		}
		where := ""
		if k.column != "" {
			where = fmt.Sprintf(" in column %q", lines.Line(k.column))
		}
		p.console.Line("  %s: %s%s, first on line %d: %s", lines.Count(p.groups[k].rows, "row"), k.code, where, p.groups[k].line, lines.Line(p.groups[k].message))
	}
}
