package cli

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/targets"
	"bcimport/importer/web/program"
)

type uiOptions struct {
	program.Config
	noOpen bool
}

func newUI(c *terminal.Console) *cobra.Command {
	o := &uiOptions{}
	cmd := &cobra.Command{
		Use:   "ui",
		Short: "Import from a page in the browser, on this machine alone",
		Long: `ui serves a page on 127.0.0.1 and opens it in the browser: from the file to the report of
its run. The address that it prints works once, within a minute; run ui again for another
one. The page knows the targets of the bcimport.yaml in your configuration folder, never of
one in the current folder. It ends at Quit or a signal, after finishing what is under way.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), c) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.IntVar(&o.Port, "port", 0, "port to listen on; 0: a free one")
	flags.BoolVar(&o.noOpen, "no-open", false, "do not open the browser")
	flags.StringVar(&o.Dir, "dir", "", "folder of files, mappings and runs (default: bcimport/imports in your local application data)")
	flags.BoolVar(&o.Sandbox, "sandbox", false, "choose the built-in stand-in for Business Central at first")
	flags.StringVar(&o.Language, "lang", "", "language of the page: en, de, fr or da (default: the browser's)")
	return cmd
}

func (o *uiOptions) run(ctx context.Context, c *terminal.Console) error {
	if o.Port < 0 || o.Port > 65535 {
		return importer.Invalidf("--port %d is not a port", o.Port).Hintf("set a port from 1 to 65535, or 0 for a free one")
	}
	var err error
	if o.State, err = targets.StateFolder(); err != nil {
		return err
	}
	if o.Dir == "" {
		o.Dir = filepath.Join(o.State, "imports")
	}
	o.Manager, o.Version, o.User, o.Log, o.Open = newManager(), version(), systemUser(), c.Log, !o.noOpen
	o.Address = func(address string) { fmt.Fprintf(c.Out, "open: %s\n", address) }
	o.Say = c.Say
	defer announceStop(ctx, c)()
	return program.Run(ctx, o.Config)
}

// Clicked is the command line of a program that was started by a double click: without
// arguments the page opens.
func Clicked(args []string) []string {
	if len(args) == 0 {
		return []string{"ui"}
	}
	return args
}
