package connections_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"bcimport/importer/runs"
	"bcimport/importer/sandbox"
	"bcimport/importer/web"
	"bcimport/importer/web/connections"
)

// home gives the program folders of its own, and its user's target file there.
func home(t *testing.T, file string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"} {
		t.Setenv(name, dir)
	}
	t.Setenv("BCIMPORT_KEYCHAIN", "file")
	t.Setenv("BCIMPORT_PASSPHRASE", "open sesame")
	if err := os.MkdirAll(filepath.Join(dir, "bcimport"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "bcimport", "bcimport.yaml"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTargets_AreThoseOfTheUsersOwnFile(t *testing.T) {
	home(t, "targets:\n  live: {tenant: t, environment: PRODUCTION, company: Co, auth: device-code, client_id: x, approval: required}\n  practice: {environment: other}\n")
	t.Chdir(t.TempDir())
	if err := os.WriteFile("bcimport.yaml", []byte("targets:\n  planted: {base_url: https://evil.example/api/v2.0}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	all, err := new(connections.Connections).Targets(t.Context())
	if err == nil || !strings.Contains(err.Error(), "name of the practice company") {
		t.Errorf("error %v", err)
	}
	want := web.Target{Name: "live", Tenant: "t", Environment: "PRODUCTION", Company: "Co", Production: true, Approval: true, Person: true}
	if len(all) != 2 || !all[0].Sandbox || all[1] != want {
		t.Errorf("targets %+v", all)
	}
}

func TestTargets_WithoutAFileThereIsThePracticeCompany(t *testing.T) {
	home(t, "")
	c := connections.Connections{File: filepath.Join(t.TempDir(), "none.yaml")}
	if all, err := c.Targets(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("targets %v, error %v", all, err)
	}
	if _, err := c.Connect(t.Context(), runs.Destination{Target: "live"}); err == nil {
		t.Error("a target that is not there was connected to")
	}
}

func TestConnect_SeveralAtOnceShareThePracticeCompany(t *testing.T) {
	home(t, "")
	var c connections.Connections
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			service, err := c.Connect(t.Context(), runs.Destination{Target: connections.Practice})
			if err != nil {
				t.Error(err)
				return
			}
			target := service.Target()
			service.Close()
			again, err := c.Connect(t.Context(), runs.Destination{Recorded: &target})
			if err != nil {
				t.Error(err)
				return
			}
			again.Close()
		})
	}
	all.Wait()
	var found []web.Finding
	if well, err := c.Examine(t.Context(), connections.Practice, func(f web.Finding) { found = append(found, f) }); !well || err != nil || len(found) < 5 {
		t.Errorf("well %v, error %v, findings %v", well, err, found)
	}
}

func TestSignIn_APersonEntersACodeAndNoSecretComesBack(t *testing.T) {
	server, err := sandbox.New(sandbox.Config{Apps: map[string]string{"app": "secret"}})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	site := httptest.NewServer(server)
	defer site.Close()
	home(t, "targets:\n  live: {base_url: "+site.URL+"/v2.0/sandbox/api/v2.0, token_url: "+site.URL+"/sandbox/oauth2/v2.0/token, auth: device-code, client_id: app}\n")
	var c connections.Connections
	if _, err := c.SignedIn("live"); err == nil {
		t.Error("somebody is signed in at first")
	}
	signedIn, err := c.SignIn(t.Context(), "live", func(page, code string) {
		if !server.ApproveDevice(code) {
			t.Errorf("the code %s of %s was not expected", code, page)
		}
	})
	if err != nil || !signedIn.Person || signedIn.User == "" {
		t.Fatalf("signed in as %+v, error %v", signedIn, err)
	}
	if found, err := c.SignedIn("live"); err != nil || found.User != signedIn.User {
		t.Errorf("later %+v, error %v", found, err)
	}
	if err := c.SignOut("live"); err != nil {
		t.Error(err)
	}
	if _, err := c.SignedIn("live"); err == nil {
		t.Error("somebody is signed in after signing out")
	}
}
