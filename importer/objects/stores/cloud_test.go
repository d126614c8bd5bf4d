//go:build !slim

package stores_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"bcimport/importer"
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

// TestProbe_RefusesAServerOfS3ThatIgnoresConditions meets a server that takes every object, as
// those do that are older than the condition.
func TestProbe_RefusesAServerOfS3ThatIgnoresConditions(t *testing.T) {
	var mu sync.Mutex
	kept, conditions := map[string]bool{}, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		switch r.Method {
		case http.MethodPut:
			_, _ = io.Copy(io.Discard, r.Body)
			kept[r.URL.Path] = true
			if r.Header.Get("If-None-Match") == "*" {
				conditions++
			}
		case http.MethodDelete:
			delete(kept, r.URL.Path)
			w.WriteHeader(http.StatusNoContent)
		}
	}))
	defer server.Close()
	t.Setenv("AWS_ACCESS_KEY_ID", "nights")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "hunter2hunter2")
	s, err := stores.Open(t.Context(), "s3://box/a?region=us-east-1&use_path_style=true&endpoint="+server.URL)
	must(t, err)
	if err := stores.Probe(t.Context(), s); importer.KindOf(err) != importer.KindInvalid {
		t.Errorf("it says %v", err)
	}
	must(t, s.Close())
	if len(kept) != 0 || conditions != 2 {
		t.Errorf("%d objects are left behind of %d with a condition", len(kept), conditions)
	}
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
