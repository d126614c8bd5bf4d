package businesscentral

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/limits"
	"bcimport/mapping"
)

// crew is a service with several users: A, B and so on. Their tokens are A1, A2, B1.
type crew struct {
	mu     sync.Mutex
	tokens map[string]int
	sent   []string // whose request each was, by token
	// api answers a user's request; token is what it was signed with.
	api func(w http.ResponseWriter, r *http.Request, user, token string)
	// sts answers instead of giving out a token.
	sts func(w http.ResponseWriter, user string) bool
}

func (cr *crew) client(t *testing.T, users string, change ...func(*Config)) *Client {
	t.Helper()
	cr.tokens = map[string]int{}
	sts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user := r.FormValue("client_id")
		if cr.sts != nil && cr.sts(w, user) {
			return
		}
		cr.mu.Lock()
		defer cr.mu.Unlock()
		cr.tokens[user]++
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":"%s%d","expires_in":3600}`, user, cr.tokens[user])
	}))
	t.Cleanup(sts.Close)
	apps := func(c *Config) {
		c.Credentials = Credentials{Auth: ClientCredentials, TokenURL: sts.URL}
		for _, u := range users {
			c.Apps = append(c.Apps, App{ClientID: string(u), ClientSecret: "secret of " + string(u)})
		}
	}
	return connected(t, func(w http.ResponseWriter, r *http.Request) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		cr.mu.Lock()
		cr.sent = append(cr.sent, token)
		cr.mu.Unlock()
		cr.api(w, r, token[:1], token)
	}, append([]func(*Config){apps}, change...)...)
}

func (cr *crew) signers() string {
	cr.mu.Lock()
	defer cr.mu.Unlock()
	return strings.Join(cr.sent, " ")
}

func good(w http.ResponseWriter, _ *http.Request, _, _ string) { io.WriteString(w, aContact) }

// refusing gives one user the status and the others a contact.
func refusing(user string, status int) func(w http.ResponseWriter, r *http.Request, u, token string) {
	return func(w http.ResponseWriter, r *http.Request, u, token string) {
		if u == user {
			w.WriteHeader(status)
			return
		}
		good(w, r, u, token)
	}
}

func TestUsers_WorkGoesRound(t *testing.T) {
	t.Parallel()
	cr := &crew{api: good}
	c := cr.client(t, "ABC")
	for range 6 {
		readOne(t, c)
	}
	if got := cr.signers(); got != "A1 B1 C1 A1 B1 C1" {
		t.Errorf("signed by %s", got)
	}
	if c.Slots() != 15 {
		t.Errorf("%d slots", c.Slots())
	}
}

func TestUsers_APauseIsOneUsersMatter(t *testing.T) {
	t.Parallel()
	cr := &crew{api: func(w http.ResponseWriter, r *http.Request, user, token string) {
		if user == "A" {
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(429)
			return
		}
		good(w, r, user, token)
	}}
	c := cr.client(t, "AB", func(c *Config) { c.Patience = 2 * time.Minute })
	for range 4 {
		readOne(t, c)
	}
	if got := cr.signers(); got != "A1 B1 B1 B1" {
		t.Errorf("signed by %s", got)
	}
}

func TestUsers_OneThatIsToldToWaitForTooLongStopsNobodyElse(t *testing.T) {
	t.Parallel()
	asks := func(users string) *crew {
		return &crew{api: func(w http.ResponseWriter, r *http.Request, user, token string) {
			if strings.Contains(users, user) {
				w.Header().Set("Retry-After", "3600")
				w.WriteHeader(503)
				return
			}
			good(w, r, user, token)
		}}
	}
	cr := asks("A")
	c := cr.client(t, "AB")
	for range 3 {
		readOne(t, c)
	}
	if got := cr.signers(); got != "A1 B1 B1" {
		t.Errorf("signed by %s", got)
	}
	c = asks("AB").client(t, "AB")
	readOne(t, c)
	readOne(t, c)
	if _, err := c.Read(t.Context(), []string{anID}); !errors.Is(err, importer.ErrServerDown) {
		t.Errorf("error %v", err)
	}
}

