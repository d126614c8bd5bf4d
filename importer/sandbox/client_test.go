package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// caller speaks to a Server over loopback with a token of the default app.
type caller struct {
	t      *testing.T
	server *Server
	root   string // up to and including the company
	api    string // up to and including /api/v2.0
	host   string
	token  string
	client *http.Client
}

// reply is an answer as it was received.
type reply struct {
	status int
	header http.Header
	body   string
	json   map[string]any
	err    error
}

func start(t *testing.T, c Config) *caller {
	t.Helper()
	if c.Contacts == 0 {
		c.Contacts = 1000
	}
	server, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	transport := &http.Transport{MaxIdleConnsPerHost: 20}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		transport.CloseIdleConnections()
		listener.Close()
	})
	api := listener.URL + "/v2.0/sandbox/api/v2.0"
	return &caller{
		t: t, server: server, host: listener.URL, api: api,
		root:   api + "/companies(" + server.companies[0].id.String() + ")",
		token:  server.Token(DefaultClientID),
		client: &http.Client{Transport: transport},
	}
}

func (c *caller) do(method, url, body string, headers ...string) reply {
	c.t.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := c.client.Do(r)
	if err != nil {
		return reply{err: err}
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	got := reply{status: answer.StatusCode, header: answer.Header, body: string(text), err: err}
	_ = json.Unmarshal(text, &got.json) // nil where the body is none
	return got
}

func (c *caller) get(pathAndQuery string, headers ...string) reply {
	c.t.Helper()
	return c.do("GET", c.root+pathAndQuery, "", headers...)
}

// patch writes to a contact, found by number or id, on an eTag; "" means the
// present one.
func (c *caller) patch(key, body, eTag string) reply {
	c.t.Helper()
	contact := c.contact(key)
	if eTag == "" {
		eTag = contact.ETag
	}
	return c.do("PATCH", c.root+"/customerContacts("+contact.ID+")", body, "If-Match", eTag, "Content-Type", "application/json")
}

func (c *caller) contact(key string) Contact {
	c.t.Helper()
	contact, found := c.server.Contact(key)
	if !found {
		c.t.Fatalf("no contact %s", key)
	}
	return contact
}

func (c *caller) signIn(form url.Values) reply {
	c.t.Helper()
	return c.do("POST", c.host+"/contoso.com/oauth2/v2.0/token", form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// refused checks status, code and the shape of the message.
func (r reply) refused(t *testing.T, status int, code, words string) {
	t.Helper()
	inner, _ := r.json["error"].(map[string]any)
	message, _ := inner["message"].(string)
	if r.status != status || inner["code"] != code || !strings.Contains(message, words) {
		t.Fatalf("got %d %s %v, want %d %s %q", r.status, r.body, r.err, status, code, words)
	}
	if !strings.Contains(message, "  CorrelationId:  ") || !strings.HasSuffix(message, ".") {
		t.Errorf("message %q has no correlation id in its documented place", message)
	}
	if r.header.Get("Request-Id") == "" {
		t.Error("no request-id header")
	}
}

func (r reply) ok(t *testing.T) reply {
	t.Helper()
	if r.status != http.StatusOK || r.err != nil {
		t.Fatalf("got %d %s %v, want 200", r.status, r.body, r.err)
	}
	return r
}

// values returns one property of every record of a list.
func (r reply) values(t *testing.T, property string) []string {
	t.Helper()
	var values []string
	list, _ := r.ok(t).json["value"].([]any)
	for _, record := range list {
		value, isText := record.(map[string]any)[property].(string)
		if !isText {
			t.Fatalf("a record has no text %s: %v", property, record)
		}
		values = append(values, value)
	}
	return values
}
