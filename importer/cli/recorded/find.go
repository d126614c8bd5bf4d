package recorded

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/history"
	"bcimport/reports/lines"
)

// Finder is what find needs of the command line that it belongs to.
type Finder struct {
	// Open opens the record of a run folder; Name is the file by which one is known.
	Open func(folder string) (history.Record, error)
	Name string
	// None is how the program ends where nothing was found.
	None error
}

type findOptions struct {
	Finder
	json  bool
	store string
}

// NewFind makes the verb that prints what was done to a record.
func NewFind(c *terminal.Console, f Finder) *cobra.Command {
	o := findOptions{Finder: f}
	cmd := &cobra.Command{
		Use:   "find KEY [DIR]",
		Short: "Print every change that runs made to a record",
		Long: `find prints every change that the runs below a folder made to a record, in the order of time:
when, which field, from what to what, who started the run, and by which file and line. Undos
are among them; plans changed nothing. KEY is what people call the record: its number or id,
or what a file's key column holds, such as an e-mail address, in upper or lower case; or its
name exactly as it was. A record that one run knows by KEY is found in the other runs by
its id. With --store, the runs of a fleet are searched: by their logs in the store, and where
these are gone by their reports, which have the times at which rows ended. Runs that can't be searched are named on stderr. The output holds values of records,
so treat it as confidential. A run of an older version is converted first.

Exit codes:
  0  changes were found
  1  usage is wrong, or the folder or the store can't be read
  2  the program failed
  3  nothing was found
  4  the search was interrupted`,
		Args: findArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			folder := ""
			if len(args) == 2 {
				folder = args[1]
			}
			return o.run(cmd.Context(), args[0], folder, c)
		},
	}
	cmd.Flags().StringVar(&o.store, "store", "", "search the runs of a fleet in its store: file:///FOLDER, azblob://CONTAINER or s3://BUCKET")
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON object per line")
	return cmd
}

func findArgs(_ *cobra.Command, args []string) error {
	switch {
	case len(args) == 0 || len(args) > 2:
		return importer.Invalidf("expected a key, and at most one folder").Hintf("pass the number, the id or the name of a record; put a name into quotes")
	case strings.TrimSpace(args[0]) == "":
		return importer.Invalidf("the key is empty").Hintf("pass the number, the id or the name of a record")
	}
	return nil
}

func (o findOptions) run(ctx context.Context, key, folder string, c *terminal.Console) error {
	where, err := o.open(ctx, folder)
	if err != nil {
		return err
	}
	defer where.close()
	search := &history.Search{Runs: where.runs, Skipped: func(place string, err error) {
		c.Warn("%s was not searched: %s", terminal.ShownPath(place), err)
	}}
	table := terminal.NewHistory(c.Out, o.json)
	for change, err := range search.Changes(ctx, key) {
		if err != nil {
			return ended(ctx, err)
		}
		if err := table.Add(change); err != nil {
			return importer.Brokenf("print changes: %w", err)
		}
	}
	if err := table.Flush(); err != nil {
		return importer.Brokenf("print changes: %w", err)
	}
	if table.Changes() > 0 {
		return nil
	}
	c.Say("no change of %s was found: %s %s searched%s",
		strconv.Quote(lines.Line(key)), lines.Count(search.Searched(), "run"), where.name, skipped(len(where.runs)-search.Searched()))
	return o.None
}

func skipped(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(", %d could not be", n)
}

// ended is the error of a search that did not come to its end.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return &importer.Problem{Kind: importer.KindHalted, Cause: fmt.Errorf("interrupted: %w", ctx.Err())}
	}
	return err
}
