//go:build fleet

package dispatch

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

// authority signs certificates, which lie in a folder as files.
type authority struct {
	folder string
	cert   *x509.Certificate
	key    *ecdsa.PrivateKey
}

// newAuthority makes an authority; the file ca.pem of its folder holds its certificate.
func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{folder: t.TempDir()}
	a.cert, a.key = a.sign(t, "ca", &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign})
	return a
}

// issue signs a certificate for a name, and returns the files of it and its key.
func (a *authority) issue(t *testing.T, name string) (cert, key string) {
	t.Helper()
	a.sign(t, name, &x509.Certificate{
		DNSNames: []string{name}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	})
	return a.file(name + ".pem"), a.file(name + ".key")
}

func (a *authority) sign(t *testing.T, name string, c *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c.SerialNumber, c.Subject = big.NewInt(time.Now().UnixNano()), pkix.Name{CommonName: name}
	c.NotBefore, c.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	parent, signer := cmp.Or(a.cert, c), cmp.Or(a.key, key)
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	bare, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{
		a.file(name + ".pem"): {Type: "CERTIFICATE", Bytes: der}, a.file(name + ".key"): {Type: "PRIVATE KEY", Bytes: bare},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	signed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signed, key
}

func (a *authority) file(name string) string { return filepath.Join(a.folder, name) }

// front stands before the server of the tests with TLS, as a hosted one does.
type front struct {
	address string
	mu      sync.Mutex
	keys    []string // headers Authorization, each once
	clients []string // names in the clients' certificates, each once
}

// newFront starts a front that has a certificate for temporal.example. It takes only clients
// with a certificate of clients, unless that is nil, and only those with the key, unless that
// is empty.
func newFront(t *testing.T, of, clients *authority, key string) *front {
	t.Helper()
	server := os.Getenv("TEMPORAL_TEST_ADDRESS")
	if server == "" {
		t.Skip("TEMPORAL_TEST_ADDRESS names no server")
	}
	pair, err := tls.LoadX509KeyPair(of.issue(t, "temporal.example"))
	if err != nil {
		t.Fatal(err)
	}
	f := &front{}
	var h2c http.Protocols
	h2c.SetUnencryptedHTTP2(true)
	behind := &http.Transport{Protocols: &h2c}
	to := &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: server}) },
		Transport: behind, FlushInterval: -1, ErrorLog: log.New(io.Discard, "", 0),
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.note(r)
		if key != "" && r.Header.Get("Authorization") != "Bearer "+key {
			w.Header().Set("Content-Type", "application/grpc")
			w.Header().Set("Grpc-Status", "7") // permission denied
			w.Header().Set("Grpc-Message", "Request unauthorized.")
			return
		}
		r.Header.Set("Te", "trailers")
		to.ServeHTTP(w, r)
	}))
	s.EnableHTTP2 = true
	s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if clients != nil {
		s.TLS.ClientAuth, s.TLS.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		s.TLS.ClientCAs.AddCert(clients.cert)
	}
	s.StartTLS()
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
		behind.CloseIdleConnections()
	})
	f.address = s.Listener.Addr().String()
	return f
}

func (f *front) note(r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if h := r.Header.Get("Authorization"); !slices.Contains(f.keys, h) {
		f.keys = append(f.keys, h)
	}
	for _, c := range r.TLS.PeerCertificates {
		if !slices.Contains(f.clients, c.Subject.CommonName) {
			f.clients = append(f.clients, c.Subject.CommonName)
		}
	}
}

// seen is which keys and which clients came.
func (f *front) seen() (keys, clients []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.keys), slices.Clone(f.clients)
}

// dial connects through the front.
func (f *front) dial(t *testing.T, secured *TLS, key string) (*Client, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	return Dial(ctx, Options{
		Address: f.address, Namespace: cmp.Or(os.Getenv("TEMPORAL_TEST_NAMESPACE"), DefaultNamespace), Queue: "test-" + rand.Text(),
		APIKey: key, TLS: secured,
	})
}

