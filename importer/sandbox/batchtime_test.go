package sandbox

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer/sandbox/odata"
)

// post sends a batch in JSON without a network, for tests on a clock of their own,
// and returns the status.
func post(ctx context.Context, s *Server, body string, headers ...string) int {
	r := httptest.NewRequestWithContext(ctx, "POST", "/v2.0/sandbox/api/v2.0/$batch", strings.NewReader(body))
	headers = append([]string{"Content-Type", "application/json", "Accept", "application/json"}, headers...)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Code
}

// slowServer takes 30 ms for an operation and does one request at a time.
func slowServer(t *testing.T) *Server {
	t.Helper()
	s, err := New(Config{Contacts: 1000, Anonymous: true, Delay: 30 * time.Millisecond, Limits: Limits{Concurrent: 1}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// titles is a batch of a write to each of the first n contacts.
func titles(s *Server, n int) string {
	var all []string
	for i := range n {
		c := &s.contacts.contacts[i]
		all = append(all, `{"id":"`+c.number+`","method":"PATCH","url":"companies(`+s.companies[0].id.String()+`)/customerContacts(`+c.id.String()+
			`)","headers":{"Content-Type":"application/json","If-Match":`+string(odata.AppendString(nil, s.contacts.customers.ETag(c)))+`},"body":`+title+`}`)
	}
	return `{"requests":[` + strings.Join(all, ",") + `]}`
}

func TestBatch_TakesTheTimeOfEachOperationAndHoldsOneSlot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := slowServer(t)
		began := time.Now()
		ended := make(chan time.Duration, 2)
		go func() {
			post(t.Context(), s, titles(s, 70))
			ended <- time.Since(began)
		}()
		synctest.Wait()
		go func() {
			r := httptest.NewRequest("GET", "/v2.0/sandbox/api/v2.0/companies", nil)
			s.ServeHTTP(httptest.NewRecorder(), r)
			ended <- time.Since(began)
		}()
		if took := <-ended; took != 2100*time.Millisecond || s.Stats().Writes != 70 {
			t.Errorf("the batch took %v for %d writes", took, s.Stats().Writes)
		}
		if took := <-ended; took != 2130*time.Millisecond {
			t.Errorf("the request behind it ended after %v", took)
		}
	})
}

func TestBatch_OperationsLandOneByOneThoughTheClientHasGone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := slowServer(t)
		ctx, leave := context.WithCancel(t.Context())
		go post(ctx, s, titles(s, 3))
		time.Sleep(31 * time.Millisecond)
		leave()
		for landed := 1; landed <= 3; landed++ {
			synctest.Wait()
			if n := s.Stats().Writes; n != landed {
				t.Errorf("%d writes have landed, want %d", n, landed)
			}
			time.Sleep(30 * time.Millisecond)
		}
	})
}

func TestBatch_EndsWithTheServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := slowServer(t)
		ended := make(chan any)
		go func() {
			defer func() { ended <- recover() }()
			post(t.Context(), s, titles(s, 3))
		}()
		time.Sleep(31 * time.Millisecond)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if dropped := <-ended; dropped == nil || s.Stats().Writes != 1 {
			t.Errorf("the batch ended with %v and %d writes", dropped, s.Stats().Writes)
		}
	})
}
