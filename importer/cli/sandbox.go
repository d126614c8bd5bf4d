package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/cli/terminal"
	"bcimport/importer/sandbox"
	"bcimport/importer/targets"
)

type sandboxOptions struct {
	listen   string
	reset    bool
	serves   bool // something besides reset was asked for
	memory   bool
	noLimits bool

	countOperations bool
	noBatch         int

	contacts int
	items    int
	setup    string
	users    int
	delay    time.Duration
	faults   string
}

func newSandbox(c *terminal.Console) *cobra.Command {
	var o sandboxOptions
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve the local stand-in for Business Central until interrupted",
		Long: `sandbox serves a stand-in for Business Central on a loopback address, with 20,000
contacts, 1,000 items, customers, a custom API (contoso/warehouse/v1.0) and the documented
sign-in, limits and eTags, and prints the settings that connect to it. It shares its
records with every command that has --sandbox.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cmd.Flags().Visit(func(f *pflag.Flag) { o.serves = o.serves || f.Name != "reset" })
			return o.run(cmd.Context(), c)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.listen, "listen", "127.0.0.1:0", "loopback address and port; port 0: a free one")
	flags.BoolVar(&o.reset, "reset", false, "discard every change; without another flag, do not serve")
	flags.BoolVar(&o.memory, "memory", false, "keep changes in memory only")
	flags.BoolVar(&o.noLimits, "no-limits", false, "do not limit requests")
	flags.IntVar(&o.contacts, "contacts", 0, "number of contacts, with --memory (default 20000)")
	flags.IntVar(&o.items, "items", 0, "number of items, with --memory (default 1000)")
	flags.StringVar(&o.setup, "setup", "", "how Business Central is set up, where that is not known: any of page-order,ignore-read-only,no-manual-numbers,round-prices,keep-address,copy-to-persons")
	flags.IntVar(&o.users, "users", 1, "number of application users that may sign in, 1 to 9: the second client id begins with 2, and so on")
	flags.BoolVar(&o.countOperations, "count-operations", false, "count each operation of a $batch against the limit")
	flags.IntVar(&o.noBatch, "no-batch", 0, "refuse $batch with this status: 404, 405 or 501")
	flags.DurationVar(&o.delay, "delay", 0, "duration of every operation")
	flags.StringVar(&o.faults, "faults", "", "faults to inject at random: "+faultsHelp)
	return cmd
}

const faultsHelp = "KIND=CHANCE,... of 408, 429, 502, 503, 504, reset-before, reset-after, truncated, garbled, other-contact, lock, dead-token, slow, hang, other-user, other-user-after, and within a batch inner-429, inner-503, inner-garbled, batch-missing, batch-twice, batch-shuffled; retry-after=2s, seed=7"

func (o sandboxOptions) config() (sandbox.Config, error) {
	c := sandbox.Config{Contacts: o.contacts, Items: o.items, Delay: o.delay, NoBatch: o.noBatch, Apps: map[string]string{}}
	if o.users < 1 || o.users > 9 {
		return c, importer.Invalidf("--users %d is not from 1 to 9", o.users)
	}
	for n := range o.users {
		c.Apps[fmt.Sprint(n+1)+sandbox.DefaultClientID[1:]] = sandbox.DefaultClientSecret
	}
	c.Limits.CountOperations = o.countOperations
	if (o.contacts != 0 || o.items != 0) && !o.memory {
		return c, importer.Invalidf("--contacts and --items need --memory").Hintf("--sandbox always keeps the same records")
	}
	if o.setup != "" {
		var err error
		if c.Setup, err = sandbox.ParseSetup(o.setup); err != nil {
			return c, importer.Invalidf("%w", err)
		}
	}
	if o.noLimits {
		c.Limits.Requests = -1
	}
	if o.faults != "" {
		faults, err := sandbox.ParseFaults(o.faults)
		if err != nil {
			return c, importer.Invalidf("%w", err).Hintf("%s", faultsHelp)
		}
		c.Faults = faults
	}
	if o.memory {
		return c, nil
	}
	state, err := targets.SandboxState()
	if err != nil {
		return c, err
	}
	c.StateFile = state
	if o.reset {
		if err := sandbox.Reset(state); err != nil {
			return c, importer.Invalidf("%w", err)
		}
	}
	return c, nil
}

func (o sandboxOptions) run(ctx context.Context, c *terminal.Console) error {
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil || !businesscentral.Loopback(host) {
		return importer.Invalidf("--listen %q is not a loopback address with a port", o.listen).Hintf("set an address such as 127.0.0.1:8480")
	}
	config, err := o.config()
	if err != nil {
		return err
	}
	if o.reset && !o.serves {
		c.Say("the sandbox was reset: every change was discarded")
		return nil
	}
	server, err := sandbox.New(config)
	if errors.Is(err, sandbox.ErrInUse) {
		return importer.Invalidf("%w", err).Hintf("end the other command, or serve separate records with --memory")
	}
	if err != nil {
		return importer.Invalidf("start the sandbox: %w", err)
	}
	defer server.Close()
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return importer.Invalidf("start the sandbox: %w", err)
	}
	base := "http://" + listener.Addr().String()
	fmt.Fprintf(c.Out, `export BCIMPORT_BASE_URL=%s/v2.0/%s/api/v2.0
export BCIMPORT_TOKEN_URL=%s/%s/oauth2/v2.0/token
export BCIMPORT_CLIENT_ID=%s
export BCIMPORT_CLIENT_SECRET=%s
`, base, sandbox.DefaultEnvironment, base, sandbox.DefaultEnvironment, sandbox.DefaultClientID, sandbox.DefaultClientSecret)
	c.Say("the sandbox is serving; set these variables in another shell; Ctrl-C ends it")

	web := &http.Server{Handler: targets.LoopbackOnly(server), ReadHeaderTimeout: 30 * time.Second}
	stop := context.AfterFunc(ctx, func() { web.Close() })
	defer stop()
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return importer.Brokenf("serve the sandbox: %w", err)
	}
	return nil
}