func TestUsers_OneThatIsRefusedIsSetAside(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		crew *crew
		want string
	}{
		"401 to a fresh token": {&crew{api: refusing("A", 401)}, "A1 A2 B1 B1 B1"},
		"no token at all": {&crew{api: good, sts: func(w http.ResponseWriter, user string) bool {
			if user == "A" {
				w.WriteHeader(401)
				io.WriteString(w, `{"error":"invalid_client","error_description":"AADSTS7000222: expired"}`)
			}
			return user == "A"
		}}, "B1 B1 B1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			c := tt.crew.client(t, "AB", logTo(&log))
			for range 3 {
				if a := writeOne(t, c); a.Disposition != importer.Confirmed {
					t.Errorf("answer %+v", a)
				}
			}
			if got := tt.crew.signers(); got != tt.want {
				t.Errorf("signed by %s, want %s", got, tt.want)
			}
			if strings.Count(log.String(), "\n") != 1 || !strings.Contains(log.String(), "client_id=A") || strings.Contains(log.String(), "secret of") {
				t.Errorf("log %q", log.String())
			}
		})
	}
}

func TestUsers_TheLastOneStopsTheRun(t *testing.T) {
	t.Parallel()
	cr := &crew{api: func(w http.ResponseWriter, _ *http.Request, _, _ string) { w.WriteHeader(401) }}
	c := cr.client(t, "AB")
	answers, err := c.Write(t.Context(), []importer.Intent{anIntent(), anIntent()})
	if !errors.Is(err, importer.ErrSignIn) || answers[0].Disposition != importer.NotDone || answers[0].Attempts != 4 || answers[1].Disposition != importer.NotSent {
		t.Errorf("answers %+v, %v", answers, err)
	}
	if got := cr.signers(); got != "A1 A2 B1 B2" {
		t.Errorf("signed by %s", got)
	}
}

func TestUsers_A403IsTheOutcomeWhenAnotherIsNotPermittedEither(t *testing.T) {
	t.Parallel()
	cr := &crew{api: func(w http.ResponseWriter, _ *http.Request, _, _ string) { w.WriteHeader(403) }}
	var log bytes.Buffer
	c := cr.client(t, "AB", logTo(&log))
	for range 5 {
		if a := writeOne(t, c); a.Disposition != importer.Refused || a.Fault.HTTPStatus != 403 || a.Attempts != 2 {
			t.Errorf("answer %+v", a)
		}
	}
	if log.Len() > 0 || len(cr.sent) != 10 {
		t.Errorf("log %q, signed by %s", log.String(), cr.signers())
	}
	alone := &crew{api: cr.api}
	if a := writeOne(t, alone.client(t, "A")); a.Disposition != importer.Refused || a.Attempts != 1 {
		t.Errorf("answer to the only user %+v", a)
	}
}

// Whoever could do it is told to wait for too long: that stops nobody else.
func TestUsers_A403IsTheOutcomeWhenNoOtherMaySend(t *testing.T) {
	t.Parallel()
	cr := &crew{api: func(w http.ResponseWriter, r *http.Request, user, _ string) {
		switch {
		case user == "B":
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(503)
		case strings.HasSuffix(r.URL.Path, "$batch"):
			responses(w, `{"id":"1","status":403}`, done(operations(t, r)[1]))
		default:
			w.WriteHeader(403)
		}
	}}
	c := cr.client(t, "AB", batchOf(100))
	if a := writeOne(t, c); a.Disposition != importer.Lost { // B's word, which is none
		t.Errorf("answer %+v", a)
	}
	if a := writeOne(t, c); a.Disposition != importer.Refused || a.Attempts != 1 {
		t.Errorf("answer %+v", a)
	}
	same(t, ends(write(t, c, intentsOn(someIDs(2)...))), []importer.Disposition{importer.Refused, importer.Confirmed})
	if got := cr.signers(); got != "A1 B1 A1 A1" {
		t.Errorf("signed by %s", got)
	}
}

