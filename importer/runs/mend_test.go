package runs

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer"
)

// mended returns what Mend writes of a file with a mapping of two columns.
func mended(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	spec := Spec{
		Input:   Input{Path: path, Name: "in.csv"},
		Mapping: importer.Document{File: "m.yaml", Text: "version: 1\nkey: {column: Nr, match: number}\nfields: {email: E-Mail, lastName: Name}\n"},
	}
	var out bytes.Buffer
	rows, err := newTestManager().Mend(t.Context(), spec, &out, Face{})
	if err != nil || (rows > 0) != (out.Len() > 0) {
		t.Fatalf("%d rows, %v:\n%s", rows, err, out.String())
	}
	return out.String()
}

func TestMend_GivesTheRowsInTheFormOfTheFile(t *testing.T) {
	t.Parallel()
	got := mended(t, "Nr;Name;E-Mail\r\nCT1;M\xfcller;kein at\r\nCT2;Ute;u@b.de\r\nCT3;\"J;rg\";j@\r\n")
	lines := strings.Split(got, "\r\n")
	if len(lines) != 4 || lines[0] != "Nr;Name;E-Mail;bcimport_status;bcimport_message" ||
		!strings.HasPrefix(lines[1], "CT1;M\xfcller;kein at;invalid;") || !strings.HasPrefix(lines[2], "CT3;\"J;rg\";j@;invalid;") || lines[3] != "" {
		t.Errorf("got %q", got)
	}
	if again := mended(t, strings.Replace(got, "kein at", "m@b.de", 1)); !strings.HasPrefix(again, lines[0]+"\r\nCT3;") || strings.Count(again, "bcimport_status") != 1 {
		t.Errorf("a mended file gives %q", again)
	}
}

func TestMend_WritesNothingOfAFileWithoutFaults(t *testing.T) {
	t.Parallel()
	if got := mended(t, "Nr;Name;E-Mail\nCT1;Ute;u@b.de\n"); got != "" {
		t.Errorf("got %q", got)
	}
}
