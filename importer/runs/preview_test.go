package runs

import (
	"os"
	"path/filepath"
	"testing"

	"bcimport/importer"
)

func TestPreview_ShowsTheFirstRowsAsTheyWillBeSent(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "in.csv")
	if err := os.WriteFile(path, []byte("K;Titel\nC1; Chef \nC2;Chefin\nC3;Rat\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	spec := Spec{
		Input:   Input{Path: path, Name: "in.csv"},
		Mapping: importer.Document{File: "m.yaml", Text: "version: 1\nkey: {column: K}\nfields: {professionalTitle: Titel}\n"},
	}
	p, err := newTestManager().Preview(t.Context(), spec, nil, 2, Face{})
	if err != nil || len(p.Rows) != 2 || len(p.Columns) != 2 || p.Columns[1] != "Titel" {
		t.Fatalf("%+v, %v", p, err)
	}
	if e := p.Rows[0].Edit; e.Key != "C1" || e.Values[0].Text != "Chef" {
		t.Errorf("the first row is %+v", e)
	}
	spec.Mapping.Text = "version: 1\nkey: {column: K}\nfields: {professionalTitle: Title}\n"
	if _, err := newTestManager().Preview(t.Context(), spec, nil, 2, Face{}); err == nil {
		t.Error("a mapping that names another column is taken")
	}
}
