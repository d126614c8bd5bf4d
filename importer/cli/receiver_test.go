package cli_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// receiver is a webhook and a heartbeat that remember what came.
type receiver struct {
	mu     sync.Mutex
	status int      // 0: it never answers
	got    []string // method, path and body, from the last start or clearing on
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, _ := io.ReadAll(req.Body)
	r.mu.Lock()
	r.got = append(r.got, req.Method+" "+req.URL.Path+" "+string(body))
	r.mu.Unlock()
	if r.status == 0 {
		<-req.Context().Done()
		return
	}
	w.WriteHeader(r.status)
}

var receivers sync.Map // by work folder

// startReceiver [STATUS|silent] serves a receiver, sets $WEBHOOK_URL and $HEARTBEAT_URL, and
// forgets what came before.
func startReceiver(ts *testscript.TestScript, _ bool, args []string) {
	r := &receiver{status: http.StatusOK}
	if len(args) > 0 && args[0] == "silent" {
		r.status = 0
	} else if len(args) > 0 {
		status, err := strconv.Atoi(args[0])
		ts.Check(err)
		r.status = status
	}
	web := httptest.NewServer(r)
	ts.Defer(web.Close)
	ts.Setenv("WEBHOOK_URL", web.URL+"/hook-s3cret")
	ts.Setenv("HEARTBEAT_URL", web.URL+"/beat-s3cret")
	receivers.Store(ts.Getenv("WORK"), r)
}

// awaitReceived N waits until N messages have come.
func awaitReceived(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	found, _ := receivers.Load(ts.Getenv("WORK"))
	r := found.(*receiver)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(5 * time.Millisecond) {
		r.mu.Lock()
		got := len(r.got)
		r.mu.Unlock()
		if got >= want {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("after a minute %d messages have come, want %d", got, want)
		}
	}
}

// assertReceived N PATTERN wants that N messages match, written METHOD PATH BODY.
func assertReceived(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: received N PATTERN")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	pattern, err := regexp.Compile(args[1])
	ts.Check(err)
	found, _ := receivers.Load(ts.Getenv("WORK"))
	r := found.(*receiver)
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, message := range r.got {
		if pattern.MatchString(message) {
			n++
		}
	}
	if n != want {
		ts.Fatalf("%d of the messages match %q, want %d:\n%q", n, args[1], want, r.got)
	}
}
