package cli_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"bcimport/importer/sandbox"
)

// servers are the sandboxes of the scripts, by the script's work folder.
var servers sync.Map

// requestsBefore are the requests that each script has seen so far.
var requestsBefore sync.Map

// interfere lets another user edit a contact just before the first write to it.
func interfere(server **sandbox.Server, key, field, text string) func(*http.Request) *sandbox.Fault {
	var once sync.Once
	return func(r *http.Request) *sandbox.Fault {
		if r.Method != http.MethodPatch {
			return nil
		}
		if strings.Contains(key, "/") {
			if id := recordID(*server, key); id != "" && strings.Contains(r.URL.Path, id) {
				once.Do(func() { editRecordOf(*server, key, field, text) })
			}
			return nil
		}
		c, ok := (*server).Contact(key)
		if ok && strings.Contains(r.URL.Path, c.ID) {
			once.Do(func() { (*server).Edit(key, field, text) })
		}
		return nil
	}
}

// reportRowOf reads the row of a line from a report.
func reportRowOf(ts *testscript.TestScript, file, line string) map[string]string {
	text := strings.TrimPrefix(ts.ReadFile(file), "\ufeff")
	head, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	for _, d := range ",;|\t" {
		if strings.HasPrefix(head, "line"+string(d)) {
			r.Comma = d
		}
	}
	records, err := r.ReadAll()
	ts.Check(err)
	for _, record := range records[1:] {
		if record[0] == line {
			row := map[string]string{}
			for i, name := range records[0] {
				row[name] = record[i]
			}
			return row
		}
	}
	ts.Fatalf("%s has no row for line %s", file, line)
	return nil
}

// startPage serves one contact exactly as the API's own page shows it: no
// $metadata, no contacts, no list of companies, ids like CONT00123.
func startPage(ts *testscript.TestScript, _ bool, _ []string) {
	const path = "/api/v2.0/companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)/customerContacts(CONT00123)"
	page := &pageServer{title: "Purchasing Manager", tag: `W/"JzQ0O0E="`}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer page-token" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.URL.Path != path {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		page.serve(w, r)
	}))
	ts.Defer(web.Close)
	ts.Setenv("BCIMPORT_BASE_URL", web.URL+"/api/v2.0")
	ts.Setenv("BCIMPORT_COMPANY", "5d115c9c-44e3-ea11-bb43-000d3a2feca1")
	ts.Setenv("BCIMPORT_AUTH", "token")
	ts.Setenv("BCIMPORT_TOKEN", "page-token")
}

type pageServer struct {
	mu    sync.Mutex
	title string
	tag   string
}

func (p *pageServer) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.Method == http.MethodPatch {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("If-Match") != p.tag || r.Header.Get("Content-Type") != "application/json" ||
			!bytes.Equal(body, []byte(`{"professionalTitle":"Senior Purchasing Manager"}`)) {
			http.Error(w, "not as on the page", http.StatusBadRequest)
			return
		}
		p.title, p.tag = "Senior Purchasing Manager", `W/"JzQ0O0I="`
	}
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprintf(w, `{"@odata.etag":%q,"id":"CONT00123","email":"john.smith@contoso.com","firstName":"John","lastName":"Smith",`+
		`"professionalTitle":%q,"customerId":"CUST1042","customerName":"Contoso Ltd.","primaryPhoneNumber":"+1 425-555-0174"}`, p.tag, p.title)
}

// printIDs prints the ids of the sandbox's reachable contacts, in its own order. It
// is a program of its own, so that a benchmark's process stays small: what the
// system tells of a child's memory includes its parent's at the fork.
func printIDs() {
	server, err := sandbox.New(sandbox.Config{Contacts: 30_000})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for c := range server.Contacts() {
		if c.InCustomerContacts {
			fmt.Println(c.ID)
		}
	}
}
