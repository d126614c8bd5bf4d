package sandbox

import (
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"bcimport/importer/sandbox/odata"
)

// delivery is what happens to an answer on its way.
type delivery int

const (
	whole delivery = iota
	cut            // the connection ends in the middle of the body
	lost           // the connection is reset instead
)

const jsonType = "application/json; odata.metadata=minimal"

// answer is the response to a request before it is sent.
type answer struct {
	status      int
	header      map[string]string
	contentType string
	body        []byte
	delivery    delivery
}

// jsonAnswer returns a 200 with a body.
func jsonAnswer(body []byte) answer {
	return answer{status: http.StatusOK, contentType: jsonType, body: body}
}

// refusal is an odata.Refusal that can be answered.
type refusal odata.Refusal

func refuse(status int, code, format string, args ...any) *refusal {
	return (*refusal)(odata.Refuse(status, code, format, args...))
}

func badRequest(format string, args ...any) *refusal {
	return (*refusal)(odata.BadRequest(format, args...))
}

func notImplemented(format string, args ...any) *refusal {
	return (*refusal)(odata.NotImplemented(format, args...))
}

// answer returns e in the documented shape: the correlation id is inside the
// message, after two blanks, and a dot ends it.
func (e *refusal) answer() answer {
	b := []byte(`{"error":{"code":`)
	b = odata.AppendString(b, e.Code)
	b = append(b, `,"message":`...)
	b = odata.AppendString(b, e.Message+"  CorrelationId:  "+odata.RandomGUID().String()+".")
	b = append(b, "}}"...)
	return answer{status: e.Status, contentType: jsonType, body: b}
}

// send writes a to the wire, or what is left of it. Business Central sends no
// ETag header, only @odata.etag in the body.
func (a answer) send(w http.ResponseWriter, r *http.Request) {
	if a.delivery == lost {
		reset(w)
		return
	}
	h := w.Header()
	h.Set("Request-Id", odata.RandomGUID().String())
	h.Set("OData-Version", "4.0")
	for name, value := range a.header {
		h.Set(name, value)
	}
	if a.contentType != "" {
		h.Set("Content-Type", a.contentType)
	} else {
		h["Content-Type"] = nil // as the empty 404 has none, not even a guessed one
	}
	if len(a.body) >= gzipFrom && a.delivery == whole && acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		w.WriteHeader(a.status)
		compress(w, a.body)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	if a.delivery == cut {
		// A body shorter than announced makes net/http drop the connection.
		a.body = a.body[:len(a.body)/2]
	}
	_, _ = w.Write(a.body) // a client that has gone is its own business
}

// gzipFrom is the size in bytes from which answers are compressed: pages of a long
// list are, batches and reads of a hundred contacts are not. For those it costs
// more than all the rest, and the sandbox shares its cores with its client.
const gzipFrom = 256 << 10

func acceptsGzip(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is a valid one
	return w
}}

func compress(w io.Writer, body []byte) {
	z := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(z)
	z.Reset(w)
	_, _ = z.Write(body)
	_ = z.Close()
}

// reset ends the connection with a TCP reset, as a dying server or a proxy does.
func reset(w http.ResponseWriter) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		panic(http.ErrAbortHandler) // net/http's way to drop a connection it cannot hand over
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
