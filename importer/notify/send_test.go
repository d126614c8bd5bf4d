package notify

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// wire is a network of one host that answers by a function, by the try from 1.
type wire struct {
	mu     sync.Mutex
	tries  int
	bodies []string
	answer func(try int, req *http.Request) (*http.Response, error)
}

func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.tries++
	try := w.tries
	if req.Body != nil {
		body, _ := io.ReadAll(req.Body)
		w.bodies = append(w.bodies, string(body))
	}
	w.mu.Unlock()
	return w.answer(try, req)
}

func status(code int, headers ...string) func(int, *http.Request) (*http.Response, error) {
	return func(int, *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return &http.Response{StatusCode: code, Header: h, Body: io.NopCloser(strings.NewReader(secretURL))}, nil
	}
}

func fails(err error) func(int, *http.Request) (*http.Response, error) {
	return func(int, *http.Request) (*http.Response, error) { return nil, err }
}

func hangs(_ int, req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// notifierOver makes a Notifier whose webhook and heartbeat go over a wire.
func notifierOver(t *testing.T, c Config, w *wire) *Notifier {
	t.Helper()
	n, err := New(c, Options{Version: "1.2.3", Host: "server1", Transport: w})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func hook(t *testing.T) Config {
	t.Setenv("HOOK", secretURL)
	return Config{Webhook: &Webhook{URL: "${HOOK}"}, On: []string{Failure, Success, Missing}}
}

// TestNotify_Retries what may pass, within its time, and says so without the address.
func TestNotify_Retries(t *testing.T) {
	config := hook(t)
	tests := map[string]struct {
		answer func(int, *http.Request) (*http.Response, error)
		tries  int
		most   time.Duration
		want   string
	}{
		"taken":              {status(202), 1, 0, ""},
		"refused":            {status(404), 1, 0, "it answered 404"},
		"redirected":         {status(307, "Location", "https://elsewhere.example.com/"), 1, 0, "redirects are not followed"},
		"upgraded":           {status(101), 1, 0, "it changes the protocol unasked"},
		"down":               {status(503), 5, 15 * time.Second, "it answered 503, given up after 5 of 5 tries"},
		"throttled":          {status(429, "Retry-After", "12"), 3, 24 * time.Second, "it answered 429, given up after 3 of 5 tries"},
		"throttled for long": {status(429, "Retry-After", "99999999999"), 1, 0, "it answered 429, given up after 1 of 5 tries"},
		"silent":             {hangs, 3, 30 * time.Second, "no answer in time"},
		"no such host":       {fails(&net.DNSError{Err: "no such host", Name: "hooks.example.com"}), 5, 15 * time.Second, "its host can't be found"},
		"refused connection": {fails(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}), 5, 15 * time.Second, "connection refused"},
		"another's certificate": {
			fails(x509.HostnameError{Certificate: &x509.Certificate{}, Host: "hooks.example.com"}), 5, 15 * time.Second, "its certificate is not trusted",
		},
		"an error that talks": {fails(errors.New("can't reach " + secretURL)), 5, 15 * time.Second, "the connection broke"},
		"down for a moment": {
			func(try int, req *http.Request) (*http.Response, error) {
				if try < 3 {
					return status(500)(try, req)
				}
				return status(200)(try, req)
			}, 3, 3 * time.Second, "",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: test.answer}
				n := notifierOver(t, config, w)
				begin := time.Now()
				err := n.Notify(t.Context(), Event{Kind: Failure, Code: 3})
				if took := time.Since(begin); took != test.most {
					t.Errorf("it took %v, want %v", took, test.most)
				}
				if w.tries != test.tries {
					t.Errorf("%d tries, want %d", w.tries, test.tries)
				}
				if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
					t.Errorf("Tell: %v, want %q", err, test.want)
				}
				if err != nil && (strings.Contains(err.Error(), "example.com") || strings.Contains(err.Error(), "T0PSECRET") || strings.Contains(err.Error(), "\n")) {
					t.Errorf("the error tells the address: %q", err)
				}
			})
		})
	}
}

