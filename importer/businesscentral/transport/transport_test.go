package transport_test

import (
	"crypto/x509"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"bcimport/importer/businesscentral/transport"
)

// What the guard forbids does not reach the server, on a connection that is open or a new one.
func TestNew_WritesNothingThatTheGuardForbids(t *testing.T) {
	t.Parallel()
	var reached, asked atomic.Int32
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) })
	plain, safe := httptest.NewServer(handler), httptest.NewTLSServer(handler)
	defer plain.Close()
	defer safe.Close()
	for _, server := range []*httptest.Server{plain, safe} {
		reached.Store(0)
		var fenced atomic.Pointer[error]
		roots := server.Client().Transport.(*http.Transport).TLSClientConfig
		guard := func() error {
			asked.Add(1)
			if err := fenced.Load(); err != nil {
				return *err
			}
			return nil
		}
		client := &http.Client{Transport: transport.New(2, nil, guard)}
		if roots != nil {
			client.Transport = transport.New(2, roots.RootCAs, guard)
		}
		patch := func() error {
			resp, err := client.Post(server.URL, "text/plain", strings.NewReader("x"))
			if err == nil {
				resp.Body.Close()
			}
			return err
		}
		if err := patch(); err != nil || reached.Load() != 1 || asked.Load() == 0 {
			t.Fatalf("an allowed request: %v, %d reached, %d asked", err, reached.Load(), asked.Load())
		}
		forbidden := errors.New("another attempt has the run")
		fenced.Store(&forbidden)
		for range 3 {
			if err := patch(); !errors.Is(err, forbidden) || !errors.Is(err, transport.ErrNotSent) {
				t.Errorf("a forbidden request: %v", err)
			}
		}
		if reached.Load() != 1 {
			t.Errorf("%d requests reached the server", reached.Load())
		}
		client.CloseIdleConnections()
	}
}

// A request of which a part was written may be done, as far as anybody can tell: it was not
// kept from being sent. The connection carried another request before.
func TestNew_APartThatWasWrittenIsSent(t *testing.T) {
	t.Parallel()
	handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { io.Copy(io.Discard, r.Body) })
	plain, safe := httptest.NewServer(handler), httptest.NewTLSServer(handler)
	defer plain.Close()
	defer safe.Close()
	forbidden := errors.New("another attempt has the run")
	for _, server := range []*httptest.Server{plain, safe} {
		var allowed atomic.Int32
		allowed.Store(100)
		roots := x509.NewCertPool()
		if server == safe {
			roots.AddCert(safe.Certificate())
		}
		client := &http.Client{Transport: transport.New(1, roots, func() error {
			if allowed.Add(-1) < 0 {
				return forbidden
			}
			return nil
		})}
		post := func(size int) error {
			resp, err := client.Post(server.URL, "text/plain", strings.NewReader(strings.Repeat("x", size)))
			if err == nil {
				resp.Body.Close()
			}
			return err
		}
		if err := post(1); err != nil {
			t.Fatal(err)
		}
		allowed.Store(1)
		if err := post(1 << 20); !errors.Is(err, forbidden) || errors.Is(err, transport.ErrNotSent) {
			t.Errorf("a request that was cut off: %v", err)
		}
		client.CloseIdleConnections()
	}
}
