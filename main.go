// Bcimport updates the records of Business Central in bulk from CSV files and workbooks.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/inconshreveable/mousetrap"
	"github.com/spf13/cobra"

	"bcimport/importer/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the context; after that the second one ends the process.
	context.AfterFunc(ctx, stop)
	args := os.Args[1:]
	clicked := mousetrap.StartedByExplorer() // by a double click on Windows
	if clicked {
		cobra.MousetrapHelpText = "" // cobra would only say that this is a command line tool
		args = cli.Clicked(args)
	}
	code := cli.Main(ctx, args, cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	if clicked && code != cli.OK { // the window closes with the program
		fmt.Fprint(os.Stderr, "Press Enter to close this window.")
		fmt.Scanln()
	}
	os.Exit(int(code))
}
