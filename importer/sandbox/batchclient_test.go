package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// part is one request of a batch.
type part struct {
	ID      any               `json:"id,omitempty"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers,omitempty"`
	Body    json.RawMessage   `json:"body,omitempty"`
}

// inner is one answer of a batch.
type inner struct {
	ID      any               `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
}

// goOn is the header that makes a batch go on after a failure.
func goOn() []string { return []string{"Prefer", "odata.continue-on-error"} }

// write is a PATCH of a contact, found by number, on an eTag; "" means the present
// one.
func (c *caller) write(key, body, eTag string) part {
	c.t.Helper()
	contact := c.contact(key)
	if eTag == "" {
		eTag = contact.ETag
	}
	return part{
		ID: key, Method: "PATCH", URL: c.inner("/customerContacts(" + contact.ID + ")"), Body: json.RawMessage(body),
		Headers: map[string]string{"Content-Type": "application/json", "If-Match": eTag},
	}
}

// read is a GET in the company.
func (c *caller) read(id, pathAndQuery string) part {
	return part{ID: id, Method: "GET", URL: c.inner(pathAndQuery)}
}

// inner returns a URL in the company, relative to the API root.
func (c *caller) inner(path string) string {
	return strings.TrimPrefix(c.root, c.api+"/") + path
}

func (c *caller) batch(parts []part, headers ...string) reply {
	c.t.Helper()
	body, err := json.Marshal(map[string]any{"requests": parts})
	if err != nil {
		c.t.Fatal(err)
	}
	return c.do("POST", c.api+"/$batch", string(body), append([]string{"Content-Type", "application/json", "Accept", "application/json"}, headers...)...)
}

// answers returns what is inside the answer to a batch.
func (r reply) answers(t *testing.T) []inner {
	t.Helper()
	var all struct{ Responses []inner }
	if err := json.Unmarshal([]byte(r.ok(t).body), &all); err != nil {
		t.Fatalf("%s: %v", r.body, err)
	}
	return all.Responses
}

// fates lists ids and statuses, as in "A:200 B:409".
func (r reply) fates(t *testing.T) string {
	t.Helper()
	var all []string
	for _, a := range r.answers(t) {
		all = append(all, fmt.Sprintf("%v:%d", a.ID, a.Status))
	}
	return strings.Join(all, " ")
}

func (a inner) field(name string) any {
	var body map[string]any
	_ = json.Unmarshal(a.Body, &body) // nil where the body is no object
	return body[name]
}

func (a inner) code() any {
	problem, _ := a.field("error").(map[string]any)
	return problem["code"]
}
