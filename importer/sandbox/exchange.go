package sandbox

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
)

// exchange is one request being processed, or one operation of a batch.
type exchange struct {
	r           *http.Request // as it came over the wire; of an operation, its batch's
	method      string
	path, query string // of the URL, escaped as the client did
	header      http.Header
	at          target
	base        string // the API root as the client wrote it
	body        []byte
	user, token string
	fault       Fault
	batch       *batch  // what a POST to $batch holds
	refused     *answer // to a batch that is not taken
	within      *batch  // the batch that an operation is part of, nil for a request
}

func newExchange(r *http.Request) *exchange {
	x := &exchange{r: r, method: r.Method, path: r.URL.EscapedPath(), query: r.URL.RawQuery, header: r.Header, at: parseTarget(r.URL.Path)}
	x.base = x.host() + x.at.root
	return x
}

func (x *exchange) host() string {
	if x.r.TLS != nil {
		return "https://" + x.r.Host
	}
	return "http://" + x.r.Host
}

// link returns the URL without its query.
func (x *exchange) link() string { return x.host() + x.path }

// length returns the length of the URL in bytes, as a server in front of the service counts it.
func (x *exchange) length() int { return len(x.path) + len("?") + len(x.query) }

// request returns x as a hook sees it: an operation looks as if it had come alone, but
// for its RequestURI, which is "".
func (x *exchange) request() *http.Request {
	if x.within == nil {
		return x.r
	}
	target, err := url.ParseRequestURI(x.path)
	if err != nil {
		target = &url.URL{Path: x.path}
	}
	target.RawQuery = x.query
	r := &http.Request{Method: x.method, URL: target, Header: x.header, Host: x.r.Host, Body: io.NopCloser(bytes.NewReader(x.body))}
	return r.WithContext(x.r.Context())
}

// snapshot reports whether x is part of a transaction, which holds the store's lock.
func (x *exchange) snapshot() bool { return x.within != nil && x.within.snapshot }
