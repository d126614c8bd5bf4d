package fleet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"bcimport/importer"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/fleet"
	"bcimport/importer/fleet/dispatch"
	"bcimport/importer/objects"
	"bcimport/importer/objects/stores"
	"bcimport/importer/targets"
)

// connection is the flags of every command: where store and Temporal are.
type connection struct {
	Edge
	file       string // fleet.yaml
	address    string
	namespace  string
	queue      string
	tls        bool
	tlsFiles   dispatch.TLS
	verbose    bool
	fileNamed  bool
	serverFlag bool // an address was given by flag or environment
}

func (o *connection) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&o.file, "fleet-file", "f", fleet.FileName, "fleet file, which says where store and Temporal are")
	flags.StringVar(&o.address, "address", "", "address of Temporal [TEMPORAL_ADDRESS] (default: temporal.address in the fleet file, else "+dispatch.DefaultAddress+")")
	flags.StringVar(&o.namespace, "namespace", "", "namespace of Temporal [TEMPORAL_NAMESPACE] (default: temporal.namespace, else "+dispatch.DefaultNamespace+")")
	flags.StringVar(&o.queue, "task-queue", "", "task queue by which commands and workers meet (default: "+dispatch.DefaultQueue+")")
	flags.BoolVar(&o.tls, "tls", false, "connect to Temporal with TLS [TEMPORAL_TLS]")
	flags.StringVar(&o.tlsFiles.CA, "tls-ca", "", "file with the certificate authority of Temporal [TEMPORAL_TLS_SERVER_CA_CERT_PATH]")
	flags.StringVar(&o.tlsFiles.Cert, "tls-cert", "", "file with the certificate to sign in to Temporal [TEMPORAL_TLS_CLIENT_CERT_PATH]")
	flags.StringVar(&o.tlsFiles.Key, "tls-key", "", "file with its key [TEMPORAL_TLS_CLIENT_KEY_PATH]")
	flags.StringVar(&o.tlsFiles.ServerName, "tls-server-name", "", "name in the certificate of Temporal [TEMPORAL_TLS_SERVER_NAME]")
	flags.BoolVarP(&o.verbose, "verbose", "v", false, "log details")
}

// prepare takes over what was given where, once the command line is read.
func (o *connection) prepare(cmd *cobra.Command) {
	o.fileNamed = cmd.Flags().Changed("fleet-file")
	o.address = cmp.Or(o.address, os.Getenv("TEMPORAL_ADDRESS"))
	o.serverFlag = o.address != ""
	o.namespace = cmp.Or(o.namespace, os.Getenv("TEMPORAL_NAMESPACE"))
	o.tlsFiles.CA = cmp.Or(o.tlsFiles.CA, os.Getenv("TEMPORAL_TLS_SERVER_CA_CERT_PATH"))
	o.tlsFiles.Cert = cmp.Or(o.tlsFiles.Cert, os.Getenv("TEMPORAL_TLS_CLIENT_CERT_PATH"))
	o.tlsFiles.Key = cmp.Or(o.tlsFiles.Key, os.Getenv("TEMPORAL_TLS_CLIENT_KEY_PATH"))
	o.tlsFiles.ServerName = cmp.Or(o.tlsFiles.ServerName, os.Getenv("TEMPORAL_TLS_SERVER_NAME"))
	if given, err := strconv.ParseBool(os.Getenv("TEMPORAL_TLS")); err == nil && !cmd.Flags().Changed("tls") {
		o.tls = given
	}
	if o.verbose {
		o.Console = terminal.NewConsole(o.Console.Streams, o.Console.Records, slog.LevelDebug, o.Words)
	}
}

// command gives a command its flags, and what it does once they are read.
func (o *connection) command(cmd *cobra.Command, run func(ctx context.Context, args []string) error) *cobra.Command {
	cmd.Flags().SortFlags = false
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.prepare(cmd)
		return run(cmd.Context(), args)
	}
	return cmd
}

