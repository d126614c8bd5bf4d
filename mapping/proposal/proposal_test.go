package proposal_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bcimport/mapping"
	"bcimport/mapping/proposal"
)

// values are cells of a kind.
func values(kind string, i int) string {
	switch kind {
	case "mail":
		return fmt.Sprintf("p%d@contoso.example", i)
	case "phone":
		return fmt.Sprintf("+49 30 23%04d", i)
	case "number":
		return fmt.Sprintf("CT%06d", i)
	case "guid":
		return fmt.Sprintf("6f1a0c3e-0d5e-4a52-9c1b-%012d", i)
	case "word":
		return []string{"Anna", "Björn", "Chloé", "Łukasz"}[i%4]
	case "words":
		return []string{"Anna Berg", "Björn von der Tann", "Contoso Ltd."}[i%3]
	case "digits":
		return fmt.Sprint(10000 + i)
	case "damaged":
		return fmt.Sprintf("4,93%03dE+11", i)
	}
	return ""
}

func propose(columns ...string) proposal.Proposal {
	var header, kinds []string
	for _, c := range columns {
		name, kind, _ := strings.Cut(c, "=")
		header, kinds = append(header, name), append(kinds, kind)
	}
	i := 0
	return proposal.Make(header, func() ([]string, bool) {
		record := make([]string, len(kinds))
		for n, kind := range kinds {
			record[n] = values(kind, i)
		}
		i++
		return record, i <= 40
	})
}

func columnOf(p proposal.Proposal, field string) (string, proposal.Confidence) {
	for _, c := range slices.Concat(p.Fields, p.Unsure) {
		if c.Field == field {
			return c.Column, c.Confidence
		}
	}
	return "", ""
}

// TestMake_NamesOfEightLanguages: headers as Business Central and address books have
// them are certain where the values agree.
func TestMake_NamesOfEightLanguages(t *testing.T) {
	t.Parallel()
	for language, header := range map[string]string{
		"English": "Contact No.|E-Mail|First Name|Surname|Job Title|Phone No.",
		"German":  "Kontaktnr.|E-Mail-Adresse|Vorname|Nachname|Position|Telefonnr.",
		"French":  "N° contact|Adresse e-mail|Prénom|Nom de famille|Fonction|N° téléphone",
		"Spanish": "Nº contacto|Correo electrónico|Primer nombre|Apellidos|Cargo|Nº teléfono",
		"Italian": "Nr. contatto|Indirizzo e-mail|Nome di battesimo|Cognome|Qualifica|Nr. telefono",
		"Dutch":   "Contactnr.|E-mailadres|Voornaam|Achternaam|Functie|Telefoonnr.",
		"Danish":  "Kontaktnr.|E-mailadresse|Fornavn|Efternavn|Stilling|Telefon",
		"Swedish": "Kontaktnr|E-postadress|Förnamn|Efternamn|Befattning|Telefonnr",
		"Outlook": "No.|E-mail Address|First Name|Last Name|Job Title|Business Phone",
		"Google":  "Contact Number|E-mail 1 - Value|Given Name|Family Name|Position|Phone 1 - Value",
		"the API": "number|email|firstName|lastName|professionalTitle|primaryPhoneNumber",
		"shouted": "CONTACT NO|EMAIL|FIRST_NAME|LAST_NAME|JOB_TITLE|PHONE",
	} {
		names := strings.Split(header, "|")
		kinds := []string{"number", "mail", "word", "word", "word", "phone"}
		columns := []string{"Firma=words"}
		for i, name := range names {
			columns = append(columns, name+"="+kinds[i])
		}
		p := propose(columns...)
		if p.Key == nil || p.Key.Column != names[0] || p.Key.Confidence != proposal.Certain {
			t.Errorf("%s: key %+v", language, p.Key)
		}
		for i, field := range []string{"email", "firstName", "lastName", "professionalTitle", "primaryPhoneNumber"} {
			if column, c := columnOf(p, field); column != names[i+1] || c != proposal.Certain {
				t.Errorf("%s: %s is %q, %s", language, field, column, c)
			}
		}
		if !p.Complete() || len(p.Unsure) > 0 {
			t.Errorf("%s: unsure %+v", language, p.Unsure)
		}
	}
}

