package businesscentral

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"bcimport/importer"
)

// Client is a connection to one company of one environment. It implements
// importer.Contacts and is used by several goroutines.
type Client struct {
	config  Config
	http    *http.Client
	backoff func(n int) time.Duration // before the try after the nth fault
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

// Lengths is the longest text of each field as $metadata says it, in UTF-16
// units; nil without $metadata.
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

// Recent lists the requests that still count against the service's limits.
func (c *Client) Recent() []importer.Sent { return c.budget.recent(time.Now()) }

// Spend books requests that an earlier process sent for the same user, before the
// first of this one.
func (c *Client) Spend(sent []importer.Sent) { c.budget.book(sent, time.Now()) }

// Close gives the connections back.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// do sends a call within the budget, once, and once more with a fresh token
// after a 401. A non-nil error is a reason to stop the run, or ctx.Err(); then
// nothing is under way and the reply is the 401, if there was one.
func (c *Client) do(ctx context.Context, call call) (reply, error) {
	var last reply
	for try := 1; ; try++ {
		r, err := c.once(ctx, call)
		if err != nil {
			return last, err
		}
		r.sends += last.sends
		if r.status != http.StatusUnauthorized {
			return r, nil
		}
		last = r
		if renewable := c.auth.refused(r.credential); !renewable || try > 1 {
			f := r.fault()
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

// once sends a call one time. An error means that nothing was sent.
func (c *Client) once(ctx context.Context, call call) (reply, error) {
	if err := c.budget.acquire(ctx); err != nil {
		return reply{}, err
	}
	v := verdict{}
	defer func() { c.budget.release(v, time.Now()) }()

	credential, err := c.auth.credential(ctx)
	if errors.Is(err, errSignInLater) {
		v.passing = true
		return reply{err: err}, nil
	}
	if err != nil {
		return reply{}, err
	}
	// A pause, or the end, may have come while the token was fetched.
	if err := c.budget.standBy(ctx); err != nil {
		return reply{}, err
	}
	r, err := c.send(ctx, call, credential)
	if err != nil {
		return reply{}, err
	}
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
	v = r.verdict(time.Now())
	return r, nil
}

func (c *Client) counted(change func(*importer.Requests)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.requests)
}
