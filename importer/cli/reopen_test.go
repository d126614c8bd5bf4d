package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"bcimport/importer"
)

// TestReopen_ReadsTheInputInTheRecordedEncoding: whatever another version of the
// program would find, a run goes on as it began.
func TestReopen_ReadsTheInputInTheRecordedEncoding(t *testing.T) {
	t.Parallel()
	content := []byte("K;Titel\nC1;Gesch\xe4ftsf\xfchrer\n")
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	about := importer.About{
		Mapping: importer.Document{File: "m.yaml", Text: "version: 1\nkey: {column: K}\nfields: {professionalTitle: Titel}\n"},
		Input:   importer.Input{File: path, SHA256: hex.EncodeToString(sum[:]), Encoding: "windows-1250"},
	}
	in, err := reopen(t.Context(), about, path, false)
	if err != nil || in.about.Encoding != "windows-1250" || in.file.Why != "" {
		t.Fatalf("%+v, %v", in, err)
	}
}
