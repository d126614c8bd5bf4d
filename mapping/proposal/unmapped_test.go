package proposal_test

import (
	"slices"
	"testing"

	"bcimport/mapping"
	"bcimport/mapping/proposal"
)

// leftIn are the columns that a mapping of number and e-mail leaves out, of a table with
// one more column whose cells hold a value.
func leftIn(t *testing.T, header, value string) []proposal.Unmapped {
	t.Helper()
	m, err := mapping.Parse("m.yaml", []byte("version: 1\nkey: {column: No}\nfields: {email: Mail}\n"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	return proposal.FindUnmapped([]string{"No", "Mail", header}, func() ([]string, []bool, bool) {
		n++
		return []string{"CONT00021", "a@b.example", value}, nil, n <= 30
	}, m)
}

func TestLeft_TellsFieldsAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{ // header, value, the field that it looks like
		{"Vorname", "Anna", "firstName"}, {"Name1", "Anna Berg", "lastName"}, {"Nachn.", "Berg", "lastName"}, {"Tel.-Nr.", "030 23125867", "primaryPhoneNumber"}, {"Fkt.", "Leiterin Einkauf", "professionalTitle"},
		{"Příjmení", "Novák", "lastName"}, {"Stanowisko", "Kierownik", "professionalTitle"}, {"Etternavn", "Hansen", "lastName"}, {"Puhelin", "+358 9 123456", "primaryPhoneNumber"}, {"Telefon\ngeschäftlich", "+49 30 1234567", "primaryPhoneNumber"},
		{"Handy", "+49 171 2345678", "primaryPhoneNumber"}, {"XY", "+49 30 23125867", "primaryPhoneNumber"}, {"Sukunimi", "Virtanen", "lastName"},
	} {
		if left := leftIn(t, c[0], c[1]); len(left) != 1 || left[0].Field != c[2] {
			t.Errorf("%q: %+v, want %s", c[0], left, c[2])
		}
	}
	for _, c := range [][2]string{
		{"Firma", "Nordlicht GmbH"}, {"Ort", "Berlin"}, {"PLZ", "10115"}, {"Umsatz", "1234567"}, {"bcimport_status", "failed"}, {"", "x"}, {"Bemerkung", "ruft zurück"}, {"Kd.-Nr.", "D00012"},
		{"Land", "DE"}, {"Y-tunnus", "1234567-8"}, {"NIP", "5260001246"}, {"Gate", "Storgata 1"}, {"Datum", "01.02.2026"}, {"E-Mail privat", "a@b.example"}, {"Auftragsnummer", "4500012345"},
	} {
		if left := leftIn(t, c[0], c[1]); len(left) != 0 {
			t.Errorf("%q with %q: %+v", c[0], c[1], left)
		}
	}
}

// TestMake_KnowsHeadersOfTwelveLanguages: each header as a list has it, in the order
// number, first name, last name, title, e-mail, phone.
func TestMake_KnowsHeadersOfTwelveLanguages(t *testing.T) {
	t.Parallel()
	for language, header := range map[string][]string{
		"Czech":     {"Číslo kontaktu", "Křestní jméno", "Příjmení", "Funkce", "E-mailová adresa", "Telefonní číslo"},
		"Polish":    {"Nr kontaktu", "Imię", "Nazwisko", "Stanowisko", "Adres e-mail", "Numer telefonu"},
		"Norwegian": {"Kontaktnr.", "Fornavn", "Etternavn", "Stillingstittel", "E-postadresse", "Telefonnummer"},
		"Finnish":   {"Kontaktinro", "Etunimi", "Sukunimi", "Tehtävänimike", "Sähköposti", "Puhelinnumero"},
		"German":    {"Kontakt-Nr.", "Vorn.", "Nachn.", "Fkt.", "E-Mail-Adr.", "Tel."},
	} {
		n := 0
		p := proposal.Make(header, func() ([]string, []bool, bool) {
			n++
			return []string{"CONT0" + string(rune('a'+n)) + "12", "Anna", "Berg", "Leiterin Einkauf", "a" + string(rune('a'+n)) + "@b.example", "+49 30 23125867"}, nil, n <= 20
		}, header[0], setOf("customerContacts"))
		var got []string
		for _, c := range p.Fields {
			got = append(got, c.Field+"="+c.Column)
		}
		want := []string{"email=" + header[4], "firstName=" + header[1], "lastName=" + header[2], "professionalTitle=" + header[3], "primaryPhoneNumber=" + header[5]}
		if !slices.Equal(got, want) || p.Key == nil || p.Key.Column != header[0] {
			t.Errorf("%s: key %+v, fields %v, unsure %+v", language, p.Key, got, p.Unsure)
		}
	}
}

// TestLeft_OfAnySetTellsWhatCanBeSet: columns that mean a field of the mapping's set, and
// none whose field is read-only, posts, renames, or says what another one says.
func TestLeft_OfAnySetTellsWhatCanBeSet(t *testing.T) {
	t.Parallel()
	m, err := mapping.Parse("m.yaml", []byte("version: 1\nentity: items\nkey: {column: Nr., match: number}\nfields: {displayName: Bezeichnung, itemCategoryCode: Gruppe}\n"))
	if err != nil {
		t.Fatal(err)
	}
	header := []string{"Nr.", "Bezeichnung", "Gruppe", "VK-Preis", "Listenpreis alt", "Lagerbestand", "Geändert am", "Item Category Id", "Artikelnr.", "EK-Preis", "Vorname"}
	n := 0
	left := proposal.FindUnmapped(header, func() ([]string, []bool, bool) {
		n++
		return []string{"A1", "Tisch", "TISCH", "1,50", "1,40", "7", "2026-01-02", "6f1a0c3e-0d5e-4a52-9c1b-000000000001", "A1", "keiner", "Anna"}, nil, n < 9
	}, m)
	if len(left) != 1 || left[0].Field != "unitPrice" || left[0].Column != "VK-Preis" {
		t.Errorf("%+v", left)
	}
	if got := proposal.Meant(header, m.Entity, "number"); !slices.Equal(got, []string{"Nr.", "Artikelnr."}) {
		t.Errorf("%q", got)
	}
}
