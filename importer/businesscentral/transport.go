package businesscentral

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"
)

// transport keeps one connection per slot, so that a run does not churn
// connections, and bounds every phase of a request. It speaks HTTP/1.1: a reset
// then hits one request, not all that share a connection.
func transport(concurrency int) *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 15 * time.Second}
	return &http.Transport{
		Proxy:                 proxy,
		DialContext:           dialer.DialContext,
		Protocols:             protocols,
		MaxIdleConns:          concurrency + 2,
		MaxIdleConnsPerHost:   concurrency,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   30 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// proxy is the proxy of the environment. The error of an unreadable one repeats
// it, and it may hold a password.
func proxy(r *http.Request) (*url.URL, error) {
	u, err := http.ProxyFromEnvironment(r)
	if err != nil {
		return nil, errors.New("HTTPS_PROXY or HTTP_PROXY is not a URL")
	}
	return u, nil
}
