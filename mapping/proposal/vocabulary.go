package proposal

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// meaning is what a column's name says about it.
type meaning struct {
	field string // an API field, or one of those below
	sure  bool   // the name alone is enough
	words string // in which languages, for the reason
}

// What columns may be besides API fields.
const (
	keyID      = "id"     // the contact's id
	keyNumber  = "number" // the contact's number
	stateETag  = "eTag"
	fullName   = "name"
	otherPhone = "other phone" // mobile, fax, private
	otherMail  = "other mail"
	notOurs    = "-" // known, and none of ours
)

// entry is a line of the vocabulary: names that mean the same, without regard to
// case, blanks, punctuation and accents.
type entry struct {
	field string
	sure  bool
	lang  string
	names string
}

// vocabulary has the names that address books, exports and consultants give to
// columns in eight languages; * stands for anything.
func vocabulary() []entry {
	return []entry{
		{keyID, true, "the API", "id, contactid, kontaktid, contact guid, systemid, system id, guid, bc id, crm id"},
		{keyNumber, true, "English", "contact no, contact number, contactno, contact nr, no, number, contact code"},
		{keyNumber, true, "German", "kontaktnr, kontaktnummer, kontakt nr, kontakt nummer, nr, nummer"},
		{keyNumber, true, "French", "n° contact, no contact, numero contact, numéro de contact, n°, numero, code contact"},
		{keyNumber, true, "Spanish", "n.º contacto, nº contacto, nro contacto, numero de contacto, codigo contacto, nº, n.º"},
		{keyNumber, true, "Italian", "nr. contatto, numero contatto, n. contatto, codice contatto"},
		{keyNumber, true, "Dutch", "contactnr, contactnummer, contactpersoonnr, contactpersoonnummer"},
		{keyNumber, true, "Danish", "kontaktnr., kontaktpersonnr, kontaktnummer, attentionsnr"},
		{keyNumber, true, "Swedish", "kontaktnr, kontaktnummer, kontaktpersonnr"},
		{stateETag, true, "the API", "etag, @odata.etag, odataetag"},

		{"email", true, "the API", "email"},
		{"email", true, "English", "e-mail, e-mail address, email address, mail, email 1, e-mail 1 - value, primary email, business email, work email, main email"},
		{"email", true, "German", "e-mail-adresse, mailadresse, emailadresse, e-mail geschäftlich, e-mail-adresse 1"},
		{"email", true, "French", "courriel, adresse e-mail, adresse mail, adresse de messagerie, adresse électronique, mél"},
		{"email", true, "Spanish", "correo, correo electrónico, dirección de correo electrónico, dirección de correo, email contacto"},
		{"email", true, "Italian", "posta elettronica, indirizzo e-mail, indirizzo email, indirizzo di posta elettronica"},
		{"email", true, "Dutch", "e-mailadres, mailadres, emailadres"},
		{"email", true, "Danish", "e-mailadresse, mailadresse, e-post"},
		{"email", true, "Swedish", "e-post, e-postadress, epostadress, mejl, mejladress"},
		{otherMail, true, "English", "email 2, e-mail 2, second email, secondary email, private email, e-mail privat, e-mail 2 address, invoice email, email 3, e-mail-adresse 2"},

		{"firstName", true, "the API", "firstname"},
		{"firstName", true, "English", "first name, given name, forename, christian name"},
		{"firstName", true, "German", "vorname, rufname"},
		{"firstName", true, "French", "prénom"},
		{"firstName", true, "Spanish", "nombre de pila, primer nombre"},
		{"firstName", false, "Spanish", "nombre"},
		{"firstName", false, "Italian", "nome"},
		{"firstName", true, "Italian", "nome di battesimo"},
		{"firstName", true, "Dutch", "voornaam, roepnaam"},
		{"firstName", true, "Danish", "fornavn"},
		{"firstName", true, "Swedish", "förnamn, tilltalsnamn"},

		{"lastName", true, "the API", "lastname"},
		{"lastName", true, "English", "last name, surname, family name"},
		{"lastName", true, "German", "nachname, familienname, zuname"},
		{"lastName", true, "French", "nom de famille"},
		{"lastName", false, "French", "nom"},
		{"lastName", true, "Spanish", "apellido, apellidos, primer apellido"},
		{"lastName", true, "Italian", "cognome"},
		{"lastName", true, "Dutch", "achternaam, familienaam"},
		{"lastName", true, "Danish", "efternavn"},
		{"lastName", true, "Swedish", "efternamn"},

		{fullName, true, "English", "name, full name, display name, displayname, contact name, contact, contact person"},
		{fullName, true, "German", "ansprechpartner, kontakt, kontaktperson, vollständiger name, anzeigename, vor- und nachname"},
		{fullName, true, "French", "nom complet, nom et prénom, interlocuteur, nom du contact"},
		{fullName, true, "Spanish", "nombre completo, nombre y apellidos, contacto, persona de contacto"},
		{fullName, true, "Italian", "nominativo, nome completo, nome e cognome, contatto, referente"},
		{fullName, true, "Dutch", "naam, volledige naam, contactpersoon"},
		{fullName, true, "Danish", "navn, fulde navn, kontaktperson"},
		{fullName, true, "Swedish", "namn, fullständigt namn, kontaktperson"},

		{"professionalTitle", true, "the API", "professionaltitle, jobtitle"},
		{"professionalTitle", true, "English", "job title, position, job, role, professional title, function, job function"},
		{"professionalTitle", false, "English", "title"},
		{"professionalTitle", true, "German", "funktion, stellung, berufsbezeichnung, stellenbezeichnung, tätigkeit, jobtitel"},
		{"professionalTitle", false, "German", "titel, beruf"},
		{"professionalTitle", true, "French", "fonction, poste, titre professionnel, intitulé du poste"},
		{"professionalTitle", false, "French", "titre"},
		{"professionalTitle", true, "Spanish", "cargo, puesto, puesto de trabajo, función"},
		{"professionalTitle", false, "Spanish", "título"},
		{"professionalTitle", true, "Italian", "posizione, qualifica, mansione, ruolo, funzione"},
		{"professionalTitle", false, "Italian", "titolo"},
		{"professionalTitle", true, "Dutch", "functie, functietitel, functieomschrijving"},
		{"professionalTitle", true, "Danish", "stilling, stillingsbetegnelse, jobtitel"},
		{"professionalTitle", true, "Swedish", "befattning, yrkestitel, jobbtitel, tjänst, roll"},

		{"primaryPhoneNumber", true, "the API", "primaryphonenumber, phonenumber"},
		{"primaryPhoneNumber", true, "English", "phone, phone no, phone number, telephone, telephone number, business phone, work phone, tel, phone 1 - value, main phone, primary phone, company main phone"},
		{"primaryPhoneNumber", true, "German", "telefon, telefonnr, telefonnummer, rufnummer, telefon geschäftlich, tel.-nr., festnetz, durchwahl"},
		{"primaryPhoneNumber", true, "French", "téléphone, n° téléphone, numéro de téléphone, no téléphone, tél, téléphone bureau, téléphone professionnel"},
		{"primaryPhoneNumber", true, "Spanish", "teléfono, nº teléfono, número de teléfono, tfno, teléfono del trabajo, n.º teléfono"},
		{"primaryPhoneNumber", true, "Italian", "telefono, nr. telefono, numero di telefono, telefono ufficio, n. telefono"},
		{"primaryPhoneNumber", true, "Dutch", "telefoon, telefoonnr, telefoonnummer, telefoon werk"},
		{"primaryPhoneNumber", true, "Danish", "telefon, telefonnr, telefonnummer, tlf, tlf nr"},
		{"primaryPhoneNumber", true, "Swedish", "telefon, telefonnr, telefonnummer, tfn, telefon arbete"},
		{otherPhone, true, "English", "mobile, mobile phone, mobile phone no, mobile no, cell, cell phone, fax, fax no, fax number, business fax, home phone, phone 2, phone 2 - value, private phone, other phone, pager"},
		{otherPhone, true, "German", "mobil, mobiltelefon, handy, handynummer, mobilnr, telefax, faxnr, telefon privat, telefon 2, fax geschäftlich, mobiltelefonnr"},
		{otherPhone, true, "French", "mobile, portable, télécopie, tél. mobile, téléphone mobile, n° fax, téléphone portable"},
		{otherPhone, true, "Spanish", "móvil, teléfono móvil, nº fax, celular"},
		{otherPhone, true, "Italian", "cellulare, telefono cellulare, nr. fax"},
		{otherPhone, true, "Dutch", "mobiel, mobiele telefoon, gsm, faxnr"},
		{otherPhone, true, "Danish", "mobiltelefon, mobilnr, telefaxnr"},
		{otherPhone, true, "Swedish", "mobiltelefon, mobilnummer, faxnr"},

		{notOurs, true, "English", "customer no, customer number, customer id, customerid, customer name, customername, company, company name, company no, company id, account name, account id, vendor no, address, street, city, zip, postal code, country, country/region code, date, birthday, notes, language code, salutation, salesperson code, department, website, home page"},
		{notOurs, true, "German", "debitorennr, debitorennummer, kundennr, kundennummer, debitor, kunde, firma, firmenname, unternehmen, kreditorennr, adresse, straße, ort, plz, land, datum, geburtstag, bemerkung, anrede, anredecode, verkäufercode, abteilung, webseite, akademischer titel, akad. titel"},
		{notOurs, true, "French", "n° client, code client, client, société, entreprise, raison sociale, adresse, rue, ville, code postal, pays, date, civilité, service, site web"},
		{notOurs, true, "Spanish", "nº cliente, cliente, empresa, razón social, dirección, ciudad, código postal, país, fecha, tratamiento, departamento"},
		{notOurs, true, "Italian", "nr. cliente, cliente, azienda, società, ragione sociale, indirizzo, città, cap, paese, data, reparto"},
		{notOurs, true, "Dutch", "klantnr, klantnummer, klant, bedrijf, bedrijfsnaam, adres, straat, plaats, postcode, land, datum, aanhef, afdeling"},
		{notOurs, true, "Danish", "debitornr, kundenr, kundenummer, kunde, firma, firmanavn, virksomhed, adresse, by, postnr, land, dato, afdeling"},
		{notOurs, true, "Swedish", "kundnr, kundnummer, kund, företag, företagsnamn, adress, gata, ort, postnr, land, datum, avdelning"},
	}
}

