package proposal_test

import (
	"strings"
	"testing"

	"bcimport/mapping/proposal"
)

// captions are headers as programs write them, by what they are; lists are separated
// by |. bare ones are known alone, the others settled by what stands beside them.
var captions = []struct{ field, from, names string }{
	{"number", "Business Central", "No.|Contact No.|Nr.|Kontaktnr.|N°|N° contact|Nº|N.º|Nº contacto|N.º contacto|Nr. contatto|Contactnr.|Contactpersoonnr.|Nummer|Kontaktnr|Kontaktnummer"},
	{"number", "people", "Contact Number|contact_no|ContactNo|CONTACT NO|Contact Code|Kontakt-Nr.|Kontakt Nr|Kontaktnummer|Numéro de contact|Numéro contact|Code contact|Número de contacto|Código contacto|Numero contatto|N. contatto|Codice contatto|Contactnummer|Contact nr.|Kontaktpersonnr.|Kontaktnr:"},
	{"id", "the API and systems", "id|ID|SystemId|System ID|Contact ID|ContactId|contact_id|Kontakt-ID|KontaktID|GUID|Contact GUID|ID contact|ID du contact|Id. de contacto|ID contacto|ID contatto|Contact-ID|Record ID|Contact System ID|BC ID|Datensatz-ID"},

	{"email", "Business Central", "Email|E-Mail|E-mail|Correo electrónico|Mail|E-post|E-mailadres"},
	{"email", "English", "E-Mail Address|Email Address|email_address|emailAddress|EMAIL|e mail|Work Email|Work E-mail|Business Email|Primary Email|Email (Work)|Contact Email|Email 1|Main Email|Company Email"},
	{"email", "German", "E-Mail-Adresse|E-Mailadresse|Mailadresse|E-Mail Adresse|EMail|Email-Adresse|E-Mail geschäftlich|E-Mail (geschäftlich)|E-Mail 1|Geschäftliche E-Mail|E-Mail dienstlich"},
	{"email", "French", "Courriel|Adresse e-mail|Adresse mail|Adresse email|Adresse électronique|Adresse de messagerie|Mél|Mél.|E-mail professionnel|Mail professionnel|Email pro|Adresse courriel"},
	{"email", "Spanish", "Correo|Correo electronico|Dirección de correo electrónico|Dirección de correo|Dirección e-mail|Correo-e|Email de contacto|E-mail empresa|Correo del trabajo|Correo corporativo"},
	{"email", "Italian", "Posta elettronica|Indirizzo e-mail|Indirizzo email|Indirizzo di posta elettronica|Indirizzo mail|E-mail aziendale|Email aziendale|E-mail lavoro"},
	{"email", "Dutch", "E-mailadres|Emailadres|Mailadres|E-mail adres|Zakelijk e-mailadres|E-mail werk|E-mail zakelijk"},
	{"email", "Danish", "E-mailadresse|Mailadresse|E-mail-adresse|E-mail arbejde|Arbejdsmail"},
	{"email", "Swedish", "E-postadress|Epost|Epostadress|Mejl|Mejladress|Mailadress|E-post arbete|E-post (arbete)"},
	{"email", "Outlook, Google, HubSpot, Salesforce, SAP", "E-mail Address|E-mail 1 - Value|Email|SMTP Address|SMTP_ADDR|E-Mail-Adresse 1|E-Mail: Adresse|Adresse de courrier|Dirección de correo electrónico|E-mailadres|E-mail-adresse|E-postadress"},

	{"firstName", "English", "First Name|FirstName|first_name|FIRSTNAME|Firstname|Given Name|GivenName|given_name|Forename|Christian Name|First|Contact First Name|Fname"},
	{"firstName", "German", "Vorname|VORNAME|Rufname|Vorname(n)|Vorname Ansprechpartner|Vornamen"},
	{"firstName", "French", "Prénom|Prenom|PRÉNOM|Prénoms|Prénom du contact|Prénom contact|Prénom(s)"},
	{"firstName", "Spanish", "Nombre de pila|Primer nombre|Nombres"},
	{"firstName", "Italian", "Nome di battesimo|Primo nome|Nome proprio"},
	{"firstName", "Dutch", "Voornaam|Roepnaam|VOORNAAM|Voornaam contactpersoon|Voornamen"},
	{"firstName", "Danish", "Fornavn|FORNAVN|Fornavne"},
	{"firstName", "Swedish", "Förnamn|Fornamn|Tilltalsnamn|FÖRNAMN"},
	{"firstName", "SAP", "NAMEV|NAME_FIRST"},

	{"lastName", "English", "Last Name|LastName|last_name|LASTNAME|Surname|Family Name|FamilyName|family_name|Last|Contact Last Name|Lname"},
	{"lastName", "German", "Nachname|Familienname|Zuname|NACHNAME|Nachname Ansprechpartner"},
	{"lastName", "French", "Nom de famille|Nom famille|Nom patronymique"},
	{"lastName", "Spanish", "Apellido|Apellidos|Primer apellido|APELLIDOS|Apellido(s)"},
	{"lastName", "Italian", "Cognome|COGNOME|Cognome contatto"},
	{"lastName", "Dutch", "Achternaam|Familienaam|ACHTERNAAM|Achternaam contactpersoon"},
	{"lastName", "Danish", "Efternavn|EFTERNAVN|Efternavne"},
	{"lastName", "Swedish", "Efternamn|EFTERNAMN"},
	{"lastName", "SAP", "NAME_LAST"},

	{"professionalTitle", "English", "Job Title|JobTitle|job_title|JOBTITLE|Position|Job|Role|Job Role|Professional Title|Function|Job Function|Occupation|Business Title|Job Position"},
	{"professionalTitle", "German", "Position|Funktion|Stellung|Berufsbezeichnung|Stellenbezeichnung|Tätigkeit|Jobtitel|Position im Unternehmen|Funktion im Unternehmen|Berufstitel|Rolle|Stelle"},
	{"professionalTitle", "French", "Fonction|Poste|Titre professionnel|Intitulé du poste|Intitulé de poste|Titre du poste|Profession|Métier|Fonction du contact|Emploi"},
	{"professionalTitle", "Spanish", "Cargo|Puesto|Puesto de trabajo|Función|Posición|Profesión|Título profesional|Título del puesto|Cargo/Puesto|Ocupación"},
	{"professionalTitle", "Italian", "Posizione|Qualifica|Mansione|Ruolo|Funzione|Professione|Titolo professionale|Posizione lavorativa|Incarico|Ruolo aziendale"},
	{"professionalTitle", "Dutch", "Functie|Functietitel|Functieomschrijving|Functienaam|Beroep|Positie|Rol"},
	{"professionalTitle", "Danish", "Stilling|Stillingsbetegnelse|Jobtitel|Funktion|Stillingstitel|Arbejdstitel"},
	{"professionalTitle", "Swedish", "Befattning|Yrkestitel|Jobbtitel|Tjänst|Roll|Position|Yrkesroll|Arbetstitel|Befattningstitel"},

	{"primaryPhoneNumber", "Business Central", "Phone No.|Telefonnr.|N° téléphone|Nº teléfono|N.º teléfono|Nr. telefono|Telefoonnr.|Telefon|Telefonnr"},
	{"primaryPhoneNumber", "English", "Phone|Phone Number|PhoneNumber|phone_number|PHONE|Telephone|Telephone No.|Telephone Number|Tel|Tel.|Business Phone|Work Phone|Work Phone Number|Phone (Work)|Phone 1 - Value|Main Phone|Primary Phone|Office Phone|Direct Phone|Direct Line|Company Main Phone|Contact Phone|Phone 1|Landline"},
	{"primaryPhoneNumber", "German", "Telefon|Telefonnummer|Telefon-Nr.|Tel.|Tel.-Nr.|Tel-Nr|Rufnummer|Telefon geschäftlich|Telefon (geschäftlich)|Festnetz|Festnetznummer|Durchwahl|Telefon dienstlich|Telefon 1|Tel. geschäftlich|Fon|Haupttelefon|Telefon Büro"},
	{"primaryPhoneNumber", "French", "Téléphone|Telephone|Tél.|Tél|N° de téléphone|No téléphone|N° tél.|Numéro de téléphone|Téléphone bureau|Téléphone (bureau)|Téléphone professionnel|Tél. professionnel|Tél. bureau|Téléphone fixe|Ligne directe|Tél. fixe|Fixe"},
	{"primaryPhoneNumber", "Spanish", "Teléfono|Telefono|Tfno.|Tlf.|Tel.|Nº de teléfono|Número de teléfono|Teléfono del trabajo|Teléfono trabajo|Teléfono fijo|Teléfono oficina|Teléfono principal|Teléfono de la empresa"},
	{"primaryPhoneNumber", "Italian", "Telefono|Numero di telefono|Numero telefono|Telefono ufficio|N. telefono|Tel.|Telefono fisso|Telefono lavoro|Telefono diretto|Telefono principale"},
	{"primaryPhoneNumber", "Dutch", "Telefoon|Telefoonnummer|Tel.|Tel.nr.|Telefoon werk|Telefoon zakelijk|Telefoon op werk|Vast nummer|Vaste telefoon|Doorkiesnummer"},
	{"primaryPhoneNumber", "Danish", "Telefon|Telefonnummer|Tlf.|Tlf|Tlf.nr.|Tlf. nr.|Telefon arbejde|Telefon (arbejde)|Arbejdstelefon|Direkte telefon|Fastnet"},
	{"primaryPhoneNumber", "Swedish", "Telefon|Telefonnummer|Tfn|Tel|Tel.nr|Telefon arbete|Telefon (arbete)|Arbetstelefon|Direktnummer|Direkttelefon|Telefon, arbete"},
	{"primaryPhoneNumber", "SAP", "TELF1|TEL_NUMBER"},

	{"number", "Czech, Polish, Norwegian, Finnish", "Číslo kontaktu|Č. kontaktu|Kontakt č.|Numer kontaktu|Nr kont.|Kontaktnr.|Kontakt nr.|Yhteyshenkilön numero|Kontaktin nro|Nro"},
	{"email", "Czech", "E-mailová adresa|Emailová adresa|Pracovní e-mail|El. pošta|Elektronická adresa|Služební e-mail"},
	{"email", "Polish", "Adres e-mail|Adres email|Adres mailowy|E-mail służbowy|E-mail sluzbowy|Adres poczty e-mail|Poczta elektroniczna"},
	{"email", "Norwegian", "E-post|Epost|E-postadresse|E-post adresse|E-postadr.|E-post arbeid|E-post (jobb)"},
	{"email", "Finnish", "Sähköposti|SÄHKÖPOSTI|Sahkoposti|Sähköpostiosoite|S-posti|Sähköp.|Sähköposti (työ)|Työsähköposti"},
	{"firstName", "Czech, Polish, Norwegian, Finnish", "Křestní jméno|Křest. jméno|Krestni jmeno|Imię|IMIĘ|Imie|Imiona|Fornavn|For- og mellomnavn|Etunimi|Etun.|Etunimet|Kutsumanimi"},
	{"lastName", "Czech, Polish, Norwegian, Finnish", "Příjmení|Prijmeni|PŘÍJMENÍ|Příjm.|Nazwisko|Nazw.|Etternavn|Ettern.|Slektsnavn|Sukunimi|Sukun.|SUKUNIMI"},
	{"professionalTitle", "Czech", "Funkce|Pracovní pozice|Pozice|Pracovní funkce|Pracovní zařazení|Prac. zařazení"},
	{"professionalTitle", "Polish", "Stanowisko|Stanowisko pracy|Stanowisko służbowe|Nazwa stanowiska|Funkcja|STANOWISKO"},
	{"professionalTitle", "Norwegian", "Stilling|Stillingstittel|Stillingsbetegnelse|Jobbtittel|Yrkestittel|Rolle"},
	{"professionalTitle", "Finnish", "Tehtävänimike|Työtehtävä|Ammattinimike|Titteli|Työnimike|Tehtavanimike"},
	{"primaryPhoneNumber", "Czech", "Telefonní číslo|Tel. číslo|Tel. č.|Číslo telefonu|Č. telefonu|Pevná linka|Telefon (práce)|Tel. do práce|Služební telefon"},
	{"primaryPhoneNumber", "Polish", "Numer telefonu|Nr telefonu|Tel. służb.|Telefon służbowy|Telefon stacjonarny|Tel. stacjonarny|Telefon (praca)"},
	{"primaryPhoneNumber", "Norwegian", "Telefonnr.|Telefonnummer|Tlf|Tlf.nr.|Tlf arbeid|Telefon jobb|Fasttelefon"},
	{"primaryPhoneNumber", "Finnish", "Puhelin|Puh.|Puhelinnumero|Puhelinnro|Puh. nro|Puhelin (työ)|Työpuhelin|Lankapuhelin"},

	{"number", "short forms", "KtNr.|Kont.-Nr.|Kontakt-Nr.|N° cont.|Ansprechpartner-Nr."},
	{"email", "short forms", "E-Mail-Adr.|E-Mail gesch.|Mail-Adr.|Mail pro|Adr. e-mail|Correo elec.|Correo electr.|Ind. e-mail|E-postadr."},
	{"firstName", "short forms", "Vorn.|VName|V-Name|Prén.|Voorn.|Forn.|Förn."},
	{"lastName", "short forms", "Nachn.|NName|N-Name|Nom fam.|Apell.|Cogn.|Achtern.|Eftern."},
	{"professionalTitle", "short forms", "Fkt.|Funkt.|Berufsbez.|Stellg.|Fonct.|Func.|Befattn."},
	{"primaryPhoneNumber", "short forms", "Tel.-Nr.|Tel.Nr.|Tel. 1|Telef.|Tel. Büro|Tel. gesch.|Ruf-Nr.|Durchw.|Tél. pro|Tél. bur.|Teléf.|Tlfno.|Tel. uff.|Tel. werk|Tlf. arb.|Tfn arb."},
	{"-", "short forms of other phones", "Mob.|Mobil-Nr.|Handy-Nr.|Mobiltel.|Tel. priv.|Tél. port.|Tél. mob.|Móv.|Tel. móvil|Cell.|Tel. cell.|Tel. mobiel|Mob. nr.|Mobiltlf.|Tlf. privat|Mobilní tel.|Č. mobilu|Č. faxu|Tel. kom.|Tel. komórkowy|Nr faksu|Faksnr.|Tlf. mobil|Matkap.|Matkapuh.|GSM|Kotipuhelin|Kännykkä"},

	{"-", "other phones", "Mobile|Mobile Phone|Mobile Phone No.|Mobile Phone Number|Cell|Cell Phone|Fax|Fax No.|Fax Number|Business Fax|Home Phone|Phone 2|Other Phone|Assistant's Phone|Pager|Mobil|Mobiltelefon|Mobiltelefonnr.|Handy|Handynummer|Mobilnummer|Telefax|Faxnr.|Faxnummer|Telefon privat|Telefon (privat)|Telefon 2|Portable|Tél. mobile|Téléphone mobile|Téléphone portable|Télécopie|N° télécopie|N° fax|Móvil|Teléfono móvil|Nº fax|N.º teléfono móvil|Celular|Cellulare|Telefono cellulare|Nr. cellulare|Nr. fax|Mobiel|Mobiele telefoon|Mobiele telefoonnr.|GSM|Mobilnr.|Telefaxnr.|Mobiltelefonnr|Mobilnummer|Faxnr"},
	{"-", "customers, companies and the rest", "Customer No.|Customer Number|Customer ID|Customer Name|Cust. No.|Company|Company Name|Company No.|Account Name|Account ID|Vendor No.|Debitorennr.|Debitorennummer|Debitor|Kundennr.|Kundennummer|Kunden-Nr.|Kunde|Firma|Firmenname|Firmennr.|Unternehmen|Kreditorennr.|N° client|Code client|Client|Société|Nom société|Nom de la société|N° société|Raison sociale|Entreprise|Nº cliente|Código cliente|Empresa|Nombre empresa|Nombre de empresa|Nº empresa|Nr. cliente|Codice cliente|Azienda|Nome società|Ragione sociale|Società|Klantnr.|Klantnummer|Bedrijf|Bedrijfsnaam|Debitornr.|Kundenr.|Virksomhed|Virksomhedsnavn|Firmanavn|Kundnr|Kundnummer|Företag|Företagsnamn|Address|Adresse|Straße|PLZ|Ort|Land|Postal Code|Zip/Postal Code|City|Country|Salutation|Anrede|Civilité|Notes|Bemerkung|Department|Abteilung|Website|USt-IdNr.|VAT Registration No.|N° TVA|Akademischer Titel"},
}

