package sets

import (
	"bcimport/importer/sandbox/records"
)

// small describes a set of codes with names. One that cannot be written is read-only.
func small(set, entity, table string, most, name int, writable bool, more ...records.Property) *records.Schema {
	s := &records.Schema{
		Set: set, Entity: entity, Number: "code", Table: table,
		Insertable: writable, Updatable: writable, Deletable: writable,
		Captions: captions(table, table, table), SetCaptions: captions(table, table, table),
	}
	s.Properties = append(s.Properties, keyNamed("id"), code("code", most, captions("Code", "Code", "Kode")))
	if name > 0 {
		s.Properties = append(s.Properties, text("displayName", name, captions("Description", "Beschreibung", "Beskrivelse")))
	}
	s.Properties = append(append(s.Properties, more...), modified())
	return s
}

func itemCategories() *records.Schema {
	return small("itemCategories", "itemCategory", "Item Category", 20, 100, true)
}

func fillItemCategories(m maker) {
	for _, c := range categories() {
		m.add(map[string]string{"code": c.code, "displayName": c.name})
	}
}

func unitsOfMeasure() *records.Schema {
	return small("unitsOfMeasure", "unitOfMeasure", "Unit of Measure", 10, 50, true,
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
	return small("taxGroups", "taxGroup", "Tax Group", 20, 100, true)
}

func fillTaxGroups(m maker) {
	for _, g := range [][2]string{{"MWST19", "Normaler Satz"}, {"MWST7", "Ermäßigter Satz"}, {"FREI", "Steuerfrei"}} {
		m.add(map[string]string{"code": g[0], "displayName": g[1]})
	}
}

func productPostingGroups() *records.Schema {
	return small("generalProductPostingGroups", "generalProductPostingGroup", "Gen. Product Posting Group", 20, 0, false, description100())
}

func fillProductGroups(m maker) {
	for _, g := range [][2]string{{"HANDEL", "Handelswaren"}, {"DIENST", "Dienstleistungen"}, {"ROHMAT", "Rohmaterial"}} {
		m.add(map[string]string{"code": g[0], "description": g[1]})
	}
}

func inventoryPostingGroups() *records.Schema {
	return small("inventoryPostingGroups", "inventoryPostingGroup", "Inventory Posting Group", 20, 0, false, description100())
}

func fillInventoryGroups(m maker) {
	for _, g := range [][2]string{{"HANDEL", "Handelswaren"}, {"ROHMAT", "Rohmaterial"}} {
		m.add(map[string]string{"code": g[0], "description": g[1]})
	}
}

func description100() records.Property {
	return text("description", 100, captions("Description", "Beschreibung", "Beskrivelse"))
}