func TestUsers_OneThatIsPermittedNothingIsSetAside(t *testing.T) {
	t.Parallel()
	cr := &crew{api: func(w http.ResponseWriter, r *http.Request, user, token string) {
		if user == "A" && r.Method == "PATCH" { // it may read
			w.WriteHeader(403)
			return
		}
		good(w, r, user, token)
	}}
	var log bytes.Buffer
	c := cr.client(t, "AB", logTo(&log))
	for range 8 {
		readOne(t, c)
		readOne(t, c)
		if a := writeOne(t, c); a.Disposition != importer.Confirmed {
			t.Errorf("answer %+v", a)
		}
	}
	if n := strings.Count(cr.signers(), "A"); n > 8 || strings.Count(log.String(), "client_id=A") != 1 {
		t.Errorf("A was asked %d times: %s; log %q", n, cr.signers(), log.String())
	}
}

func TestUsers_403InsideABatchGoesToAnother(t *testing.T) {
	t.Parallel()
	cr := &crew{api: func(w http.ResponseWriter, r *http.Request, user, _ string) {
		ops := operations(t, r)
		var each []string
		for i, op := range ops {
			if user == "A" && i < 2 || strings.Contains(op.URL, benchID(1)) {
				each = append(each, fmt.Sprintf(`{"id":%q,"status":403,"body":{"error":{"code":"Internal_ServerError","message":"by %s"}}}`, op.ID, user))
				continue
			}
			each = append(each, done(op))
		}
		responses(w, each...)
	}}
	c := cr.client(t, "AB", batchOf(100))
	answers := write(t, c, intentsOn(someIDs(4)...))
	same(t, ends(answers), []importer.Disposition{importer.Confirmed, importer.Refused, importer.Confirmed, importer.Confirmed})
	if answers[0].Attempts != 2 || answers[1].Attempts != 2 || answers[3].Attempts != 1 || answers[1].Fault.Message != "by B" {
		t.Errorf("answers %+v", answers)
	}
	if got := cr.signers(); got != "A1 B1" {
		t.Errorf("signed by %s", got)
	}
	if n := c.Requests(); n.Batches != 2 || n.Operations != 6 || n.Retries != 1 {
		t.Errorf("requests %+v", n)
	}
}

func TestUsers_OneThatMayNothingInABatchIsSetAside(t *testing.T) {
	t.Parallel()
	cr := &crew{api: func(w http.ResponseWriter, r *http.Request, user, _ string) {
		ops := operations(t, r)
		if user == "B" {
			allDone(w, ops)
			return
		}
		var each []string
		for _, op := range ops {
			each = append(each, fmt.Sprintf(`{"id":%q,"status":403}`, op.ID))
		}
		responses(w, each...)
	}}
	var log bytes.Buffer
	c := cr.client(t, "AB", batchOf(100), logTo(&log))
	for range 8 {
		if answers := write(t, c, intentsOn(someIDs(3)...)); !all(answers, importer.Confirmed) {
			t.Errorf("answers %+v", answers)
		}
	}
	if n := strings.Count(cr.signers(), "A"); n != maxForbidden || strings.Count(log.String(), "client_id=A") != 1 {
		t.Errorf("A was asked %d times: %s; log %q", n, cr.signers(), log.String())
	}
}

