package proposal_test

import (
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/entity"
	"bcimport/mapping/proposal"
)

// ofColumns proposes a mapping of columns, each "header=kind of its cells" or
// "header: cell, cell".
func ofColumns(set *entity.Entity, key string, columns ...string) proposal.Proposal {
	var header []string
	var cells [][]string
	for _, c := range columns {
		name, list, _ := strings.Cut(c, ": ")
		header, cells = append(header, name), append(cells, strings.Split(list, ", "))
	}
	n := 0
	return proposal.Make(header, func() ([]string, []bool, bool) {
		var row []string
		for _, list := range cells {
			row = append(row, list[n%len(list)])
		}
		n++
		return row, nil, n <= 12
	}, key, set)
}

// TestMake_AsksWhatTheValuesLeaveOpen: a format with two readings is a question, whose
// line loads no mapping before it is answered; another column can settle it.
func TestMake_AsksWhatTheValuesLeaveOpen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		set     string
		columns []string
		want    string // of the formats, ? for a question
		needed  bool   // an answer, before the mapping loads
	}{
		{"items", []string{"Nr.: A1, A2", "Preis: 1.234, 2.345"}, "decimal?", true},
		{"items", []string{"Nr.: A1, A2", "Preis: 1.234, 2.345", "EK: 1,50, 2,50"}, "decimal ,", false},
		{"items", []string{"Nr.: A1, A2", "Preis: 1.234,50, 12.50"}, "decimal?", true},
		{"items", []string{"Nr.: A1, A2", "Preis: 1,50", "EK: 1.50"}, "decimal,? decimal.?", false},
		{"items", []string{"Nr.: A1, A2", "Preis: 12, 13"}, "", false},
		{"items", []string{"Nr.: A1, A2", "Gesperrt: x, "}, "true? false?", false},
		{"items", []string{"Nr.: A1, A2", "Gesperrt: ja, ja"}, "", false},
		{"items", []string{"Nr.: A1, A2", "Gesperrt: frei, gesperrt"}, "true? false?", false},
		{"items", []string{"Nr.: A1, A2", "Gesperrt: ja, nein, ja, nein, nein, nein, nein, nein, nein, nein, nein, vielleicht"}, "true ja false nein", false},
		{"items", []string{"Nr.: A1, A2", "Gesperrt: ja, nein, ja, nein, nein, vielleicht"}, "true? false?", true},
		{"items", []string{"Nr.: A1, A2", "Gesperrt: J, N", "Preis inkl. MwSt.: 1, 0"}, "true J,1 false N,0", false},
		{"employees", []string{"Personalnr.: P1, P2", "Geburtsdatum: 01/02/1980, 03/04/1981"}, "date?", true},
		{"employees", []string{"Personalnr.: P1, P2", "Geburtsdatum: 01/02/1980", "Eintrittsdatum: 31/12/2020"}, "date dd/MM/yyyy", false},
		{"employees", []string{"Personalnr.: P1, P2", "Geburtsdatum: 01/02/1980", "Eintrittsdatum: 31.12.2020"}, "date? date?", true},
		{"employees", []string{"Personalnr.: P1, P2", "Geburtsdatum: 1980-02-01", "Eintrittsdatum: 31.12.2020"}, "date dd.MM.yyyy", false},
		{"employees", []string{"Personalnr.: P1, P2", "Geburtsdatum: 29252, 29000"}, "date?", true},
	} {
		p := ofColumns(setOf(c.set), "", c.columns...)
		var got []string
		needed := false
		for _, f := range p.Formats {
			needed = needed || f.Needed
			switch {
			case f.Unsure && len(f.Values) == 1 && strings.Contains(",.", f.Values[0]):
				got = append(got, f.Name+f.Values[0]+"?")
			case f.Unsure:
				got = append(got, f.Name+"?")
			default:
				got = append(got, f.Name+" "+strings.Join(f.Values, ","))
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.columns, got, c.want)
		}
		if p.Readable() == needed || needed != c.needed {
			t.Errorf("%q: readable %v with %+v", c.columns, p.Readable(), p.Formats)
		}
	}
}

