package sets

import (
	"fmt"
	"time"

	"bcimport/importer/sandbox/records"
)

// binContents describes the set of the custom API: its key has another name, and it has
// a date.
func binContents() *records.Schema {
	return &records.Schema{
		Set: "binContents", Entity: "binContent", Key: "systemId", Number: "code", Table: "Bin Content",
		Insertable: true, Updatable: true, Captions: captions("Bin Content", "Lagerplatzinhalt", "Placeringsindhold"),
		SetCaptions: captions("Bin Contents", "Lagerplatzinhalte", "Placeringsindhold"),
		Properties: []records.Property{
			keyNamed("systemId"),
			code("code", 20, captions("Code", "Code", "Kode")),
			code("itemNumber", 20, captions("Item No.", "Artikelnr.", "Varenr.")),
			text("description", 100, captions("Description", "Beschreibung", "Beskrivelse")),
			{Name: "quantity", Type: records.Decimal, Captions: captions("Quantity", "Menge", "Antal")},
			{Name: "sortOrder", Type: records.Integer, Captions: captions("Sort Order", "Sortierung", "Sortering")},
			boolean("fixed", captions("Fixed", "Fest", "Fast")),
			{Name: "lastCounted", Type: records.Date, Captions: captions("Last Counted", "Zuletzt gezählt am", "Sidst optalt")},
			{Name: "countedAt", Type: records.DateTime, Captions: captions("Counted At", "Gezählt um", "Optalt kl.")},
			{Name: "status", Type: records.Enumeration, Enum: binStatus(), Captions: captions("Status", "Status", "Status")},
			{Name: "zone", Type: records.Code, Max: 10, ReadOnly: true, Captions: captions("Zone Code", "Zonencode", "Zonekode")}, // which $metadata does not say
			modified(),
		},
	}
}

func binStatus() *records.Enum {
	return &records.Enum{Name: "binStatus", Members: []records.Member{
		{Name: " ", Captions: captions(" ", " ", " ")},
		{Name: "Open", Captions: captions("Open", "Offen", "Åben")},
		{Name: "On Hold", Captions: captions("On Hold", "Zurückgestellt", "I bero")},
		{Name: "Count/Check", Captions: captions("Count/Check", "Zählen/Prüfen", "Optæl/kontrollér")},
	}}
}

// bins is how many bins there are.
const bins = 200

// fillBins makes bins W-01-001 onwards; of every ten, number 7 has never been counted.
func fillBins(m maker) {
	first := time.Date(2025, time.March, 3, 9, 0, 0, 0, time.UTC)
	for i := range bins {
		r := m.random(i)
		_, _ = r.Uint64(), r.Uint64() // the id's
		values := map[string]string{
			"code": fmt.Sprintf("W-%02d-%03d", 1+i/50, 1+i%50), "itemNumber": fmt.Sprint(FirstItem + r.IntN(1000)),
			"description": fmt.Sprintf("Regal %d, Fach %d", 1+i/50, 1+i%50), "zone": fmt.Sprintf("Z%d", 1+i/50), "quantity": cents(r.IntN(100000)), "sortOrder": fmt.Sprint(i + 1),
			"fixed": fmt.Sprint(i%4 == 0), "status": []string{"_x0020_", "Open", "On_x0020_Hold", "Count_x002F_Check"}[i%4],
		}
		if i%10 != 6 {
			at := first.AddDate(0, 0, r.IntN(300))
			values["lastCounted"], values["countedAt"] = at.Format(time.DateOnly), at.Format(time.RFC3339)
		}
		m.add(values)
	}
}
