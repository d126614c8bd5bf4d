package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/inputs"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

func newMapping(c *terminal.Console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mapping",
		Short: "Write and check mapping files, and print their schema",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return importer.Invalidf("mapping needs a subcommand").Hintf("run %s --help", cmd.CommandPath())
		},
	}
	cmd.AddCommand(newMappingInit(c), newMappingCheck(c), newMappingSchema(c))
	return cmd
}

func newMappingCheck(c *terminal.Console) *cobra.Command {
	o := &settings{}
	cmd := &cobra.Command{
		Use:   "check MAPPING [FILE]",
		Short: "Check a mapping, and that a file has its columns",
		Long: `check prints every problem of a mapping at once, as file:line:column: message. With FILE
it also checks that the file has the mapping's columns.` + "\n" + exitCodes,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return importer.Invalidf("expected one mapping, and at most one file").Hintf("run bcimport mapping check contacts.yaml contacts.csv")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			m, document, err := loadMapping(args[0])
			if err != nil {
				return err
			}
			manager, err := o.describing(document, c)
			if err != nil {
				return err
			}
			if err := inputs.Check(args[1:], c); err != nil {
				return err
			}
			files, done, err := inputs.Gather(cmd.Context(), args[1:], c)
			if err != nil {
				return err
			}
			defer done()
			spec := runs.Spec{Mapping: document}
			if len(files) == 1 {
				spec.Input = files[0]
			}
			if err := manager.CheckHeader(cmd.Context(), spec, runs.Face{Events: c.Event}); err != nil {
				return err
			}
			of := ""
			if set := mapping.SetOf([]byte(document.Text)); set != entity.CustomerContacts {
				of = " of " + set
			}
			_, err = fmt.Fprintf(c.Out, "%s: valid: %s%s, key %q\n", args[0], plural(len(m.Fields), "field"), of, m.Key.Column)
			return err
		},
	}
	o.addFlags(cmd.Flags())
	return cmd
}

func newMappingSchema(c *terminal.Console) *cobra.Command {
	set := entity.CustomerContacts
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of mapping files",
		Long: `schema prints the JSON Schema (draft 2020-12) of mapping files, for editors that validate
YAML. Save it beside the mapping and put this line at the top of the mapping:

  # yaml-language-server: $schema=mapping.schema.json`,
		Args: cobra.NoArgs,
		RunE: func(_ *cobra.Command, _ []string) error {
			of, err := runs.Known(set)
			if err != nil {
				return flagError(err)
			}
			_, err = c.Out.Write(mapping.Schema(of))
			return err
		},
	}
	cmd.Flags().StringVar(&set, "entity", set, "record set of the mapping")
	return cmd
}
