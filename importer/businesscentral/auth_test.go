package businesscentral

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
)

const secret = "s3cr3t+of/the=app"

// endpoint is a token endpoint without a network: its tokens are T1, T2 and so on.
type endpoint struct {
	fetched   atomic.Int32
	expiresIn int
	delay     time.Duration
}

func (e *endpoint) RoundTrip(*http.Request) (*http.Response, error) {
	time.Sleep(e.delay)
	body := fmt.Sprintf(`{"access_token":"T%d","token_type":"bearer","expires_in":%d}`, e.fetched.Add(1), e.expiresIn)
	return &http.Response{
		StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
	}, nil
}

func (e *endpoint) authorizer() authorizer {
	return newAuthorizer(Credentials{Auth: ClientCredentials, TokenURL: "https://sts.example.com/t", ClientSecret: secret},
		&http.Client{Transport: e})
}

func TestSharedToken_OneFetchForAllWorkers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := &endpoint{expiresIn: 3600, delay: time.Second}
		a := e.authorizer()
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if got, err := a.credential(t.Context()); got != "Bearer T1" || err != nil {
					t.Errorf("credential %q, %v", got, err)
				}
			})
		}
		wg.Wait()
		if n := e.fetched.Load(); n != 1 {
			t.Errorf("%d fetches, want 1", n)
		}
	})
}

func TestSharedToken_RenewedInTimeAndNotForEveryRequest(t *testing.T) {
	t.Parallel()
	for life, want := range map[int]int32{5: 3, 3600: 1, 0: 1} { // fetches within 10 s
		synctest.Test(t, func(t *testing.T) {
			e := &endpoint{expiresIn: life}
			a := e.authorizer()
			fetched := map[string]time.Time{}
			for range 100 {
				got, err := a.credential(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if _, known := fetched[got]; !known {
					fetched[got] = time.Now()
				}
				if life > 0 && time.Since(fetched[got]) >= time.Duration(life)*time.Second {
					t.Fatal("a token was used beyond its life")
				}
				time.Sleep(100 * time.Millisecond)
			}
			if n := e.fetched.Load(); n != want {
				t.Errorf("life %d s: %d fetches, want %d", life, n, want)
			}
		})
	}
}

func TestSharedToken_SecondWorkerDoesNotDropTheFreshToken(t *testing.T) {
	t.Parallel()
	e := &endpoint{expiresIn: 3600}
	a := e.authorizer()
	old, _ := a.credential(t.Context())
	for range 5 { // five workers were refused with the same token
		if !a.refused(old) {
			t.Fatal("no other try")
		}
		if got, err := a.credential(t.Context()); got != "Bearer T2" || err != nil {
			t.Fatalf("credential %q, %v; want the second token", got, err)
		}
	}
}

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
	if a := writeOne(t, c); a.End != importer.Confirmed || a.Attempts != 2 {
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
	if answers[0].End != importer.NotDone || answers[0].Attempts != 2 || answers[1].End != importer.NotSent {
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
			if a := writeOne(t, c); a.End != importer.NotDone || a.Attempts != 0 || a.Fault.Code != "sign_in_unavailable" {
				t.Errorf("first answer %+v", a)
			}
			if n := c.Requests(); n.Total != 0 || n.Retries != 0 || n.Token != 1 {
				t.Errorf("requests %+v", n)
			}
			if a := writeOne(t, c); a.End != importer.Confirmed {
				t.Errorf("second answer %+v", a)
			}
		})
	}
}

func TestSignInHint_OfTheWholeCode(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"AADSTS90002: Tenant 'x' not found.":                 "there is no such tenant",
		"AADSTS900023: Specified tenant identifier 'x' is …": "this is not a tenant's name or id",
		"AADSTS7000218: The request body must contain …":     "allow public client flows",
		"AADSTS1: anything else":                             "look elsewhere",
	} {
		hint := signInHint(importer.Fault{Message: message}, importer.PlainHint("look elsewhere")).In(plainWords{})
		if !strings.HasPrefix(hint, want) {
			t.Errorf("%s: hint %q, want %q", message, hint, want)
		}
	}
}

// plainWords name an option or a step as it is.
type plainWords struct{}

func (plainWords) Option(o importer.Option) string { return o.Name }
func (plainWords) Step(s importer.Step) string     { return string(s.Kind) }
