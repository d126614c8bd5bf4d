package proposal_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
	"bcimport/mapping/proposal"
)

// values are cells of a kind.
func values(kind string, i int) string {
	switch kind {
	case "mail":
		return fmt.Sprintf("p%d@contoso.example", i)
	case "phone":
		return fmt.Sprintf("+49 30 23%04d", i)
	case "wrapped":
		return fmt.Sprintf(`="+49 30 23%04d"`, i)
	case "quoted":
		return fmt.Sprintf("'+49 30 23%04d", i)
	case "date":
		return fmt.Sprintf("%02d.%02d.%d", i%28+1, i%12+1, 2020+i%7)
	case "isodate":
		return fmt.Sprintf("%d-%02d-%02d", 2020+i%7, i%12+1, i%28+1)
	case "usdate":
		return fmt.Sprintf("%d/%d/%02d", i%12+1, i%28+1, 20+i%7)
	case "number":
		return fmt.Sprintf("CT%06d", i)
	case "guid":
		return fmt.Sprintf("6f1a0c3e-0d5e-4a52-9c1b-%012d", i)
	case "word":
		return []string{"Anna", "Björn", "Chloé", "Łukasz"}[i%4]
	case "words":
		return []string{"Anna Berg", "Björn von der Tann", "Contoso Ltd."}[i%3]
	case "job":
		return []string{"Einkaufsleiter", "Sales Manager", "Buyer, north", "Geschäftsführerin"}[i%4]
	case "academic":
		return []string{"Dr.", "Prof. Dr.", "", "Dr. med. dent."}[i%4]
	case "halfmail":
		return []string{"unbekannt", fmt.Sprintf("p%d@contoso.example", i), fmt.Sprintf("q%d@contoso.example", i)}[i%3]
	case "serial":
		return fmt.Sprint(i + 1)
	case "vat":
		return fmt.Sprintf("DE%09d", i)
	case "etag":
		return fmt.Sprintf(`W/"JzIwOz%d"`, i)
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
	return proposal.Make(header, func() ([]string, []bool, bool) {
		record := make([]string, len(kinds))
		for n, kind := range kinds {
			record[n] = values(kind, i)
		}
		i++
		return record, nil, i <= 40
	}, "", setOf("customerContacts"))
}

// setOf is what this program knows of a set.
func setOf(name string) *entity.Entity {
	set, found := profile.Find(name)
	if !found {
		panic(name)
	}
	return &set
}

func columnOf(p proposal.Proposal, field string) (string, proposal.Confidence) {
	for _, c := range slices.Concat(p.Fields, p.Unsure) {
		if c.Field == field {
			return c.Column, c.Confidence
		}
	}
	return "", ""
}

func TestMake_TakesNoDatesForPhoneNumbers(t *testing.T) {
	t.Parallel()
	for _, dates := range []string{"date", "isodate", "usdate"} {
		if column, sure := columnOf(propose("Nr.=number", "Geändert am="+dates), "primaryPhoneNumber"); column != "" {
			t.Errorf("%s: %s is proposed, %s", dates, column, sure)
		}
	}
}

// TestMake_SeesThroughWhatKeepsSpreadsheetsFromNumbers, as rows are read later.
func TestMake_SeesThroughWhatKeepsSpreadsheetsFromNumbers(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"phone", "wrapped", "quoted"} {
		if column, sure := columnOf(propose("Nr.=number", "Telefon="+kind), "primaryPhoneNumber"); column != "Telefon" || sure != proposal.Certain {
			t.Errorf("%s: %q is proposed, %s", kind, column, sure)
		}
	}
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
		"a likely one behind an empty":    {[]string{"E-Mail=none", "xyz=mail"}, "email", "xyz", proposal.Likely},
		"an empty column":                 {[]string{"E-Mail=none"}, "email", "E-Mail", proposal.Unsure},
		"an academic title":               {[]string{"Titel=word"}, "professionalTitle", "Titel", proposal.Unsure},
		"Nome, first name or name":        {[]string{"Nome=word"}, "firstName", "Nome", proposal.Unsure},
		"Nome beside the last name":       {[]string{"Nome=word", "Cognome=word"}, "firstName", "Nome", proposal.Likely},
		"Nome of full names":              {[]string{"Nome=words", "Cognome=word"}, "firstName", "Nome", proposal.Unsure},
		"Nom beside the first name":       {[]string{"Nom=word", "Prénom=word"}, "lastName", "Nom", proposal.Likely},
		"Nom alone":                       {[]string{"Nom=words"}, "lastName", "Nom", proposal.Unsure},
		"Name beside the first name":      {[]string{"Name=word", "Vorname=word"}, "lastName", "Name", proposal.Unsure},
		"a title of jobs":                 {[]string{"Title=job"}, "professionalTitle", "Title", proposal.Likely},
		"a title of doctors":              {[]string{"Titel=academic"}, "professionalTitle", "Titel", proposal.Unsure},
		"e-mails, many of them not":       {[]string{"E-Mail=halfmail"}, "email", "E-Mail", proposal.Likely},
		"a position of numbers":           {[]string{"Position=serial"}, "professionalTitle", "Position", proposal.Unsure},
		"an export, no titles yet":        {[]string{"eTag=etag", "professionalTitle=none"}, "professionalTitle", "professionalTitle", proposal.Certain},
		"the same header composed twice":  {[]string{"Prénom=word", "Pre\u0301nom=word"}, "firstName", "", ""},
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
		"rows that are counted":      {[]string{"Nr.=serial"}, "", ""},
		"VAT numbers are none":       {[]string{"xyz=vat"}, "", ""},
		"numbers of contacts":        {[]string{"xyz=number"}, "number xyz", proposal.Likely},
		"ids that are numbers":       {[]string{"id=number"}, "auto id", proposal.Likely},
		"ids that are counted":       {[]string{"id=serial"}, "", ""},
		"a customer's id":            {[]string{"Customer ID=guid"}, "", ""},
		"two that are as good":       {[]string{"Nr.=number", "Kontaktnr.=number"}, "", ""},
		"a likely one behind":        {[]string{"Nr.=serial", "xyz=number"}, "number xyz", proposal.Likely},
		"a number under notes":       {[]string{"Bemerkung=number"}, "", ""},
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
