package sets

import (
	"strings"

	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
)

// items describes page 30008, APIV2 - Items.
func items() *records.Schema {
	s := &records.Schema{
		Set: "items", Entity: "item", Number: "number", Table: "Item", Insertable: true, Updatable: true, Deletable: true,
		Captions: captions("Item", "Artikel", "Vare"), SetCaptions: captions("Items", "Artikel", "Varer"),
	}
	s.Properties = append(s.Properties,
		keyNamed("id"),
		code("number", 20, captions("No.", "Nr.", "Nummer")),
		text("displayName", 100, captions("Description", "Beschreibung", "Beskrivelse")),
		text("displayName2", 50, captions("Description 2", "Beschreibung 2", "Beskrivelse 2")),
		records.Property{Name: "type", Type: records.Enumeration, Enum: itemType(), Write: writeItemType, Captions: captions("Type", "Art", "Type")},
	)
	s.Properties = append(s.Properties, pair("itemCategory", "itemCategories", 20, captions("Item Category Code", "Artikelkategoriencode", "Varekategorikode"))...)
	s.Properties = append(s.Properties,
		boolean("blocked", captions("Blocked", "Gesperrt", "Spærret")),
		code("gtin", 14, captions("GTIN", "GTIN", "GTIN")),
		records.Property{Name: "inventory", Type: records.Decimal, Variable: true, Write: postInventory, Captions: captions("Inventory", "Lagerbestand", "Lagerbeholdning")},
		records.Property{Name: "unitPrice", Type: records.Decimal, NotNegative: true, Write: writeUnitPrice, Captions: captions("Unit Price", "VK-Preis", "Salgspris")},
		boolean("priceIncludesTax", captions("Price Includes Tax", "Preis inkl. Steuer", "Pris inkl. moms")),
		records.Property{Name: "unitCost", Type: records.Decimal, NotNegative: true, Pad: 2, Write: writeUnitCost, Captions: captions("Unit Cost", "Einstandspreis", "Kostpris")},
	)
	s.Properties = append(s.Properties, pair("taxGroup", "taxGroups", 20, captions("Tax Group Code", "Steuergruppencode", "Skattegruppekode"))...)
	unit := pair("baseUnitOfMeasure", "unitsOfMeasure", 10, captions("Base Unit of Measure", "Basiseinheitencode", "Basisenhed"))
	unit[1].Write = writeUnitCode
	s.Properties = append(s.Properties, unit...)
	s.Properties = append(s.Properties, pair("generalProductPostingGroup", "generalProductPostingGroups", 20, captions("Gen. Prod. Posting Group", "Produktbuchungsgruppe", "Produktbogføringsgruppe"))...)
	stock := pair("inventoryPostingGroup", "inventoryPostingGroups", 20, captions("Inventory Posting Group", "Lagerbuchungsgruppe", "Varebogføringsgruppe"))
	stock[0].Check, stock[1].Check = needsStock, needsStock
	s.Properties = append(s.Properties, stock...)
	s.Properties = append(s.Properties, modified())
	return s
}

func itemType() *records.Enum {
	return &records.Enum{Name: "itemType", Members: []records.Member{
		{Name: "Inventory", Captions: captions("Inventory", "Bestand", "Lager")},
		{Name: "Service", Captions: captions("Service", "Service", "Service")},
		{Name: "Non-Inventory", Captions: captions("Non-Inventory", "Nicht lagerhaltig", "Ikke-lager")},
	}}
}

// writeItemType refuses another type once there are entries.
func writeItemType(d *records.Draft, value string) *odata.Refusal {
	if value != d.Get("type") && d.New.Entries > 0 {
		return records.Dialog("You cannot change Type because there are one or more ledger entries for this item.")
	}
	d.Set("type", value)
	return nil
}

// writeUnitCost refuses another cost once there are entries: none of the items has
// costing method Standard.
func writeUnitCost(d *records.Draft, value string) *odata.Refusal {
	if value != d.Get("unitCost") && d.New.Entries > 0 {
		return records.Dialog("You cannot change Unit Cost because there are one or more ledger entries for this item.")
	}
	d.Set("unitCost", value)
	return nil
}

func writeUnitPrice(d *records.Draft, value string) *odata.Refusal {
	if d.Setup.RoundPrices {
		value, _ = records.ParseDecimal(value, 2) // it has been one before
	}
	d.Set("unitPrice", value)
	return nil
}

// needsStock refuses a value for an item that is not kept in stock.
func needsStock(d *records.Draft, value string) *odata.Refusal {
	if value == "" || value == records.NoGUID || d.Get("type") == "Inventory" {
		return nil
	}
	return records.Dialog("Type must be equal to 'Inventory' in Item: No.=%s. Current value is '%s'.", d.Get("number"), d.Get("type"))
}

// postInventory posts the difference as an adjustment, which is an entry.
func postInventory(d *records.Draft, value string) *odata.Refusal {
	if value == d.Get("inventory") {
		return nil
	}
	if refused := needsStock(d, value); refused != nil {
		return refused
	}
	d.Set("inventory", value)
	d.New.Entries++
	return nil
}

// writeUnitCode takes an international code too. The unit is refused once there are entries.
func writeUnitCode(d *records.Draft, value string) *odata.Refusal {
	units := d.Table.Tables("unitsOfMeasure")
	id := records.NoGUID
	for i := range units.Len() {
		unit := units.At(i)
		if code := units.Number(unit); code == value {
			id = units.ID(unit)
			break
		}
		if value != "" && units.Value(unit, "internationalStandardCode") == value && id == records.NoGUID {
			id = units.ID(unit)
		}
	}
	if id == records.NoGUID && value != "" {
		return records.Dialog(`The "baseUnitOfMeasureCode" does not match to a Unit of Measure.`)
	}
	if id != d.Get("baseUnitOfMeasureId") && d.New.Entries > 0 {
		return records.Dialog("You cannot change Base Unit of Measure because there are one or more open ledger entries for this item.")
	}
	return d.Point("baseUnitOfMeasureId", strings.ToLower(id))
}
