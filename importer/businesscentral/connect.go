package businesscentral

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"

	"golang.org/x/sync/errgroup"

	"bcimport/importer"
	"bcimport/importer/businesscentral/batching"
	"bcimport/importer/businesscentral/faults"
	"bcimport/importer/businesscentral/metadata"
	"bcimport/importer/businesscentral/schema"
	"bcimport/importer/businesscentral/signin"
	"bcimport/importer/businesscentral/transport"
	"bcimport/mapping/entity"
)

// connectTries is how often each first request is tried if its address may be wrong. If the
// service answers with faults, Config.Patience is the limit.
const connectTries = 10

// Connect signs in, finds the company and describes the set. Its error has a hint
// (importer.Problem); it writes nothing.
func Connect(ctx context.Context, config Config) (*Client, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	c := newClient(config.withDefaults(), func(n int) time.Duration { return importer.Backoff(n, rand.Float64()) })
	if err := c.open(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

func newClient(config Config, backoff func(n int) time.Duration) *Client {
	client := &http.Client{
		Transport: transport.New(config.Concurrency*len(config.signIns()), config.Roots, config.Guard),
		// A redirect is an answer that can't be used: following it would send the
		// token or the secret to another address.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c := &Client{
		config:  config,
		http:    client,
		backoff: backoff,
		target: importer.Target{
			APIRoot: config.Root, Tenant: config.Tenant, Environment: config.Environment, User: config.signedInAs(),
		},
	}
	c.signIn = &http.Client{
		Transport:     countingTransport{client.Transport, func() { c.counted(func(n *importer.Requests) { n.Token++ }) }},
		CheckRedirect: client.CheckRedirect,
		Timeout:       min(time.Minute, config.RequestTimeout),
	}
	route, set := entity.SplitSet(config.Set)
	c.root, c.set = apiRoot(config.Root, route), set
	c.take(schema.Initial(config.Set))
	c.metadata = &schema.Root{URL: c.root, Cache: metadata.Cache{Dir: config.CacheDir}, Fetch: c.fetchMetadata, Log: config.Log, Now: time.Now}
	c.explanations.left = maxExplanations
	c.users = newUsers(config, c.signIn, backoff)
	c.listSupport = newListSupport(c.entity.Many, config.Batch)
	c.lookups = newLookupBatches(LookupsAtOnce(config.Batch))
	c.writing = batching.NewAdaptive("$batch", config.Batch)
	return c
}

// open opens the connection within Config.Patience.
func (c *Client) open(ctx context.Context) error {
	opening, cancel := context.WithTimeout(ctx, c.config.Patience)
	defer cancel()
	err := c.openAll(opening)
	if ctx.Err() == nil && opening.Err() != nil && errors.Is(err, context.DeadlineExceeded) {
		return c.unavailableError()
	}
	return err
}

// unavailableError returns the problem of a service that did not open within Config.Patience.
func (c *Client) unavailableError() error {
	c.mu.Lock()
	why := cmp.Or(c.openingTrouble.why, "no answer")
	c.mu.Unlock()
	return &importer.Problem{
		Cause: importer.Errorf("%w for %v: %s: %s", importer.ErrServerDown, c.config.Patience, c.host(), why),
		Hint:  importer.PlainHint("nothing was written; run again when the service is back"),
	}
}

// openAll does independent steps at the same time: one after another, the tokens of several
// users, each from another continent perhaps, would delay a run of seconds by a second.
func (c *Client) openAll(ctx context.Context) error {
	_, err := c.users.all[0].auth.Credential(ctx)
	if errors.Is(err, importer.ErrSignIn) && len(c.users.all) == 1 {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, u := range c.users.all[1:] {
		g.Go(func() error {
			// The request that needs the token reports what is wrong.
			_, _ = u.auth.Credential(ctx)
			return nil
		})
	}
	g.Go(func() error { return c.findCompany(ctx) })
	g.Go(func() error { return c.describe(ctx) })
	return g.Wait()
}

// countingTransport counts token requests, to which the limits do not apply.
type countingTransport struct {
	inner http.RoundTripper
	count func()
}

func (t countingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	trace := &httptrace.ClientTrace{WroteHeaders: t.count}
	return t.inner.RoundTrip(r.WithContext(httptrace.WithClientTrace(r.Context(), trace)))
}

// retrying sends one of the requests that open a connection, again after transient faults; a
// success that read refuses is one.
func (c *Client) retrying(ctx context.Context, call call, read func(body []byte) error) (reply, error) {
	begin := time.Now()
	for try := 1; ; try++ {
		r, err := c.do(ctx, call)
		if err != nil {
			return r, err
		}
		if r.err == nil && r.status == http.StatusOK {
			if err = read(r.body); err == nil {
				return r, nil
			}
		}
		if call.conditional && r.err == nil && r.status == http.StatusNotModified {
			return r, nil
		}
		if err := faults.Untrusted(r.err); err != nil {
			return r, err
		}
		end, f := r.failure(err)
		switch {
		case end != importer.NotDone && end != importer.Lost:
			return r, nil
		case err == nil:
			err = errors.New(f.Message)
		}
		wrong := maybeWrongAddress(r, f)
		if !wrong && time.Since(begin) >= c.config.Patience {
			c.noteTrouble(err.Error(), 0)
			return r, c.unavailableError()
		}
		if try >= connectTries && wrong || r.status/100 == 3 {
			return r, &importer.Problem{
				Cause: importer.Errorf("%s: %w: %w", c.host(), importer.ErrUnreachable, err),
				Hint:  importer.PlainHint("the API root ends in /api/v2.0; check it, the network and the proxy; nothing was written"),
			}
		}
		if err := c.waitToRetry(ctx, try, f, wrong); err != nil {
			return r, err
		}
	}
}

// waitToRetry waits before the next try. An address that may be wrong should not take minutes
// to be reported.
func (c *Client) waitToRetry(ctx context.Context, try int, f importer.Fault, wrong bool) error {
	wait := c.backoff(try)
	if wrong {
		wait = min(wait, 2*time.Second)
	}
	if c.noteTrouble(f.Message, try) {
		c.config.Log.Info("no answer yet, trying again", "host", c.host(), "reason", f.Message, "try", try)
	}
	return importer.Sleep(ctx, wait)
}

// openingTrouble is the last fault of opening a connection.
type openingTrouble struct {
	why      string
	reported int // the tries that were logged
}

// noteTrouble keeps why a first request failed. It reports whether that is new: requests that
// open the connection at the same time meet the same faults.
func (c *Client) noteTrouble(why string, try int) (news bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.openingTrouble.why = why
	news = try > c.openingTrouble.reported
	c.openingTrouble.reported = max(try, c.openingTrouble.reported)
	return news
}

// maybeWrongAddress reports whether the cause of a fault may be a wrong address, and not a
// service in trouble.
func maybeWrongAddress(r reply, f importer.Fault) bool {
	switch f.Code {
	case "no_connection", "unusable_answer":
		return true
	case "sign_in_unavailable":
		return errors.Is(r.err, signin.ErrSilent)
	}
	return false
}

func (c *Client) host() string {
	u, err := url.Parse(c.config.Root)
	if err != nil {
		return "the service"
	}
	return u.Host
}
