package businesscentral

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bcimport/importer"
)

// Bounds of answers, after decompression.
const (
	mostRecord   = 1 << 20
	mostList     = 64 << 20
	mostMetadata = 64 << 20
)

// Client is a connection to one company of one environment. It implements
// importer.Contacts and is used by several goroutines.
type Client struct {
	config  Config
	http    *http.Client
	auth    authorizer
	budget  *budget
	target  importer.Target
	schema  schema
	company string // path of the company, ending in a slash

	mu       sync.Mutex
	requests importer.Requests
}

// Target names where the client writes.
func (c *Client) Target() importer.Target { return c.target }

// KeyKind is what $metadata says about the key of customerContacts.
func (c *Client) KeyKind() importer.KeyKind { return c.schema.key }

// Lengths is the longest text of each field as $metadata says it, in UTF-16 units.
func (c *Client) Lengths() map[string]int { return c.schema.lengths }

// Requests counts what was written to the wire so far.
func (c *Client) Requests() importer.Requests {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.requests
}

// Expect announces how many requests are to come, so that a run that does not
// fit into the window is paced evenly.
func (c *Client) Expect(requests int) { c.budget.expect(requests, time.Now()) }

// Close gives the connections back.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// call is one request to the API.
type call struct {
	method string
	url    string
	header map[string]string
	body   []byte
	most   int64 // longest answer
	count  func(*importer.Requests)
}

// reply is what a call brought. Without err the whole body was read.
type reply struct {
	status int
	header http.Header
	body   []byte
	err    error
	wrote  bool // something was written to the wire
	sends  int  // how often the call was written to the wire
}

// errTooLong is an answer beyond its bound.
var errTooLong = errors.New("the answer is too long")

// do sends a call within the budget, once, and once more with a fresh token
// after a 401. A non-nil error is a reason to stop the run, or ctx.Err(); then
// nothing is under way.
func (c *Client) do(ctx context.Context, call call) (reply, error) {
	sends := 0
	for try := 1; ; try++ {
		r, used, err := c.once(ctx, call)
		sends += r.sends
		r.sends = sends
		if err != nil || r.status != http.StatusUnauthorized {
			return r, err
		}
		f := parseFault(r.status, r.header, r.body)
		if renewable := c.auth.refused(used); !renewable || try > 1 {
			return r, &importer.Hinted{
				Err:  fmt.Errorf("%w: %s: %s", importer.ErrSignIn, f.Code, f.Message),
				Hint: c.unauthorizedHint(),
			}
		}
		c.counted(func(n *importer.Requests) { n.Retries++ })
	}
}

func (c *Client) unauthorizedHint() string {
	switch c.config.Credentials.Auth {
	case ClientCredentials:
		return "Business Central does not take the application's token: enable the client id on the page Microsoft Entra applications and give it a permission set"
	case Token:
		return "the token has expired or is not for Business Central: get a new one"
	case Basic:
		return "check user name and web service access key"
	}
	return "the service wants a sign-in: choose one with --auth"
}

// once sends a call one time.
func (c *Client) once(ctx context.Context, call call) (reply, string, error) {
	if err := c.budget.acquire(ctx); err != nil {
		return reply{}, "", err
	}
	v := verdict{}
	defer func() { c.budget.release(v, time.Now()) }()

	req, wrote, cancel, err := c.request(ctx, call)
	if err != nil {
		return reply{}, "", err
	}
	defer cancel()
	used, err := c.auth.authorize(req.Context(), req)
	if errors.Is(err, errSignInLater) {
		v.passing = true
		return reply{err: err}, "", nil
	}
	if err != nil {
		return reply{}, "", err
	}
	r := c.exchange(req, call.most)
	r.wrote = wrote.Load()
	if r.wrote {
		r.sends = 1
		c.counted(func(n *importer.Requests) {
			n.Total++
			call.count(n)
			if r.status == http.StatusTooManyRequests {
				n.Throttled++
			}
		})
	}
	v = c.verdict(r)
	return r, used, nil
}

