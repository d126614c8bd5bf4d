package sets

import (
	"bcimport/importer/sandbox/records"
)

// small describes a set of codes, which can be written.
func small(set, entity string, called records.Captions, most int, more ...records.Property) *records.Schema {
	s := &records.Schema{
		Set: set, Entity: entity, Number: "code", Table: called[0],
		Insertable: true, Updatable: true, Deletable: true, Captions: called, SetCaptions: called,
	}
	s.Properties = append(s.Properties, keyNamed("id"), code("code", most, captions("Code", "Code", "Kode")))
	s.Properties = append(append(s.Properties, more...), modified())
	return s
}

// fixed describes a set of codes that is read-only.
func fixed(set, entity string, called records.Captions, most int, more ...records.Property) *records.Schema {
	s := small(set, entity, called, most, more...)
	s.Insertable, s.Updatable, s.Deletable = false, false, false
	return s
}

// named is the property that a code stands for.
func named(most int) records.Property {
	return text("displayName", most, captions("Description", "Beschreibung", "Beskrivelse"))
}

// fill adds records of codes and names.
func (m maker) fill(name string, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		m.add(map[string]string{"code": pairs[i], name: pairs[i+1]})
	}
}

func itemCategories() *records.Schema {
	return small("itemCategories", "itemCategory", captions("Item Category", "Artikelkategorie", "Varekategori"), 20, named(100))
}

func fillItemCategories(m maker) {
	for _, c := range categories() {
		m.add(map[string]string{"code": c.code, "displayName": c.name})
	}
}

func unitsOfMeasure() *records.Schema {
	return small("unitsOfMeasure", "unitOfMeasure", captions("Unit of Measure", "Einheit", "Enhed"), 10, named(50),
		code("internationalStandardCode", 10, captions("International Standard Code", "Internationaler Standardcode", "International standardkode")),
		text("symbol", 10, captions("Symbol", "Symbol", "Symbol")))
}

func fillUnits(m maker) {
	for _, u := range [][3]string{
		{"STK", "Stück", "EA"}, {"PCS", "Piece", "PCE"}, {"BOX", "Box", "BX"}, {"KG", "Kilogramm", "KGM"},
		{"L", "Liter", "LTR"}, {"M", "Meter", "MTR"}, {"SET", "Set", "SET"}, {"STD", "Stunde", "HUR"},
	} {
		m.add(map[string]string{"code": u[0], "displayName": u[1], "internationalStandardCode": u[2]})
	}
}

func taxGroups() *records.Schema {
	return small("taxGroups", "taxGroup", captions("Tax Group", "Steuergruppe", "Skattegruppe"), 20, named(100))
}

func fillTaxGroups(m maker) {
	m.fill("displayName", "MWST19", "Normaler Satz", "MWST7", "Ermäßigter Satz", "FREI", "Steuerfrei")
}

func productPostingGroups() *records.Schema {
	return fixed("generalProductPostingGroups", "generalProductPostingGroup",
		captions("Gen. Product Posting Group", "Produktbuchungsgruppe", "Produktbogføringsgruppe"), 20, description100())
}

func fillProductGroups(m maker) {
	m.fill("description", "HANDEL", "Handelswaren", "DIENST", "Dienstleistungen", "ROHMAT", "Rohmaterial")
}

func inventoryPostingGroups() *records.Schema {
	return fixed("inventoryPostingGroups", "inventoryPostingGroup",
		captions("Inventory Posting Group", "Lagerbuchungsgruppe", "Varebogføringsgruppe"), 20, description100())
}

func fillInventoryGroups(m maker) {
	m.fill("description", "HANDEL", "Handelswaren", "ROHMAT", "Rohmaterial")
}

func description100() records.Property {
	return text("description", 100, captions("Description", "Beschreibung", "Beskrivelse"))
}

func paymentTerms() *records.Schema {
	return small("paymentTerms", "paymentTerm", captions("Payment Terms", "Zahlungsbedingung", "Betalingsbetingelse"), 10, named(100),
		formula("dueDateCalculation", captions("Due Date Calculation", "Fälligkeitsformel", "Forfaldsdatoberegning")),
		formula("discountDateCalculation", captions("Discount Date Calculation", "Skontoformel", "Kont.rabatdatoberegning")),
		records.Property{Name: "discountPercent", Type: records.Decimal, NotNegative: true, Captions: captions("Discount %", "Skonto %", "Rabatpct.")},
		boolean("calculateDiscountOnCreditMemos", captions("Calc. Pmt. Disc. on Cr. Memos", "Skonto auf Gutschrift berechnen", "Beregn kont.rabat på kr.nota")))
}

