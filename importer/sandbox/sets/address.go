package sets

import (
	"bcimport/importer/sandbox/odata"
	"bcimport/importer/sandbox/records"
)

// address is the address of a customer, in the order of the page.
func address() []records.Property {
	country := code("country", 10, captions("Country/Region Code", "Länder-/Regionscode", "Lande-/områdekode"))
	country.Refers, country.Write = "countriesRegions", writeCountry
	post := code("postalCode", 20, captions("Post Code", "PLZ-Code", "Postnr."))
	post.Write = writePostalCode
	return []records.Property{
		text("addressLine1", 100, captions("Address", "Adresse", "Adresse")),
		text("addressLine2", 50, captions("Address 2", "Adresse 2", "Adresse 2")),
		text("city", 30, captions("City", "Ort", "By")),
		text("state", 30, captions("County", "Bundesregion", "Amt")),
		country, post,
	}
}

// writeCountry clears the rest of the place where there was another country.
func writeCountry(d *records.Draft, value string) *odata.Refusal {
	old := d.Get("country")
	if refused := d.Relate("country", value); refused != nil {
		return refused
	}
	if old != "" && old != value && !d.Setup.KeepAddress {
		for _, name := range []string{"postalCode", "city", "state"} {
			d.Set(name, "")
		}
	}
	return nil
}

// writePostalCode takes the place of a known code over. The city stays where the code
// has it too.
func writePostalCode(d *records.Draft, value string) *odata.Refusal {
	d.Set("postalCode", value)
	var known *postCode
	for _, p := range postCodes() {
		if p.code == value && (known == nil || p.city == d.Get("city")) {
			known = &p
		}
	}
	if known != nil {
		d.Set("city", known.city)
		d.Set("state", known.state)
		d.Set("country", known.country)
	}
	return nil
}

// postCode is a record of the table Post Code.
type postCode struct{ code, city, state, country string }

func postCodes() []postCode {
	return []postCode{
		{"10115", "Berlin", "Berlin", "DE"}, {"20095", "Hamburg", "Hamburg", "DE"}, {"80331", "München", "Bayern", "DE"},
		{"23845", "Grabau", "Schleswig-Holstein", "DE"}, {"23845", "Itzstedt", "Schleswig-Holstein", "DE"},
		{"98101", "Seattle", "WA", "US"}, {"60601", "Chicago", "IL", "US"},
		{"W1 3AL", "London", "Greater London", "GB"}, {"M1 2AB", "Manchester", "", "GB"},
		{"75001", "Paris", "", "FR"}, {"69001", "Lyon", "", "FR"}, {"111 22", "Stockholm", "", "SE"},
		{"1050", "København K", "", "DK"}, {"8000", "Aarhus C", "", "DK"}, {"20121", "Milano", "MI", "IT"},
		{"28001", "Madrid", "", "ES"}, {"1011 AB", "Amsterdam", "", "NL"}, {"1010", "Wien", "Wien", "AT"},
	}
}

// placesOf returns the codes of a country.
func placesOf(country string) []postCode {
	var places []postCode
	for _, p := range postCodes() {
		if p.country == country {
			places = append(places, p)
		}
	}
	return places
}
