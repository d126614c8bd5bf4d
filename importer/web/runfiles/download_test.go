package runfiles_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"bcimport/importer/web/runfiles"
)

// TestDownload_ThatEndsEarlyIsNotTakenForWhole: a page that says why would be a part of the file.
func TestDownload_ThatEndsEarlyIsNotTakenForWhole(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := runfiles.NewDownload(w, "Käufer.csv")
		if r.URL.Path == "/begun" {
			_, _ = io.WriteString(out, "No,Name\n")
			_ = http.NewResponseController(w).Flush()
		}
		if err := out.End(errors.New("the disk is gone")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
	t.Cleanup(site.Close)
	for path, whole := range map[string]bool{"/": true, "/begun": false} {
		answer, err := http.Get(site.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if (err == nil) != whole || whole != (string(text) == "the disk is gone\n") {
			t.Errorf("%s: %q, %v", path, text, err)
		}
		if named := answer.Header.Get("Content-Disposition"); (named == "attachment; filename*=utf-8''K%C3%A4ufer.csv") == whole {
			t.Errorf("%s: %s", path, named)
		}
	}
}
