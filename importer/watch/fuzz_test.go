package watch

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzWatchFile holds that no watch file brings the program down.
func FuzzWatchFile(f *testing.F) {
	for _, seed := range []string{
		"", "files:", "files: [{pattern: '*.csv', mapping: m.yaml, options: {limit: 1, allow_clear: [email]}, expect: daily by 03:00}]",
		"stable: -1s", "repeat: twice", "files: [{pattern: '[', options: {out: 1}}]", "notify: {command: [a]}", "files: [{options: {max_failures: {a: b}}}]",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := filepath.Join(t.TempDir(), FileName)
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := ReadFile(file, []string{"rate"}, "see the help")
		if err == nil && (len(w.Files) == 0 || w.stable <= 0) {
			t.Errorf("taken as good: %+v", w)
		}
	})
}
