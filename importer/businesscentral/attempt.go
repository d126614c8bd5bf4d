package businesscentral

import (
	"context"
	"errors"
	"net/http"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/limits"
	"bcimport/importer/businesscentral/signin"
)

// do sends a call within the limits, once, and again only where that is harmless: with a
// fresh token after a 401, and through another user when one is refused or lacks a
// permission. A non-nil error is a reason to stop the run, or ctx.Err(); then no request is
// in flight, and the reply is the last refusal, if there was one.
func (c *Client) do(ctx context.Context, call call) (reply, error) {
	var last, forbidden reply
	var again *user // gets another try with a fresh token
	for {
		r, err := c.once(ctx, call, again)
		switch {
		case unavailable(err) && forbidden.sends > 0:
			forbidden.sends = last.sends
			return forbidden, nil
		case unavailable(err) && again != nil && c.users.others(again):
			again = nil
			continue
		case errors.Is(err, importer.ErrSignIn) && r.user != nil && c.suspend(r.user, err):
			again = nil
			continue
		case err != nil:
			return last, err
		}
		r.sends += last.sends
		switch {
		case r.status == http.StatusUnauthorized:
			why := c.signInRefused(r.fault())
			switch fresh := r.user.auth.Refused(r.credential); {
			case fresh && again != r.user:
				again = r.user
			case c.suspend(r.user, why):
				again = nil
			default:
				return r, why
			}
		case r.status == http.StatusForbidden && call.not == nil && c.users.others(r.user):
			call.not, again, forbidden = r.user, nil, r
		default:
			c.notePermission(call, r)
			return r, nil
		}
		last = r
		c.counted(func(n *importer.Requests) { n.Retries++ })
	}
}

// unavailable reports whether no user could send a request, or only users that the server
// asks to wait for too long.
func unavailable(err error) bool {
	return errors.Is(err, limits.ErrNoUser) || errors.Is(err, importer.ErrServerDown)
}

// notePermission records what an answer says about the users' permissions.
func (c *Client) notePermission(call call, r reply) {
	if r.err != nil || r.denied {
		return
	}
	c.users.notePermitted(r.user, call.writes())
	if call.not != nil && r.status/100 == 2 {
		c.noteForbidden(call.not, call.writes())
	}
}

// noteForbidden records that a user lacked a permission that another one has.
func (c *Client) noteForbidden(u *user, write bool) {
	if c.users.noteForbidden(u, write) {
		c.suspend(u, importer.Errorf("it lacks a permission that other users have"))
	}
}

// suspend gives a user no more requests if other users are left, and reports whether they
// are.
func (c *Client) suspend(u *user, why error) (others bool) {
	others, first := c.users.limits.Suspend(u.number)
	if !first {
		return others
	}
	c.config.Log.Warn("a user gets no more requests; the others go on", "client_id", u.name, "reason", why)
	c.mu.Lock()
	due := c.expected - c.booked
	c.mu.Unlock()
	if due > 0 {
		c.users.limits.Expect(due, time.Now())
	}
	return others
}

// signInRefused returns the reason of a stop after a refused credential.
func (c *Client) signInRefused(f importer.Fault) error {
	return &importer.Problem{
		Cause: importer.Errorf("%w: %s: %s", importer.ErrSignIn, f.Code, f.Message),
		Hint:  c.unauthorizedHint(),
	}
}

func (c *Client) unauthorizedHint() importer.Hint {
	switch c.config.Credentials.Auth {
	case ClientCredentials:
		return importer.PlainHint("Business Central does not accept the application's token: enable the client id on the page Microsoft Entra applications and give it a permission set")
	case DeviceCode:
		return importer.PlainHint("Business Central does not accept this person's token: sign in as a licensed user of the environment")
	case Azure:
		return importer.PlainHint("Business Central does not accept the identity's token: enable its client id on the page Microsoft Entra applications and give it a permission set")
	case Token:
		return importer.PlainHint("the token has expired or is not for Business Central: get a new one")
	case Basic:
		return importer.PlainHint("check user name and web service access key")
	}
	return importer.NewHint("the service requires a sign-in: choose one with %s", importer.Option{Name: "auth"})
}

// errPaused means that a pause started while the token was fetched.
var errPaused = importer.Errorf("the server asked to wait")

// once sends a call once, as the given user or else as any. An error means that nothing was
// sent; the reply then holds at most the user.
func (c *Client) once(ctx context.Context, call call, only *user) (reply, error) {
	for {
		u, t, err := c.users.acquire(ctx, max(1, call.weight), only, call.not)
		if err != nil {
			return reply{}, err
		}
		if r, err := c.sendAs(ctx, call, u, t); err != errPaused {
			r.user = u
			return r, err
		}
	}
}

// sendAs uses a user's ticket up, whether or not a request is sent.
func (c *Client) sendAs(ctx context.Context, call call, u *user, t limits.Ticket) (reply, error) {
	res := limits.Result{}
	defer func() { c.users.limits.Release(t, res, time.Now()) }()

	credential, err := u.auth.Credential(ctx)
	if errors.Is(err, signin.ErrLater) {
		res.Transient = true
		return reply{err: err}, nil
	}
	if err != nil {
		return reply{}, err
	}
	// A pause or the end of ctx may have come while the token was fetched.
	if ctx.Err() != nil {
		return reply{}, ctx.Err()
	}
	start := time.Now()
	if c.users.limits.Paused(t, start) {
		return reply{}, errPaused
	}
	r, err := c.send(ctx, call, credential, u.credentials.Secrets(credential))
	if err != nil {
		return reply{}, err
	}
	now := time.Now()
	res = r.result(now)
	if call.conditional && r.status == http.StatusNotModified {
		res.Transient = r.err != nil
	}
	if call.inspect != nil {
		res = call.inspect(r, res, now)
	}
	r.denied = res.Denied
	if r.wrote {
		r.sends = 1
		c.count(call, res)
	}
	if call.took != nil && r.err == nil && r.status == http.StatusOK {
		call.took.Add(now.Sub(start), call.parts)
	}
	return r, nil
}

// count adds a request that was written to the wire to the totals.
func (c *Client) count(call call, res limits.Result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.booked += max(1, call.weight)
	c.requests.Total++
	call.count(&c.requests)
	if res.Throttled {
		c.requests.Throttled++
	}
}
