package businesscentral

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"bcimport/importer"
)

const secret = "s3cr3t+of/the=app"

func TestFixedCredentials(t *testing.T) {
	t.Parallel()
	for want, k := range map[string]Credentials{
		"Basic dTpw":    {Auth: Basic, Username: "u", Password: "p"},
		"Bearer abc.de": {Auth: Token, Token: "abc.de"},
		"":              {Auth: None},
	} {
		var rec recorder
		c := connected(t, rec.wrap(answering(401, nil, "")), func(c *Config) { c.Credentials = k })
		_, err := c.Read(t.Context(), []string{anID})
		if !errors.Is(err, importer.ErrSignIn) || rec.count() != 1 {
			t.Errorf("%s: error %v after %d requests", k.Auth, err, rec.count())
		}
		if got := rec.requests[0].Header.Get("Authorization"); got != want {
			t.Errorf("%s: sent %q", k.Auth, got)
		}
	}
}

// signedIn is a client with client credentials; sts answers token requests.
func signedIn(t *testing.T, sts, api http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(sts)
	t.Cleanup(server.Close)
	return connected(t, api, func(c *Config) {
		c.Credentials = Credentials{Auth: ClientCredentials, ClientID: "id", ClientSecret: secret, TokenURL: server.URL + "/token"}
	})
}

func tokens() http.HandlerFunc {
	var n atomic.Int32
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":"T%d","expires_in":3600}`, n.Add(1))
	}
}

func TestSignIn_401IsRenewedOnceAndTriedOnceMore(t *testing.T) {
	t.Parallel()
	c := signedIn(t, tokens(), func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer T1" {
			w.WriteHeader(401)
			return
		}
		io.WriteString(w, aContact)
	})
	if a := writeOne(t, c); a.Disposition != importer.Confirmed || a.Attempts != 2 {
		t.Errorf("answer %+v", a)
	}
	if n := c.Requests(); n.Token != 2 || n.Total != 2 || n.Writes != 2 || n.Retries != 1 {
		t.Errorf("requests %+v", n)
	}
}

func TestSignIn_401ThatStaysStopsTheRun(t *testing.T) {
	t.Parallel()
	c := signedIn(t, tokens(), answering(401, nil, `{"error":{"code":"Authentication_InvalidCredentials","message":"no"}}`))
	answers, err := c.Write(t.Context(), []importer.Intent{anIntent(), anIntent()})
	var hinted *importer.Problem
	if !errors.Is(err, importer.ErrSignIn) || !errors.As(err, &hinted) || hinted.Hint.Empty() {
		t.Errorf("error %v", err)
	}
	if answers[0].Disposition != importer.NotDone || answers[0].Attempts != 2 || answers[1].Disposition != importer.NotSent {
		t.Errorf("answers %+v", answers)
	}
	if n := c.Requests(); n.Token != 2 || n.Total != 2 {
		t.Errorf("requests %+v", n)
	}
}

func TestSignIn_RefusalStopsWithAHintAndKeepsTheSecret(t *testing.T) {
	t.Parallel()
	var rec recorder
	c := signedIn(t, rec.wrap(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(401)
		fmt.Fprintf(w, `{"error":"invalid_client","error_description":"AADSTS7000215: you sent %s and s3cr3t%%2Bof%%2Fthe%%3Dapp"}`, secret)
	}), answering(200, nil, aContact))
	_, err := c.Read(t.Context(), []string{anID})
	var hinted *importer.Problem
	if !errors.Is(err, importer.ErrSignIn) || !errors.As(err, &hinted) || !strings.Contains(hinted.Hint.In(plainWords{}), "secret's value") {
		t.Fatalf("error %v", err)
	}
	if strings.Contains(err.Error(), "s3cr3t") {
		t.Errorf("error %q tells the secret", err)
	}
	if rec.count() != 1 || c.Requests().Total != 0 {
		t.Errorf("%d token requests, %+v", rec.count(), c.Requests())
	}
	if !strings.Contains(rec.bodies[0], "grant_type=client_credentials") || rec.requests[0].Header.Get("Authorization") != "" {
		t.Errorf("asked with %s", rec.requests[0].Header)
	}
}

func TestSignIn_PassingFaultsOfTheTokenEndpointAreNoRefusal(t *testing.T) {
	t.Parallel()
	good := tokens()
	for name, fault := range map[string]http.HandlerFunc{
		"503":       answering(503, nil, "down"),
		"429":       answering(429, nil, ""),
		"redirect":  answering(302, map[string]string{"Location": "http://127.0.0.1:1/"}, ""),
		"garbled":   answering(200, nil, "<html>"),
		"transient": answering(400, nil, `{"error":"temporarily_unavailable"}`),
		"reset":     func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var n atomic.Int32
			c := signedIn(t, func(w http.ResponseWriter, r *http.Request) {
				if n.Add(1) == 1 {
					fault(w, r)
					return
				}
				good(w, r)
			}, answering(200, nil, aContact))
			if a := writeOne(t, c); a.Disposition != importer.NotDone || a.Attempts != 0 || a.Fault.Code != "sign_in_unavailable" {
				t.Errorf("first answer %+v", a)
			}
			if n := c.Requests(); n.Total != 0 || n.Retries != 0 || n.Token != 1 {
				t.Errorf("requests %+v", n)
			}
			if a := writeOne(t, c); a.Disposition != importer.Confirmed {
				t.Errorf("second answer %+v", a)
			}
		})
	}
}

// plainWords name an option or a step as it is.
type plainWords struct{}

func (plainWords) Option(o importer.Option) string { return o.Name }
func (plainWords) Step(s importer.Step) string     { return string(s.Kind) }

func (plainWords) Path(p importer.Path) string { return string(p) }
