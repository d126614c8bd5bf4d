package businesscentral

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"bcimport/importer"
)

// Whatever eTags lists have, what Read returns are those that contacts have alone.
func TestListSupport_ListsWhoseETagsAreOthersAreNotUsed(t *testing.T) {
	t.Parallel()
	ids := someIDs(4)
	one := func(n int) string { return "GET customerContacts(" + ids[n] + ")" }
	for name, tt := range map[string]struct {
		tag   func(p *person, list, sel bool) string
		first []string // requests of the first chunk
		then  []string // and of the second
		log   string
	}{
		"the same": {
			func(p *person, list, sel bool) string { return p.tag },
			[]string{"GET customerContacts?4", one(0)},
			[]string{"GET customerContacts?4"},
			"",
		},
		"others with $select": {
			func(p *person, list, sel bool) string {
				if sel {
					return "other" + p.tag
				}
				return p.tag
			},
			[]string{"GET customerContacts?4", one(0), one(1), "GET customerContacts?4*", one(2)},
			[]string{"GET customerContacts?4*"},
			"with $select, the service sends other eTags of contacts; reading without it",
		},
		"others in lists": {
			func(p *person, list, sel bool) string {
				if list {
					return "other" + p.tag
				}
				return p.tag
			},
			[]string{"GET customerContacts?4", one(0), one(1), "GET customerContacts?4*", one(2), one(3), one(0), one(1), one(2), one(3)},
			[]string{one(0), one(1), one(2), one(3)},
			"in lists, the service sends other eTags of contacts; single reads from here on",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(ids...)
			s.tag = tt.tag
			var log bytes.Buffer
			c := s.client(t, importer.KeyGUID, logTo(&log))
			for range 2 {
				for i, a := range read(t, c, ids...) {
					if want := importer.ETag(s.known[ids[i]].tag); a.Contact.ETag != want {
						t.Errorf("eTag %s, want %s", a.Contact.ETag, want)
					}
				}
			}
			same(t, s.sent(), append(tt.first, tt.then...))
			if !strings.Contains(log.String(), tt.log) || tt.log == "" && log.Len() > 0 {
				t.Errorf("log %q", log.String())
			}
		})
	}
}

func TestListSupport_AChangeInTheMeantimeIsNoOtherETag(t *testing.T) {
	t.Parallel()
	ids := someIDs(3)
	s := newService(ids...)
	var log bytes.Buffer
	s.refuse = func(_ http.ResponseWriter, r *http.Request) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case strings.Contains(r.URL.Path, ids[0]): // every field may change
			s.known[ids[0]].email, s.known[ids[0]].tag = "new@b.de", "new"
		case strings.Contains(r.URL.Path, ids[1]): // one that nobody looks at
			s.known[ids[1]].tag = "new"
		}
		return false
	}
	c := s.client(t, importer.KeyGUID, logTo(&log))
	answers := read(t, c, ids...)
	if answers[0].Contact.Text("email") != "new@b.de" || answers[0].Contact.ETag != "new" || answers[1].Contact.ETag != "new" {
		t.Errorf("answers %+v", answers)
	}
	if f, verified := c.listSupport.state(); f != selected || !verified || log.Len() > 0 || s.rec.count() != 4 {
		t.Errorf("form %v, proven %v, log %q, sent %v", f, verified, log.String(), s.sent())
	}
}

func TestListSupport_ThatFailsIsMadeAgain(t *testing.T) {
	t.Parallel()
	ids := someIDs(2)
	s := newService(ids...)
	bad := true
	s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
		if bad && r.URL.RawQuery == "" {
			w.WriteHeader(503)
			return true
		}
		return false
	}
	c := s.client(t, importer.KeyGUID)
	same(t, ends(read(t, c, ids...)), []importer.Disposition{importer.Lost, importer.Confirmed})
	bad = false
	read(t, c, ids...)
	read(t, c, ids...)
	if s.rec.count() != 5 {
		t.Errorf("sent %v", s.sent())
	}
}

func TestListSupport_OthersWaitForItAndNoLonger(t *testing.T) {
	t.Parallel()
	ids := someIDs(3)
	s := newService(ids...)
	arrived, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	s.refuse = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.RawQuery == "" {
			once.Do(func() { close(arrived); <-release })
		}
		return false
	}
	c := s.client(t, importer.KeyGUID)
	var wg sync.WaitGroup
	wg.Go(func() { read(t, c, ids...) })
	<-arrived
	ctx, cancel := context.WithCancel(t.Context())
	wg.Go(func() {
		if answers, err := c.Read(ctx, ids); err != nil || !all(answers, importer.NotSent) {
			t.Errorf("answers %+v, %v", answers, err)
		}
	})
	cancel()
	wg.Go(func() { read(t, c, ids...) })
	close(release)
	wg.Wait()
	if n := s.rec.count(); n != 3 {
		t.Errorf("%d requests, want 3: %v", n, s.sent())
	}
}

// A chunk of keys that nobody has must not keep the other workers waiting while
// each is asked for alone.
func TestListSupport_MissingContactsDoNotHoldTheTurn(t *testing.T) {
	t.Parallel()
	s := newService()
	c := s.client(t, importer.KeyGUID)
	s.refuse = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.RawQuery != "" {
			return false
		}
		if len(c.listSupport.probeLock) > 0 {
			t.Error("the turn is held")
		}
		io.WriteString(w, aContact)
		return true
	}
	if answers, err := c.Read(t.Context(), someIDs(3)); err != nil || !all(answers, importer.Lost) {
		t.Errorf("answers %+v, %v", answers, err)
	}
}
