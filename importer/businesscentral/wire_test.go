package businesscentral

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
)

// wire is a server that sees requests as they are on the wire.
type wire struct {
	listener net.Listener
	mu       sync.Mutex
	heads    []string
}

// newWire serves each connection with one good answer; the next request on it is
// read and then the connection is reset.
func newWire(t *testing.T) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { w.serve(conn.(*net.TCPConn)) })
		}
	})
	t.Cleanup(func() { l.Close(); wg.Wait() })
	return w
}

func (w *wire) serve(conn *net.TCPConn) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	for n := 1; ; n++ {
		if !w.head(r) {
			return
		}
		if n == 2 {
			conn.SetLinger(0)
			return
		}
		io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
	}
}

func (w *wire) head(r *bufio.Reader) bool {
	var head strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return false
		}
		if line == "\r\n" {
			break
		}
		head.WriteString(line)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.heads = append(w.heads, head.String())
	return true
}

func (w *wire) sent() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.heads...)
}

func TestWire_AResetGetIsNotSentAgainUnseen(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	c := unopened(t, "http://"+w.listener.Addr().String())
	for i := 1; i <= 10; i++ {
		if a := readOne(t, c); a.Disposition != importer.Lost || a.Attempts != 1 {
			t.Fatalf("answer %d: %+v", i, a)
		}
		if n := len(w.sent()); n != i || c.Requests().Total != i {
			t.Fatalf("after %d reads %d requests on the wire, %d counted", i, n, c.Requests().Total)
		}
	}
}

func TestWire_AGetHasNoBody(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	c := unopened(t, "http://"+w.listener.Addr().String())
	readOne(t, c)
	head := strings.ToLower(w.sent()[0])
	if !strings.HasPrefix(head, "get ") || strings.Contains(head, "transfer-encoding") || strings.Contains(head, "content-length") {
		t.Errorf("sent %s", head)
	}
}

func TestWire_RefusedConnectionIsNotDone(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	c := unopened(t, "http://"+l.Addr().String())
	a := writeOne(t, c)
	if a.Disposition != importer.NotDone || a.Attempts != 0 || a.Fault.Code != "no_connection" {
		t.Errorf("write %+v", a)
	}
	if r := readOne(t, c); r.Disposition != importer.Lost || r.Attempts != 0 {
		t.Errorf("read %+v", r)
	}
	if n := c.Requests(); n != (importer.Requests{}) {
		t.Errorf("requests %+v", n)
	}
}

// What a guard keeps from being sent is not done, whatever net/http says of its headers.
func TestWire_AForbiddenRequestIsNotDone(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	c := unopened(t, "http://"+w.listener.Addr().String(), func(c *Config) { c.Guard = func() error { return importer.ErrFenced } })
	a := writeOne(t, c)
	if a.Disposition != importer.NotDone || a.Attempts != 0 || a.Fault.Code != "no_connection" || len(w.sent()) > 0 {
		t.Errorf("write %+v, sent %v", a, w.sent())
	}
	if n := c.Requests(); n != (importer.Requests{}) {
		t.Errorf("requests %+v", n)
	}
}

// A token that was fetched for a request is not the request.
func TestWire_RefusedConnectionAfterAFreshTokenIsNotDone(t *testing.T) {
	t.Parallel()
	c := signedIn(t, tokens(), answering(200, nil, aContact))
	c.root = "http://127.0.0.1:1" + rootPath
	if a := writeOne(t, c); a.Disposition != importer.NotDone || a.Attempts != 0 {
		t.Errorf("write %+v", a)
	}
	if n := c.Requests(); n.Total != 0 || n.Token != 1 {
		t.Errorf("requests %+v", n)
	}
}

func TestWire_TimeoutOfAWriteIsLost(t *testing.T) {
	t.Parallel()
	c := connected(t, hang, func(c *Config) { c.RequestTimeout = 50 * time.Millisecond })
	if a := writeOne(t, c); a.Disposition != importer.Lost || a.Attempts != 1 || a.Fault.Code != "timeout" {
		t.Errorf("write %+v", a)
	}
}

func TestConcurrency_OnTheWireIsNeverAboveTheLimit(t *testing.T) {
	t.Parallel()
	var now, most, connections atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(time.Millisecond)
		now.Add(-1)
		io.WriteString(w, aContact)
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	c := unopened(t, server.URL, func(c *Config) { c.Concurrency = 3 })
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			for range 10 {
				c.Read(t.Context(), []string{anID})
			}
		})
	}
	wg.Wait()
	if most.Load() > 3 || c.Requests().Total != 100 {
		t.Errorf("%d at once, requests %+v", most.Load(), c.Requests())
	}
	// A slot is given back a moment before its connection is idle again.
	if n := connections.Load(); n > 20 {
		t.Errorf("%d connections for 100 requests", n)
	}
}

func TestRequests_CountWhatWasWritten(t *testing.T) {
	t.Parallel()
	c := connected(t, answering(429, map[string]string{"Retry-After": "0.001"}, ""))
	readOne(t, c)
	if a := writeOne(t, c); a.Disposition != importer.NotDone || a.Attempts != 1 {
		t.Errorf("write %+v", a)
	}
	findOne(t, c, mapping.MatchNumber, "1")
	want := importer.Requests{Total: 3, Reads: 2, Writes: 1, Operations: 1, Retries: 3, Throttled: 3}
	if n := c.Requests(); n != want {
		t.Errorf("requests %+v, want %+v", n, want)
	}
}
