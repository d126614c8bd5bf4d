package proposal_test

import (
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/proposal"
)

// list is a table as people have them. Each line of columns is a header, the field that is
// right for it ("-" for none, "key" for the key, "?" where a person has to say, "!" for
// one to be withheld), and its cells, which come in turns.
type list struct {
	name, set string
	columns   string
	formats   string
}

func lists() []list {
	return []list{
		{"German price list", "items", `
Nr.|key|1000|1001|1002|70011|WDB-1000
Bezeichnung|displayName|Schreibtisch Eiche|Bürostuhl|Netzwerkkabel 3 m|Montage je Stunde|Ordner A4
VK-Preis|unitPrice|1.234,50|189,00|12,95|89,00|3,49
EK-Preis|unitCost|800,00|110,25|7,10|50,00|1,99
Gesperrt|blocked|nein|nein|ja|nein|nein
Art|type|Bestand|Bestand|Nicht Lager|Dienstleistung|Lager
Kategorie|itemCategoryCode|TISCH|STUHL|KABEL|DIENST|BÜRO
EAN|gtin|4012345678901|4012345678918|4012345678925||4012345678949
Basiseinheit|baseUnitOfMeasureCode|STK|STK|STK|STD|STK
Geändert am|!|01.02.2026|13.02.2026|27.11.2025|31.12.2025|01.01.2026
Lagerbestand|!|12|0|1.200|0|7
Bemerkung|-|läuft aus||neu||`,
			"decimal , | true ja | false nein"},
		{"German price list in other words", "items", `
Artikel-Nr.|key|A-1000|A-1001|A-1002|A-1003
Artikelbezeichnung|displayName|Tisch 160|Stuhl grau|Leuchte LED|Ordner A4
Bezeichnung 2|displayName2|Eiche||12 W|
Verkaufspreis EUR|unitPrice|99,90|45,00|1.099,00|3,20
Preis inkl. MwSt.|priceIncludesTax|ja|ja|nein|ja
Warengruppe|itemCategoryCode|TISCH|STUHL|LEUCHTE|BÜRO
Mengeneinheit|baseUnitOfMeasureCode|STK|STK|STK|BOX
Produktbuchungsgruppe|generalProductPostingGroupCode|HANDEL|HANDEL|HANDEL|HANDEL
Lagerbuchungsgruppe|inventoryPostingGroupCode|HANDEL|HANDEL|HANDEL|HANDEL
Lieferanten-Artikelnr.|-|9-11|9-12|9-13|9-14
Rabattgruppe|-|A|A|B|C`,
			"decimal , | true ja | false nein"},
		{"Danish price list", "items", `
Varenr.|key|70000|70001|70002|70003
Beskrivelse|displayName|Skrivebord eg|Kontorstol|Netværkskabel|Montering
Enhedspris|unitPrice|1.234,50|899,00|49,95|650,00
Kostpris|unitCost|800,00|400,00|12,50|300,00
Spærret|blocked|Nej|Nej|Ja|Nej
Type|type|Lager|Lager|Ikke-lager|Tjeneste
Varekategorikode|itemCategoryCode|BORD|STOL|KABEL|TJENESTE
Basisenhed|baseUnitOfMeasureCode|STK|STK|STK|TIME
EAN-nr.|gtin|5701234567899|5701234567905|5701234567912|
Momsgruppe|-|A|A|A|B
Lagerbeholdning|!|5|10|0|0`,
			"decimal , | true Ja | false Nej"},
		{"Danish price list with Nummer and prices in kroner", "items", `
Nummer|key|1896-S|1900-S|1906-S|1908-S
Varenavn|displayName|ATHEN Skrivebord|PARIS Gæstestol, sort|ATHEN Reol|LONDON Kontorstol
Salgspris (DKK)|unitPrice|7.995|1.495,50|3.245|1.945
Varegruppe|itemCategoryCode|BORD|STOL|REOL|STOL
Enhed|baseUnitOfMeasureCode|STK|STK|STK|STK`,
			"decimal ,"},
		{"English price list", "items", `
No.|key|1896-S|1900-S|1906-S|1908-S
Description|displayName|ATHENS Desk|PARIS Guest Chair, black|ATHENS Mobile Pedestal|LONDON Swivel Chair, blue
Unit Price|unitPrice|1,000.80|192.80|281.40|190.10
Unit Cost|unitCost|780.70|150.40|219.50|148.30
Blocked|blocked|No|No|Yes|No
Type|type|Inventory|Inventory|Non-Inventory|Inventory
Item Category Code|itemCategoryCode|TABLE|CHAIR|TABLE|CHAIR
GTIN|gtin|04012345678901||04012345678918|
Base Unit of Measure|baseUnitOfMeasureCode|PCS|PCS|PCS|PCS
Last Modified|!|2026-01-02|2026-01-03|2026-02-01|2026-03-09
Vendor No.|-|10000|10000|20000|30000`,
			"decimal . | true Yes | false No"},
		{"English price list in other words", "items", `
SKU|key|CHR-001|CHR-002|TBL-001|TBL-002
Product Name|displayName|Guest chair|Swivel chair|Desk|Low table
Price, Unit|unitPrice|192.80|190.10|1000.80|420.00
Unit|baseUnitOfMeasureCode|PCS|PCS|PCS|PCS
Category|itemCategoryCode|CHAIR|CHAIR|TABLE|TABLE
Discontinued|-|no|no|yes|no`,
			"decimal ."},
		{"German customers", "customers", `
Debitorennr.|key|10000|20000|30000|40000
Name|displayName|Möbel Berg GmbH|Café Süd|Contoso AG|Huber & Co.
Adresse|addressLine1|Hauptstr. 1|Am Markt 7|Ring 12|Allee 3
PLZ|postalCode|10115|80331|20095|01067
Ort|city|Berlin|München|Hamburg|Dresden
Land|country|DE|DE|DE|DE
Telefon|phoneNumber|030 231258|089 231258|040 231258|0351 23125
E-Mail|email|info@berg.example|post@sued.example|mail@contoso.example|buero@huber.example
USt-IdNr.|taxRegistrationNumber|DE123456789|DE223456789|DE323456789|DE423456789
Zahlungsbedingung|paymentTermsId lookup code|30 TAGE|14 TAGE|30 TAGE|SOFORT
Lieferbedingung|shipmentMethodId lookup code|EXW|FREI HAUS|EXW|CIF
Währung|currencyCode|EUR|EUR|USD|
Kreditlimit|creditLimit|10.000,00|2.500,50|0,00|7.000,00
Gesperrt|?|ja|nein|nein|nein
Saldo|-|1,00|2,00|3,00|4,00`,
			"decimal ,"},
		{"Danish customers", "customers", `
Kundenr.|key|K1000|K1001|K1002|K1003
Navn|displayName|Bageriet ApS|Nordlys A/S|Havnens Café|Møbelhuset
Adresse|addressLine1|Vestergade 1|Nygade 3|Havnen 5|Torvet 9
Postnr.|postalCode|1456|8000|9000|5000
By|city|København|Aarhus|Aalborg|Odense
Telefon|phoneNumber|33 12 34 56|86 12 34 56|98 12 34 56|66 12 34 56
Mail|email|a@b.example|c@d.example|e@f.example|g@h.example
CVR-nr.|taxRegistrationNumber|12345678|22345678|32345678|42345678
Betalingsbetingelseskode|paymentTermsId lookup code|30 DAGE|LM|8 DAGE|30 DAGE
Sælger|salespersonCode|MH|MH|JR|JR`, ""},
		{"English customers with ids", "customers", `
id|key|6f1a0c3e-0d5e-4a52-9c1b-000000000001|6f1a0c3e-0d5e-4a52-9c1b-000000000002|6f1a0c3e-0d5e-4a52-9c1b-000000000003
No.|!|C00010|C00020|C00030
Name|displayName|Adatum|Trey Research|School of Fine Art
Balance Due|!|1.00|2.00|0.00
Blocked|blocked|Ship||All
Currency Id|currencyId|6f1a0c3e-0d5e-4a52-9c1b-000000000011|6f1a0c3e-0d5e-4a52-9c1b-000000000012|00000000-0000-0000-0000-000000000000
Payment Terms|?|Net 30 days|Net 14 days|Net 30 days`, ""},
		{"German vendors", "vendors", `
Lieferantennr.|key|L-100|L-101|L-102|L-103
Lieferant|displayName|Holzwerk Süd|Metall AG|Licht & Form|Büro Nord
Straße|addressLine1|Werkstr. 1|Hütte 7|Ring 12|Allee 3
PLZ|postalCode|10115|80331|20095|01067
Ort|city|Berlin|München|Hamburg|Dresden
Telefonnr.|phoneNumber|030 231258|089 231258|040 231258|0351 23125
E-Mail|email|info@h.example|post@m.example|mail@l.example|buero@b.example
Zahlungsform|paymentMethodId lookup code|BANK|BANK|LASTSCHR|BAR`, ""},
		{"Swedish vendors", "vendors", `
Leverantörsnr.|key|500|501|502|503
Namn|displayName|Trä AB|Stål AB|Glas AB|Papper AB
Adress|addressLine1|Storgatan 1|Nygatan 2|Ringvägen 3|Torget 4
Postnr.|postalCode|111 22|222 33|333 44|444 55
Ort|city|Stockholm|Lund|Malmö|Umeå
E-post|email|a@b.example|c@d.example|e@f.example|g@h.example`, ""},
		{"a supplier's odd list", "items", `
Pos|-|1|2|3|4
Unsere Artikelnr.|?|10001|10002|10003|10004
Ihre Artikelnr.|?|A1|A2|A3|A4
Text lang|-|Tisch aus Eiche|Stuhl|Lampe|Ordner
Preis netto|?|12,50|13,50|14,00|1,00
Preis brutto|?|14,88|16,07|16,66|1,19
Gewicht kg|-|12,5|7|0,4|0,2
VPE|-|1|10|5|1
Zolltarif|-|94033011|94013000|94052040|48203000`, ""},
	}
}

