package businesscentral

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/limits"
	"bcimport/importer/businesscentral/signin"
	"bcimport/importer/businesscentral/transport"
)

// Bounds of answers, after decompression. Business Central's largest page holds
// 20,000 records (operational-limits-online.md).
const (
	maxRecord   = 1 << 20
	maxBatch    = 16 << 20
	maxList     = 64 << 20
	maxMetadata = 64 << 20
)

// call is one request to the API.
type call struct {
	method   string
	url      string
	header   map[string]string
	body     []byte
	maxBytes int64 // of the answer
	// read, if set, takes the body of a success while it arrives; reply.body is then empty.
	read   func(body io.Reader)
	count  func(*importer.Requests)
	weight int   // how many requests it counts as; 0 is 1
	not    *user // the user that must not send it
	took   *limits.Durations
	parts  int // by which its duration is divided
	// conditional reports whether 304 is an answer.
	conditional bool
	// inspect sees an answer before anything else is sent for its user.
	inspect func(r reply, res limits.Result, now time.Time) limits.Result
}

// writes reports whether the call may change something.
func (c call) writes() bool { return c.method != http.MethodGet }

// reply is the answer to a call. Without err the whole body was read.
type reply struct {
	status     int
	header     http.Header
	body       []byte
	err        error
	wrote      bool   // the last request was written to the wire
	sends      int    // how often the call was written to the wire
	credential string // what the last request was signed with
	user       *user
	denied     bool // see limits.Result
	secrets    []string
}

// errTooLong means that an answer exceeds its bound.
var errTooLong = importer.Errorf("the answer is too long")

// send writes a call to the wire and reads the whole answer. After the end of ctx the
// request may still finish within Config.Grace, so that its effect is known. An error means
// that nothing was sent.
func (c *Client) send(ctx context.Context, call call, credential string, secrets []string) (reply, error) {
	alive, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.config.RequestTimeout)
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(c.config.Grace, cancel)
		context.AfterFunc(alive, func() { timer.Stop() })
	})
	defer stop()
	wrote := new(atomic.Bool)
	// The function above holds alive: it must not become another one.
	traced := httptrace.WithClientTrace(alive, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	req, err := c.request(traced, call, credential)
	if err != nil {
		return reply{}, err
	}
	r := c.exchange(req, call)
	r.wrote, r.credential, r.secrets = wrote.Load() && !errors.Is(r.err, transport.ErrNotSent), credential, secrets
	return r, nil
}

func (c *Client) request(ctx context.Context, call call, credential string) (*http.Request, error) {
	// net/http sends a GET without a body, or any request whose body it can
	// rewind, again by itself when a kept-alive connection is reset, which neither
	// the limits nor the counters would see. A body of an unknown type prevents
	// that; an empty one leaves no trace on the wire.
	body := struct{ io.Reader }{bytes.NewReader(call.body)}
	req, err := http.NewRequestWithContext(ctx, call.method, call.url, body)
	if err != nil {
		return nil, importer.Errorf("make request: %w", err)
	}
	req.ContentLength = int64(len(call.body))
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Accept-Language", "en-US")
	req.Header.Set("User-Agent", c.config.UserAgent)
	if credential != "" {
		req.Header.Set("Authorization", credential)
	}
	for name, value := range call.header {
		req.Header.Set(name, value)
	}
	return req, nil
}

func (c *Client) exchange(req *http.Request, call call) reply {
	resp, err := c.http.Do(req)
	if err != nil {
		return reply{err: err}
	}
	defer resp.Body.Close()
	r := reply{status: resp.StatusCode, header: resp.Header}
	body := &boundedReader{inner: resp.Body, left: call.maxBytes}
	if call.read != nil && r.status == http.StatusOK {
		call.read(body)
		_, r.err = io.Copy(io.Discard, body)
		return r
	}
	if r.body, r.err = readAll(body); errors.Is(r.err, errTooLong) {
		r.body = nil
	}
	return r
}

// boundedReader fails with errTooLong if there is more to read than left. Its errors are
// sticky.
type boundedReader struct {
	inner io.Reader
	left  int64
	err   error
}

func (b *boundedReader) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.inner.Read(p[:min(int64(len(p)), b.left+1)])
	if int64(n) > b.left {
		n, err = int(b.left), errTooLong
	}
	b.left -= int64(n)
	b.err = err
	return n, err
}

// buffers are reused for bodies of unknown length: growing a new one for each body took more
// memory than everything decoded from it.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxPooledBuffer bounds the buffers that are reused.
const maxPooledBuffer = 1 << 20

func readAll(r io.Reader) ([]byte, error) {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	_, err := b.ReadFrom(r)
	body := bytes.Clone(b.Bytes())
	if b.Cap() <= maxPooledBuffer {
		buffers.Put(b)
	}
	return body, err
}

// result returns what a reply says about the server as a whole.
func (r reply) result(now time.Time) limits.Result {
	res := limits.Result{Sent: r.wrote, Throttled: r.status == http.StatusTooManyRequests}
	res.Overloaded = res.Throttled || r.status == http.StatusServiceUnavailable
	res.Denied = r.status == http.StatusUnauthorized || r.status == http.StatusForbidden
	if r.status >= 300 {
		res.Wait = limits.RetryAfter(r.header.Get("Retry-After"), now)
	}
	res.Transient = r.err != nil || res.Wait > 0 || res.Throttled || faults.Unclear(r.status)
	return res
}

// fault returns the fault of a reply that is no success.
func (r reply) fault() importer.Fault {
	if r.err == nil {
		return faults.Parse(r.status, r.header, r.body, r.secrets...)
	}
	f := importer.Fault{
		HTTPStatus: r.status, RequestID: faults.Mask(faults.RequestID(r.header), r.secrets),
		Code: "no_answer", Message: "no answer: " + faults.Line(faults.RootCause(r.err), faults.MaxMessage),
	}
	switch {
	case errors.Is(r.err, signin.ErrLater):
		f.Code, f.Message = "sign_in_unavailable", faults.Line(r.err.Error(), faults.MaxMessage)
	case errors.Is(r.err, context.Canceled):
		f.Code, f.Message = "stopped", "no answer before the run stopped"
	case errors.Is(r.err, errTooLong):
		f.Code, f.Message = "unusable_answer", errTooLong.Error()
	case !r.wrote:
		f.Code, f.Message = "no_connection", "no connection: "+faults.Line(faults.RootCause(r.err), faults.MaxMessage)
	case errors.Is(r.err, context.DeadlineExceeded):
		f.Code, f.Message = "timeout", "no answer in time"
	case r.status != 0:
		f.Code, f.Message = "unusable_answer", "the answer was cut off"
	}
	return f
}

// unusable returns the fault of a success whose content can't be used.
func (r reply) unusable(why error) importer.Fault {
	return importer.Fault{
		HTTPStatus: r.status, Code: "unusable_answer", Message: faults.Mask(why.Error(), r.secrets), RequestID: faults.Mask(faults.RequestID(r.header), r.secrets),
	}
}
