package targets

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
)

// Options are how to connect.
type Options struct {
	// Set is the record set that is read and written; empty for customerContacts.
	Set string
	// Patience is how long an unavailable service is waited for.
	Patience time.Duration
	// Asked, if any, is told how long the service asks to wait, from any goroutine.
	Asked func(wait time.Duration)
	// Guard, if any, is asked before each write to a connection: an error keeps it from
	// being sent.
	Guard func() error
	Log   *slog.Logger
	// UserAgent is what the program calls itself.
	UserAgent string
	// Passphrase is that of a sign-in kept in a file; nil takes the environment's.
	Passphrase func() (string, error)
	// Sandbox is the stand-in that a connection to the sandbox shares; nil: one of its own.
	Sandbox *SharedSandbox
}

// Connection is an open connection, with what runs record and forecasts need.
type Connection struct {
	*businesscentral.Client
	target importer.Target
	pace   importer.Pace // but for how long requests take
	stop   func()
}

// Connect opens the connection; that of the sandbox starts the stand-in first.
func (t *Target) Connect(ctx context.Context, o Options) (*Connection, error) {
	config, err := t.config(o.Passphrase)
	if err != nil {
		return nil, err
	}
	config.Log, config.Patience, config.UserAgent, config.Asked, config.Guard = o.Log, o.Patience, o.UserAgent, o.Asked, o.Guard
	config.Set, config.CacheDir = o.Set, metadataFolder(config.Root)
	pace := importer.Pace{
		Chunk: config.Batch, Lookups: businesscentral.LookupsAtOnce(config.Batch), Requests: config.Rate.Requests, Span: config.Rate.Span, Users: max(1, len(config.Apps)),
		CountsOperations: config.BatchCounts == businesscentral.CountOperations,
	}
	stop := func() {}
	if t.choice.Sandbox {
		if stop, err = o.Sandbox.start(&config); err != nil {
			return nil, err
		}
	}
	client, err := businesscentral.Connect(ctx, config)
	if err != nil {
		stop()
		if errors.Is(err, importer.ErrServerDown) {
			return nil, &importer.Problem{Kind: importer.KindHalted, Cause: err}
		}
		return nil, err
	}
	return &Connection{client, t.described(client.Target()), pace, stop}, nil
}

// described completes the target of a connection as a run records it.
func (t *Target) described(to importer.Target) importer.Target {
	to.Name, to.Sandbox, to.ApprovalRequired = t.choice.Name, t.choice.Sandbox, t.ApprovalRequired()
	if to.Sandbox {
		to.APIRoot = "sandbox" // its port is another one each time
	}
	if t.choice.ConfigFile != "" {
		if path, err := filepath.Abs(t.choice.ConfigFile); err == nil {
			to.Config = path
		}
	}
	return to
}

// Target is where the connection leads, as a run records it.
func (c *Connection) Target() importer.Target { return c.target }

// Pace tells the limits, and what was measured lately.
func (c *Connection) Pace() importer.Pace {
	p, took := c.pace, c.Latency()
	p.Read, p.Write, p.Operation = took.Read, took.Write, took.Operation
	return p
}

// Close ends the connection, and the sandbox with it.
func (c *Connection) Close() {
	c.Client.Close()
	c.stop()
}

// Validate reports what keeps the target from being connected to, as far as that is known
// without connecting.
func (t *Target) Validate() error {
	_, err := t.config(nil)
	return err
}

// Finding is what looking at one step of the way to Business Central has shown.
type Finding = businesscentral.Finding

// Examine looks at the way to Business Central one step after the other and tells of each;
// it reports whether all is well.
func (t *Target) Examine(ctx context.Context, o Options, tell func(Finding)) (well bool, err error) {
	config, err := t.config(o.Passphrase)
	if err != nil {
		return false, err
	}
	config.Set, config.Patience, config.UserAgent = o.Set, o.Patience, o.UserAgent
	config.RequestTimeout = min(config.RequestTimeout, o.Patience)
	if t.choice.Sandbox {
		stop, err := o.Sandbox.start(&config)
		if err != nil {
			return false, err
		}
		defer stop()
	}
	return businesscentral.Examine(ctx, config, tell), nil
}
