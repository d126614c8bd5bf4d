package targets

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bcimport/importer/businesscentral"
	"bcimport/importer/sandbox"
)

// TestStartSandbox_LetsNobodyElseIn: others on the machine reach its port, and so does
// a browser by a name that leads here; what was rehearsed may be real people's.
func TestStartSandbox_LetsNobodyElseIn(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	var config businesscentral.Config
	stop, err := startSandbox(&config)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	token := config.Credentials.TokenURL
	const scope = "https://api.businesscentral.dynamics.com/.default"
	own := url.Values{"grant_type": {"client_credentials"}, "client_id": {sandbox.DefaultClientID}, "client_secret": {config.Credentials.ClientSecret}, "scope": {scope}}
	known := url.Values{"grant_type": {"client_credentials"}, "client_id": {sandbox.DefaultClientID}, "client_secret": {sandbox.DefaultClientSecret}, "scope": {scope}}
	person := url.Values{"client_id": {sandbox.DefaultClientID}, "scope": {scope}}
	for name, c := range map[string]struct {
		address, host string
		form          url.Values
		want          int
	}{
		"itself":           {token, "", own, http.StatusOK},
		"the known secret": {token, "", known, http.StatusUnauthorized},
		"a device code":    {strings.TrimSuffix(token, "/token") + "/devicecode", "", person, http.StatusUnauthorized},
		"another name":     {token, "rebound.example", own, http.StatusMisdirectedRequest},
		"another's port":   {token, "rebound.example:80", own, http.StatusMisdirectedRequest},
	} {
		request, err := http.NewRequest(http.MethodPost, c.address, strings.NewReader(c.form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Host = c.host
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != c.want {
			t.Errorf("%s: %s, want %d", name, response.Status, c.want)
		}
	}
}
