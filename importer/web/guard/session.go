package guard

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"
	"sync"
)

const (
	// cookiePrefix begins the names of the cookies. Every session has a name of its own, so
	// that a second start in the same browser leaves the pages of the first one in order.
	cookiePrefix = "bcimport-"
	// mostSessions is how many sessions are kept; the oldest gives way.
	mostSessions = 64
)

// session is one browser that was let in.
type session struct {
	name   string // of the cookie
	secret string // its value
	token  string
}

// sessions are those that were let in. The zero value has none.
type sessions struct {
	mu   sync.Mutex
	list []session
}

// begin makes a session and returns its cookie, which is bound to a path. It ends with the
// browser.
func (s *sessions) begin(path string) *http.Cookie {
	s.mu.Lock()
	defer s.mu.Unlock()
	made := session{cookiePrefix + rand.Text()[:8], rand.Text(), rand.Text()}
	s.list = append(s.list, made)
	if len(s.list) > mostSessions {
		s.list = slices.Delete(s.list, 0, len(s.list)-mostSessions)
	}
	return &http.Cookie{Name: made.name, Value: made.secret, Path: path, HttpOnly: true, SameSite: http.SameSiteStrictMode}
}

// of returns the sessions whose cookies a request carries, the newest first.
func (s *sessions) of(r *http.Request) []session {
	s.mu.Lock()
	defer s.mu.Unlock()
	cookies := r.Cookies()
	var present []session
	for _, known := range slices.Backward(s.list) {
		for _, c := range cookies {
			if strings.HasPrefix(c.Name, cookiePrefix) && c.Name == known.name && equal(c.Value, known.secret) {
				present = append(present, known)
				break
			}
		}
	}
	return present
}

// withToken returns the session that has a token.
func withToken(present []session, token string) (session, bool) {
	for _, s := range present {
		if equal(token, s.token) {
			return s, true
		}
	}
	return session{}, false
}

// equal compares secrets in constant time.
func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
