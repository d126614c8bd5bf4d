package meter

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"bcimport/importer"
)

// Serve listens at an address until the function that it returns is called, and returns the
// address: that of a free port for port 0. Whoever can reach it may read it.
func (m *Meter) Serve(address string) (at string, stop func(), err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", nil, importer.Invalidf("metrics: %w", err).Hintf("name another address, or none")
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.Handler())
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			_ = listener.Close() // nobody can ask any more, which its monitoring sees
		}
	}()
	return listener.Addr().String(), func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = server.Shutdown(ctx)
		<-served
	}, nil
}
