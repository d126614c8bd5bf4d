// Bcimport updates the contacts of Business Central in bulk from CSV files and workbooks.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"bcimport/importer/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the context; after that the second one ends the process.
	context.AfterFunc(ctx, stop)
	os.Exit(int(cli.Main(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})))
}
