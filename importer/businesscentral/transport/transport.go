// Package transport makes the connections to Business Central: one a slot, each phase of a
// request bounded, and nothing written that a guard does not allow.
package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// New makes a transport that keeps one connection per slot, so that a run does not open new
// ones all the time, and bounds every phase of a request. It uses HTTP/1.1: a reset then
// affects one request, not all that share a connection. guard, unless it is nil, is asked
// before each write to a connection: an error keeps it from being written. The request's
// error is that one then, and ErrNotSent where nothing of the request had been written.
func New(slots int, roots *x509.CertPool, guard func() error) http.RoundTripper {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	dial := (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 15 * time.Second}).DialContext
	if guard != nil {
		dial = guarded(dial, guard)
	}
	return asAsked{guard != nil, &http.Transport{
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
		return &guardedConn{Conn: conn, guard: guard}, nil
	}
}

// ErrNotSent is a request that a guard kept from being sent.
var ErrNotSent = errors.New("not sent")

type guardedConn struct {
	net.Conn
	guard func() error
	begun atomic.Bool // part of the request was written
}

func (c *guardedConn) Write(p []byte) (int, error) {
	err := c.guard()
	switch {
	case err == nil:
		c.begun.Store(true)
		return c.Conn.Write(p)
	case !c.begun.Load():
		err = fmt.Errorf("%w: %w", ErrNotSent, err)
	}
	return 0, err
}

// begin notes that a connection is about to carry another request.
func begin(info httptrace.GotConnInfo) {
	conn := info.Conn
	if safe, ok := conn.(*tls.Conn); ok {
		conn = safe.NetConn()
	}
	if c, ok := conn.(*guardedConn); ok {
		c.begun.Store(false)
	}
}

// asAsked refuses what no request of this program asks for: an answer that changes the
// protocol. Its body is the bare connection, and no context or timeout ends reading that.
type asAsked struct {
	guarded bool
	*http.Transport
}

func (t asAsked) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.guarded {
		r = r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{GotConn: begin}))
	}
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