func TestMake_WhatIsUnsureIsNoGuess(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		columns []string
		field   string
		want    string // its column; empty: none
		c       proposal.Confidence
	}{
		"mobile is another phone":         {[]string{"Mobil=phone", "Telefon=phone"}, "primaryPhoneNumber", "Telefon", proposal.Certain},
		"fax is none":                     {[]string{"Fax=phone"}, "primaryPhoneNumber", "", ""},
		"two phones":                      {[]string{"Telefon=phone", "Telefonnummer=phone"}, "primaryPhoneNumber", "Telefon", proposal.Unsure},
		"a second e-mail":                 {[]string{"E-Mail=mail", "E-Mail 2=mail"}, "email", "E-Mail", proposal.Certain},
		"e-mails without a known name":    {[]string{"xyz=mail"}, "email", "xyz", proposal.Likely},
		"phones without a known name":     {[]string{"xyz=phone"}, "primaryPhoneNumber", "xyz", proposal.Unsure},
		"values that contradict":          {[]string{"E-Mail=phone"}, "email", "E-Mail", proposal.Unsure},
		"an empty column":                 {[]string{"E-Mail=none"}, "email", "E-Mail", proposal.Unsure},
		"an academic title":               {[]string{"Titel=word"}, "professionalTitle", "Titel", proposal.Unsure},
		"Nome, first name or name":        {[]string{"Nome=word", "Cognome=word"}, "firstName", "Nome", proposal.Unsure},
		"names of companies":              {[]string{"Firma=words"}, "lastName", "", ""},
		"a first name of digits":          {[]string{"Vorname=digits"}, "firstName", "Vorname", proposal.Unsure},
		"first and last name in one":      {[]string{"Ansprechpartner=words"}, "lastName", "Ansprechpartner", proposal.Unsure},
		"the same header twice":           {[]string{"E-Mail=mail", "E-Mail=mail"}, "email", "", ""},
		"numbers that a spreadsheet hurt": {[]string{"Telefon=damaged"}, "primaryPhoneNumber", "Telefon", proposal.Certain},
	} {
		p := propose(test.columns...)
		if column, c := columnOf(p, test.field); column != test.want || c != test.c {
			t.Errorf("%s: %q, %s", name, column, c)
		}
		if _, err := mapping.Parse("m.yaml", append(p.YAML(proposal.Dialect{}), "\n#\n"...)); err == nil && !p.Complete() {
			t.Errorf("%s: the mapping loads and is not complete", name)
		}
	}
}

func TestMake_Keys(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		columns []string
		want    string // match and column
		c       proposal.Confidence
	}{
		"ids":                        {[]string{"ID=guid", "Kontaktnr.=number"}, "id ID", proposal.Certain},
		"ids without a known name":   {[]string{"xyz=guid"}, "id xyz", proposal.Likely},
		"a customer number is none":  {[]string{"Debitorennr.=number", "Kundennummer=digits"}, "", ""},
		"numbers of digits":          {[]string{"Kontaktnr.=digits"}, "number Kontaktnr.", proposal.Likely},
		"an e-mail address is shown": {[]string{"E-Mail=mail"}, "", ""},
		"a number that comes again":  {[]string{"Kontaktnr.=word"}, "", ""},
	} {
		got := ""
		p := propose(test.columns...)
		if p.Key != nil {
			got = p.Key.Field + " " + p.Key.Column
		}
		if got != test.want || p.Key != nil && p.Key.Confidence != test.c {
			t.Errorf("%s: %q %+v", name, got, p.Key)
		}
	}
}

func TestMake_AnExportComesBackWithItsBaseValues(t *testing.T) {
	t.Parallel()
	p := propose("id=guid", "number=number", "eTag=none", "email=mail", "lastName=word", "email before=mail", "lastName before=word")
	m, err := mapping.Parse("m.yaml", p.YAML(proposal.Dialect{Delimiter: ',', Encoding: "windows-1252", HeaderLine: 3, Sheet: "A: b"}))
	if err != nil {
		t.Fatal(err)
	}
	if m.Key.Column != "id" || m.Key.Match != mapping.MatchID || m.ETag.Name != "eTag" || m.Blank != mapping.BlankClear || m.Fields[0].Base.Name != "email before" {
		t.Errorf("%+v", m)
	}
	if m.Input != (mapping.Input{Delimiter: ',', Encoding: "windows-1252", HeaderLine: 3, Sheet: "A: b"}) {
		t.Errorf("%+v", m.Input)
	}
}

// TestYAML_LoadsWhateverTheHeaderIs: what is written is a mapping that binds to the
// header, or says that it must be completed.
func TestYAML_LoadsWhateverTheHeaderIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SliceOfN(rapid.OneOf(
			rapid.SampledFrom([]string{"E-Mail", "Vorname", "Nachname", "Telefon", "Kontaktnr.", "ID", "eTag", "email", "email before", "Name", "", "*x", "&a", "!b", "01", "yes", "a: b", "a #b", "\"q\"", "'q'", "a\nb", "\\x", "- a", "{a", "1e3", "null", "\ufeff"}),
			rapid.String(),
		), 1, 8).Draw(t, "header")
		kinds := rapid.SliceOfN(rapid.SampledFrom([]string{"mail", "phone", "number", "guid", "word", "words", "none", "damaged"}), len(header), len(header)).Draw(t, "kinds")
		i := 0
		p := proposal.Make(header, func() ([]string, bool) {
			record := make([]string, len(kinds))
			for n, kind := range kinds {
				record[n] = values(kind, i)
			}
			i++
			return record, i <= 30
		})
		text := p.YAML(proposal.Dialect{File: header[0], Delimiter: ';', Sheet: rapid.SampledFrom([]string{"", "A", "1", "x: y"}).Draw(t, "sheet")})
		m, err := mapping.Parse("m.yaml", text)
		if !p.Complete() {
			if err == nil {
				t.Fatalf("loads though it is not complete:\n%s", text)
			}
			return
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if _, err := m.Bind(header); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	})
}
