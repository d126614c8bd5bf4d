package targets

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzTargets holds that no target file brings the program down, and that no error
// repeats a line of it: a secret may stand where it does not belong.
func FuzzTargets(f *testing.F) {
	for _, seed := range []string{
		"", "targets:", "targets: {a: {client_secret: s3cret}}", "targets:\n  a:\n    apps:\n      - client_id: x\n        client_secret: s3cret\n",
		"targets: [s3cret", "targets:\n  a: {s3cret: s3cret}\n", "notify: {webhook: {url: s3cret}}", "\xff\xfe", "a: &a [*a]", "targets: {a: {batch: [s3cret]}}",
		"targets: " + strings.Repeat("[", 4000) + " # " + strings.Repeat("]", 4000), strings.Repeat("&a ", 400), strings.Repeat("<<: ", 100), strings.Repeat("? a\n", 300),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := filepath.Join(t.TempDir(), FileName)
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Resolve(Choice{Name: "a", ConfigFile: file})
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the error repeats a value: %v", err)
		}
	})
}