// refused holds the error of a connection to one line that has these words, and a hint.
func refused(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("it connects")
	}
	var p *importer.Problem
	if !errors.As(err, &p) || p.Hint.Empty() || strings.Contains(err.Error(), "\n") {
		t.Errorf("it says %q", err)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("%q is not in %q", w, err)
		}
	}
}

func TestServer_RunIsDoneOverTLSWithACertificateAndAKey(t *testing.T) {
	t.Parallel()
	servers, clients := newAuthority(t), newAuthority(t)
	f := newFront(t, servers, clients, "open-sesame")
	cert, key := clients.issue(t, "night-worker")
	c, err := f.dial(t, &TLS{CA: servers.file("ca.pem"), Cert: cert, Key: key, ServerName: "temporal.example"}, "open-sesame")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	did := make(chan string, 1)
	c.started(t, 1, func(_ context.Context, _ fleet.Attempt, run string, _ func(fleet.Progress)) (fleet.Result, error) {
		did <- run
		return fleet.Result{}, nil
	})
	c.submitted(t, "key-"+rand.Text(), Run{ID: "over-tls"})
	if id := within(t, did); id != "over-tls" {
		t.Errorf("it did %s", id)
	}
	if keys, names := f.seen(); !slices.Equal(keys, []string{"Bearer open-sesame"}) || !slices.Equal(names, []string{"night-worker"}) {
		t.Errorf("keys %q of clients %q", keys, names)
	}
}

func TestServer_TLSNeedsNoMoreThanTheServersAuthority(t *testing.T) {
	t.Parallel()
	servers := newAuthority(t)
	f := newFront(t, servers, nil, "")
	c, err := f.dial(t, &TLS{CA: servers.file("ca.pem"), ServerName: "temporal.example"}, "")
	if err != nil {
		t.Fatal(err)
	}
	c.Close()
	if keys, names := f.seen(); !slices.Equal(keys, []string{""}) || names != nil {
		t.Errorf("keys %q of clients %q", keys, names)
	}
}

func TestServer_TLSThatFailsIsToldInOneLine(t *testing.T) {
	t.Parallel()
	servers, clients, others := newAuthority(t), newAuthority(t), newAuthority(t)
	open, closed, locked := newFront(t, servers, nil, ""), newFront(t, servers, clients, ""), newFront(t, servers, nil, "open-sesame")
	strangers, itsKey := others.issue(t, "stranger")
	ca := servers.file("ca.pem")
	overTLS := []string{"over TLS"} // why may be lost with the connection
	for name, tt := range map[string]struct {
		to    *front
		with  *TLS
		key   string
		words []string
	}{
		"another authority":     {open, &TLS{CA: others.file("ca.pem"), ServerName: "temporal.example"}, "", []string{"over TLS", "certificate signed by unknown authority"}},
		"another name":          {open, &TLS{CA: ca, ServerName: "elsewhere.example"}, "", []string{"over TLS", "temporal.example, not elsewhere.example"}},
		"no client certificate": {closed, &TLS{CA: ca, ServerName: "temporal.example"}, "", overTLS},
		"a stranger":            {closed, &TLS{CA: ca, Cert: strangers, Key: itsKey, ServerName: "temporal.example"}, "", overTLS},
		"no TLS":                {open, nil, "", nil},
		"no key":                {locked, &TLS{CA: ca, ServerName: "temporal.example"}, "", []string{"refuses the connection"}},
		"another key":           {locked, &TLS{CA: ca, ServerName: "temporal.example"}, "open-barley", []string{"refuses the connection"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := tt.to.dial(t, tt.with, tt.key)
			refused(t, err, tt.words...)
			if tt.key != "" && strings.Contains(err.Error(), tt.key) {
				t.Errorf("the key is shown: %v", err)
			}
		})
	}
}
