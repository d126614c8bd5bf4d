// Package transport makes the connections to Business Central: one a slot, each phase of a
// request bounded, and nothing written that a guard does not allow.
package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// New makes a transport that keeps one connection per slot, so that a run does not open new
// ones all the time, and bounds every phase of a request. It uses HTTP/1.1: a reset then
// affects one request, not all that share a connection. guard, unless it is nil, is asked
// before each write to a connection: an error keeps it from being written.
func New(slots int, roots *x509.CertPool, guard func() error) http.RoundTripper {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	dial := (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 15 * time.Second}).DialContext
	if guard != nil {
		dial = guarded(dial, guard)
	}
	return asAsked{&http.Transport{
		Proxy:                 Proxy,
		DialContext:           dial,
		Protocols:             protocols,
		MaxIdleConns:          slots + 2,
		MaxIdleConnsPerHost:   slots,
		IdleConnTimeout:       90 * time.Second,
		TLSClientConfig:       &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:   30 * time.Second,
		ExpectContinueTimeout: time.Second,
	}}
}

type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// guarded asks the guard as late as can be, beneath TLS: a process that was stopped for a
// while goes on in the middle of a request.
func guarded(dial dialer, guard func() error) dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return guardedConn{conn, guard}, nil
	}
}

type guardedConn struct {
	net.Conn
	guard func() error
}

func (c guardedConn) Write(p []byte) (int, error) {
	if err := c.guard(); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

// asAsked refuses what no request of this program asks for: an answer that changes the
// protocol. Its body is the bare connection, and no context or timeout ends reading that.
type asAsked struct{ *http.Transport }

func (t asAsked) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.Transport.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusSwitchingProtocols {
		resp.Body.Close()
		return nil, errors.New("the server switched the protocol without a request")
	}
	return resp, err
}

// Proxy returns the proxy of the environment. The standard library's error would repeat its
// URL, which may hold a password.
func Proxy(r *http.Request) (*url.URL, error) {
	// The managed identity of a machine in Azure has a link-local address and must
	// bypass proxies (entra: how-to-use-vm-token).
	if ip := net.ParseIP(r.URL.Hostname()); ip != nil && ip.IsLinkLocalUnicast() {
		return nil, nil
	}
	u, err := http.ProxyFromEnvironment(r)
	if err != nil {
		return nil, errors.New("HTTPS_PROXY or HTTP_PROXY is not a URL")
	}
	return u, nil
}
