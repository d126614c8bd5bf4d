package cli

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/runs"
	"bcimport/importer/sandbox"
	"bcimport/reports/lines"
)

// sandboxState is the file that holds the sandbox's contacts.
func sandboxState() (string, error) {
	folder, err := stateFolder()
	return filepath.Join(folder, "sandbox.jsonl"), err
}

// connect opens the connection that the settings describe; with --sandbox the
// stand-in is started first. The returned function ends both.
func connect(ctx context.Context, s *settings, patience time.Duration, log *slog.Logger) (*businesscentral.Client, func(), error) {
	config, err := s.config()
	if err != nil {
		return nil, nil, err
	}
	config.Log, config.Patience, config.UserAgent = log, patience, "bcimport/"+version()
	stop := func() {}
	if s.sandbox {
		if stop, err = startSandbox(&config); err != nil {
			return nil, nil, err
		}
	}
	client, err := businesscentral.Connect(ctx, config)
	if err != nil {
		stop()
		if ctx.Err() != nil {
			return nil, nil, errInterruptedEarly()
		}
		if errors.Is(err, importer.ErrServerDown) {
			return nil, nil, &importer.Problem{Kind: importer.KindHalted, Cause: err}
		}
		return nil, nil, err
	}
	return client, func() { client.Close(); stop() }, nil
}

// open connects as runs want it.
func (s *settings) open(ctx context.Context, c *console, patience time.Duration) (*connection, error) {
	s.passphrase = askPassphrase(ctx, c)
	config, err := s.config()
	if err != nil {
		return nil, err
	}
	client, end, err := connect(ctx, s, patience, c.log)
	if err != nil {
		return nil, err
	}
	return &connection{client, s.described(client), importer.Pace{
		Chunk: config.Batch, Requests: config.Rate.Requests, Span: config.Rate.Span, Users: max(1, len(config.Apps)),
		CountsOperations: config.BatchCounts == businesscentral.CountOperations,
	}, end}, nil
}

// described is the target of a connection as a run records it.
func (s *settings) described(client *businesscentral.Client) importer.Target {
	t := client.Target()
	t.Name, t.Sandbox = s.target, s.sandbox
	if s.sandbox {
		t.APIRoot = "sandbox" // its port is another one each time
	}
	if s.configFile != "" {
		if path, err := filepath.Abs(s.configFile); err == nil {
			t.Config = path
		}
	}
	return t
}

func errInterruptedEarly() error {
	return &importer.Problem{Kind: importer.KindHalted, Cause: errors.New("interrupted before anything was written")}
}

// startSandbox serves the stand-in on a free loopback port and points the
// connection to it: the same client, sign-in and limits as a real tenant.
func startSandbox(config *businesscentral.Config) (stop func(), err error) {
	state, err := sandboxState()
	if err != nil {
		return nil, err
	}
	limits := sandbox.Limits{}
	if config.Rate.Requests == 0 {
		limits.Requests = -1 // --rate 0 measures this program, not the stand-in's limit
	}
	// Others on this machine reach the port as well, and rehearsals hold real people.
	secret := rand.Text()
	server, err := sandbox.New(sandbox.Config{
		StateFile: state, Limits: limits, Apps: map[string]string{sandbox.DefaultClientID: secret}, NoPersons: true,
	})
	if errors.Is(err, sandbox.ErrInUse) {
		return nil, importer.Invalidf("%w", err).Hintf("wait for the other command, or end `bcimport sandbox`")
	}
	if err != nil {
		return nil, importer.Invalidf("start the sandbox: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(importer.Invalidf("start the sandbox: %w", err), server.Close())
	}
	web := &http.Server{Handler: loopbackOnly(server), ReadHeaderTimeout: 30 * time.Second}
	served := make(chan struct{})
	go func() { web.Serve(listener); close(served) }() // ends with web.Close below

	base := "http://" + listener.Addr().String()
	config.Root = base + "/v2.0/" + sandbox.DefaultEnvironment + "/api/v2.0"
	config.Tenant, config.Environment = sandbox.DefaultEnvironment, sandbox.DefaultEnvironment
	config.Credentials = businesscentral.Credentials{
		Auth: businesscentral.ClientCredentials, TokenURL: base + "/" + sandbox.DefaultEnvironment + "/oauth2/v2.0/token",
		ClientID: sandbox.DefaultClientID, ClientSecret: secret,
		Scope: "https://api.businesscentral.dynamics.com/.default",
	}
	return func() {
		web.Close()
		<-served
		server.Close()
	}, nil
}

// loopbackOnly refuses requests that name another host than this machine: a page in a
// browser whose name has come to mean a loopback address could read the answers.
func loopbackOnly(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err != nil || !businesscentral.Loopback(host) {
			http.Error(w, "this host is not served", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// refuseUnasked refuses to write to a protected target where nobody can be asked.
func (s *settings) refuseUnasked(c *console) error {
	if s.sandbox || s.yes || !s.block.protected || c.interactive() {
		return nil
	}
	return importer.Invalidf("target %s is protected", s.target).Hintf("say --yes to write to it; nothing was written")
}

// confirmWriting asks before a run writes to production. Without a terminal only
// a protected target needs --yes.
func confirmWriting(ctx context.Context, s *settings, t importer.Target, c *console) error {
	production := strings.EqualFold(t.Environment, "production") ||
		strings.EqualFold(businesscentral.EnvironmentOf(t.APIRoot), "production")
	switch {
	case s.sandbox, s.yes, !production && !s.block.protected:
		return nil
	case !c.interactive():
		return s.refuseUnasked(c)
	}
	fmt.Fprintf(c.Err, "This writes to %s\nType yes to go on: ", lines.Line(runs.Place(t)))
	// The read can't be interrupted; when the user stops instead of answering,
	// it ends with the process.
	answers := make(chan string, 1)
	go func() {
		answer, _ := bufio.NewReader(c.In).ReadString('\n')
		answers <- answer
	}()
	select {
	case answer := <-answers:
		if !strings.EqualFold(strings.TrimSpace(answer), "yes") {
			return importer.Invalidf("not confirmed; nothing was written")
		}
		return nil
	case <-ctx.Done():
		fmt.Fprintln(c.Err)
		return errInterruptedEarly()
	}
}