// TestNotify_EndsWithItsContext even while a receiver hangs.
func TestNotify_EndsWithItsContext(t *testing.T) {
	config := hook(t)
	synctest.Test(t, func(t *testing.T) {
		n := notifierOver(t, config, &wire{answer: hangs})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		begin := time.Now()
		if err := n.Notify(ctx, Event{Kind: Failure}); err == nil {
			t.Error("nobody answered, and there is no error")
		}
		if took := time.Since(begin); took != 5*time.Second {
			t.Errorf("it took %v", took)
		}
	})
}

// TestNotify_ToThoseThatWantIt by kind; a heartbeat follows success alone.
func TestNotify_ToThoseThatWantIt(t *testing.T) {
	t.Setenv("HOOK", secretURL)
	t.Setenv("BEAT", "https://beats.example.com/1")
	tests := map[string]struct {
		on   []string
		want map[string]string // by event: methods in order
	}{
		"by default":  {nil, map[string]string{Failure: "POST", Missing: "POST", Stuck: "POST", Success: "GET"}},
		"missing":     {[]string{Missing}, map[string]string{Failure: "", Missing: "POST", Stuck: "", Success: "GET"}},
		"all of them": {[]string{Failure, Success, Missing}, map[string]string{Failure: "POST", Missing: "POST", Stuck: "POST", Success: "both"}},
	}
	for name, test := range tests {
		for kind, want := range test.want {
			var posts, gets atomic.Int32
			w := &wire{answer: func(try int, req *http.Request) (*http.Response, error) {
				if req.Method == http.MethodPost {
					posts.Add(1)
				} else {
					gets.Add(1)
				}
				return status(200)(try, req)
			}}
			n := notifierOver(t, Config{Webhook: &Webhook{URL: "${HOOK}"}, Heartbeat: &Heartbeat{URL: "${BEAT}"}, On: test.on}, w)
			if err := n.Notify(t.Context(), Event{Kind: kind}); err != nil {
				t.Error(err)
			}
			got := map[[2]int32]string{{0, 0}: "", {1, 0}: "POST", {0, 1}: "GET", {1, 1}: "both"}[[2]int32{posts.Load(), gets.Load()}]
			if got != want || n.Wants(kind) != (want != "") {
				t.Errorf("%s: on %s: %q, want %q; wants %v", name, kind, got, want, n.Wants(kind))
			}
		}
	}
}

// TestNotify_DefaultBody is what receivers parse.
func TestNotify_DefaultBody(t *testing.T) {
	w := &wire{answer: status(200)}
	n := notifierOver(t, hook(t), w)
	err := n.Notify(t.Context(), Event{
		Kind: Failure, File: "in/contacts.csv", RunFolder: "/data/contacts-1.run", State: "finished", Code: 3,
		Rows: map[string]int{"total": 2, "updated": 1, "invalid": 1}, Message: "1 of 2 rows did not succeed", At: time.Unix(1700000000, 5),
	})
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal([]byte(w.bodies[0]), &got); err != nil {
		t.Fatal(err)
	}
	const wanted = `{"event":"failure","program":"bcimport","version":"1.2.3","file":"in/contacts.csv","run":"contacts-1.run",
		"run_folder":"/data/contacts-1.run","exit_code":3,"state":"finished","rows":{"total":2,"updated":1,"invalid":1},
		"message":"1 of 2 rows did not succeed","at":"2023-11-14T22:13:20Z","host":"server1"}`
	if err := json.Unmarshal([]byte(wanted), &want); err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("body\n%s\nwant\n%s", a, b)
	}
}

// TestNotify_ReadsNoEndlessAnswer over a real connection.
func TestNotify_ReadsNoEndlessAnswer(t *testing.T) {
	var sent atomic.Int64
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		defer close(ended)
		for {
			n, err := w.Write(make([]byte, 1<<16))
			sent.Add(int64(n))
			if err != nil {
				return
			}
		}
	}))
	defer server.Close()
	t.Setenv("LOCAL", server.URL)
	n, err := New(Config{Webhook: &Webhook{URL: "${LOCAL}"}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Notify(t.Context(), Event{Kind: Failure}); err != nil {
		t.Error(err)
	}
	<-ended
}
