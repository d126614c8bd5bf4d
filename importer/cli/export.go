package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/runs"
	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/reports"
)

// exportOptions are the flags of export.
type exportOptions struct {
	settings
	logOptions
	out         string
	mapping     string
	entity      string
	filter      string
	columns     []string
	captions    string
	delimiter   string
	force       bool
	giveUpAfter time.Duration
}

func newExport(c *terminal.Console) *cobra.Command {
	o := &exportOptions{}
	cmd := &cobra.Command{
		Use:   "export -o FILE",
		Short: "Write the current records to a workbook or CSV file that run accepts",
		Long: `export writes the current records to FILE and a mapping beside it. Edit the file and run
it with that mapping. Only changed cells are sent. A field that another user has changed
in the meantime is a conflict and is not replaced. An emptied cell clears its field.

FILE ends in .xlsx or .csv. In a workbook every cell is text, the columns with the values
before your edits are hidden, and id, number and eTag can't be changed by mistake. Excel
changes phone numbers, codes and other numbers when it opens a CSV file, so prefer the
workbook. With -m the columns are the fields that the mapping sets. With --captions the
headings are what Business Central calls the fields in that language; the mapping beside
the file knows them.` + "\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.out, "out", "o", "", "file to write, .xlsx or .csv; its mapping is written beside it, as .yaml")
	flags.StringVarP(&o.mapping, "mapping", "m", "", "mapping whose fields are written")
	flags.StringVar(&o.entity, "entity", "", "record set to write (default: that of the mapping, else customerContacts)")
	flags.StringVar(&o.filter, "filter", "", `records to write, as an OData filter: "lastName eq 'Berg'"`)
	flags.StringSliceVar(&o.columns, "columns", nil, "fields to write, such as email,lastName (default: all)")
	flags.StringVar(&o.captions, "captions", "", "language of the environment whose captions are the headings, such as de (default: the fields' names)")
	flags.StringVar(&o.delimiter, "delimiter", "", "delimiter of a CSV file: , ; | tab, or auto for the list separator of this machine (default: ,)")
	flags.BoolVar(&o.force, "force", false, "replace FILE and its mapping")
	flags.DurationVar(&o.giveUpAfter, "give-up-after", runs.DefaultGiveUpAfter, "how long the service may stay down before the export stops")
	o.logOptions.addFlags(flags)
	o.settings.addFlags(flags)
	return cmd
}

func (o *exportOptions) validate() error {
	ext := strings.ToLower(filepath.Ext(o.out))
	switch {
	case o.out == "":
		return importer.Invalidf("no file to write").Hintf("pass -o contacts.xlsx")
	case ext != ".xlsx" && ext != ".csv":
		return importer.Invalidf("-o %s must end in .xlsx or .csv", o.out)
	case ext == ".xlsx" && o.delimiter != "":
		return importer.Invalidf("--delimiter applies only to CSV files")
	case o.entity != "" && o.mapping != "":
		return importer.Invalidf("--entity and -m both name a record set").Hintf("pass one of them")
	case o.giveUpAfter <= 0:
		return importer.Invalidf("--give-up-after must be above 0")
	}
	var err error
	if o.delimiter, err = reports.WrittenDelimiter(o.delimiter, os.Getenv); err != nil {
		return importer.Invalidf("--delimiter %w", err)
	}
	for _, path := range []string{o.out, runs.ExportSpec{File: o.out}.MappingFile()} {
		if _, err := os.Lstat(path); !o.force && !errors.Is(err, fs.ErrNotExist) {
			return importer.Invalidf("%s already exists", path).Hintf("name another file, or pass --force to replace it")
		}
	}
	return nil
}

// fields are those to be written, in the order of the mapping or of the set, which it
// returns as well; nil for all.
func (o *exportOptions) fields() (set string, fields []string, err error) {
	if o.mapping == "" {
		fields = o.columns
		if of, err := runs.Known(cmp.Or(o.entity, entity.CustomerContacts)); err == nil && len(fields) > 0 {
			fields = slices.DeleteFunc(of.Settable(), func(f string) bool { return !slices.Contains(o.columns, f) })
			if len(fields) < len(o.columns) {
				fields = o.columns // the service may know what is missing
			}
		}
		return o.entity, fields, nil
	}
	m, document, err := loadMapping(o.mapping)
	if err != nil {
		return "", nil, err
	}
	for _, f := range m.Fields {
		fields = append(fields, f.Name)
	}
	for _, c := range o.columns {
		if !slices.Contains(fields, c) {
			return "", nil, importer.Invalidf("--columns %s is not a field that %s sets", c, o.mapping).Hintf("it sets: %s", strings.Join(fields, ", "))
		}
	}
	if len(o.columns) > 0 {
		fields = slices.DeleteFunc(fields, func(f string) bool { return !slices.Contains(o.columns, f) })
	}
	return mapping.SetOf([]byte(document.Text)), fields, nil
}

func (o *exportOptions) run(ctx context.Context, c *terminal.Console) error {
	if err := o.validate(); err != nil {
		return err
	}
	set, fields, err := o.fields()
	if err != nil {
		return err
	}
	c, err = o.on(c)
	if err != nil {
		return err
	}
	if err := o.resolve(); err != nil {
		return err
	}
	manager := o.manager(c)
	watch := &terminal.Count{Console: c, Quiet: o.quiet}
	spec := runs.ExportSpec{
		File: o.out, Set: set, Fields: fields, Filter: o.filter, Delimiter: o.delimiter, Captions: o.captions, Replace: o.force, GiveUpAfter: o.giveUpAfter,
		TakeBack: "bcimport plan " + filepath.Base(o.out) + " -m …",
	}
	n, err := manager.Export(ctx, spec, runs.Face{Events: watch.Event})
	watch.Stop()
	if err != nil {
		return flagError(err)
	}
	return o.printNext(watch.Records(n), spec, c)
}

func (o *exportOptions) printNext(records string, spec runs.ExportSpec, c *terminal.Console) error {
	if strings.EqualFold(filepath.Ext(o.out), ".csv") {
		c.Warn("Excel changes %s when it opens a CSV file; import the file as text in Excel, or export .xlsx", changedByExcel(spec.Set))
	}
	plan := commandLine([]string{"bcimport plan", o.out, "-m", spec.MappingFile()}, o.flags, func(name string) bool {
		return name == "target" || name == "config" || name == "sandbox" || connects(name)
	})
	_, err := fmt.Fprintf(c.Out, "%s to %s\nnext: edit the file, then: %s\n", records, o.out, plan)
	return err
}

// changedByExcel names what of the fields of a set Excel takes for something else.
func changedByExcel(set string) string {
	of, err := runs.Known(cmp.Or(set, entity.CustomerContacts))
	if err == nil && slices.ContainsFunc(of.Fields, func(f entity.Field) bool { return f.Purpose == entity.Phone }) {
		return "phone numbers"
	}
	return "numbers, dates and codes"
}
