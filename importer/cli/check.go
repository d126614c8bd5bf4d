package cli

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/inputs"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/reports/lines"
)

// checkOptions are the flags of check.
type checkOptions struct {
	settings
	mapping string
	all     bool
	json    bool
	require bool
}

func newCheck(c *terminal.Console) *cobra.Command {
	o := &checkOptions{}
	cmd := &cobra.Command{
		Use:   "check FILE... -m MAPPING",
		Short: "Check files offline: parse, map and validate every row",
		Long: `check applies the mapping to the files and prints every row that is invalid, as
file:line: column: message, and reports a file that looks wrong as a whole. It writes
nothing, and needs no network; only a record set of which bcimport knows nothing is described
by the service, so that it needs a target.` + "\n" + exitCodes,
		Args: someFiles,
		RunE: func(cmd *cobra.Command, files []string) error { return o.run(cmd.Context(), files, c) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.mapping, "mapping", "m", "", "mapping file")
	flags.BoolVar(&o.all, "all", false, fmt.Sprintf("print every problem, not only the first %d of a kind", terminal.MostOfAKind))
	flags.BoolVar(&o.json, "json", false, "print one JSON object per line")
	flags.BoolVar(&o.require, "require-rows", false, "treat a file without rows as an error")
	o.settings.addFlags(flags)
	return cmd
}

func someFiles(cmd *cobra.Command, files []string) error {
	if len(files) == 0 {
		return importer.Invalidf("no file").Hintf("run %s --help", cmd.CommandPath())
	}
	return nil
}

func (o *checkOptions) run(ctx context.Context, files []string, c *terminal.Console) error {
	if o.mapping == "" {
		return noMapping(ctx, "bcimport check", files)
	}
	_, document, err := loadMapping(o.mapping)
	if err != nil {
		return err
	}
	if err := inputs.Check(files, c); err != nil {
		return err
	}
	ins, done, err := inputs.Gather(ctx, files, c)
	if err != nil {
		return err
	}
	defer done()
	manager, err := o.describing(document, c)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(c.Out)
	defer out.Flush()
	code := OK
	for _, in := range ins {
		p := terminal.NewProblems(in.Name, out, c, o.all, o.json)
		spec := runs.Spec{Input: in, Mapping: document, RequireRows: o.require}
		visit := runs.Visit{See: p.Visit, Late: o.all}
		checked, err := manager.Check(ctx, spec, visit, runs.Face{Events: p.Event})
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

// describing makes the manager of a command that connects only for a record set of which
// nothing is known.
func (s *settings) describing(of importer.Document, c *terminal.Console) (*runs.Manager, error) {
	if runs.IsKnown(of) || !s.elsewhere() && s.choice.Name == "" && !s.choice.Sandbox {
		return newManager(), nil
	}
	if err := s.resolve(); err != nil {
		return nil, err
	}
	return s.manager(c), nil
}

func plural(n int, noun string) string { return lines.Count(n, noun) }
