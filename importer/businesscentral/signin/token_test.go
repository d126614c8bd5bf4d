package signin

import (
	"fmt"
	"io"
	"net/http"
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

func (e *endpoint) authorizer() Authorizer {
	return New(Credentials{Auth: ClientCredentials, TokenURL: "https://sts.example.com/t", ClientSecret: secret},
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
				if got, err := a.Credential(t.Context()); got != "Bearer T1" || err != nil {
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
				got, err := a.Credential(t.Context())
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
	old, _ := a.Credential(t.Context())
	for range 5 { // five workers were refused with the same token
		if !a.Refused(old) {
			t.Fatal("no other try")
		}
		if got, err := a.Credential(t.Context()); got != "Bearer T2" || err != nil {
			t.Fatalf("credential %q, %v; want the second token", got, err)
		}
	}
}

func TestSignInHint_OfTheWholeCode(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		"AADSTS90002: Tenant 'x' not found.":                 "the tenant does not exist",
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

func (plainWords) Path(p importer.Path) string { return string(p) }