// TestMake_KeysOfAnySet: the key is a field by which the set's records are found, and
// certain alone; ids go before numbers, and numbers of another party are none.
func TestMake_KeysOfAnySet(t *testing.T) {
	t.Parallel()
	const ids = ": 6f1a0c3e-0d5e-4a52-9c1b-000000000001, 6f1a0c3e-0d5e-4a52-9c1b-000000000002, 6f1a0c3e-0d5e-4a52-9c1b-000000000003, 6f1a0c3e-0d5e-4a52-9c1b-000000000004, 6f1a0c3e-0d5e-4a52-9c1b-000000000005, 6f1a0c3e-0d5e-4a52-9c1b-000000000006, 6f1a0c3e-0d5e-4a52-9c1b-000000000007, 6f1a0c3e-0d5e-4a52-9c1b-000000000008, 6f1a0c3e-0d5e-4a52-9c1b-000000000009, 6f1a0c3e-0d5e-4a52-9c1b-000000000010, 6f1a0c3e-0d5e-4a52-9c1b-000000000011, 6f1a0c3e-0d5e-4a52-9c1b-000000000012"
	const numbers = ": 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011"
	for _, c := range []struct {
		set, said string
		columns   []string
		want      string // match and column
	}{
		{"items", "", []string{"id" + ids, "Nr." + numbers}, "id id"},
		{"items", "", []string{"xyz" + ids}, "id xyz"},
		{"items", "", []string{"Nr." + numbers}, "number Nr."},
		{"items", "", []string{"Artikel-Nummer" + numbers}, "number Artikel-Nummer"},
		{"items", "", []string{"Nr.: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"}, ""},
		{"items", "", []string{"Nr.: A1, A2, A1"}, ""},
		{"items", "", []string{"Nr.: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12", "Artikelnr." + numbers}, "number Artikelnr."},
		{"items", "", []string{"Nr." + numbers, "Artikelnr." + numbers}, ""},
		{"items", "", []string{"Artikelnr." + numbers, "Ihre Artikelnr." + numbers}, ""},
		{"items", "", []string{"Artikelnr." + numbers, "Lieferanten-Artikelnr." + numbers}, "number Artikelnr."},
		{"items", "", []string{"Kred.-Artikelnr." + numbers}, ""},
		{"items", "Ihre Artikelnr.", []string{"Artikelnr." + numbers, "Ihre Artikelnr." + numbers}, "number Ihre Artikelnr."},
		{"items", "xyz", []string{"xyz" + ids}, "id xyz"},
		{"items", "EAN", []string{"EAN" + numbers}, "gtin EAN"},
		{"items", "Nichts", []string{"EAN" + numbers}, ""},
		{"itemCategories", "", []string{"Code: TISCH, STUHL, KABEL, DESK, TOOL, BÜRO, CHAIR, LEUCHTE, DIENST, A, B, C"}, "code Code"},
		{"customers", "", []string{"E-Mail: a@b.example"}, ""},
	} {
		p := ofColumns(setOf(c.set), c.said, c.columns...)
		got := ""
		if p.Key != nil {
			got = p.Key.Field + " " + p.Key.Column
		}
		if got != c.want {
			t.Errorf("%s, %.60q: %q, want %q", c.set, c.columns, got, c.want)
		}
	}
}

// TestMake_ProposesOneOfWhatSaysTheSame: the code of a category, and its id where the
// cells are ids; what an environment calls a field goes before what others call another.
func TestMake_ProposesOneOfWhatSaysTheSame(t *testing.T) {
	t.Parallel()
	const id = "6f1a0c3e-0d5e-4a52-9c1b-000000000001"
	captioned := setOf("items")
	for i := range captioned.Fields {
		if captioned.Fields[i].Name == "displayName2" {
			captioned.Fields[i].Captions = slices.Insert(captioned.Fields[i].Captions, 0, "Bezeichnung", "Suchtext")
		}
	}
	for _, c := range []struct {
		set     *entity.Entity
		columns []string
		want    string
	}{
		{setOf("items"), []string{"Kategorie: TISCH", "Item Category Id: " + id}, "itemCategoryCode"},
		{setOf("items"), []string{"Kategorie: TISCH"}, "itemCategoryCode"},
		{setOf("items"), []string{"Kategorie: " + id}, "itemCategoryId"},
		{setOf("items"), []string{"Item Category Id: TISCH"}, "itemCategoryId lookup code"},
		{setOf("items"), []string{"Kategorie: Tische aus Holz"}, ""},
		{setOf("items"), []string{"Bezeichnung: Tisch"}, "displayName"},
		{captioned, []string{"Bezeichnung: Tisch"}, "displayName2"},
		{captioned, []string{"Suchtext: Tisch", "Beschreibung: Stuhl"}, "displayName displayName2"},
		{setOf("customers"), []string{"Kontakt: a@b.example"}, "email"},
		{setOf("customers"), []string{"Kontakt: a@b.example", "Büro: c@d.example"}, ""},
	} {
		var got []string
		for _, f := range ofColumns(c.set, "", c.columns...).Fields {
			words := f.Field
			if f.Lookup != "" {
				words += " lookup " + f.Lookup
			}
			got = append(got, words)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.columns, got, c.want)
		}
	}
}

// TestMake_NumbersOfAWorkbookHaveAPoint: a cell that is a number says nothing of how the
// texts beside it are written.
func TestMake_NumbersOfAWorkbookHaveAPoint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{{"1.234", ""}, {"1.234,50", ","}} {
		n := 0
		p := proposal.Make([]string{"Nr.", "Preis", "EK"}, func() ([]string, []bool, bool) {
			n++
			return []string{"A" + string(rune('0'+n)), "1.234", c.text}, []bool{false, true, c.want == ""}, n < 9
		}, "", setOf("items"))
		got := ""
		for _, f := range p.Formats {
			got += strings.Join(f.Values, "")
		}
		if got != c.want || len(p.Fields) != 2 || p.Fields[0].Confidence != proposal.Certain || !p.Complete() {
			t.Errorf("%q: decimal %q, %+v", c.text, got, p.Formats)
		}
	}
}
