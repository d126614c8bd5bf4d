package businesscentral

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// transport keeps one connection per slot, so that a run does not open new ones all the time,
// and bounds every phase of a request. It uses HTTP/1.1: a reset then affects one request, not
// all that share a connection.
func transport(concurrency int, roots *x509.CertPool) asAsked {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 15 * time.Second}
	return asAsked{&http.Transport{
		Proxy:                 proxy,
		DialContext:           dialer.DialContext,
		Protocols:             protocols,
		MaxIdleConns:          concurrency + 2,
		MaxIdleConnsPerHost:   concurrency,
		IdleConnTimeout:       90 * time.Second,
		TLSClientConfig:       &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:   30 * time.Second,
		ExpectContinueTimeout: time.Second,
	}}
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

// proxy returns the proxy of the environment. The standard library's error would repeat its
// URL, which may hold a password.
func proxy(r *http.Request) (*url.URL, error) {
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
