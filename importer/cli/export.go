package cli

import (
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
	"bcimport/importer/businesscentral"
	"bcimport/mapping"
)

// exportOptions are the flags of export.
type exportOptions struct {
	settings
	logOptions
	out         string
	mapping     string
	filter      string
	columns     []string
	delimiter   string
	force       bool
	giveUpAfter time.Duration
}

func newExport(streams Streams) *cobra.Command {
	o := &exportOptions{}
	cmd := &cobra.Command{
		Use:   "export -o FILE",
		Short: "Write the current contacts as a workbook or CSV file that run takes back",
		Long: `export writes the contacts as they are now, with a mapping beside: edit the file and
run it with that mapping. Only cells that were changed are sent, and what others have
changed in the meantime is a conflict instead of being replaced. An emptied cell clears
its field.

FILE ends in .xlsx or .csv. In a workbook every cell is text, the columns that are
compared are hidden, and id, number and eTag can't be changed by mistake. Excel changes
phone numbers when it opens a CSV file, so prefer the workbook. With -m the columns are
the fields that the mapping sets.` + "\n" + exitCodes,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), streams) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.out, "output", "o", "", "file to write, .xlsx or .csv; its mapping is written beside, as .yaml")
	flags.StringVarP(&o.mapping, "mapping", "m", "", "mapping whose fields are written")
	flags.StringVar(&o.filter, "filter", "", `contacts to write, as an OData filter: "lastName eq 'Berg'"`)
	flags.StringSliceVar(&o.columns, "columns", nil, "fields to write, as email,lastName (default: all)")
	flags.StringVar(&o.delimiter, "delimiter", "", "delimiter of a CSV file: , ; | tab, or auto for the list separator of this machine (default: ,)")
	flags.BoolVar(&o.force, "force", false, "replace FILE and its mapping")
	flags.DurationVar(&o.giveUpAfter, "give-up-after", 15*time.Minute, "how long the service may stay down before the export stops")
	o.logOptions.addFlags(flags)
	o.settings.addFlags(flags)
	return cmd
}

// mappingFile is where the mapping of the export goes.
func (o *exportOptions) mappingFile() string {
	return strings.TrimSuffix(o.out, filepath.Ext(o.out)) + ".yaml"
}

func (o *exportOptions) validate() error {
	ext := strings.ToLower(filepath.Ext(o.out))
	switch {
	case o.out == "":
		return importer.Invalidf("no file to write").Hintf("name it with -o contacts.xlsx")
	case ext != ".xlsx" && ext != ".csv":
		return importer.Invalidf("-o %s ends neither in .xlsx nor in .csv", o.out)
	case ext == ".xlsx" && o.delimiter != "":
		return importer.Invalidf("--delimiter is for CSV files")
	case o.giveUpAfter <= 0:
		return importer.Invalidf("--give-up-after must be above 0")
	}
	if err := checkFields("columns", o.columns); err != nil {
		return err
	}
	var err error
	if o.delimiter, err = writtenDelimiter(o.delimiter, os.Getenv); err != nil {
		return err
	}
	for _, path := range []string{o.out, o.mappingFile()} {
		if _, err := os.Lstat(path); !o.force && !errors.Is(err, fs.ErrNotExist) {
			return importer.Invalidf("%s exists already", path).Hintf("name another file, or say --force to replace it")
		}
	}
	return nil
}

// fields are those to be written, in the order of Fields or of the mapping.
func (o *exportOptions) fields() ([]string, error) {
	fields := mapping.Fields()
	if o.mapping != "" {
		m, _, err := loadMapping(o.mapping)
		if err != nil {
			return nil, err
		}
		fields = nil
		for _, f := range m.Fields {
			fields = append(fields, f.Name)
		}
	}
	if len(o.columns) == 0 {
		return fields, nil
	}
	for _, c := range o.columns {
		if !slices.Contains(fields, c) {
			return nil, importer.Invalidf("--columns %s is not a field that %s sets", c, o.mapping).Hintf("it sets: %s", strings.Join(fields, ", "))
		}
	}
	return slices.DeleteFunc(fields, func(f string) bool { return !slices.Contains(o.columns, f) }), nil
}