// request makes the HTTP request. It lives on for the grace when ctx ends, so
// that what is under way can be accounted for.
func (c *Client) request(ctx context.Context, call call) (*http.Request, *atomic.Bool, func(), error) {
	alive, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.config.RequestTimeout)
	stop := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(c.config.Grace, cancel)
		context.AfterFunc(alive, func() { timer.Stop() })
	})
	wrote := new(atomic.Bool)
	alive = httptrace.WithClientTrace(alive, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	// A body that is not replayable keeps net/http from sending a request again
	// by itself, past the limits and the counters.
	body := io.Reader(unreplayable{bytes.NewReader(call.body)})
	req, err := http.NewRequestWithContext(alive, call.method, call.url, body)
	if err != nil {
		cancel()
		return nil, nil, nil, fmt.Errorf("make request: %w", err)
	}
	req.ContentLength = int64(len(call.body))
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Accept-Language", "en-US")
	req.Header.Set("User-Agent", c.config.UserAgent)
	for name, value := range call.header {
		req.Header.Set(name, value)
	}
	return req, wrote, func() { stop(); cancel() }, nil
}

// unreplayable hides the kind of a reader from net/http.
type unreplayable struct{ io.Reader }

// exchange sends the request and reads the whole answer.
func (c *Client) exchange(req *http.Request, most int64) reply {
	resp, err := c.http.Do(req)
	if err != nil {
		return reply{err: err}
	}
	defer resp.Body.Close()
	r := reply{status: resp.StatusCode, header: resp.Header}
	r.body, r.err = io.ReadAll(io.LimitReader(resp.Body, most+1))
	if int64(len(r.body)) > most {
		r.body, r.err = nil, errTooLong
	}
	return r
}

// verdict is what a reply says about the server as a whole.
func (c *Client) verdict(r reply) verdict {
	v := verdict{sent: r.wrote}
	switch {
	case r.err != nil:
		v.passing = true
	case r.status == 429, r.status == 408, r.status == 502, r.status == 503, r.status == 504:
		v.passing = true
		v.throttled = r.status == 429
		v.asked = retryAfter(r.header.Get("Retry-After"), time.Now())
	}
	return v
}

func (c *Client) counted(change func(*importer.Requests)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.requests)
}

// fault turns a reply that is no success into the core's words.
func (r reply) fault() importer.Fault {
	if r.err == nil {
		return parseFault(r.status, r.header, r.body)
	}
	f := importer.Fault{HTTPStatus: r.status, Code: "no_answer", Message: "no answer: " + oneLine(rootCause(r.err), longestMessage)}
	switch {
	case errors.Is(r.err, errSignInLater):
		f.Code, f.Message = "sign_in_unavailable", oneLine(r.err.Error(), longestMessage)
	case errors.Is(r.err, context.DeadlineExceeded):
		f.Code, f.Message = "timeout", "no answer in time"
	case errors.Is(r.err, context.Canceled):
		f.Code, f.Message = "stopped", "no answer before the run stopped"
	case errors.Is(r.err, errTooLong):
		f.Code, f.Message = "unusable_answer", errTooLong.Error()
	case !r.wrote && r.status == 0:
		f.Code, f.Message = "no_connection", "no connection: "+oneLine(rootCause(r.err), longestMessage)
	case r.status != 0:
		f.Code, f.Message = "unusable_answer", "the answer broke off"
	}
	return f
}

// inside tells whether a link of an answer stays within the API root, so that it
// may be followed with credentials.
func (c *Client) inside(link string) (string, error) {
	base, err := url.Parse(c.config.Root + "/")
	if err != nil {
		return "", err
	}
	u, err := base.Parse(link)
	if err != nil {
		return "", errors.New("the next link is not a URL")
	}
	if u.Scheme != base.Scheme || !strings.EqualFold(u.Host, base.Host) || u.User != nil {
		return "", fmt.Errorf("the next link leads to another host (%s)", u.Host)
	}
	return u.String(), nil
}
