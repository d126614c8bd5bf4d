package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/inputs"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/mapping/entity"
	"bcimport/mapping/proposal"
	"bcimport/reports"
	"bcimport/reports/atomicfile"
)

// initOptions are the flags of mapping init.
type initOptions struct {
	settings
	out        string
	sheet      string
	encoding   string
	delimiter  string
	headerLine int
	key        string
	entity     string
	force      bool
}

func newMappingInit(c *terminal.Console) *cobra.Command {
	o := &initOptions{}
	cmd := &cobra.Command{
		Use:   "init FILE",
		Short: "Write a first mapping from a file's columns",
		Long: `init reads the header and the first 1,000 rows of a file and writes a mapping for it,
with a reason for each column. Unsure choices are comments, and so are columns that cannot
be set, or that rename a record or post an entry. With -t or --sandbox the record set is
described by the environment: custom APIs (--entity publisher/group/version/set), fields of
extensions, and captions in the languages installed there. If the mapping has
no key, no field or no certain record set, or the numbers, dates or words for yes and no
can be read in two ways, complete it before use; the exit code is then 3.` + "\n" + exitCodes,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return importer.Invalidf("expected one file").Hintf("run bcimport mapping init contacts.csv")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args[0], c) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.out, "out", "o", "", "file to write, or - for standard output (default: the file's name with .yaml)")
	flags.StringVar(&o.sheet, "sheet", "", "sheet of a workbook (default: the first whose header is known)")
	flags.StringVar(&o.encoding, "encoding", "", "encoding of a CSV file (default: detected)")
	flags.StringVar(&o.delimiter, "delimiter", "", "delimiter of a CSV file: , ; | or tab (default: detected)")
	flags.IntVar(&o.headerLine, "header-line", 0, "line, or row of the sheet, that names the columns (default: detected)")
	flags.StringVar(&o.entity, "entity", "", "record set, such as items (default: customerContacts, unless the columns clearly fit another)")
	flags.StringVar(&o.key, "key", "", "column that finds the records (default: found by its name and values)")
	flags.BoolVar(&o.force, "force", false, "replace the file to write")
	o.addFlags(flags)
	return cmd
}

func (o *initOptions) run(ctx context.Context, file string, c *terminal.Console) error {
	if err := o.validate(file); err != nil {
		return err
	}
	if err := inputs.Check([]string{file}, c); err != nil {
		return err
	}
	ins, done, err := inputs.Gather(ctx, []string{file}, c)
	if err != nil {
		return err
	}
	defer done()
	manager, err := o.connecting(c)
	if err != nil {
		return err
	}
	dialect := runs.Dialect{
		Sheet: o.sheet, Encoding: o.encoding, Delimiter: o.delimiter, HeaderLine: o.headerLine, Key: o.key, Entity: o.entity,
	}
	if manager.Connect != nil {
		dialect.Describe = func(set string) (*entity.Entity, error) {
			return manager.Entity(ctx, runs.Destination{Set: set, Patience: doctorPatience}, runs.Face{})
		}
	}
	p, err := manager.Propose(ins[0], dialect)
	if err != nil {
		return flagError(err)
	}
	if err := o.write(p.YAML, c); err != nil {
		return err
	}
	if p.Why.Format != "" {
		c.Say("%s: read as %s, %s", p.Name, p.Encoding, p.Why)
	}
	if p.Proposal.Why != "" {
		c.Say("%s: %s", p.Name, p.Proposal.Why)
	}
	if o.out == inputs.Stdin {
		return endOf(p.Proposal)
	}
	return o.printProposal(p.Proposal, file, c)
}

func (o *initOptions) validate(file string) (err error) {
	if o.headerLine < 0 {
		return importer.Invalidf("--header-line must be 1 or more")
	}
	if o.delimiter, err = reports.ParseDelimiter(o.delimiter); err != nil {
		return importer.Invalidf("--delimiter %w", err)
	}
	switch {
	case o.out == "" && file == inputs.Stdin:
		o.out = inputs.Stdin
	case o.out == "":
		o.out = filepath.Join(filepath.Dir(file), runs.Stem(file)+".yaml")
	}
	if o.out == inputs.Stdin {
		return nil
	}
	there, err := os.Stat(o.out)
	if err != nil {
		return nil
	}
	if read, err := os.Stat(file); err == nil && os.SameFile(read, there) {
		return importer.Invalidf("%s is the input file", o.out).Hintf("name another file with -o")
	}
	if !o.force {
		return importer.Invalidf("%s already exists", o.out).Hintf("name another file with -o, or pass --force to replace it")
	}
	return nil
}

func (o *initOptions) write(yaml []byte, c *terminal.Console) error {
	if o.out == inputs.Stdin {
		_, err := c.Out.Write(yaml)
		return err
	}
	err := atomicfile.Once(o.out, yaml, 0o644, o.force)
	if err != nil {
		return importer.Invalidf("write the mapping: %w", err)
	}
	return nil
}

// printProposal shows what was proposed and what to do next.
func (o *initOptions) printProposal(p proposal.Proposal, file string, c *terminal.Console) error {
	if err := terminal.ShowProposal(c.Out, p); err != nil {
		return err
	}
	next := func(verb string) string {
		return commandLine([]string{verb, file, "-m", o.out}, o.flags, func(name string) bool {
			return name == "target" || name == "config" || name == "sandbox" || connects(name)
		})
	}
	if !p.Complete() {
		fmt.Fprintf(c.Out, "\nnext: complete %s (%s), then: %s\n", o.out, lacks(p), next("bcimport check"))
		return endOf(p)
	}
	fmt.Fprintf(c.Out, "\nnext: review %s, then: %s\n", o.out, next("bcimport check"))
	fmt.Fprintf(c.Out, "      and to see what would change: %s\n", next("bcimport plan"))
	return nil
}

func lacks(p proposal.Proposal) string {
	switch {
	case len(p.Rivals) > 0:
		return "it does not say its record set"
	case p.Key == nil && len(p.Fields) == 0:
		return "it has neither key nor fields"
	case p.Key == nil:
		return "it has no key"
	case len(p.Fields) > 0:
		return "it does not say how the file writes its values"
	}
	return "it has no field"
}

func endOf(p proposal.Proposal) error {
	if !p.Complete() {
		return end(Incomplete)
	}
	return nil
}
