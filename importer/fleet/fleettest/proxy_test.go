//go:build fleet && unix

package fleettest

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// wire is a TCP proxy that can stop passing on what it gets.
type wire struct {
	l      net.Listener
	target string
	mu     sync.Mutex
	free   chan struct{} // closed while it passes on
}

func newWire(t testing.TB, target string) *wire {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{l: l, target: target, free: make(chan struct{})}
	close(w.free)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go w.pass(c)
		}
	}()
	return w
}

func (w *wire) address() string { return w.l.Addr().String() }

func (w *wire) pass(c net.Conn) {
	other, err := net.Dial("tcp", w.target)
	if err != nil {
		c.Close()
		return
	}
	go w.copy(other, c)
	w.copy(c, other)
}

// copy passes on what it reads, as soon as it may.
func (w *wire) copy(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		w.mu.Lock()
		free := w.free
		w.mu.Unlock()
		<-free
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// stall has it pass on nothing for a while, and then everything.
func (w *wire) stall(d time.Duration) {
	free := make(chan struct{})
	w.mu.Lock()
	w.free = free
	w.mu.Unlock()
	time.AfterFunc(d, func() { close(free) })
}

// bump is what a store's proxy does with a request.
type bump struct {
	lose       bool // it never arrives
	loseAnswer bool
	delay      time.Duration
}

// gate is a proxy between one worker and the store.
type gate struct {
	web    *httptest.Server
	target atomic.Pointer[string]
	// before and after are told of objects that are put, by name; after only of those that
	// the store took, before the worker hears of it. before may have the request lost.
	before func(name string) (lose bool)
	after  func(name string)
	// bump chooses what goes wrong with a request; nil is nothing.
	bump atomic.Pointer[func(r *http.Request) bump]
}

func newGate(t testing.TB, target string) *gate {
	g := &gate{before: func(string) bool { return false }, after: func(string) {}}
	g.target.Store(&target)
	g.web = httptest.NewServer(g)
	t.Cleanup(func() { g.web.CloseClientConnections() })
	return g
}

func (g *gate) address() string { return strings.TrimPrefix(g.web.URL, "http://") }

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := ""
	if r.Method == http.MethodPut {
		name = strings.TrimPrefix(r.URL.Path, "/"+account+"/"+container+"/")
	}
	body, err := io.ReadAll(r.Body)
	var b bump
	if choose := g.bump.Load(); choose != nil {
		b = (*choose)(r)
	}
	time.Sleep(b.delay)
	if err != nil || b.lose || name != "" && g.before(name) {
		panic(http.ErrAbortHandler) // the connection breaks
	}
	out, err := http.NewRequest(r.Method, "http://"+*g.target.Load()+r.URL.RequestURI(), bytes.NewReader(body))
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	out.Header = r.Header.Clone()
	// Whatever becomes of who asked: a request that was sent arrives.
	answer, err := http.DefaultTransport.RoundTrip(out)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if name != "" && answer.StatusCode == http.StatusCreated {
		g.after(name)
	}
	if b.loseAnswer {
		panic(http.ErrAbortHandler)
	}
	for key, values := range answer.Header {
		w.Header()[key] = values
	}
	if r.Method == http.MethodHead {
		w.Header().Set("Content-Length", answer.Header.Get("Content-Length"))
	}
	w.WriteHeader(answer.StatusCode)
	_, _ = w.Write(content)
}