// table returns the header, the right fields and the rows.
func (l list) table() (header, right []string, rows proposal.Rows) {
	var cells [][]string
	for line := range strings.Lines(strings.TrimSpace(l.columns)) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		header, right, cells = append(header, parts[0]), append(right, parts[1]), append(cells, parts[2:])
	}
	i := 0
	return header, right, func() ([]string, []bool, bool) {
		if i == len(cells[0]) {
			return nil, nil, false
		}
		var row []string
		for _, column := range cells {
			cell := ""
			if i < len(column) {
				cell = column[i]
			}
			row = append(row, cell)
		}
		i++
		return row, nil, true
	}
}

// said is what a proposal makes of a column.
func said(p proposal.Proposal, column string) string {
	if p.Key != nil && p.Key.Column == column {
		return "key"
	}
	for _, c := range p.Fields {
		if c.Column == column && c.Lookup != "" {
			return c.Field + " lookup " + c.Lookup
		}
		if c.Column == column {
			return c.Field
		}
	}
	if slices.ContainsFunc(p.Withheld, func(c proposal.Choice) bool { return c.Column == column }) {
		return "!"
	}
	if slices.ContainsFunc(p.Unsure, func(c proposal.Choice) bool { return c.Column == column }) {
		return "?"
	}
	return "-"
}

