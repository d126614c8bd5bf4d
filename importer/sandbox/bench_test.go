package sandbox

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
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

// BenchmarkBatch is a batch of a hundred writes; divide by a hundred for one.
func BenchmarkBatch(b *testing.B) {
	s, _ := benchServer(b)
	token := s.Token(DefaultClientID)
	for b.Loop() {
		b.StopTimer()
		body := titles(s, 100)
		b.StartTimer()
		r := httptest.NewRequest("POST", "/v2.0/sandbox/api/v2.0/$batch", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json")
		r.Header.Set("Accept-Encoding", "gzip") // as Go's client asks for
		serve(b, s, r)
	}
}

// BenchmarkList reads a hundred contacts with one filter.
func BenchmarkList(b *testing.B) {
	s, root := benchServer(b)
	token := s.Token(DefaultClientID)
	forms := map[string]func(*contact) string{
		"id":     func(c *contact) string { return "id eq " + c.id.String() },
		"email":  func(c *contact) string { return "email eq '" + c.email + "'" },
		"number": func(c *contact) string { return "number eq '" + c.number + "'" },
		"phone":  func(c *contact) string { return "phoneNumber eq '" + c.phone + "'" },
	}
	for _, field := range slices.Sorted(maps.Keys(forms)) {
		b.Run(field, func(b *testing.B) {
			var terms []string
			for i := range 100 {
				terms = append(terms, forms[field](&s.contacts.contacts[i*150+1]))
			}
			set := root
			if field == "number" || field == "phone" {
				set = strings.Replace(root, "customerContacts", "contacts", 1)
			}
			url := set + encode(strings.Join(terms, " or "))
			for b.Loop() {
				r := httptest.NewRequest("GET", url, nil)
				r.Header.Set("Authorization", "Bearer "+token)
				r.Header.Set("Accept-Encoding", "gzip")
				serve(b, s, r)
			}
		})
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

// BenchmarkItems reads an item and writes it, beside Get and Patch of a contact.
func BenchmarkItems(b *testing.B) {
	s, root := benchServer(b)
	root = strings.Replace(root, "customerContacts", "items", 1)
	token := s.Token(DefaultClientID)
	b.Run("get", func(b *testing.B) {
		item, _ := s.Record("items", "10002")
		for b.Loop() {
			r := httptest.NewRequest("GET", root+"("+item.ID+")", nil)
			r.Header.Set("Authorization", "Bearer "+token)
			serve(b, s, r)
		}
	})
	b.Run("patch", func(b *testing.B) {
		item, _ := s.Record("items", "10002")
		for b.Loop() {
			r := httptest.NewRequest("PATCH", root+"("+item.ID+")", strings.NewReader(`{"unitPrice":12.5,"blocked":true,"itemCategoryCode":"KABEL"}`))
			r.Header.Set("Authorization", "Bearer "+token)
			r.Header.Set("If-Match", "*")
			r.Header.Set("Content-Type", "application/json")
			serve(b, s, r)
		}
	})
}
