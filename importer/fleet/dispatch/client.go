package dispatch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"bcimport/importer"
)

// Defaults of a connection.
const (
	DefaultAddress   = "127.0.0.1:7233"
	DefaultNamespace = "default"
	DefaultQueue     = "bcimport"
)

// The client's keepalive ends a connection whose other end is gone before a heartbeat on it
// would be too late. gRPC allows no shorter time.
const (
	keepAliveTime    = 10 * time.Second
	keepAliveTimeout = 5 * time.Second
)

// ErrUnreachable is a dispatcher that does not answer.
var ErrUnreachable = errors.New("no answer from Temporal")

// Options say how the dispatcher is reached.
type Options struct {
	Address   string // empty for DefaultAddress
	Namespace string // empty for DefaultNamespace
	// Queue is the task queue by which clients and workers meet; empty for DefaultQueue.
	Queue string
	// APIKey opens it; it is never sent without TLS but on this machine.
	APIKey string
	TLS    *TLS // nil for none, unless there is a key
	Log    *slog.Logger
}

// TLS is how the connection is secured. Empty paths are those of the system, or none.
type TLS struct {
	CA, Cert, Key string // files
	ServerName    string
}

// Client is a connection to the dispatcher. It is safe for concurrent use.
type Client struct {
	sdk       client.Client
	queue     string
	namespace string
}

// Dial connects to the dispatcher.
func Dial(ctx context.Context, o Options) (*Client, error) {
	o = o.withDefaults()
	secured, err := o.tls()
	if err != nil {
		return nil, err
	}
	with := client.Options{
		HostPort: o.Address, Namespace: o.Namespace, Identity: identity(),
		Logger: sdklog.NewStructuredLogger(slog.New(warnings{o.Log.Handler()})),
		ConnectionOptions: client.ConnectionOptions{
			TLS: secured, KeepAliveTime: keepAliveTime, KeepAliveTimeout: keepAliveTimeout, GetSystemInfoTimeout: keepAliveTime,
		},
		// What machines run beside is nobody's affair.
		DisableWorkerEnvironmentInfo: true,
	}
	if o.APIKey != "" {
		with.Credentials = client.NewAPIKeyStaticCredentials(o.APIKey)
		with.ConnectionOptions.TLSDisabled = secured == nil // loopback, by tls
	}
	sdk, err := client.DialContext(ctx, with)
	if err != nil {
		return nil, unreachable(o, secured != nil, err)
	}
	return &Client{sdk: sdk, queue: o.Queue, namespace: o.Namespace}, nil
}

func (o Options) withDefaults() Options {
	for _, d := range []struct {
		value     *string
		otherwise string
	}{{&o.Address, DefaultAddress}, {&o.Namespace, DefaultNamespace}, {&o.Queue, DefaultQueue}} {
		if *d.value == "" {
			*d.value = d.otherwise
		}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// tls is the configuration of a secured connection; nil for one in the clear.
func (o Options) tls() (*tls.Config, error) {
	if o.TLS == nil {
		if o.APIKey == "" || loopback(o.Address) {
			return nil, nil
		}
		o.TLS = &TLS{}
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: o.TLS.ServerName}
	if o.TLS.CA != "" {
		pem, err := os.ReadFile(o.TLS.CA)
		if err != nil {
			return nil, importer.Invalidf("read the certificate authority of Temporal: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return nil, importer.Invalidf("%s holds no certificate", o.TLS.CA).Hintf("name a file in PEM format")
		}
	}
	if o.TLS.Cert != "" || o.TLS.Key != "" {
		if _, err := tls.LoadX509KeyPair(o.TLS.Cert, o.TLS.Key); err != nil {
			return nil, importer.Invalidf("read the client certificate for Temporal: %w", err).Hintf("name a certificate and its key in PEM format")
		}
		// Read for each connection: certificates are renewed while workers run.
		cert, key := o.TLS.Cert, o.TLS.Key
		c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			pair, err := tls.LoadX509KeyPair(cert, key)
			return &pair, err
		}
	}
	return c, nil
}

func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// identity is what workers and clients are called: people look for the machine.
func identity() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%s/%d", host, os.Getpid())
}

// unreachable is an error of a connection that could not be made.
func unreachable(o Options, secured bool, err error) error {
	var denied *serviceerror.PermissionDenied
	var missing *serviceerror.NamespaceNotFound
	switch {
	case errors.As(err, &missing):
		return importer.Invalidf("Temporal at %s has no namespace %s", o.Address, o.Namespace).Hintf("create the namespace, or name another one")
	case errors.As(err, &denied):
		return importer.Invalidf("Temporal at %s refuses the connection: %w", o.Address, err).Hintf("check the API key or the certificate, and the namespace")
	case secured: // a refused certificate may look like a connection that breaks
		return importer.Invalidf("%w at %s over TLS: %v", ErrUnreachable, o.Address, err).
			Hintf("start Temporal, or check its certificate authority, the name in its certificate, and the client certificate if it wants one")
	}
	return importer.Invalidf("%w at %s: %v", ErrUnreachable, o.Address, err).Hintf("start Temporal, or name its address and how to connect")
}

// Close closes the connection.
func (c *Client) Close() { c.sdk.Close() }

// inboxQueue is the task queue of looks at inboxes.
func (c *Client) inboxQueue() string { return c.queue + "-inboxes" }

// prefix is what the ids of the workflows of target keys begin with.
const prefix = "target/"

// Submit has a run done after those that its key has already. A run that is known is not
// done twice.
func (c *Client) Submit(ctx context.Context, key string, r Run) error {
	_, err := c.sdk.SignalWithStartWorkflow(ctx, prefix+key, runSignal, r, client.StartWorkflowOptions{
		TaskQueue: c.queue, WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
	}, targetWorkflow, Carry{})
	return coded(err)
}

// Cancel has a run ended, whether it waits or is in work. It returns at once.
func (c *Client) Cancel(ctx context.Context, key, run string) error {
	err := c.sdk.SignalWorkflow(ctx, prefix+key, "", cancelSignal, run)
	var missing *serviceerror.NotFound
	if errors.As(err, &missing) {
		return importer.Invalidf("run %s neither waits nor is in work", run)
	}
	return coded(err)
}

// coded is an error of a call, as people are told of it.
func coded(err error) error {
	if err == nil {
		return nil
	}
	var away *serviceerror.Unavailable
	if errors.As(err, &away) || errors.Is(err, context.DeadlineExceeded) {
		return importer.Brokenf("%w: %w", ErrUnreachable, err).Hintf("start Temporal, then repeat the command")
	}
	return importer.Brokenf("call Temporal: %w", err)
}