// read reads the fleet file.
func (o *connection) read() (*fleet.File, error) {
	file, err := fleet.ReadFile(o.file, "run bcimport fleet --help for an example")
	if err != nil {
		return nil, err
	}
	// Whoever names a fleet file vouches for the target file that it leads to, or that is
	// beside it. One that was only found in the current folder vouches for nothing.
	beside := filepath.Join(filepath.Dir(o.file), targets.FileName)
	switch {
	case !o.fileNamed && file.Config == beside:
		file.Config = ""
	case !o.fileNamed && file.Config != "":
		return nil, importer.Invalidf("%s in the current folder leads to the target file %s", o.file, file.Config).
			Hintf("if the file is yours, pass -f %s", o.file)
	case o.fileNamed && file.Config == "":
		if _, err := os.Stat(beside); err == nil {
			file.Config = beside
		}
	}
	return &file, nil
}

// readIfThere reads the fleet file; commands that need no store take one without anything
// where none is named and none is there.
func (o *connection) readIfThere() (*fleet.File, error) {
	if _, err := os.Stat(o.file); errors.Is(err, fs.ErrNotExist) && !o.fileNamed && o.serverFlag {
		return &fleet.File{}, nil
	}
	return o.read()
}

// dial connects to Temporal.
func (o *connection) dial(ctx context.Context, file *fleet.File) (*dispatch.Client, error) {
	key := os.Getenv("TEMPORAL_API_KEY")
	if key == "" {
		var err error
		if key, err = file.Temporal.Key(); err != nil {
			return nil, err
		}
	}
	options := dispatch.Options{
		Address: cmp.Or(o.address, file.Temporal.Address), Namespace: cmp.Or(o.namespace, file.Temporal.Namespace),
		Queue: o.queue, APIKey: key, TLS: o.tlsOf(file), Log: o.Console.Log,
	}
	if key != "" && !o.serverFlag && !o.fileNamed && !onThisMachine(options.Address) {
		return nil, importer.Invalidf("%s in the current folder would send the API key to %s", o.file, options.Address).
			Hintf("if the file is yours, pass -f %s", o.file)
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	return dispatch.Dial(ctx, options)
}

func onThisMachine(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	ip := net.ParseIP(host)
	return address == "" || host == "localhost" || ip != nil && ip.IsLoopback()
}

// tlsOf is how the connection to Temporal is secured; nil where nothing says so.
func (o *connection) tlsOf(file *fleet.File) *dispatch.TLS {
	secured := o.tlsFiles
	if of := file.Temporal.TLS; of != nil {
		secured.CA, secured.Cert = cmp.Or(secured.CA, of.CA), cmp.Or(secured.Cert, of.Cert)
		secured.Key, secured.ServerName = cmp.Or(secured.Key, of.Key), cmp.Or(secured.ServerName, of.ServerName)
	} else if !o.tls && secured == (dispatch.TLS{}) {
		return nil
	}
	return &secured
}

// open opens the store.
func (o *connection) open(ctx context.Context, file *fleet.File) (objects.Store, error) {
	return stores.Open(ctx, file.Store)
}

// machine is what this machine knows of targets.
func (o *connection) machine(file *fleet.File) *fleet.Machine {
	return &fleet.Machine{File: file.Config, UserAgent: "bcimport/" + o.Version, Log: o.Console.Log}
}

// submitter puts runs into a store.
func (o *connection) submitter(file *fleet.File, store fleet.Objects) *fleet.Submitter {
	m := o.machine(file)
	return &fleet.Submitter{Objects: store, Known: m.Known, Locate: m.Locate, Now: time.Now}
}

// both reads the fleet file, connects to Temporal and opens the store; close closes both.
func (o *connection) both(ctx context.Context) (file *fleet.File, client *dispatch.Client, store objects.Store, close func(), err error) {
	if file, err = o.read(); err != nil {
		return nil, nil, nil, nil, err
	}
	if client, err = o.dial(ctx, file); err != nil {
		return nil, nil, nil, nil, err
	}
	if store, err = o.open(ctx, file); err != nil {
		client.Close()
		return nil, nil, nil, nil, err
	}
	return file, client, store, func() { client.Close(); _ = store.Close() }, nil
}

// say prints a line of result.
func (o *connection) say(format string, args ...any) error {
	_, err := fmt.Fprintf(o.Console.Out, format+"\n", args...)
	return err
}
