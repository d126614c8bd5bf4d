package sets

import (
	"fmt"
	"math/rand/v2"
)

// Customer is a firm that the customers are made from. Those that contacts work for
// come first.
type Customer struct{ ID, Name, Domain, Country string }

// fillCustomers makes customers C00001 onwards. Of every hundred, number 10 is blocked,
// 20 has no address, 30 none of the terms, and 40 pays in US dollars.
func fillCustomers(m maker) {
	streets := []string{"Hauptstraße", "Bahnhofstraße", "Station Road", "Kirchgasse", "Park Avenue"}
	for i, firm := range m.Customers {
		r := m.random(i)
		_, _ = r.Uint64(), r.Uint64() // an id's
		m.add(m.customer(i, firm, streets[r.IntN(len(streets))]+fmt.Sprintf(" %d", 1+r.IntN(150)), r))
	}
}

func (m maker) customer(i int, firm Customer, street string, r *rand.Rand) map[string]string {
	places := placesOf(firm.Country)
	place := places[r.IntN(len(places))]
	values := map[string]string{
		"id": firm.ID, "number": fmt.Sprintf("C%05d", i+1), "displayName": firm.Name, "type": "Company", "blocked": "_x0020_",
		"addressLine1": street, "city": place.city, "state": place.state, "country": place.country, "postalCode": place.code,
		"phoneNumber": fmt.Sprintf("+49 30 %06d", r.IntN(1000000)), "email": "info@" + firm.Domain, "website": "www." + firm.Domain,
		"salespersonCode": []string{"JR", "LM", "MH"}[r.IntN(3)], "creditLimit": fmt.Sprint(1000 * r.IntN(50)),
		"taxLiable": "true", "taxAreaId": m.id("taxAreas", "INLAND"), "taxRegistrationNumber": fmt.Sprintf("DE%09d", r.IntN(1000000000)),
		"paymentTermsId": m.id("paymentTerms", "30 TAGE"), "shipmentMethodId": m.id("shipmentMethods", "EXW"), "paymentMethodId": m.id("paymentMethods", "BANK"),
	}
	switch (i + 1) % 100 {
	case 10:
		values["blocked"] = "Ship"
	case 20:
		for _, name := range []string{"addressLine1", "city", "state", "country", "postalCode"} {
			values[name] = ""
		}
	case 30:
		for _, name := range []string{"paymentTermsId", "shipmentMethodId", "paymentMethodId"} {
			delete(values, name)
		}
	case 40:
		values["currencyId"] = m.id("currencies", "USD")
	}
	return values
}
