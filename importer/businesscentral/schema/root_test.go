package schema

import (
	"testing"
	"time"

	"bcimport/importer/businesscentral/metadata"
	"bcimport/mapping/entity"
)

// TestDescribe_AKeptDocumentIsTrustedAsFarAsTheServiceCanConfirmIt: one with an eTag is asked
// about each time, one without is taken for a day.
func TestDescribe_AKeptDocumentIsTrustedAsFarAsTheServiceCanConfirmIt(t *testing.T) {
	t.Parallel()
	old, changed := saying(edmx("Edm.Guid", entity.CustomerContacts, "bins")), saying(edmx("Edm.String", entity.CustomerContacts, "bins"))
	tagged := func(a Answer, tag string) Answer { a.ETag = tag; return a }
	dated := old
	dated.LastModified = "Fri, 27 Nov 2026 11:00:00 GMT"
	for name, tt := range map[string]struct {
		first, second Answer
		later         time.Duration
		asked         int
		condition     string
		changed       bool
	}{
		"without validators":           {old, changed, time.Hour, 1, "", false},
		"without validators, a day on": {old, changed, 25 * time.Hour, 2, "", true},
		"unchanged by eTag":            {tagged(old, `"1"`), Answer{Status: 304}, time.Hour, 2, `"1"`, false},
		"unchanged by date":            {dated, Answer{Status: 304}, 48 * time.Hour, 2, dated.LastModified, false},
		"changed":                      {tagged(old, `"1"`), tagged(changed, `"2"`), time.Minute, 2, `"1"`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &service{answers: []Answer{tt.first, tt.second}}
			cache, now := metadata.Cache{Dir: t.TempDir()}, time.Now()
			connect := func() (*Root, Set) {
				r := s.root()
				r.Cache, r.Now = cache, func() time.Time { return now }
				set, err := r.Describe(t.Context(), entity.CustomerContacts)
				if err != nil {
					t.Fatal(err)
				}
				return r, set
			}
			_, first := connect()
			now = now.Add(tt.later)
			_, second := connect()
			if len(s.asked) != tt.asked || (first.Key != second.Key) != tt.changed {
				t.Fatalf("asked %v, keys %v and %v", s.asked, first.Key, second.Key)
			}
			if tt.condition == "" {
				return
			}
			if c := s.asked[1]; c["If-None-Match"]+c["If-Modified-Since"] != tt.condition {
				t.Errorf("asked under %v", c)
			}
		})
	}
}

func TestDescribe_ASetThatAKeptDocumentLacksIsLookedForAtTheService(t *testing.T) {
	t.Parallel()
	s := &service{answers: []Answer{saying(edmx("Edm.Guid", entity.CustomerContacts, "bins")), saying(edmx("Edm.Guid", entity.CustomerContacts, "binContents"))}}
	cache := metadata.Cache{Dir: t.TempDir()}
	for range 3 {
		r := s.root()
		r.Cache = cache
		r.Describe(t.Context(), "bins")
	}
	if len(s.asked) != 1 {
		t.Fatalf("asked %d times for a set that is known", len(s.asked))
	}
	r := s.root()
	r.Cache = cache
	if _, err := r.Describe(t.Context(), "binContents"); err != nil || len(s.asked) != 2 {
		t.Fatalf("asked %d times, error %v", len(s.asked), err)
	}
	r = s.root() // what was read then is kept
	r.Cache = cache
	if _, err := r.Describe(t.Context(), "binContents"); err != nil || len(s.asked) != 2 {
		t.Errorf("asked %d times, error %v", len(s.asked), err)
	}
	if _, err := r.Describe(t.Context(), "bin"); err == nil || len(s.asked) != 3 {
		t.Errorf("asked %d times, error %v", len(s.asked), err)
	}
	if _, err := r.Describe(t.Context(), "bin"); err == nil || len(s.asked) != 3 {
		t.Errorf("asked %d times for a set that the service lacks, error %v", len(s.asked), err)
	}
}

func TestLatest_AsksOnceOnAConnection(t *testing.T) {
	t.Parallel()
	s := &service{answers: []Answer{saying(edmx("Edm.Guid", entity.CustomerContacts, "bins"))}}
	cache := metadata.Cache{Dir: t.TempDir()}
	for range 2 {
		r := s.root()
		r.Cache = cache
		r.Document(t.Context())
		r.Latest(t.Context())
		if d, err := r.Latest(t.Context()); d == nil || err != nil || !r.Current() {
			t.Errorf("document %v, error %v", d, err)
		}
	}
	if len(s.asked) != 2 {
		t.Errorf("asked %d times on two connections", len(s.asked))
	}
}
