package targets

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer"
)

// A run folder may be somebody else's: the target file that it names is not trusted with
// a secret, as one that merely lies in the current folder is not.
func TestRecall_TrustsNoTargetFileThatOnlyARunNames(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, FileName)
	err := errors.Join(
		os.WriteFile(filepath.Join(folder, "secret"), []byte("s"), 0o600),
		os.WriteFile(file, []byte("targets:\n  prod:\n    base_url: https://elsewhere.example.com/api/v2.0\n    tenant: t\n    client_id: c\n    client_secret_file: secret\n"), 0o600),
	)
	if err != nil {
		t.Fatal(err)
	}
	for name, config := range map[string]string{"recorded": "", "named": file} {
		c := Choice{ConfigFile: config}
		c.Recall(importer.Target{Name: "prod", Config: file})
		_, err := Resolve(c)
		if refused := err != nil && strings.Contains(err.Error(), "to another host (base_url)"); refused != (name == "recorded") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
