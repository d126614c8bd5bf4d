package targets

import (
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/sandbox"
)

// startSandbox serves the stand-in on a free loopback port and points the
// connection to it: the same client, sign-in and limits as a real tenant.
func startSandbox(config *businesscentral.Config) (stop func(), err error) {
	state, err := SandboxState()
	if err != nil {
		return nil, err
	}
	limits := sandbox.Limits{}
	if config.Rate.Requests == 0 {
		limits.Requests = -1 // a rate of 0 measures this program, not the stand-in's limit
	}
	// Others on this machine reach the port as well, and rehearsals hold real people.
	secret := rand.Text()
	server, err := sandbox.New(sandbox.Config{
		StateFile: state, Limits: limits, Apps: map[string]string{sandbox.DefaultClientID: secret}, NoPersons: true,
	})
	if errors.Is(err, sandbox.ErrInUse) {
		return nil, importer.Invalidf("%w", err).Hintf("wait for the other command to end, or end `%s`", importer.Step{Kind: importer.StepServeSandbox})
	}
	if err != nil {
		return nil, importer.Invalidf("start the sandbox: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(importer.Invalidf("start the sandbox: %w", err), server.Close())
	}
	web := &http.Server{Handler: LoopbackOnly(server), ReadHeaderTimeout: 30 * time.Second}
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

// LoopbackOnly refuses requests that name another host than this machine: a page in a
// browser whose name has come to mean a loopback address could read the answers.
func LoopbackOnly(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err != nil || !businesscentral.Loopback(host) {
			http.Error(w, "this host is not served", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}
