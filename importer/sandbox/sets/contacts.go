package sets

import "bcimport/importer/sandbox/records"

// called is a property that another package serves, with what it is called.
type called struct {
	name     string
	captions records.Captions
}

// contactDefinitions tells what the sets of contacts and their properties are called.
func contactDefinitions() []Definition {
	mail, phone := captions("Email", "E-Mail", "Mail"), captions("Phone No.", "Telefonnr.", "Telefon")
	id, title := captions("Id", "ID", "Id"), captions("Job Title", "Position", "Stilling")
	return []Definition{
		definition("customerContact", "customerContacts", captions("Customer Contact", "Debitorkontakt", "Debitorkontakt"), []called{
			{"id", id}, {"email", mail}, {"firstName", captions("First Name", "Vorname", "Fornavn")}, {"lastName", captions("Surname", "Nachname", "Efternavn")},
			{"professionalTitle", title}, {"customerId", captions("Customer Id", "Debitor-ID", "Debitor-id")},
			{"customerName", captions("Customer Name", "Debitorname", "Debitornavn")}, {"primaryPhoneNumber", phone},
		}),
		definition("contact", "contacts", captions("Contact", "Kontakt", "Kontakt"), []called{
			{"id", id}, {"number", captions("No.", "Nr.", "Nummer")}, {"type", captions("Type", "Art", "Type")}, {"displayName", captions("Name", "Name", "Navn")},
			{"jobTitle", title}, {"companyNumber", captions("Company No.", "Unternehmensnr.", "Virksomhedsnr.")},
			{"companyName", captions("Company Name", "Firmenname", "Virksomhedsnavn")}, {"phoneNumber", phone}, {"email", mail},
		}),
	}
}

func definition(entity, set string, c records.Captions, properties []called) Definition {
	d := Definition{name: entity, set: set, captions: inAll(c), ofSet: inAll(c), members: []part{}}
	for _, p := range properties {
		d.properties = append(d.properties, part{Name: p.name, Captions: inAll(p.captions)})
	}
	return d
}
