package businesscentral

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"bcimport/importer"
)

// service is a small Business Central of the tests' own: contacts with eTags that
// can be read alone and in lists, and a $batch whose answers a test gives.
type service struct {
	t       *testing.T
	rec     recorder
	mu      sync.Mutex
	known   map[string]*person
	refuse  func(w http.ResponseWriter, r *http.Request) bool // answers instead
	batched func(w http.ResponseWriter, operations []operation)
	// tag is the eTag of a contact in an answer; list and sel tell which.
	tag func(p *person, list, sel bool) string
}

type person struct {
	id, number, email string
	tag               string
}

// operation is one request of a batch as it was sent.
type operation struct {
	ID, Method, URL string
	Headers         map[string]string
	Body            json.RawMessage
}

// operations reads the body of a batch.
func operations(t *testing.T, r *http.Request) []operation {
	t.Helper()
	var sent struct{ Requests []operation }
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		t.Errorf("not a batch: %v", err)
	}
	return sent.Requests
}

func newService(ids ...string) *service {
	s := &service{known: map[string]*person{}}
	for i, id := range ids {
		s.known[id] = &person{id: id, number: fmt.Sprintf("CT%d", i), email: fmt.Sprintf("p%d@b.de", i), tag: fmt.Sprintf(`W/"%d"`, i)}
	}
	return s
}

// client is connected to the service, with keys of the kind.
func (s *service) client(t *testing.T, kind importer.KeyKind, change ...func(*Config)) *Client {
	t.Helper()
	s.t = t
	c := connected(t, s.rec.wrap(s.serve), append([]func(*Config){batchOf(100)}, change...)...)
	c.schema.Key = kind
	return c
}

func batchOf(n int) func(*Config) { return func(c *Config) { c.Batch = n } }

func (s *service) serve(w http.ResponseWriter, r *http.Request) {
	if s.refuse != nil && s.refuse(w, r) {
		return
	}
	path := strings.TrimPrefix(r.URL.Path, rootPath+"/")
	filter := r.URL.Query().Get("$filter")
	switch {
	case path == "$batch":
		s.batched(w, operations(s.t, r))
	case filter != "":
		s.list(w, filter, r.URL.Query().Has("$select"))
	default:
		id := strings.Trim(path[strings.LastIndexByte(path, '(')+1:len(path)-1], "'")
		s.mu.Lock()
		defer s.mu.Unlock()
		p := s.known[strings.ReplaceAll(id, "''", "'")]
		if p == nil {
			w.WriteHeader(404)
			io.WriteString(w, `{"error":{"code":"BadRequest_ResourceNotFound","message":"no"}}`)
			return
		}
		io.WriteString(w, s.record(p, false, false))
	}
}

func (s *service) record(p *person, list, sel bool) string {
	tag := p.tag
	if s.tag != nil {
		tag = s.tag(p, list, sel)
	}
	return fmt.Sprintf(`{"@odata.etag":%q,"id":%q,"number":%q,"email":%q,"firstName":"F"}`, tag, p.id, p.number, p.email)
}

// list answers a filter of conditions on one field.
func (s *service) list(w http.ResponseWriter, filter string, sel bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []string
	for _, id := range slices.Sorted(maps.Keys(s.known)) {
		p := s.known[id]
		held := map[string]string{"id": p.id, "number": p.number, "email": p.email}
		for term := range strings.SplitSeq(filter, " or ") {
			field, value, _ := strings.Cut(term, " eq ")
			if strings.EqualFold(held[field], strings.ReplaceAll(strings.Trim(value, "'"), "''", "'")) {
				found = append(found, s.record(p, true, sel))
				break
			}
		}
	}
	fmt.Fprintf(w, `{"value":[%s]}`, strings.Join(found, ","))
}

// sent are the requests so far, in short: the method and what is asked for.
func (s *service) sent() []string {
	s.rec.mu.Lock()
	defer s.rec.mu.Unlock()
	var all []string
	for _, r := range s.rec.requests {
		path := strings.TrimPrefix(r.URL.Path, rootPath+"/")
		path = strings.TrimPrefix(path, "companies(c1)/")
		if filter := r.URL.Query().Get("$filter"); filter != "" {
			path += fmt.Sprintf("?%d", 1+strings.Count(filter, " or "))
			if r.URL.Query().Get("$select") == "" {
				path += "*"
			}
		}
		all = append(all, r.Method+" "+path)
	}
	return all
}

func someIDs(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = benchID(i)
	}
	return ids
}

// intentsOn are updates of the contacts, each with an eTag of its own.
func intentsOn(ids ...string) []importer.Intent {
	intents := make([]importer.Intent, len(ids))
	for i, id := range ids {
		intents[i] = importer.Intent{ID: id, ETag: importer.ETag(fmt.Sprintf(`W/"%d"`, i)), Changes: []importer.Change{{Field: "firstName", After: "F"}}}
	}
	return intents
}

func ends(answers []importer.Response) []importer.Disposition {
	all := make([]importer.Disposition, len(answers))
	for i, a := range answers {
		all[i] = a.Disposition
	}
	return all
}

// all tells that every answer has the end.
func all(answers []importer.Response, end importer.Disposition) bool {
	return !slices.ContainsFunc(answers, func(a importer.Response) bool { return a.Disposition != end })
}
