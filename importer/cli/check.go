package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/mapping"
	"bcimport/reports/lines"
)

// checkOptions are the flags of check.
type checkOptions struct {
	mapping string
	all     bool
	json    bool
	require bool
}

// mostOfAKind is how many problems of one kind check prints without --all.
const mostOfAKind = 100

func newCheck(c *terminal.Console) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check FILE... -m MAPPING",
		Short: "Check files offline: parse, map and validate every row",
		Long: `check reads the files through the mapping and tells every row that would be
refused, as file:line: column: message, and what looks wrong with a file as a whole. It connects to nothing and writes nothing.` + "\n" + exitCodes,
		Args: someFiles,
		RunE: func(cmd *cobra.Command, files []string) error { return o.run(cmd.Context(), files, c) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.mapping, "mapping", "m", "", "mapping file")
	flags.BoolVar(&o.all, "all", false, fmt.Sprintf("print every problem, not the first %d of a kind", mostOfAKind))
	flags.BoolVar(&o.json, "json", false, "print one JSON object a line")
	flags.BoolVar(&o.require, "require-rows", false, "a file without rows is an error")
	return cmd
}

func someFiles(cmd *cobra.Command, files []string) error {
	if len(files) == 0 {
		return importer.Invalidf("no file").Hintf("see %s --help", cmd.CommandPath())
	}
	return nil
}

func (o checkOptions) run(ctx context.Context, files []string, c *terminal.Console) error {
	if o.mapping == "" {
		return noMapping(ctx, "bcimport check", files)
	}
	_, document, err := loadMapping(o.mapping)
	if err != nil {
		return err
	}
	if err := checkStdin(files, c); err != nil {
		return err
	}
	paths, done, err := spool(ctx, files, c.In)
	if err != nil {
		return err
	}
	defer done()
	out := bufio.NewWriter(c.Out)
	defer out.Flush()
	code := OK
	for i, file := range files {
		p := &problemPrinter{out: out, console: c, options: o, kinds: map[string]int{}, groups: map[kindOfProblem]*sameProblem{}, file: shownName(file)}
		spec := runs.Spec{Input: inputOf(file, paths[i]), Mapping: document, RequireRows: o.require}
		checked, err := p.check(ctx, spec)
		if err != nil {
			return err
		}
		p.suspicions(checked)
		p.finish(checked)
		if p.bad > 0 || len(checked.Suspicions) > 0 {
			code = Incomplete
		}
	}
	return end(code)
}

// problemPrinter prints the problems of one file as they are found.
type problemPrinter struct {
	file    string
	out     *bufio.Writer
	console *terminal.Console
	later   []runs.Event // what is told behind the rows
	options checkOptions
	kinds   map[string]int
	groups  map[kindOfProblem]*sameProblem
	bad     int
}

// kindOfProblem is what problems that are mended together share.
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

// check prints the problems of a file, and none of one that can't be read to its end: it
// holds them back where they are few, and takes a pass of their own where all are printed.
func (p *problemPrinter) check(ctx context.Context, spec runs.Spec) (runs.Checked, error) {
	var held bytes.Buffer
	out := p.out
	if !p.options.all {
		p.out = bufio.NewWriter(&held)
	}
	checked, err := newManager().Check(ctx, spec, runs.Visit{See: p.visit, Late: p.options.all}, runs.Face{Events: p.event})
	if err != nil {
		return checked, err
	}
	if !p.options.all {
		p.out.Flush()
		p.out = out
		held.WriteTo(out)
	}
	return checked, nil
}

// event keeps for later what is told of columns.
func (p *problemPrinter) event(e runs.Event) {
	if n, ok := e.(runs.Note); ok && n.Code == runs.NoteUntaken {
		p.later = append(p.later, e)
		return
	}
	p.console.Event(e)
}

func (p *problemPrinter) visit(e *importer.Entry) {
	problems := e.Problems()
	if len(problems) > 0 {
		p.bad++
	}
	for _, r := range problems {
		kind := kindOfProblem{r.Code, r.Column}
		if p.groups[kind] == nil {
			p.groups[kind] = &sameProblem{line: e.Row.Line, message: importer.MessageText(r.Message, flagWords{})}
		}
		p.groups[kind].rows++
		p.kinds[r.Code]++
		if p.options.all || p.kinds[r.Code] <= mostOfAKind {
			p.print(e, r)
		}
	}
}

// suspicions prints what the file as a whole looks like.
func (p *problemPrinter) suspicions(of runs.Checked) {
	for _, s := range of.Suspicions {
		message := s.Words + "; " + s.Hint.In(flagWords{})
		line := 0
		if len(s.Suspicion.Examples) > 0 {
			line = s.Suspicion.Examples[0].Line
		}
		if p.options.json {
			p.object(map[string]any{"file": p.file, "line": line, "fields": s.Fields, "error_code": s.Code, "count": s.Count, "of": s.Of, "message": message})
			continue
		}
		fmt.Fprintf(p.out, "%s: %s\n", p.file, message)
		for _, example := range s.Rows {
			fmt.Fprintln(p.out, example)
		}
	}
}

func (p *problemPrinter) object(object map[string]any) {
	if line, err := json.Marshal(object); err == nil {
		p.out.Write(append(line, '\n'))
	}
}

func (p *problemPrinter) print(e *importer.Entry, r mapping.CellError) {
	message := importer.MessageText(r.Message, flagWords{})
	if p.options.json {
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
	fmt.Fprintf(p.out, "%s:%d: %s%s\n", p.file, e.Row.Line, column, lines.Line(message))
}

func (p *problemPrinter) finish(of runs.Checked) {
	p.out.Flush()
	for code, n := range p.kinds {
		if !p.options.all && n > mostOfAKind {
			p.console.Line("%s: %d more of the kind %s; --all prints them", p.file, n-mostOfAKind, code)
		}
	}
	words := fmt.Sprintf("%s: %s, %d good, %d to mend", p.file, plural(of.Input.Rows, "row"), of.Records-p.bad, p.bad)
	if n := of.Input.Rows - of.Records; n > 0 {
		words += fmt.Sprintf(", %d no %s", n, map[bool]string{true: "record", false: "records"}[n == 1])
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
func (p *problemPrinter) sumUp() {
	many := slices.DeleteFunc(slices.Collect(maps.Keys(p.groups)), func(k kindOfProblem) bool { return p.groups[k].rows < manyRows })
	slices.SortFunc(many, func(a, b kindOfProblem) int {
		return cmp.Or(p.groups[b].rows-p.groups[a].rows, p.groups[a].line-p.groups[b].line, strings.Compare(a.code, b.code))
	})
	for i, k := range many {
		if i == mostGroups {
			p.console.Line("  and %d kinds more", len(many)-i)
			return
		}
		where := ""
		if k.column != "" {
			where = fmt.Sprintf(" in column %q", lines.Line(k.column))
		}
		p.console.Line("  %s: %s%s, first on line %d: %s", plural(p.groups[k].rows, "row"), k.code, where, p.groups[k].line, lines.Line(p.groups[k].message))
	}
}

func plural(n int, noun string) string { return lines.Count(n, noun) }
