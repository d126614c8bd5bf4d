//go:build !slim

package stores_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bcimport/importer/objects"
	"bcimport/importer/objects/stores"
)

// TestCloud_SaysInOneLineWhatAStoreRefuses meets a store that hangs up, and one that refuses.
func TestCloud_SaysInOneLineWhatAStoreRefuses(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "hang") {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				conn.Close()
			}
			return
		}
		w.Header().Set("x-ms-error-code", "AuthenticationFailed")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte("<?xml version=\"1.0\"?>\n<Error>\n<Code>AuthenticationFailed</Code>\n</Error>"))
	}))
	defer server.Close()
	host := server.Listener.Addr().(*net.TCPAddr).String()
	t.Setenv("AZURE_STORAGE_ACCOUNT", "nights")
	t.Setenv("AZURE_STORAGE_KEY", "")
	t.Setenv("AZURE_STORAGE_SAS_TOKEN", "sv=2026&sig=hunter2")
	s, err := stores.Open(t.Context(), "azblob://box?protocol=http&localemu=true&domain="+host)
	must(t, err)
	for _, name := range []string{"hang", "refuse"} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		for what, err := range map[string]error{
			"create": s.Create(ctx, name, []byte("x")), "put": s.Put(ctx, name, nil), "delete": s.Delete(ctx, name), "read": readError(ctx, s, name),
		} {
			if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "\n") || errors.Is(err, objects.ErrExists) {
				t.Errorf("%s %s: %v", what, name, err)
			}
		}
		for _, err := range s.List(ctx, name) {
			if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "\n") {
				t.Errorf("list: %v", err)
			}
		}
		cancel()
	}
	must(t, s.Close())
}

func readError(ctx context.Context, s objects.Store, name string) error {
	_, err := s.Read(ctx, name)
	return err
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
