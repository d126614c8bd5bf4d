package runs

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bcimport/importer"
)

// mended returns what Mend writes of a file with a mapping of two columns.
func mended(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	rows, err := newTestManager().Mend(t.Context(), mendSpec(path), &out, nil, Face{})
	if err != nil || (rows > 0) != (out.Len() > 0) {
		t.Fatalf("%d rows, %v:\n%s", rows, err, out.String())
	}
	return out.String()
}

func mendSpec(path string) Spec {
	return Spec{
		Input:   Input{Path: path, Name: filepath.Base(path)},
		Mapping: importer.Document{File: "m.yaml", Text: "version: 1\nkey: {column: Nr, match: number}\nfields: {email: E-Mail, lastName: Name}\n"},
	}
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

func TestMend_OfAWorkbookIsAWorkbook(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "in.xlsx")
	book := excelize.NewFile()
	for i, row := range [][]any{{"Nr", "Name", "E-Mail"}, {"CT1", "Öztürk", "kein at"}, {"CT2", "Ute", "u@b.de"}} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(book.SaveAs(path), book.Close()); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	rows, err := newTestManager().Mend(t.Context(), mendSpec(path), &out, nil, Face{})
	if err != nil || rows != 1 {
		t.Fatalf("%d rows, %v", rows, err)
	}
	made, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	got, err := made.GetRows("Sheet1")
	if err != nil || len(got) != 2 || len(got[1]) != 5 || got[1][1] != "Öztürk" || got[1][3] != "invalid" || !strings.Contains(got[1][4], "no @") {
		t.Errorf("got %q, %v", got, err)
	}
}