func TestUsers_401InsideABatchIsTheSignInsMatter(t *testing.T) {
	t.Parallel()
	deny := func(tokens ...string) func(w http.ResponseWriter, r *http.Request, user, token string) {
		return func(w http.ResponseWriter, r *http.Request, _, token string) {
			ops := operations(t, r)
			for _, no := range tokens {
				if token == no {
					responses(w, done(ops[0]), `{"id":"2","status":401,"body":{"error":{"code":"Authentication_TokenExpired","message":"m"}}}`)
					return
				}
			}
			allDone(w, ops)
		}
	}
	intents := intentsOn(someIDs(2)...)
	first := []importer.Disposition{importer.Confirmed, importer.NotDone}

	cr := &crew{api: deny("A1")}
	c := cr.client(t, "A", batchOf(100))
	same(t, ends(write(t, c, intents)), first)
	if answers := write(t, c, intents); !all(answers, importer.Confirmed) || cr.signers() != "A1 A2" {
		t.Errorf("answers %+v, signed by %s", answers, cr.signers())
	}

	c = (&crew{api: deny("A1", "A2")}).client(t, "A", batchOf(100))
	write(t, c, intents)
	answers, err := c.Write(t.Context(), intents)
	if same(t, ends(answers), first); !errors.Is(err, importer.ErrSignIn) {
		t.Errorf("error %v", err)
	}

	cr = &crew{api: deny("A1", "A2")}
	var log bytes.Buffer
	c = cr.client(t, "AB", batchOf(100), logTo(&log))
	for range 5 {
		write(t, c, intents)
	}
	if got := cr.signers(); got != "A1 B1 A2 B1 B1" || !strings.Contains(log.String(), "client_id=A") {
		t.Errorf("signed by %s, log %q", got, log.String())
	}
}

func TestUsers_ShareAForecast(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		expected, aside int
		want            time.Duration // for 120 requests one after another
	}{
		"fits":                       {200, 0, 0},
		"does not":                   {202, 0, 30 * time.Second}, // (120 - 2 x 10 of the bursts) at 200 a minute
		"fits one that is left":      {100, 1, time.Minute},      // 100 at once, the others a span later
		"does not fit the last left": {101, 1, 66 * time.Second}, // (120 - 10) at 100 a minute
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				config := Config{Apps: []App{{ClientID: "A", ClientSecret: "a"}, {ClientID: "B", ClientSecret: "b"}}, Rate: limits.Rate{Requests: 100, Span: time.Minute}, Credentials: Credentials{Auth: ClientCredentials}}
				c := newClient(config.withDefaults(), quick)
				if c.Expect(tt.expected); tt.aside > 0 {
					c.suspend(c.users.all[0], errors.New("test"))
				}
				start := time.Now()
				for range 120 {
					tk, err := c.users.limits.Acquire(t.Context(), 1)
					if err != nil {
						t.Fatal(err)
					}
					c.users.limits.Release(tk, limits.Result{Sent: true}, time.Now())
				}
				if got := time.Since(start).Round(time.Second); got != tt.want {
					t.Errorf("took %v, want %v", got, tt.want)
				}
			})
		})
	}
}

// No user exceeds its limit after a resumption, whoever sent what before it.
func TestUsers_WhatAnEarlierProcessSentCountsForEach(t *testing.T) {
	t.Parallel()
	limited := func(c *Config) { c.Rate = limits.Rate{Requests: 10, Span: time.Hour} }
	before := (&crew{api: good}).client(t, "AB", limited)
	for range 5 {
		readOne(t, before)
	}
	after := (&crew{api: good}).client(t, "AB", limited)
	after.Spend(before.Recent())
	was, is := perUser(before), perUser(after)
	if was["A"]+was["B"] != 5 || was["A"] < 2 || was["B"] < 2 || !maps.Equal(was, is) {
		t.Errorf("%v were sent, %v count", was, is)
	}
}

// perUser counts what still counts against the limits of each user.
func perUser(c *Client) map[string]int {
	n := map[string]int{}
	for _, s := range c.Recent() {
		n[s.User] += s.Requests
	}
	return n
}

func TestUsers_FindAndReadGoRoundAsWell(t *testing.T) {
	t.Parallel()
	cr := &crew{api: func(w http.ResponseWriter, _ *http.Request, _, _ string) { io.WriteString(w, `{"value":[]}`) }}
	c := cr.client(t, "AB")
	findOne(t, c, mapping.MatchNumber, "1")
	findOne(t, c, mapping.MatchNumber, "2")
	if got := cr.signers(); got != "A1 B1" {
		t.Errorf("signed by %s", got)
	}
}
