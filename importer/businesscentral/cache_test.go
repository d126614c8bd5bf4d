package businesscentral

import (
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// versioned is a $metadata with an eTag that can change.
type versioned struct {
	mu             sync.Mutex
	document, tag  string
	sent, answered int // documents in full, and requests
}

func (v *versioned) serve(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.answered++
	w.Header().Set("ETag", v.tag)
	if r.Header.Get("If-None-Match") == v.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	v.sent++
	io.WriteString(w, v.document)
}

func TestConnect_MetadataIsKeptBetweenConnections(t *testing.T) {
	t.Parallel()
	v := &versioned{document: edmx("Edm.Guid", entity.CustomerContacts), tag: `W/"1"`}
	server := httptest.NewServer(site(answering(200, nil, twoCompanies), v.serve))
	t.Cleanup(server.Close)
	connect := reconnecting(t, server)
	if c := connect(); c.KeyKind() != importer.KeyGUID || v.sent != 1 {
		t.Fatalf("key %v, %d documents", c.KeyKind(), v.sent)
	}
	c := connect()
	if c.KeyKind() != importer.KeyGUID || c.Entity().Find("email").Length != 80 || v.sent != 1 || v.answered != 2 {
		t.Errorf("key %v, %d documents in %d answers", c.KeyKind(), v.sent, v.answered)
	}
	if n := c.Requests(); n.Total != 2 || n.Retries != 0 {
		t.Errorf("requests %+v", n)
	}
	v.document, v.tag = edmx("Edm.String", entity.CustomerContacts), `W/"2"`
	if c := connect(); c.KeyKind() != importer.KeyString || v.sent != 2 {
		t.Errorf("key %v, %d documents", c.KeyKind(), v.sent)
	}
}

func TestRefresh_TakesAFieldThatIsNew(t *testing.T) {
	t.Parallel()
	document := edmx("Edm.Guid", entity.CustomerContacts)
	server := httptest.NewServer(site(answering(200, nil, twoCompanies), func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, document) }))
	t.Cleanup(server.Close)
	connect := reconnecting(t, server)
	if asked, err := connect().Refresh(t.Context()); asked || err != nil {
		t.Errorf("what was read just now is read again: %v, %v", asked, err)
	}
	document = edmx("Edm.String", entity.CustomerContacts)
	c := connect()
	if c.KeyKind() != importer.KeyGUID {
		t.Fatal("what is kept is not trusted")
	}
	if asked, err := c.Refresh(t.Context()); !asked || err != nil || c.KeyKind() != importer.KeyString {
		t.Errorf("asked %v, error %v, key %v", asked, err, c.KeyKind())
	}
}

// TestConnect_A304ThatNobodyAskedForIsNoAnswer: without a condition there is nothing that has
// not changed.
func TestConnect_A304ThatNobodyAskedForIsNoAnswer(t *testing.T) {
	t.Parallel()
	if _, err := open(t, answering(200, nil, twoCompanies), answering(304, nil, ""), named("My Company")); err == nil {
		t.Error("taken")
	}
}

// reconnecting returns what connects to a server, each time with what was kept of its
// metadata.
func reconnecting(t *testing.T, server *httptest.Server) func() *Client {
	dir := t.TempDir()
	return func() *Client {
		c := unopened(t, server.URL, named("My Company"), func(c *Config) { c.CacheDir = dir })
		if err := c.open(t.Context()); err != nil {
			t.Fatal(err)
		}
		return c
	}
}