func (o *exportOptions) run(ctx context.Context, streams Streams) error {
	if err := o.validate(); err != nil {
		return err
	}
	fields, err := o.fields()
	if err != nil {
		return err
	}
	log, streams, err := o.logger(streams)
	if err != nil {
		return err
	}
	if err := o.resolve(); err != nil {
		return err
	}
	batch, err := o.batch()
	if err != nil {
		return err
	}
	client, closeConnection, err := o.open(ctx, streams, o.giveUpAfter, log)
	if err != nil {
		return err
	}
	defer closeConnection()
	sheet, err := o.begin(fields, client)
	if err != nil {
		return err
	}
	defer sheet.discard()
	ids, err := client.IDs(ctx, o.filter)
	if err != nil {
		return o.stopped(ctx, err)
	}
	client.Expect(2 * (len(ids) + batch - 1) / batch)
	watch := newCount(len(ids), streams, o.quiet, log)
	exporter := importer.Exporter{
		Contacts: client, Numbers: client.Numbers, Workers: client.Slots(), Chunk: batch, GiveUpAfter: o.giveUpAfter,
	}
	err = exporter.Run(ctx, ids, func(contacts []importer.Exported) error {
		for _, c := range contacts {
			if err := sheet.row(exportedRow(c, fields)); err != nil {
				return err
			}
		}
		watch.add(len(contacts))
		return nil
	})
	watch.stop()
	if err != nil {
		return o.stopped(ctx, err)
	}
	return o.finish(sheet, fields, watch.done, streams)
}

// stopped is an export that ended early: there is no file.
func (o *exportOptions) stopped(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return &importer.Problem{Kind: importer.KindHalted, Cause: errors.New("interrupted; no file was written")}
	case errors.Is(err, importer.ErrServerDown), errors.Is(err, importer.ErrSignIn), errors.Is(err, importer.ErrCompanyGone):
		return &importer.Problem{Kind: importer.KindHalted, Cause: fmt.Errorf("export: %w", err)}
	}
	return err
}

// begin makes the file under another name; it gets its own when it is whole.
func (o *exportOptions) begin(fields []string, client *businesscentral.Client) (exportFile, error) {
	if strings.EqualFold(filepath.Ext(o.out), ".csv") {
		return newExportCSV(o.out, o.delimiter, exportHeader(fields))
	}
	return newExportBook(o.out, fields, client.Lengths())
}

func (o *exportOptions) finish(sheet exportFile, fields []string, contacts int, streams Streams) error {
	if err := sheet.commit(); err != nil {
		return importer.Brokenf("write %s: %w", o.out, err)
	}
	if err := writeOnce(o.mappingFile(), exportMapping(fields, filepath.Base(o.out)), 0o600, o.force); err != nil {
		return importer.Brokenf("write the mapping: %w", err)
	}
	if strings.EqualFold(filepath.Ext(o.out), ".csv") {
		fmt.Fprintln(streams.Err, "bcimport: warning: Excel changes phone numbers when it opens a CSV file; import it as text there, or export .xlsx")
	}
	plan := commandLine([]string{"bcimport plan", o.out, "-m", o.mappingFile()}, o.flags, func(name string) bool {
		return name == "target" || name == "config" || name == "sandbox" || connects(name)
	})
	_, err := fmt.Fprintf(streams.Out, "%s to %s\nnext: edit the file, then: %s\n", plural(contacts, "contact"), o.out, plan)
	return err
}

// baseColumn is the column that holds a field's value before any edit.
func baseColumn(field string) string { return field + " before" }

func exportHeader(fields []string) []string {
	header := append([]string{"id", "number", "eTag"}, fields...)
	for _, f := range fields {
		header = append(header, baseColumn(f))
	}
	return header
}

func exportedRow(c importer.Exported, fields []string) []string {
	cells := make([]string, 0, 3+2*len(fields))
	cells = append(cells, c.ID, c.Number, string(c.ETag))
	for range 2 {
		for _, f := range fields {
			cells = append(cells, c.Text(f))
		}
	}
	return cells
}

// exportMapping is the mapping that takes the file back.
func exportMapping(fields []string, file string) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, `# Takes %s back: bcimport plan %s -m …
# A cell that still holds what it was exported with changes nothing; what others have
# changed since then is a conflict.
version: 1
key:
  column: id
  match: id
etag: eTag
blank: clear               # an emptied cell clears the field
fields:
`, file, file)
	for _, f := range fields {
		fmt.Fprintf(&out, "  %s: {column: %s, base: %s}\n", f, f, baseColumn(f))
	}
	return []byte(out.String())
}
