package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/source"
	"bcimport/mapping/proposal"
)

// initOptions are the flags of mapping init.
type initOptions struct {
	out   string
	sheet string
	force bool
}

func newMappingInit(streams Streams) *cobra.Command {
	var o initOptions
	cmd := &cobra.Command{
		Use:   "init FILE",
		Short: "Write a first mapping from a file's columns",
		Long: `init reads the header and the first 1,000 rows of a file and writes a mapping for it,
with a reason for each column. What is unsure is a comment in it. Without a key or a
field the mapping must be completed before it can be used; the exit code is 3 then.` + "\n" + exitCodes,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError("one file is wanted").hint("bcimport mapping init contacts.csv")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return o.run(args[0], streams) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.out, "output", "o", "", "file to write; - is standard output (default: the file's name with .yaml)")
	flags.StringVar(&o.sheet, "sheet", "", "sheet of a workbook (default: the first whose header is known)")
	flags.BoolVar(&o.force, "force", false, "replace the file to write")
	return cmd
}

func (o initOptions) run(path string, streams Streams) error {
	if o.out == "" {
		o.out = filepath.Join(filepath.Dir(path), stem(path)+".yaml")
	}
	if _, err := os.Lstat(o.out); o.out != stdinName && !o.force && !errors.Is(err, fs.ErrNotExist) {
		return usageError("%s exists already", o.out).hint("name another file with -o, or say --force to replace it")
	}
	f, err := source.Open(path, source.Options{Sheet: o.sheet, Columns: proposal.Words()})
	if err != nil {
		return err
	}
	p, err := propose(f)
	if err != nil {
		return err
	}
	yaml := p.YAML(dialectOf(f, path))
	if err := o.write(yaml, streams); err != nil {
		return err
	}
	if o.out == stdinName {
		return endOf(p)
	}
	if f.Why != "" {
		fmt.Fprintf(streams.Err, "bcimport: %s: read as %s, %s\n", path, f.Encoding, f.Why)
	}
	return o.tell(p, path, streams)
}

// propose reads the first rows.
func propose(f *source.File) (proposal.Proposal, error) {
	rows, err := f.Rows()
	if err != nil {
		return proposal.Proposal{}, err
	}
	defer rows.Close()
	var failed error
	p := proposal.Make(f.Header(), func() ([]string, bool) {
		var row importer.Row
		if row, failed = rows.Next(); failed != nil {
			return nil, false
		}
		return row.Record, true
	})
	if failed != nil && !errors.Is(failed, io.EOF) {
		return p, failed
	}
	return p, nil
}

// dialectOf says what detection may find otherwise another time.
func dialectOf(f *source.File, path string) proposal.Dialect {
	d := proposal.Dialect{File: filepath.Base(path)}
	if f.Format == source.FormatXLSX {
		if len(f.Sheets) > 1 {
			d.Sheet = f.Sheet
		}
	} else {
		d.Delimiter = f.Delimiter
		if !f.Mark && f.Encoding != "utf-8" {
			d.Encoding = f.Encoding
		}
	}
	if f.HeaderLine > 1 {
		d.HeaderLine = f.HeaderLine
	}
	return d
}

func (o initOptions) write(yaml []byte, streams Streams) error {
	if o.out == stdinName {
		_, err := streams.Out.Write(yaml)
		return err
	}
	if err := os.WriteFile(o.out, yaml, 0o644); err != nil {
		return usageError("write the mapping: %w", err)
	}
	return nil
}

// tell shows what was proposed and what to do next.
func (o initOptions) tell(p proposal.Proposal, path string, streams Streams) error {
	table := tabwriter.NewWriter(streams.Out, 0, 0, 2, ' ', 0)
	line := func(field string, c proposal.Choice) {
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", field, c.Column, c.Confidence, clip(c.Reason))
	}
	if p.Key != nil {
		line("key ("+p.Key.Field+")", *p.Key)
	}
	for _, c := range p.Fields {
		line(c.Field, c)
	}
	for _, c := range p.Unsure {
		line(c.Field+"?", c)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	mappingArg, fileArg := quoteArg(o.out), quoteArg(path)
	if !p.Complete() {
		fmt.Fprintf(streams.Out, "\nnext: complete %s (%s), then: bcimport check %s -m %s\n", o.out, lacks(p), fileArg, mappingArg)
		return endOf(p)
	}
	fmt.Fprintf(streams.Out, "\nnext: look through %s, then: bcimport check %s -m %s\n", o.out, fileArg, mappingArg)
	return nil
}

func lacks(p proposal.Proposal) string {
	switch {
	case p.Key == nil && len(p.Fields) == 0:
		return "it has neither key nor fields"
	case p.Key == nil:
		return "it has no key"
	}
	return "it has no field"
}

func endOf(p proposal.Proposal) error {
	if !p.Complete() {
		return end(Incomplete)
	}
	return nil
}
