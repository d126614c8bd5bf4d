package businesscentral

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/businesscentral/records"
	"bcimport/importer/businesscentral/schema"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

const (
	rootPath = "/v2.0/test/api/v2.0"
	anID     = "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10"
	aTag     = `W/"JzIwOzEyMjU1NzUwNjQ3MjkxMTQ0Mjg5MTswMDsn"`
)

// aContact is a record as the API gives it.
var aContact = fmt.Sprintf(`{"@odata.etag":%q,"id":%q,"email":"a@b.de","firstName":"Ann","lastName":"O'Hara",`+
	`"professionalTitle":"","primaryPhoneNumber":"+49 1","customerName":"X"}`, aTag, anID)

func quick(int) time.Duration { return time.Millisecond }

// connected returns a client whose company is known, for a server of the test's own.
func connected(t *testing.T, handler http.HandlerFunc, change ...func(*Config)) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c := unopened(t, server.URL, change...)
	c.company = "companies(c1)/"
	return c
}

func unopened(t *testing.T, address string, change ...func(*Config)) *Client {
	t.Helper()
	config := Config{Root: address + rootPath, Credentials: Credentials{Auth: None}, Patience: time.Minute}
	for _, f := range change {
		f(&config)
	}
	if err := config.Validate(); err != nil {
		t.Fatal(err)
	}
	c := newClient(config.withDefaults(), quick)
	c.explanations.left = 0 // tests of explanations say so
	t.Cleanup(c.Close)
	return c
}

// answering is a server that gives every request the same answer.
func answering(status int, header map[string]string, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// recorder keeps the requests it was sent.
type recorder struct {
	mu       sync.Mutex
	requests []*http.Request
	bodies   []string
}

func (rec *recorder) wrap(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		rec.mu.Lock()
		rec.requests, rec.bodies = append(rec.requests, r), append(rec.bodies, string(body))
		rec.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		next(w, r)
	}
}

func (rec *recorder) count() int {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return len(rec.requests)
}

func anIntent(changes ...importer.Change) importer.Intent {
	if changes == nil {
		changes = []importer.Change{{Field: "email", After: "new@b.de"}}
	}
	return importer.Intent{ID: anID, ETag: aTag, Changes: changes}
}

func writeOne(t *testing.T, c *Client) importer.Response {
	t.Helper()
	answers, err := c.Write(t.Context(), []importer.Intent{anIntent()})
	if err != nil || len(answers) != 1 {
		t.Fatalf("write: %v, %d answers", err, len(answers))
	}
	return answers[0]
}

func readOne(t *testing.T, c *Client) importer.Response {
	t.Helper()
	answers, err := c.Read(t.Context(), []string{anID})
	if err != nil || len(answers) != 1 {
		t.Fatalf("read: %v, %d answers", err, len(answers))
	}
	return answers[0]
}

func findOne(t *testing.T, c *Client, by mapping.Match, key string) importer.Found {
	t.Helper()
	found, err := c.Find(t.Context(), []importer.Lookup{{By: by, Key: key}})
	if err != nil || len(found) != 1 {
		t.Fatalf("find: %v, %d answers", err, len(found))
	}
	return found[0]
}

func bearer(c *Config) { c.Credentials = Credentials{Auth: Token, Token: "eyJ.a-bearer-token"} }

func same(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func logTo(b *bytes.Buffer) func(*Config) {
	return func(c *Config) { c.Log = slog.New(slog.NewTextHandler(b, nil)) }
}

// contactCodec reads and writes contacts.
func contactCodec() *records.Codec {
	return records.New(schema.Assumed(entity.CustomerContacts).Entity)
}
