package guard

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"html"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	startPath = "/start"
	// KeyLife is how long a start key works.
	KeyLife = time.Minute
	// openKeys is how many start keys work at a time; the oldest gives way.
	openKeys = 16
)

// keys are the start keys that work. The zero value has none.
type keys struct {
	mu   sync.Mutex
	open []startKey
}

type startKey struct {
	text   string
	ends   time.Time
	opened chan struct{}
}

// mint makes a key. The oldest of too many gives way.
func (k *keys) mint() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	made := startKey{rand.Text(), time.Now().Add(KeyLife), make(chan struct{})}
	k.open = append(k.open, made)
	if len(k.open) > openKeys {
		k.open = slices.Delete(k.open, 0, len(k.open)-openKeys)
	}
	return made.text
}

// use reports whether a key works, and uses it up. Every key is compared, so that the time
// tells nothing.
func (k *keys) use(text string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := time.Now()
	k.open = slices.DeleteFunc(k.open, func(o startKey) bool { return !now.Before(o.ends) })
	found := -1
	for i, o := range k.open {
		if subtle.ConstantTimeCompare([]byte(o.text), []byte(text)) == 1 {
			found = i
		}
	}
	if found < 0 {
		return false
	}
	close(k.open[found].opened)
	k.open = slices.Delete(k.open, found, found+1)
	return true
}

// opened is closed when a key is used; for one that works no more it is closed already.
func (k *keys) opened(text string) <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, o := range k.open {
		if subtle.ConstantTimeCompare([]byte(o.text), []byte(text)) == 1 {
			return o.opened
		}
	}
	done := make(chan struct{})
	close(done)
	return done
}

// start trades a key for a session.
func (g *Guard) start(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Referrer-Policy", "no-referrer") // the key is in the address
	switch {
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", "GET")
		g.refuse(w, r, http.StatusMethodNotAllowed)
		return
	case looksAhead(r) || embedded(r):
		g.refuse(w, r, http.StatusForbidden)
		return
	case !g.keys.use(r.URL.Query().Get("key")):
		g.refuse(w, r, http.StatusUnauthorized)
		return
	}
	http.SetCookie(w, g.sessions.begin(g.base+"/"))
	g.enter(w, r)
}

// enter leads to the page. A cookie with SameSite=Strict is not sent after a redirect of a
// navigation that another site began, the file included that forwards to the start: there a
// page of this origin goes on.
func (g *Guard) enter(w http.ResponseWriter, r *http.Request) {
	if site := r.Header.Get("Sec-Fetch-Site"); site == "" || site == "none" || site == "same-origin" {
		http.Redirect(w, r, g.base+"/", http.StatusSeeOther)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	to := html.EscapeString(g.base + "/")
	fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=%s"><title>bcimport</title><a href="%s">bcimport</a></html>`, to, to)
}
