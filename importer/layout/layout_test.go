package layout_test

import (
	"strings"
	"testing"

	"bcimport/importer/layout"
	"bcimport/mapping"
)

// TestJudge_TellsEachKind: one row of each kind among three records.
func TestJudge_TellsEachKind(t *testing.T) {
	t.Parallel()
	m, err := mapping.Parse("m.yaml", []byte("version: 1\nkey: {column: No.}\nfields: {lastName: Name}\n"))
	if err != nil {
		t.Fatal(err)
	}
	header := strings.Split("No.;Name;City;Turnover", ";")
	columns, err := m.Bind(header)
	if err != nil {
		t.Fatal(err)
	}
	table := layout.NewTable(header, columns, func(string) bool { return false })
	rows := []struct {
		cells string
		kind  layout.Kind
		mark  string
	}{
		{"CT1;Maier;Ulm;10", layout.Record, ""},
		{"Norden;;;", layout.Group, "Norden"},
		{"CT2;Groß;Kiel;20", layout.Record, ""},
		{"No.;Name;City;Turnover", layout.Heading, ""},
		{"----;----;----;----", layout.Line, ""},
		{";;Zwischensumme;30", layout.Total, "Zwischensumme"},
		{"CT3;Total;Bonn;5", layout.Record, ""}, // a name
		{";Berg;Bonn;5", layout.Record, ""},     // a key is missing
		{"CT4;Li;Bonn;5", layout.Record, ""},
		{"Stand: 27.11.2026;;;", layout.Footer, "Stand: 27.11.2026"},
	}
	surveyor := layout.NewSurveyor(table)
	for i, row := range rows {
		surveyor.Add(i, strings.Split(row.cells, ";"))
	}
	found := surveyor.Layout()
	if !found.Coded || found.Last != 8 || found.Behind != 1 || strings.Join(found.Stems, " ") != "CT" {
		t.Errorf("layout %+v", found)
	}
	for i, row := range rows {
		kind, mark := table.Judge(found, i, strings.Split(row.cells, ";"), false)
		if kind != row.kind || mark != row.mark {
			t.Errorf("%q: %d %q, want %d %q", row.cells, kind, mark, row.kind, row.mark)
		}
		if kind, _ := table.Judge(nil, i, strings.Split(row.cells, ";"), false); kind != layout.Record {
			t.Errorf("%q is a %d without a layout", row.cells, kind)
		}
	}
}
