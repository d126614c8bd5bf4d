// Package guard keeps a page in the browser to the person who started it: it refuses
// requests of other users of the machine, of hostile pages in the same browser and of names
// that have come to mean this machine, before a handler sees them. It knows nothing of what
// it guards and logs nothing, so that no secret is in a log. Start with New.
//
// The page is served below a random path at 127.0.0.1. Its address is opened with a key that
// works once; the key is traded for a cookie that is bound to the path. Every change carries
// the origin of the page and a token of the session. A guarded handler changes nothing at GET.
package guard

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"path"
	"strings"
)

// Config is what a guard is to know.
type Config struct {
	// Host is the address of the listener, such as 127.0.0.1:41234: what requests must name.
	Host string
	// Limit returns how many bytes the body of a change may have; the request's path begins
	// below the base. Zero, and a nil Limit, mean DefaultLimit.
	Limit func(*http.Request) int64
	// Language is that of refusals; empty: what the browser asks for.
	Language string
}

// DefaultLimit is how many bytes the body of a change may have: a form, and no upload.
const DefaultLimit = 1 << 20

// Guard refuses requests that are not of the page's own user. It is safe for concurrent use.
type Guard struct {
	host     string
	base     string // begins with a slash and ends without one
	limit    func(*http.Request) int64
	language string

	keys     keys
	sessions sessions
}

// New returns a guard of a page that listens at an address.
func New(c Config) *Guard {
	limit := c.Limit
	if limit == nil {
		limit = func(*http.Request) int64 { return 0 }
	}
	return &Guard{host: c.Host, base: "/" + rand.Text(), limit: limit, language: c.Language}
}

// Origin is the page's own origin.
func (g *Guard) Origin() string { return "http://" + g.host }

// Base is the path below which the page is served, without a slash at its end.
func (g *Guard) Base() string { return g.base }

// Start returns a new address that opens the page once, within a minute.
func (g *Guard) Start() string { return StartAt(g.host, g.Key()) }

// Key returns a new start key: it works once, within KeyLife.
func (g *Guard) Key() string { return g.keys.mint() }

// StartAt is the address that opens the page of a host with a key.
func StartAt(host, key string) string { return "http://" + host + startPath + "?key=" + key }

// Opened is closed when a key is used; for a key that works no more it is closed already.
func (g *Guard) Opened(key string) <-chan struct{} { return g.keys.opened(key) }

// Wrap guards a handler, which sees the path below the base and finds the session's token
// and the base in the request's context.
func (g *Guard) Wrap(h http.Handler) http.Handler {
	inner := http.StripPrefix(g.base, h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		harden(w.Header())
		switch {
		case r.Host != g.host:
			// A name of a hostile page may have come to mean 127.0.0.1; localhost may mean ::1,
			// where another user can listen.
			g.refuse(w, r, http.StatusMisdirectedRequest)
		case r.URL.Path == startPath:
			g.start(w, r)
		case !g.covers(r.URL.Path):
			g.refuse(w, r, http.StatusNotFound)
		default:
			g.serve(w, r, inner)
		}
	})
}

// covers reports whether a path is below the base, and clean: what cleans paths for itself
// would lead out of the base.
func (g *Guard) covers(p string) bool {
	rest, below := strings.CutPrefix(p, "/")
	first, _, deeper := strings.Cut(rest, "/")
	if !below || !deeper || subtle.ConstantTimeCompare([]byte("/"+first), []byte(g.base)) != 1 {
		return false
	}
	clean := path.Clean(p)
	return p == clean || p == clean+"/"
}

// serve lets a request of a session through.
func (g *Guard) serve(w http.ResponseWriter, r *http.Request, h http.Handler) {
	change := r.Method == http.MethodPost
	if !change && r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD, POST")
		g.refuse(w, r, http.StatusMethodNotAllowed)
		return
	}
	if change && !g.own(r) || !change && foreign(r) {
		g.refuse(w, r, http.StatusForbidden)
		return
	}
	present := g.sessions.of(r)
	if len(present) == 0 {
		g.refuse(w, r, http.StatusUnauthorized)
		return
	}
	current := present[0]
	if change {
		limit := g.limitOf(r)
		if r.ContentLength > limit {
			g.refuse(w, r, http.StatusRequestEntityTooLarge)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		var known bool
		if current, known = withToken(present, tokenOf(r)); !known {
			g.refuse(w, r, http.StatusForbidden)
			return
		}
	}
	h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), place{}, within{g.base, current.token})))
}

// limitOf is how many bytes the body of a change may have.
func (g *Guard) limitOf(r *http.Request) int64 {
	below := r.Clone(r.Context())
	below.URL.Path = strings.TrimPrefix(r.URL.Path, g.base)
	if n := g.limit(below); n > 0 {
		return n
	}
	return DefaultLimit
}

// place is the key of what a handler finds in the context.
type place struct{}

// within is where a request is: below a base, in a session.
type within struct{ base, token string }

// Token returns the token that every change must carry, in the field token of a form or in
// the header X-Token. In a form that holds files it is the first field.
func Token(ctx context.Context) string { w, _ := ctx.Value(place{}).(within); return w.token }

// Base returns the path below which the page is served, without a slash at its end.
func Base(ctx context.Context) string { w, _ := ctx.Value(place{}).(within); return w.base }
