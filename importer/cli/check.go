package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"bcimport/importer"
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

func newCheck(streams Streams) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check FILE... -m MAPPING",
		Short: "Check files offline: parse, map and validate every row",
		Long: `check reads the files through the mapping and tells every row that would be
refused, as file:line: column: message, and what looks wrong with a file as a whole. It connects to nothing and writes nothing.` + "\n" + exitCodes,
		Args: someFiles,
		RunE: func(cmd *cobra.Command, files []string) error { return o.run(cmd.Context(), files, streams) },
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

func (o checkOptions) run(ctx context.Context, files []string, streams Streams) error {
	if o.mapping == "" {
		return noMapping(ctx, "bcimport check", files)
	}
	m, _, err := loadMapping(o.mapping)
	if err != nil {
		return err
	}
	if err := checkStdin(files, streams); err != nil {
		return err
	}
	paths, done, err := spool(ctx, files, streams.In)
	if err != nil {
		return err
	}
	defer done()
	out := bufio.NewWriter(streams.Out)
	defer out.Flush()
	code := OK
	for i, file := range files {
		in, err := openInput(ctx, paths[i], file, m)
		if err != nil {
			return err
		}
		p := &problemPrinter{file: in.name, out: out, options: o, kinds: map[string]int{}, groups: map[kindOfProblem]*sameProblem{}}
		in.judged(0)
		if err := p.survey(ctx, in); err != nil {
			return err
		}
		if in.records() == 0 && o.require {
			return noRows(in.name)
		}
		in.tell(streams.Err, false)
		found := p.suspicions(in)
		p.finish(in, streams.Err)
		in.tellUntaken(streams.Err, false)
		if p.bad > 0 || found > 0 {
			code = Incomplete
		}
	}
	return end(code)
}

func noRows(file string) error {
	return importer.Invalidf("%s has a header and no rows of records", file).Hintf("without --require-rows this is a finished run of 0 rows")
}

// problemPrinter prints the problems of one file as they are found.
type problemPrinter struct {
	file    string
	out     *bufio.Writer
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

// survey prints the problems of a file, and none of one that can't be read to its end:
// it holds them back where they are few, and takes a pass of their own where all are
// printed.
func (p *problemPrinter) survey(ctx context.Context, in *input) error {
	if p.options.all {
		if err := in.survey(ctx, nil); err != nil {
			return err
		}
		return in.each(ctx, p.visit)
	}
	var held bytes.Buffer
	out := p.out
	p.out = bufio.NewWriter(&held)
	if err := in.survey(ctx, p.visit); err != nil {
		return err
	}
	p.out.Flush()
	p.out = out
	held.WriteTo(out)
	return nil
}

func (p *problemPrinter) visit(e *importer.Entry) {
	problems := e.Problems()
	if len(problems) > 0 {
		p.bad++
	}
	for _, r := range problems {
		kind := kindOfProblem{r.Code, r.Column}
		if p.groups[kind] == nil {
			p.groups[kind] = &sameProblem{line: e.Row.Line, message: r.Message}
		}
		p.groups[kind].rows++
		p.kinds[r.Code]++
		if p.options.all || p.kinds[r.Code] <= mostOfAKind {
			p.print(e, r)
		}
	}
}

// suspicions prints what the file as a whole looks like, and returns how much that is.
func (p *problemPrinter) suspicions(in *input) int {
	found := inOrder(append(in.aloneBut(nil), in.judge.Unread()...))
	for _, s := range found {
		message := suspicionWords(s) + "; " + in.suspicionHint(s)
		line := 0
		if len(s.Examples) > 0 {
			line = s.Examples[0].Line
		}
		if p.options.json {
			p.object(map[string]any{"file": p.file, "line": line, "fields": s.Fields, "error_code": s.Code, "count": s.Count, "of": s.Of, "message": message})
			continue
		}
		fmt.Fprintf(p.out, "%s: %s\n", p.file, message)
		for _, example := range in.examples(s, false) {
			fmt.Fprintln(p.out, example)
		}
	}
	return len(found)
}

func (p *problemPrinter) object(object map[string]any) {
	if line, err := json.Marshal(object); err == nil {
		p.out.Write(append(line, '\n'))
	}
}

func (p *problemPrinter) print(e *importer.Entry, r mapping.CellError) {
	if p.options.json {
		p.object(map[string]any{
			"file": p.file, "line": e.Row.Line, "key": e.Edit.Key, "column": r.Column, "field": r.Field,
			"error_code": r.Code, "message": r.Message,
		})
		return
	}
	column := ""
	if r.Column != "" {
		column = lines.Line(r.Column) + ": "
	}
	fmt.Fprintf(p.out, "%s:%d: %s%s\n", p.file, e.Row.Line, column, lines.Line(r.Message))
}

func (p *problemPrinter) finish(in *input, err io.Writer) {
	about := in.about
	p.out.Flush()
	for code, n := range p.kinds {
		if !p.options.all && n > mostOfAKind {
			fmt.Fprintf(err, "%s: %d more of the kind %s; --all prints them\n", p.file, n-mostOfAKind, code)
		}
	}
	fmt.Fprintf(err, "%s: %s, %d good, %d to mend", p.file, plural(about.Rows, "row"), in.records()-p.bad, p.bad)
	if n := in.skips.rows; n > 0 {
		fmt.Fprintf(err, ", %d no %s", n, map[bool]string{true: "record", false: "records"}[n == 1])
	}
	if about.BlankRows > 0 {
		fmt.Fprintf(err, ", %d blank", about.BlankRows)
	}
	fmt.Fprintln(err)
	p.sumUp(err)
}

// sumUp says each problem of many rows once, with what to do.
func (p *problemPrinter) sumUp(w io.Writer) {
	many := slices.DeleteFunc(slices.Collect(maps.Keys(p.groups)), func(k kindOfProblem) bool { return p.groups[k].rows < manyRows })
	slices.SortFunc(many, func(a, b kindOfProblem) int {
		return cmp.Or(p.groups[b].rows-p.groups[a].rows, p.groups[a].line-p.groups[b].line, strings.Compare(a.code, b.code))
	})
	for i, k := range many {
		if i == mostGroups {
			fmt.Fprintf(w, "  and %d kinds more\n", len(many)-i)
			return
		}
		where := ""
		if k.column != "" {
			where = fmt.Sprintf(" in column %q", lines.Line(k.column))
		}
		fmt.Fprintf(w, "  %s: %s%s, first on line %d: %s\n", plural(p.groups[k].rows, "row"), k.code, where, p.groups[k].line, lines.Line(p.groups[k].message))
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
