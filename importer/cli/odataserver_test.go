//go:build odata

package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	// odataFolder is a project for an OData v4 server that nobody here wrote.
	odataFolder  = "../businesscentral/testdata/cap"
	odataCompany = "companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)"
	oldestNode   = 20
)

// odata is a server with contacts that begin anew, behind a gate that sees all
// requests of the program. Other users don't come through the gate.
type odata struct {
	service string // the API root for other users
	root    string // the API root for the program

	mu       sync.Mutex
	arrivals arrivals
	// before is called before an update of a record is let in; for all records of
	// a batch before the batch is.
	before func(id string)
}

// arrivals count what has arrived at the gate.
type arrivals struct {
	reads            int // of one record alone
	updates, batched int // updates outside of batches, and in them
	batches          int
}

// contactID is the id of the nth of the server's 300 contacts.
func contactID(n int) string { return fmt.Sprintf("0c0ffee0-ab00-4000-8000-%012d", n) }

// startOData serves until the end of the test, with settings (NAME=value). It skips the
// test where the server can't run.
func startOData(t *testing.T, settings ...string) *odata {
	t.Helper()
	target := &url.URL{Scheme: "http", Host: "127.0.0.1:" + startNode(t, settings)}
	o := &odata{service: target.String() + "/api/v2.0"}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	gate := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		o.arrived(r, body)
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(gate.Close)
	o.root = gate.URL + "/api/v2.0"
	return o
}

// findNode finds the program that runs the server, or skips the test.
func findNode(t *testing.T) string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skipf("skipped: the OData server needs node %d or later, and there is none", oldestNode)
	}
	version, err := exec.Command(node, "-p", "process.versions.node").Output()
	if err != nil {
		t.Fatalf("ask node for its version: %v", err)
	}
	major, _, _ := strings.Cut(string(version), ".")
	if n, err := strconv.Atoi(major); err != nil || n < oldestNode {
		t.Skipf("skipped: the OData server needs node %d or later, this is %s", oldestNode, version)
	}
	if _, err := os.Stat(filepath.Join(odataFolder, "node_modules", ".package-lock.json")); err != nil { // what npm writes last
		t.Skip("skipped: the OData server's packages are not installed; make test-odata does that")
	}
	return node
}

// startNode starts the server and returns the port that it listens on.
func startNode(t *testing.T, settings []string) string {
	t.Helper()
	node := findNode(t)
	ports := make(chan string, 1)
	out := &spoken{port: ports}
	cmd := exec.CommandContext(t.Context(), node, "node_modules/@sap/cds/bin/serve.js", "all", "--in-memory", "--port", "0")
	cmd.Dir, cmd.Stdout, cmd.Stderr = odataFolder, out, out
	cmd.Env = append(append(os.Environ(), "NODE_ENV=development"), settings...)
	// The server ends with its input, also where this process is killed.
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Cancel, cmd.WaitDelay = stdin.Close, 5*time.Second
	if err := cmd.Start(); err != nil {
		t.Fatalf("start the OData server: %v", err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		cmd.Wait()
	}()
	t.Cleanup(func() {
		<-ended // the test's context is done by now
		if t.Failed() {
			t.Logf("the OData server said:\n%s", out)
		}
	})
	select {
	case port := <-ports:
		return port
	case <-ended:
		t.Fatal("the OData server did not start")
	case <-time.After(time.Minute):
		t.Fatal("the OData server does not listen after a minute")
	}
	return ""
}

var listening = regexp.MustCompile(`(?m)^listening on port (\d+)$`)

// spoken keeps what a program says, from several goroutines, and finds the port
// in it that it listens on.
type spoken struct {
	mu   sync.Mutex
	text bytes.Buffer
	port chan string // gets the port once; nil: never
}

func (s *spoken) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text.Write(p)
	if m := listening.FindSubmatch(s.text.Bytes()); m != nil && s.port != nil {
		s.port <- string(m[1])
		s.port = nil
	}
	return len(p), nil
}

func (s *spoken) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

var recordPath = regexp.MustCompile(`(?:customerContacts|items)\(([^)]*)\)`)

// arrived takes note of a request of the program.
func (o *odata) arrived(r *http.Request, body []byte) {
	path := recordPath.FindAllStringSubmatch(r.URL.Path, -1)
	o.mu.Lock()
	switch r.Method {
	case http.MethodGet:
		o.arrivals.reads += len(path)
		path = nil
	case http.MethodPatch:
		o.arrivals.updates += len(path)
	case http.MethodPost:
		path = recordPath.FindAllStringSubmatch(string(body), -1)
		o.arrivals.batched += len(path)
		o.arrivals.batches++
	}
	before := o.before
	o.mu.Unlock()
	for _, record := range path {
		if before != nil {
			before(record[1])
		}
	}
}

// watch begins to count anew and has before called from here on.
func (o *odata) watch(before func(id string)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.arrivals, o.before = arrivals{}, before
}

// arrivedSoFar counts since the last watch.
func (o *odata) arrivedSoFar() arrivals {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.arrivals
}

// odataContact is a contact on the wire.
type odataContact struct {
	ETag   string `json:"@odata.etag"`
	ID     string `json:"id"`
	Name   string `json:"lastName"`
	Title  string `json:"professionalTitle"`
	Phone  string `json:"primaryPhoneNumber"`
	Email  string `json:"email"`
	Number string `json:"number"`
}

// contacts are all that customerContacts holds, by id and without their eTags.
func (o *odata) contacts(t *testing.T) map[string]odataContact {
	t.Helper()
	all := map[string]odataContact{}
	for link := odataCompany + "/customerContacts"; link != ""; {
		var page struct {
			Value []odataContact `json:"value"`
			Next  string         `json:"@odata.nextLink"` // from the API root
		}
		if _, err := o.ask(http.MethodGet, link, "", "", &page); err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Value {
			c.ETag = ""
			all[c.ID] = c
		}
		link = page.Next
	}
	return all
}

// edit lets another user set a field, or remove the contact where there is none.
func (o *odata) edit(t *testing.T, id, field, text string) {
	path := odataCompany + "/customerContacts(" + id + ")"
	var c odataContact
	_, err := o.ask(http.MethodGet, path, "", "", &c)
	if err == nil && field == "" {
		_, err = o.ask(http.MethodDelete, path, c.ETag, "", nil)
	} else if err == nil {
		_, err = o.ask(http.MethodPatch, path, c.ETag, fmt.Sprintf(`{%q:%q}`, field, text), nil)
	}
	if err != nil {
		t.Error(err)
	}
}

// ask sends a request of another user; answer is decoded into, if it is not nil.
// An answer that is no success is an error.
func (o *odata) ask(method, path, eTag, body string, answer any) (status int, err error) {
	req, err := http.NewRequest(method, o.service+"/"+path, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	if eTag != "" {
		req.Header.Set("If-Match", eTag)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return resp.StatusCode, err
	case resp.StatusCode >= 300:
		return resp.StatusCode, fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, text)
	case answer != nil:
		err = json.Unmarshal(text, answer)
	}
	return resp.StatusCode, err
}