func formula(name string, c records.Captions) records.Property {
	return records.Property{Name: name, Type: records.Formula, Captions: c}
}

func fillPaymentTerms(m maker) {
	for _, t := range [][4]string{
		{"30 TAGE", "Netto 30 Tage", "30D", "0"}, {"14 TAGE", "Netto 14 Tage", "14D", "0"},
		{"14T 2%", "14 Tage 2 % Skonto, 30 Tage netto", "30D", "2"}, {"SOFORT", "Sofort fällig", "0D", "0"}, {"LM", "Laufender Monat", "CM", "0"},
	} {
		m.add(map[string]string{"code": t[0], "displayName": t[1], "dueDateCalculation": t[2], "discountPercent": t[3]})
	}
}

func paymentMethods() *records.Schema {
	return small("paymentMethods", "paymentMethod", captions("Payment Method", "Zahlungsform", "Betalingsform"), 10, named(100))
}

func fillPaymentMethods(m maker) {
	m.fill("displayName", "BANK", "Überweisung", "BAR", "Barzahlung", "LASTSCHR", "Lastschrift", "KARTE", "Kreditkarte")
}

func shipmentMethods() *records.Schema {
	return small("shipmentMethods", "shipmentMethod", captions("Shipment Method", "Lieferbedingung", "Leveringsform"), 10, named(100))
}

func fillShipmentMethods(m maker) {
	m.fill("displayName", "EXW", "Ab Werk", "FREI HAUS", "Frei Haus", "CIF", "Kosten, Versicherung und Fracht")
}

func currencies() *records.Schema {
	return small("currencies", "currency", captions("Currency", "Währung", "Valuta"), 10, named(30),
		text("symbol", 10, captions("Symbol", "Symbol", "Symbol")),
		text("amountDecimalPlaces", 5, captions("Amount Decimal Places", "Dezimalstellen in Beträgen", "Antal decimaler i beløb")),
		records.Property{Name: "amountRoundingPrecision", Type: records.Decimal, Captions: captions("Amount Rounding Precision", "Rundungspräzision", "Afrundingspræcision")})
}

// localCurrency is the currency of the ledger, which is no record of currencies.
const localCurrency = "EUR"

func fillCurrencies(m maker) {
	for _, c := range [][3]string{{"USD", "US-Dollar", "$"}, {"GBP", "Britisches Pfund", "£"}, {"DKK", "Dänische Krone", "kr."}, {"SEK", "Schwedische Krone", "kr"}, {"CHF", "Schweizer Franken", ""}} {
		m.add(map[string]string{"code": c[0], "displayName": c[1], "symbol": c[2], "amountDecimalPlaces": "2:2", "amountRoundingPrecision": "0.01"})
	}
}

func taxAreas() *records.Schema {
	return small("taxAreas", "taxArea", captions("Tax Area", "Steuergebiet", "Skatteområde"), 20, named(100),
		records.Property{Name: "taxType", Type: records.Text, Max: 10, Variable: true, ReadOnly: true, Captions: captions("Tax Type", "Steuerart", "Skattetype")})
}

func fillTaxAreas(m maker) {
	m.fill("displayName", "INLAND", "Inländische Kunden", "EU", "Kunden in der EU", "EXPORT", "Andere Kunden")
}

func salespeople() *records.Schema {
	return small("salespeoplePurchasers", "salespersonPurchaser", captions("Salesperson/Purchaser", "Verkäufer/Einkäufer", "Sælger/indkøber"), 20, named(50),
		text("email", 80, captions("Email", "E-Mail", "Mail")),
		records.Property{Name: "commisionPercent", Type: records.Decimal, Captions: captions("Commission %", "Provision %", "Provisionspct.")})
}

func fillSalespeople(m maker) {
	m.fill("displayName", "JR", "John Roberts", "LM", "Lena Müller", "MH", "Mette Holm")
}

func countriesRegions() *records.Schema {
	return small("countriesRegions", "countryRegion", captions("Country/Region", "Land/Region", "Land/område"), 10, named(50))
}

func fillCountries(m maker) {
	m.fill("displayName", "DE", "Deutschland", "US", "USA", "GB", "Großbritannien", "FR", "Frankreich", "SE", "Schweden",
		"DK", "Dänemark", "IT", "Italien", "ES", "Spanien", "NL", "Niederlande", "AT", "Österreich", "CH", "Schweiz")
}