// TestMake_KnowsTheCaptionsOfPrograms: with values that agree, a column is proposed for
// the field that its name means and for no other.
func TestMake_KnowsTheCaptionsOfPrograms(t *testing.T) {
	t.Parallel()
	kinds := map[string]string{
		"id": "guid", "number": "number", "email": "mail", "firstName": "word", "lastName": "word",
		"professionalTitle": "job", "primaryPhoneNumber": "phone", "-": "phone",
	}
	n := 0
	for _, c := range captions {
		for name := range strings.SplitSeq(c.names, "|") {
			n++
			got, confidence := "-", proposal.Confidence("")
			switch p := propose(name + "=" + kinds[c.field]); {
			case p.Key != nil:
				got, confidence = p.Key.Field, p.Key.Confidence
			case len(p.Fields) > 0:
				got, confidence = p.Fields[0].Field, p.Fields[0].Confidence
			case len(p.Unsure) > 0:
				got, confidence = p.Unsure[0].Field, p.Unsure[0].Confidence
			}
			if got != c.field || c.field != "-" && confidence != proposal.Certain {
				t.Errorf("%s, %q: %s (%s), want %s", c.from, name, got, confidence, c.field)
			}
		}
	}
	if n < 400 {
		t.Errorf("only %d captions", n)
	}
}
