package cli

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/reports/lines"
)

// checkOptions are the flags of check.
type checkOptions struct {
	mapping string
	all     bool
	json    bool
	require bool
}

func newCheck(c *terminal.Console) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check FILE... -m MAPPING",
		Short: "Check files offline: parse, map and validate every row",
		Long: `check applies the mapping to the files and prints every row that is invalid, as
file:line: column: message, and reports a file that looks wrong as a whole. It needs no
network and writes nothing.` + "\n" + exitCodes,
		Args: someFiles,
		RunE: func(cmd *cobra.Command, files []string) error { return o.run(cmd.Context(), files, c) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.mapping, "mapping", "m", "", "mapping file")
	flags.BoolVar(&o.all, "all", false, fmt.Sprintf("print every problem, not only the first %d of a kind", terminal.MostOfAKind))
	flags.BoolVar(&o.json, "json", false, "print one JSON object per line")
	flags.BoolVar(&o.require, "require-rows", false, "treat a file without rows as an error")
	return cmd
}

func someFiles(cmd *cobra.Command, files []string) error {
	if len(files) == 0 {
		return importer.Invalidf("no file").Hintf("run %s --help", cmd.CommandPath())
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
		p := terminal.NewProblems(shownName(file), out, c, o.all, o.json)
		spec := runs.Spec{Input: inputOf(file, paths[i]), Mapping: document, RequireRows: o.require}
		visit := runs.Visit{See: p.Visit, Late: o.all}
		checked, err := newManager().Check(ctx, spec, visit, runs.Face{Events: p.Event})
		if err != nil {
			return err
		}
		p.Finish(checked)
		if p.Bad() > 0 || len(checked.Suspicions) > 0 {
			code = Incomplete
		}
	}
	return end(code)
}

func plural(n int, noun string) string { return lines.Count(n, noun) }
