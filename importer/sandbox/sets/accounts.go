package sets

import "bcimport/importer/sandbox/records"

// accounts describes page 30014, APIV2 - Accounts, which is read-only. It has an AL
// option, whose values are captions in the language of the request.
func accounts() *records.Schema {
	return &records.Schema{
		Set: "accounts", Entity: "account", Number: "number", Table: "G/L Account",
		Captions: captions("Account", "Konto", "Konto"), SetCaptions: captions("Accounts", "Konten", "Konti"),
		Properties: []records.Property{
			keyNamed("id"),
			code("number", 20, captions("No.", "Nr.", "Nummer")),
			text("displayName", 100, captions("Name", "Name", "Navn")),
			{Name: "category", Type: records.Enumeration, Enum: accountCategory(), Captions: captions("Account Category", "Kontokategorie", "Kontokategori")},
			boolean("blocked", captions("Blocked", "Gesperrt", "Spærret")),
			{Name: "consolidationTranslationMethod", Type: records.Option, Captions: captions("Consol. Translation Method", "Konsolidierungsumrechnungsart", "Konsolideringsomregning")},
			modified(),
		},
	}
}

func accountCategory() *records.Enum {
	return &records.Enum{Name: "accountCategory", Members: []records.Member{
		{Name: " ", Captions: captions(" ", " ", " ")},
		{Name: "Assets", Captions: captions("Assets", "Aktiva", "Aktiver")},
		{Name: "Income", Captions: captions("Income", "Erlöse", "Indtægter")},
		{Name: "Cost of Goods Sold", Captions: captions("Cost of Goods Sold", "Wareneinsatz", "Vareforbrug")},
		{Name: "Expense", Captions: captions("Expense", "Aufwand", "Omkostninger")},
	}}
}

func fillAccounts(m maker) {
	for _, a := range [][3]string{
		{"1200", "Bank", "Assets"}, {"1400", "Forderungen", "Assets"}, {"3400", "Wareneingang", "Cost_x0020_of_x0020_Goods_x0020_Sold"},
		{"4930", "Bürobedarf", "Expense"}, {"8400", "Erlöse", "Income"}, {"9999", "Vortrag", "_x0020_"},
	} {
		m.add(map[string]string{"number": a[0], "displayName": a[1], "category": a[2], "consolidationTranslationMethod": "Average Rate (Manual)"})
	}
}
