package proposal

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
// columns in twelve languages; * stands for anything.
func vocabulary() []entry {
	return []entry{
		{keyID, true, "the API", "id, contactid, kontaktid, contact guid, systemid, system id, guid, bc id, crm id, kontakt-id, id contact, id du contact, id. de contacto, id contacto, id contatto, contact-id, record id, contact system id, datensatz-id"},
		{keyID, true, "Czech", "id kontaktu"},
		{keyNumber, true, "English", "contact no, contact number, contactno, contact nr, no, number, contact code"},
		{keyNumber, true, "German", "kontaktnr, kontaktnummer, kontakt nr, kontakt nummer, nr, nummer"},
		{keyNumber, true, "French", "n° contact, no contact, numero contact, numéro de contact, n°, numero, code contact, numéro contact, n° cont."},
		{keyNumber, true, "Spanish", "n.º contacto, nº contacto, nro contacto, numero de contacto, codigo contacto, nº, n.º, número de contacto"},
		{keyNumber, true, "Italian", "nr. contatto, numero contatto, n. contatto, codice contatto"},
		{keyNumber, true, "Dutch", "contactnr, contactnummer, contactpersoonnr, contactpersoonnummer"},
		{keyNumber, true, "Danish", "kontaktnr., kontaktpersonnr, kontaktnummer, attentionsnr"},
		{keyNumber, true, "Swedish", "kontaktnr, kontaktnummer, kontaktpersonnr"},
		{keyNumber, true, "Czech", "č. kontaktu, číslo kontaktu, kontakt č., kód kontaktu, kont. č., číslo kont."},
		{keyNumber, true, "Polish", "nr kontaktu, numer kontaktu, kod kontaktu, nr kont., nr osoby kontaktowej"},
		{keyNumber, true, "Norwegian", "kontaktnr, kontaktnummer, kontaktpersonnr"},
		{keyNumber, true, "Finnish", "yhteyshenkilön numero, kontaktinro, kontaktin numero, yhteyshlö nro, kontaktinumero, kontaktin nro, yhteyshlönro, nro"},
		{keyNumber, true, "German", "ktnr, kontakt-nr., ansprechpartnernr, ansprechp.-nr, kont.-nr."},
		{stateETag, true, "the API", "etag, @odata.etag, odataetag"},

		{"email", true, "the API", "email"},
		{"email", true, "English", "e-mail, e-mail address, email address, mail, email 1, e-mail 1 - value, primary email, business email, work email, main email, e-mail work, email (work), work e-mail, contact email, company email, smtp address, smtp_addr"},
		{"email", true, "German", "e-mail-adresse, mailadresse, emailadresse, e-mail geschäftlich, e-mail-adresse 1, e-mail 1, geschäftliche e-mail, e-mail dienstlich, e-mail: adresse"},
		{"email", true, "French", "courriel, adresse e-mail, adresse mail, adresse de messagerie, adresse électronique, mél, e-mail professionnel, mail professionnel, email pro, adresse courriel, adresse de courrier, adresse email, mail pro, adr. e-mail, adr. mail, adr. mél, courr."},
		{"email", true, "Spanish", "correo, correo electrónico, dirección de correo electrónico, dirección de correo, email contacto, dirección e-mail, correo-e, email de contacto, e-mail empresa, correo del trabajo, correo corporativo, correo elec., correo electr., c. electrónico"},
		{"email", true, "Italian", "posta elettronica, indirizzo e-mail, indirizzo email, indirizzo di posta elettronica, indirizzo mail, e-mail aziendale, e-mail lavoro, ind. e-mail, ind. mail"},
		{"email", true, "Dutch", "e-mailadres, mailadres, emailadres, zakelijk e-mailadres, e-mail werk, e-mail zakelijk"},
		{"email", true, "Danish", "e-mailadresse, mailadresse, e-post, e-mail arbejde, arbejdsmail"},
		{"email", true, "Swedish", "e-post, e-postadress, epostadress, mejl, mejladress, mailadress, e-post arbete, e-postadr., e-post jobb, e-post jobbet"},
		{"email", true, "Czech", "e-mailová adresa, emailová adresa, mailová adresa, pracovní e-mail, el. pošta, elektronická pošta, elektronická adresa, služební e-mail"},
		{"email", true, "Polish", "adres e-mail, adres email, adres poczty elektronicznej, poczta elektroniczna, e-mail służbowy, adres mailowy, adres poczty e-mail, adres poczty"},
		{"email", true, "Norwegian", "e-postadresse, epostadresse, e-post, epost, e-post jobb, e-postadr., e-post arbeid, e-post jobben"},
		{"email", true, "Finnish", "sähköposti, sähköpostiosoite, s-posti, sposti, työsähköposti, sähköp., sähköposti (työ), meili, sähköpostios."},
		{"email", true, "German", "e-mail-adr., email-adr, mail-adr., emailadr, e-mailadr., e-mail gesch., e-mail dienstl., mail-adr., e-mail-adr. gesch."},
		{otherMail, true, "English", "email 2, e-mail 2, second email, secondary email, private email, e-mail privat, e-mail 2 address, invoice email, email 3, e-mail-adresse 2"},
		{otherMail, true, "German", "e-mail privat, private e-mail, rechnungs-e-mail"},
		{otherMail, true, "Czech", "soukromý e-mail"},
		{otherMail, true, "Polish", "e-mail prywatny"},
		{otherMail, true, "Norwegian", "privat e-post"},
		{otherMail, true, "Finnish", "oma sähköposti"},

		{"firstName", true, "the API", "firstname"},
		{"firstName", true, "English", "first name, given name, forename, christian name, first, contact first name, fname, name_first, namev"},
		{"firstName", true, "German", "vorname, rufname, vorname(n), vornamen, vorname ansprechpartner"},
		{"firstName", true, "French", "prénom, prénom(s), prénom contact, prénom du contact, prén."},
		{"firstName", true, "Spanish", "nombre de pila, primer nombre, nombres"},
		{"firstName", false, "Spanish", "nombre"},
		{"firstName", false, "Italian", "nome"},
		{"firstName", true, "Italian", "nome di battesimo, primo nome, nome proprio"},
		{"firstName", true, "Dutch", "voornaam, roepnaam, voornamen, voornaam contactpersoon, voorn."},
		{"firstName", true, "Danish", "fornavn, fornavne, forn."},
		{"firstName", true, "Swedish", "förnamn, tilltalsnamn, förn."},
		{"firstName", true, "Czech", "křestní jméno, křest. jméno"},
		{"firstName", false, "Czech", "jméno"},
		{"firstName", true, "Polish", "imię, imiona"},
		{"firstName", true, "Norwegian", "fornavn, for- og mellomnavn"},
		{"firstName", true, "Finnish", "etunimi, kutsumanimi, etunimet, etun."},
		{"firstName", true, "German", "vorn., vname, ansprechpartner vorname, vorname ap"},

		{"lastName", true, "the API", "lastname"},
		{"lastName", true, "English", "last name, surname, family name, last, contact last name, lname, name_last"},
		{"lastName", true, "German", "nachname, familienname, zuname, nachname ansprechpartner"},
		{"lastName", true, "French", "nom de famille, nom famille, nom patronymique, nom fam., nom de fam."},
		{"lastName", false, "French", "nom"},
		{"lastName", true, "Spanish", "apellido, apellidos, primer apellido, apellido(s), apell., apellido 1"},
		{"lastName", true, "Italian", "cognome, cognome contatto, cogn."},
		{"lastName", true, "Dutch", "achternaam, familienaam, achternaam contactpersoon, achtern."},
		{"lastName", true, "Danish", "efternavn, efternavne, eftern."},
		{"lastName", true, "Swedish", "efternamn"},
		{"lastName", true, "Czech", "příjmení, příjm."},
		{"lastName", true, "Polish", "nazwisko, nazw."},
		{"lastName", true, "Norwegian", "etternavn, ettern., slektsnavn"},
		{"lastName", true, "Finnish", "sukunimi, sukun."},
		{"lastName", true, "German", "nachn., nname, famname, ansprechpartner nachname, zun."},

		{fullName, true, "English", "name, full name, display name, displayname, contact name, contact, contact person"},
		{fullName, true, "German", "ansprechpartner, kontakt, kontaktperson, vollständiger name, anzeigename, vor- und nachname"},
		{fullName, true, "French", "nom complet, nom et prénom, interlocuteur, nom du contact"},
		{fullName, true, "Spanish", "nombre completo, nombre y apellidos, contacto, persona de contacto"},
		{fullName, true, "Italian", "nominativo, nome completo, nome e cognome, contatto, referente"},
		{fullName, true, "Dutch", "naam, volledige naam, contactpersoon"},
		{fullName, true, "Danish", "navn, fulde navn, kontaktperson"},
		{fullName, true, "Swedish", "namn, fullständigt namn, kontaktperson"},
		{fullName, true, "Czech", "celé jméno, jméno a příjmení, kontaktní osoba, kont. osoba"},
		{fullName, true, "Polish", "imię i nazwisko, osoba kontaktowa, osoba do kontaktu"},
		{fullName, true, "Norwegian", "navn, fullt navn, kontaktperson, kontaktnavn, for- og etternavn"},
		{fullName, true, "Finnish", "nimi, koko nimi, yhteyshenkilö, yht.hlö, yhteyshlö, etu- ja sukunimi"},
		{fullName, true, "German", "name1, name 1, ansprechp., ansprechp, asp, kontaktpers., ansprechpartn., anspr.-partner, kontaktp."},

		{"professionalTitle", true, "the API", "professionaltitle, jobtitle"},
		{"professionalTitle", true, "English", "job title, position, job, role, professional title, function, job function, job role, job position, business title, occupation"},
		{"professionalTitle", false, "English", "title"},
		{"professionalTitle", true, "German", "funktion, stellung, berufsbezeichnung, stellenbezeichnung, tätigkeit, jobtitel, position im unternehmen, funktion im unternehmen, berufstitel, rolle, stelle"},
		{"professionalTitle", false, "German", "titel, beruf"},
		{"professionalTitle", true, "French", "fonction, poste, titre professionnel, intitulé du poste, intitulé de poste, titre du poste, profession, métier, emploi, fonction du contact, fonct., fct."},
		{"professionalTitle", false, "French", "titre"},
		{"professionalTitle", true, "Spanish", "cargo, puesto, puesto de trabajo, función, posición, profesión, ocupación, título profesional, título del puesto, cargo/puesto"},
		{"professionalTitle", false, "Spanish", "título"},
		{"professionalTitle", true, "Italian", "posizione, qualifica, mansione, ruolo, funzione, professione, titolo professionale, posizione lavorativa, incarico, ruolo aziendale"},
		{"professionalTitle", false, "Italian", "titolo"},
		{"professionalTitle", true, "Dutch", "functie, functietitel, functieomschrijving, functienaam, beroep, positie, rol, func."},
		{"professionalTitle", true, "Danish", "stilling, stillingsbetegnelse, jobtitel, stillingstitel, arbejdstitel, funktion"},
		{"professionalTitle", true, "Swedish", "befattning, yrkestitel, jobbtitel, tjänst, roll, yrkesroll, arbetstitel, befattningstitel, befattn."},
		{"professionalTitle", true, "Czech", "funkce, pracovní pozice, pozice, pracovní funkce, pracovní zařazení, prac. zařazení, prac. pozice"},
		{"professionalTitle", true, "Polish", "stanowisko, stanowisko pracy, funkcja, stanowisko służbowe, nazwa stanowiska"},
		{"professionalTitle", true, "Norwegian", "stilling, stillingstittel, jobbtittel, yrkestittel, rolle"},
		{"professionalTitle", true, "Finnish", "tehtävänimike, työtehtävä, ammattinimike, titteli, työnimike"},
		{"professionalTitle", false, "Finnish", "asema, tehtävä, nimike"},
		{"professionalTitle", true, "German", "fkt., fkt, funkt., pos.-bez., stellenbez., berufsbez., stellg."},
		{"professionalTitle", false, "Norwegian", "tittel"},

		{"primaryPhoneNumber", true, "the API", "primaryphonenumber, phonenumber"},
		{"primaryPhoneNumber", true, "English", "phone, phone no, phone number, telephone, telephone number, business phone, work phone, tel, phone 1 - value, main phone, primary phone, company main phone, telephone no, work phone number, phone (work), office phone, direct phone, direct line, contact phone, phone 1, landline, tel_number, telf1"},
		{"primaryPhoneNumber", true, "German", "telefon, telefonnr, telefonnummer, rufnummer, telefon geschäftlich, tel.-nr., festnetz, durchwahl, festnetznummer, telefon dienstlich, telefon 1, tel. geschäftlich, fon, haupttelefon, telefon büro"},
		{"primaryPhoneNumber", true, "French", "téléphone, n° téléphone, numéro de téléphone, no téléphone, tél, téléphone bureau, téléphone professionnel, n° de téléphone, n° tél, tél. professionnel, tél. bureau, téléphone fixe, tél. fixe, fixe, ligne directe, tél. pro, tél. prof., tél. bur., tél. 1, tél. direct"},
		{"primaryPhoneNumber", true, "Spanish", "teléfono, nº teléfono, número de teléfono, tfno, teléfono del trabajo, n.º teléfono, nº de teléfono, teléfono trabajo, teléfono fijo, teléfono oficina, teléfono principal, teléfono de la empresa, teléf., tlfno., tel. trabajo, tel. oficina, tel. fijo"},
		{"primaryPhoneNumber", true, "Italian", "telefono, nr. telefono, numero di telefono, telefono ufficio, n. telefono, numero telefono, telefono fisso, telefono lavoro, telefono diretto, telefono principale, nr. tel., tel. uff., tel. ufficio, tel. fisso"},
		{"primaryPhoneNumber", true, "Dutch", "telefoon, telefoonnr, telefoonnummer, telefoon werk, telefoon zakelijk, telefoon op werk, vast nummer, vaste telefoon, doorkiesnummer, tel. werk, tel. zakelijk, tel. vast"},
		{"primaryPhoneNumber", true, "Danish", "telefon, telefonnr, telefonnummer, tlf, tlf nr, telefon arbejde, arbejdstelefon, direkte telefon, fastnet, tlf. arb., tlf. arbejde, tlf. direkte"},
		{"primaryPhoneNumber", true, "Swedish", "telefon, telefonnr, telefonnummer, tfn, telefon arbete, arbetstelefon, direktnummer, direkttelefon, tfn arb., tfn arbete, tel. arbete, tfn direkt"},
		{"primaryPhoneNumber", true, "Czech", "telefon, telefonní číslo, tel. číslo, číslo telefonu, tel. do práce, telefon do zaměstnání, pevná linka, č. telefonu, telefon (práce), služební telefon, tel. č."},
		{"primaryPhoneNumber", true, "Polish", "telefon, numer telefonu, nr telefonu, tel. służbowy, telefon służbowy, tel. służb., tel. stacjonarny, telefon stacjonarny, telefon (praca), telefon do pracy, nr tel. służb."},
		{"primaryPhoneNumber", true, "Norwegian", "telefon, telefonnummer, tlf, tlf.nr, tlfnr, tlf arbeid, telefon arbeid, tlf. jobb, telefon jobb, fasttelefon"},
		{"primaryPhoneNumber", true, "Finnish", "puhelin, puhelinnumero, puh, puh., puhnro, puhelinnro, puhelin (työ), työpuhelin, lankapuhelin, puhelin 1, puh. työ"},
		{"primaryPhoneNumber", true, "German", "tel., tel.-nr., tel nr, telnr, tel.nr., telefon-nr., tel. dienstl., tel. gesch., tel. 1, telef., tel. büro, tel. direkt, tel. zentrale, ruf-nr., durchw."},
		{otherPhone, true, "English", "mobile, mobile phone, mobile phone no, mobile no, cell, cell phone, fax, fax no, fax number, business fax, home phone, phone 2, phone 2 - value, private phone, other phone, pager, mobile phone number, mobile number, assistant's phone, home fax, other fax, phone 3, phone 3 - value, telex no, cell number"},
		{otherPhone, true, "German", "mobil, mobiltelefon, handy, handynummer, mobilnr, telefax, faxnr, telefon privat, telefon 2, fax geschäftlich, mobiltelefonnr, faxnummer, mobilnummer, telefax privat, telefon 3, mobil privat"},
		{otherPhone, true, "French", "mobile, portable, télécopie, tél. mobile, téléphone mobile, n° fax, téléphone portable, n° télécopie, n° télécopieur, n° mobile, n° téléphone mobile, téléphone domicile, tél. port., tél. portable, tél. mob., tél. perso, tél. domicile"},
		{otherPhone, true, "Spanish", "móvil, teléfono móvil, nº fax, celular, n.º teléfono móvil, teléfono particular, teléfono 2, teléfono casa, móv., tel. móvil, tfno. móvil, tel. 2, tel. particular"},
		{otherPhone, true, "Italian", "cellulare, telefono cellulare, nr. fax, nr. cellulare, nr. telefono cellulare, numero cellulare, telefono casa, telefono abitazione, tel. cell., n. cell., cell., tel. casa"},
		{otherPhone, true, "Dutch", "mobiel, mobiele telefoon, gsm, faxnr, mobiele telefoonnr, mobiel nummer, faxnummer, telefoon thuis, mob. nr., mobielnr., 06-nummer, tel. mobiel, tel. privé"},
		{otherPhone, true, "Danish", "mobiltelefon, mobilnr, telefaxnr, mobiltelefonnr, mobilnummer, telefon privat, mobiltlf., tlf. privat, tlf. mobil"},
		{otherPhone, true, "Swedish", "mobiltelefon, mobilnummer, faxnr, mobiltelefonnr, telefon hem, hemtelefon, mobiltel., tfn hem, tfn mobil"},
		{otherPhone, true, "Czech", "mobil, mobilní telefon, fax, mobilní tel., mobilní číslo, telefon domů, č. mobilního telefonu, č. mobilu, č. faxu"},
		{otherPhone, true, "Polish", "telefon komórkowy, komórka, tel. kom., faks, nr tel. kom., nr telefonu komórkowego, tel. komórkowy, nr faksu, telefon domowy, tel. dom."},
		{otherPhone, true, "Norwegian", "mobil, mobiltelefon, mobilnr, faks, faksnr., tlf. mobil, telefon hjemme"},
		{otherPhone, true, "Finnish", "matkapuhelin, matkapuh, gsm, faksi, kännykkä, matkap., matkapuhelinnumero, matkapuhelinnro, kotipuhelin, faksinumero, puhelin 2"},
		{otherPhone, true, "German", "mob., mobilfunk, mobil-nr., tel. privat, tel. 2, fax-nr., handy-nr., mobiltel., mobil-tel., tel. priv., telef. privat"},

		{notOurs, true, "English", "customer no, customer number, customer id, customerid, customer name, customername, company, company name, company no, company id, account name, account id, vendor no, address, street, city, zip, postal code, country, country/region code, date, birthday, notes, language code, salutation, salesperson code, department, website, home page, cust. no, customer code, account no, account number, account guid, company guid, customer guid, name 2, middle name, vat registration no, vat no, zip/postal code, state, county, salesperson, external id, language, territory code, registration no, type, status"},
		{notOurs, true, "German", "debitorennr, debitorennummer, kundennr, kundennummer, debitor, kunde, firma, firmenname, unternehmen, kreditorennr, adresse, straße, ort, plz, land, datum, geburtstag, bemerkung, anrede, anredecode, verkäufercode, abteilung, webseite, akademischer titel, akad. titel, firmennr, firmennummer, name 2, kunden-id, zweiter vorname, ust-idnr, ust-id, umsatzsteuer-id, plz-code, ländercode, länder-/regionscode, sprachcode, internet, homepage, bemerkungen, notiz, notizen, lfd. nr, zeile"},
		{notOurs, true, "French", "n° client, code client, client, société, entreprise, raison sociale, adresse, rue, ville, code postal, pays, date, civilité, service, site web, nom société, nom de la société, n° société, nom entreprise, nom 2, n° tva, n° identif. intracomm, deuxième prénom, commentaire, remarques, code pays, code pays/région, code langue"},
		{notOurs, true, "Spanish", "nº cliente, cliente, empresa, razón social, dirección, ciudad, código postal, país, fecha, tratamiento, departamento, código cliente, nombre empresa, nombre de empresa, nº empresa, nombre 2, segundo nombre, cif/nif, nif, cód. país/región, comentarios, notas"},
		{notOurs, true, "Italian", "nr. cliente, cliente, azienda, società, ragione sociale, indirizzo, città, cap, paese, data, reparto, codice cliente, nome società, nr. società, nome 2, secondo nome, partita iva, p. iva, codice fiscale, note, cap., provincia"},
		{notOurs, true, "Dutch", "klantnr, klantnummer, klant, bedrijf, bedrijfsnaam, adres, straat, plaats, postcode, land, datum, aanhef, afdeling, bedrijfsnr, naam 2, tweede voornaam, btw-nummer, btw-nr, landcode, opmerkingen, notities"},
		{notOurs, true, "Danish", "debitornr, kundenr, kundenummer, kunde, firma, firmanavn, virksomhed, adresse, by, postnr, land, dato, afdeling, virksomhedsnavn, virksomhedsnr, navn 2, mellemnavn, cvr-nr, se-nr, bemærkninger, noter, lande-/områdekode"},
		{notOurs, true, "Swedish", "kundnr, kundnummer, kund, företag, företagsnamn, adress, gata, ort, postnr, land, datum, avdelning, företagsnr, namn 2, mellannamn, org.nr, organisationsnummer, momsreg.nr, anteckningar, anmärkning"},
		{notOurs, true, "Czech", "č. zákazníka, zákazník, firma, společnost, adresa, ulice, město, psč, země, ičo, dič, poznámka, datum, jméno 2, oddělení, titul před jménem"},
		{notOurs, true, "Polish", "nr klienta, klient, firma, nazwa firmy, adres, ulica, miasto, miejscowość, kod pocztowy, kraj, nip, regon, uwagi, data, dział, nazwa 2"},
		{notOurs, true, "Norwegian", "kundenr, kundenummer, kunde, firma, firmanavn, adresse, gate, sted, poststed, postnr, land, orgnr, organisasjonsnummer, merknad, dato, avdeling, navn 2"},
		{notOurs, true, "Finnish", "asiakasnro, asiakasnumero, asiakas, yritys, yrityksen nimi, osoite, katuosoite, kaupunki, postinumero, postitoimipaikka, maa, y-tunnus, huomautus, päivämäärä, osasto"},
		{notOurs, true, "German", "name2, name 3, str., hausnr., kd.-nr., kdnr, kd-nr, debitor-nr., bem., abt., lkz"},
	}
}
