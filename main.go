// Bcimport updates the contacts of Business Central in bulk from CSV files and workbooks.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"bcimport/importer/cli"
)

func main() {
	// A run's rows pass through memory and leave it. At 40 a million rows take 46 MiB
	// and hardly longer than at 150, which takes 58 (make bench).
	debug.SetGCPercent(40)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal ends the context; after that the second one ends the process.
	context.AfterFunc(ctx, stop)
	os.Exit(int(cli.Main(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})))
}