// TestMake_ListsOfManyCountries counts what is right, left to a person, and wrong: nothing
// may be wrong, and nothing that has a field is left out.
func TestMake_ListsOfManyCountries(t *testing.T) {
	t.Parallel()
	for _, l := range lists() {
		header, right, rows := l.table()
		p := proposal.Make(header, rows, "", setOf(l.set))
		hits, unsure := 0, 0
		for i, column := range header {
			switch got := said(p, column); {
			case got == right[i]:
				hits++
			case got == "?":
				unsure++
				t.Errorf("%s: %q is unsure, want %s", l.name, column, right[i])
			default:
				t.Errorf("%s: %q is taken for %s, want %s", l.name, column, got, right[i])
			}
		}
		var found []string
		for _, f := range p.Formats {
			if !f.Unsure {
				found = append(found, f.Name+" "+strings.Join(f.Values, ","))
			}
		}
		if got := strings.Join(found, " | "); got != l.formats {
			t.Errorf("%s: formats %s, want %s", l.name, got, l.formats)
		}
		t.Logf("%s: %d columns, %d right, %d unsure", l.name, len(header), hits, unsure)
	}
}

// TestGuess_TakesTheSetThatTheColumnsFit: lists are known by their columns alone, and
// where sets fit alike a person chooses.
func TestGuess_TakesTheSetThatTheColumnsFit(t *testing.T) {
	t.Parallel()
	v := proposal.NewVocabulary(nil)
	for _, l := range lists() {
		header, _, rows := l.table()
		p, err := v.Guess(header, rows, "", nil)
		if err != nil {
			t.Fatal(err)
		}
		want, rivals := l.set, 0
		switch l.name {
		case "English customers with ids":
			rivals = 1
		case "a supplier's odd list":
			want = "customerContacts"
		}
		if p.Set.Set != want || len(p.Rivals) != rivals || rivals > 0 && p.Complete() {
			t.Errorf("%s: %s, rivals %q, want %s: %s", l.name, p.Set.Set, p.Rivals, want, p.Why)
		}
	}
}

// TestGuess_ContactsAreTheUsualSet: persons stay contacts of customers, though employees
// and contacts have more of the columns.
func TestGuess_ContactsAreTheUsualSet(t *testing.T) {
	t.Parallel()
	v := proposal.NewVocabulary(nil)
	for _, header := range []string{
		"Kontaktnr.|Vorname|Nachname|Firma|E-Mail|Telefon|Position",
		"Nr.|Vorname|Nachname|E-Mail|Telefon|Position|Adresse|PLZ|Ort|Land",
		"id|number|eTag|email|firstName|lastName|professionalTitle|primaryPhoneNumber",
		"Contact No.|Name|Company", "A|B", "",
	} {
		columns := strings.Split(header, "|")
		n := 0
		p, err := v.Guess(columns, func() ([]string, []bool, bool) {
			n++
			row := make([]string, len(columns))
			for i, c := range columns {
				kind := map[string]string{"Kontaktnr.": "number", "Nr.": "number", "E-Mail": "mail", "email": "mail", "Telefon": "phone", "id": "guid"}[c]
				if row[i] = values(kind, n); kind == "" {
					row[i] = values("word", n)
				}
			}
			return row, nil, n <= 30
		}, "", nil)
		if err != nil || p.Set.Set != "customerContacts" || len(p.Rivals) > 0 {
			t.Errorf("%s: %s, %q, %v", header, p.Set.Set, p.Rivals, err)
		}
	}
}
