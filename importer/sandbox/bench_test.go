package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func benchServer(b *testing.B) (*Server, string) {
	b.Helper()
	s, err := New(Config{Limits: Limits{Requests: -1}})
	if err != nil {
		b.Fatal(err)
	}
	return s, "/v2.0/sandbox/api/v2.0/companies(" + s.companies[0].id.String() + ")/customerContacts"
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(Config{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGet(b *testing.B) {
	s, root := benchServer(b)
	token, john := s.Token(DefaultClientID), s.contacts.contacts[johnSmith-1].id.String()
	for b.Loop() {
		r := httptest.NewRequest("GET", root+"("+john+")", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		serve(b, s, r)
	}
}

func BenchmarkPatch(b *testing.B) {
	s, root := benchServer(b)
	token := s.Token(DefaultClientID)
	for b.Loop() {
		john, _ := s.Contact("CONT00123")
		r := httptest.NewRequest("PATCH", root+"("+john.ID+")", strings.NewReader(title))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("If-Match", john.ETag)
		r.Header.Set("Content-Type", "application/json")
		serve(b, s, r)
	}
}

func BenchmarkList100(b *testing.B) {
	s, root := benchServer(b)
	token := s.Token(DefaultClientID)
	var ids []string
	for i := range 100 {
		ids = append(ids, "id eq "+s.contacts.contacts[i*150+1].id.String())
	}
	url := root + encode(strings.Join(ids, " or "))
	for b.Loop() {
		r := httptest.NewRequest("GET", url, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		serve(b, s, r)
	}
}

func serve(b *testing.B, s *Server, r *http.Request) {
	b.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		b.Fatalf("got %d %s", w.Code, w.Body)
	}
}