// names finds what a column's name means: every meaning that a language gives it.
type names map[string][]meaning

func newNames() names {
	n := names{}
	for _, e := range vocabulary() {
		for name := range strings.SplitSeq(e.names, ",") {
			key := fold(name)
			known := false
			for i, m := range n[key] {
				if m.field == e.field {
					if !strings.HasSuffix(m.words, e.lang) {
						n[key][i].words += ", " + e.lang
					}
					n[key][i].sure = m.sure || e.sure
					known = true
				}
			}
			if !known {
				n[key] = append(n[key], meaning{e.field, e.sure, e.lang})
			}
		}
	}
	return n
}

// of returns the meanings of a column's name; several are a name that languages
// understand differently.
func (n names) of(header string) []meaning {
	return n[fold(header)]
}

// fold reduces a name to its letters and digits in lower case, without accents.
func fold(name string) string {
	name = strings.NewReplacer("ß", "ss", "ø", "o", "Ø", "o", "æ", "ae", "Æ", "ae", "№", "n", "º", "", "ª", "").Replace(name)
	var out strings.Builder
	for _, r := range norm.NFD.String(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out.WriteRune(unicode.ToLower(r))
		}
	}
	return out.String()
}

// Words are all names of the vocabulary: evidence for where a header stands.
func Words() []string {
	var all []string
	for _, e := range vocabulary() {
		for name := range strings.SplitSeq(e.names, ",") {
			all = append(all, strings.TrimSpace(name))
		}
	}
	return all
}
