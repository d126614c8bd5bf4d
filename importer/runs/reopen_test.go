package runs

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"bcimport/importer"
	"bcimport/importer/layout"
	"bcimport/importer/runs/input"
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
	if err != nil || in.About.Encoding != "windows-1250" {
		t.Fatalf("%+v, %v", in, err)
	}
	in.Remark(func(n input.Note) { t.Errorf("the recorded encoding is remarked on: %v", n.Text) })
}

// TestReopen_SkipsWhatTheRunSkipped: a run of a program that took every row for a
// record goes on so, and one that skipped rows skips the same.
func TestReopen_SkipsWhatTheRunSkipped(t *testing.T) {
	t.Parallel()
	content := []byte("K;Titel;Ort\nC1;Chef;Ulm\nC2;Chef;Ulm\nSumme;;2\n")
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	about := importer.About{
		Mapping: importer.Document{File: "m.yaml", Text: "version: 1\nkey: {column: K, match: number}\nfields: {professionalTitle: Titel}\n"},
		Input:   importer.Input{File: path, SHA256: hex.EncodeToString(sum[:]), Encoding: "utf-8"},
	}
	for found, skipped := range map[*layout.Layout]int{nil: 0, {Coded: true, Stems: []string{"C"}, Last: 1, Behind: 1}: 1} {
		about.Input.Layout = found
		in, err := reopen(t.Context(), about, path, false)
		if err != nil || in.About.Rows-in.Records() != skipped || in.Good != 3-skipped {
			t.Errorf("layout %+v: %d skipped of %d, %v", found, in.About.Rows-in.Records(), in.About.Rows, err)
		}
	}
}
