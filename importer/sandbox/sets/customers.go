package sets

import (
	"strings"

	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
)

// customers describes page 30009, APIV2 - Customers.
func customers() *records.Schema {
	s := &records.Schema{
		Set: "customers", Entity: "customer", Number: "number", Table: "Customer", Insertable: true, Updatable: true, Deletable: true,
		Captions: captions("Customer", "Debitor", "Debitor"), SetCaptions: captions("Customers", "Debitoren", "Debitorer"),
	}
	name := text("displayName", 100, captions("Name", "Name", "Navn"))
	name.NotBlank = true
	s.Properties = append(s.Properties,
		keyNamed("id"),
		code("number", 20, captions("No.", "Nr.", "Nummer")),
		name,
		records.Property{Name: "type", Type: records.Enumeration, Enum: contactType(), Captions: captions("Contact Type", "Kontaktart", "Kontakttype")},
	)
	s.Properties = append(s.Properties, address()...)
	phone := text("phoneNumber", 30, captions("Phone No.", "Telefonnr.", "Telefon"))
	phone.Write = records.NoLetters("phoneNumber")
	mail := text("email", 80, captions("Email", "E-Mail", "Mail"))
	mail.Write = writeMail
	s.Properties = append(s.Properties,
		phone, mail,
		text("website", 80, captions("Home Page", "Homepage", "Hjemmeside")),
		records.Property{Name: "salespersonCode", Type: records.Code, Max: 20, Refers: "salespeoplePurchasers", Captions: captions("Salesperson Code", "Verkäufercode", "Sælgerkode")},
		records.Property{Name: "balanceDue", Type: records.Decimal, ReadOnly: true, Captions: captions("Balance Due", "Fälliger Saldo", "Forfalden saldo")},
		records.Property{Name: "creditLimit", Type: records.Decimal, Captions: captions("Credit Limit", "Kreditlimit", "Kreditmaksimum")},
		boolean("taxLiable", captions("Tax Liable", "Steuerpflichtig", "Skattepligtig")),
	)
	s.Properties = append(s.Properties, terms()...)
	s.Properties = append(s.Properties,
		records.Property{Name: "blocked", Type: records.Enumeration, Enum: customerBlocked(), Captions: captions("Blocked", "Gesperrt", "Spærret")},
		modified(),
	)
	return s
}

// terms are the references of a customer.
func terms() []records.Property {
	area := reference("taxAreaId", "taxAreas", captions("Tax Area ID", "Steuergebiets-ID", "Skatteområde-id"))
	area.Keeps = true
	return []records.Property{
		area,
		{Name: "taxAreaDisplayName", Type: records.Text, Of: "taxAreaId", Show: "displayName", Variable: true, ReadOnly: true, Captions: captions("Tax Area Display Name", "Steuergebiet", "Skatteområde")},
		{Name: "taxRegistrationNumber", Type: records.Text, Variable: true, Max: 50, Write: writeTaxNumber, Captions: captions("Tax Registration No.", "USt-IdNr.", "SE/CVR-nr.")},
		reference("currencyId", "currencies", captions("Currency Id", "Währungs-ID", "Valuta-id")),
		{Name: "currencyCode", Type: records.Code, Max: 10, Of: "currencyId", Show: "code", Else: localCurrency, Variable: true, Write: writeCurrencyCode, Captions: captions("Currency Code", "Währungscode", "Valutakode")},
		reference("paymentTermsId", "paymentTerms", captions("Payment Terms Id", "Zahlungsbedingungs-ID", "Betalingsbetingelses-id")),
		reference("shipmentMethodId", "shipmentMethods", captions("Shipment Method Id", "Lieferbedingungs-ID", "Leveringsform-id")),
		reference("paymentMethodId", "paymentMethods", captions("Payment Method Id", "Zahlungsform-ID", "Betalingsform-id")),
	}
}

func reference(name, set string, c records.Captions) records.Property {
	return records.Property{Name: name, Type: records.GUID, Refers: set, Captions: c}
}

func contactType() *records.Enum {
	return &records.Enum{Name: "contactType", Members: []records.Member{
		{Name: "Company", Captions: captions("Company", "Unternehmen", "Virksomhed")},
		{Name: "Person", Captions: captions("Person", "Person", "Person")},
	}}
}

func customerBlocked() *records.Enum {
	return &records.Enum{Name: "customerBlocked", Members: []records.Member{
		{Name: " ", Captions: captions(" ", " ", " ")},
		{Name: "Ship", Captions: captions("Ship", "Liefern", "Levering")},
		{Name: "Invoice", Captions: captions("Invoice", "Fakturieren", "Faktura")},
		{Name: "All", Captions: captions("All", "Alle", "Alle")},
	}}
}

func writeMail(d *records.Draft, value string) *odata.Refusal {
	if value = strings.TrimSpace(value); value != "" && !records.IsMailList(value) {
		return records.Dialog(`The email address "%s" is not valid.`, value)
	}
	d.Set("email", value)
	return nil
}

// writeTaxNumber keeps the number in capitals.
func writeTaxNumber(d *records.Draft, value string) *odata.Refusal {
	d.Set("taxRegistrationNumber", strings.ToUpper(strings.TrimSpace(value)))
	return nil
}

// writeCurrencyCode keeps no currency where it is the ledger's own.
func writeCurrencyCode(d *records.Draft, value string) *odata.Refusal {
	if value == localCurrency {
		value = ""
	}
	return d.PointByCode("currencyCode", value)
}
