package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/news"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
)

// doctorPatience is how long to wait for a service in trouble: a person is waiting.
const doctorPatience = 20 * time.Second

type doctorOptions struct {
	settings
	mapping string
	json    bool
}

func newDoctor(c *terminal.Console) *cobra.Command {
	o := &doctorOptions{}
	cmd := &cobra.Command{
		Use:   "doctor [FILE -m MAPPING]",
		Short: "Check connection, sign-in, company, permission and limits, and say what to fix",
		Long: `doctor checks the connection to Business Central step by step and changes nothing. Each
line is ok or says what to do. With FILE it also checks that file, as check does.

Exit codes:
  0  no problem was found
  1  something must be fixed, or could not be checked
  3  only rows of FILE are invalid`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 || (len(args) == 1) != (o.mapping != "") {
				return importer.Invalidf("expected a file and its mapping, or neither").Hintf("run bcimport doctor contacts.csv -m contacts.yaml")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), args, c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVarP(&o.mapping, "mapping", "m", "", "mapping file")
	flags.BoolVar(&o.json, "json", false, "print one JSON object per line")
	o.addFlags(flags)
	return cmd
}

func (o *doctorOptions) run(ctx context.Context, files []string, c *terminal.Console) error {
	o.passphrase = askPassphrase(ctx, c)
	tell := terminal.Findings(c, o.json)
	tell(targets.Finding{What: "version", Words: "bcimport " + version()})
	well, err := o.examine(ctx, tell)
	switch {
	case ctx.Err() != nil:
		return runs.Interrupted()
	case err != nil:
		tell(targets.Finding{What: "settings", Bad: true, Words: err.Error(), Hints: importer.Hints(err)})
		return err
	}
	if len(files) == 1 {
		err := (&checkOptions{mapping: o.mapping, json: o.json}).run(ctx, files, c)
		var done *ended
		if err != nil && !errors.As(err, &done) || well {
			return err
		}
	}
	if !well {
		return end(Usage)
	}
	return nil
}

func (o *doctorOptions) examine(ctx context.Context, tell func(targets.Finding)) (well bool, err error) {
	if err := o.resolve(); err != nil {
		return false, err
	}
	told := true
	switch notifier, err := news.Chosen(&o.choice, version()); {
	case err != nil: // run would not begin
		told = false
		tell(targets.Finding{What: "notify", Bad: true, Words: err.Error(), Hints: importer.Hints(err)})
	case notifier != nil:
		tell(targets.Finding{What: "notify", Words: "the settings are valid (no notification was sent)"})
	}
	connected, err := o.target.Examine(ctx, targets.Options{
		Patience: doctorPatience, UserAgent: "bcimport/" + version(), Passphrase: o.passphrase,
	}, tell)
	return connected && told, flagError(err)
}
