package messages

import (
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// danish has the words of the messages about rows.
func danish() mapping.Catalogue {
	return mapping.Catalogue{
		Separators: map[string]string{"sentences": " ", "commas": ", ", "or": " eller ", "semicolons": "; "},
		Formats: map[string]string{
			// Where a value stands.
			"column":  "kolonnen %[1]q",
			"columns": "kolonnerne %[1]q",
			"quoted":  "%[1]q",
			"more":    "%[1]s og %[2]s til",

			// What a cell lacks.
			"missing_key":       "Cellen i nøglekolonnen %[1]q er tom; angiv {keys}.",
			"missing_key_of":    "Cellen i nøglekolonnen %[1]q er tom; angiv (%[3]s): %[2]s.",
			"blank_not_allowed": "Cellen i %[1]s er tom, og tilknytningen kræver en værdi for %[2]s i hver række; udfyld den.",
			"became_blank":      "Der er intet tilbage af %[1]q i %[2]s efter tilknytningens omformninger; ret cellen, eller tøm den, hvis %[3]s ikke skal ændres.",

			// What a field does not take.
			"cannot_be_empty":       "Teksten %[1]q i %[2]s ville tømme %[3]s, som altid har en værdi; ret cellen, eller tøm den, hvis %[3]s ikke skal ændres.",
			"cannot_be_empty_field": "Teksten %[1]q i %[2]s ville tømme %[3]s, og det kan den ikke (%[4]s); ret cellen, eller tøm den, hvis %[3]s ikke skal ændres.",
			"negative_number":       "Tallet %[1]q i %[2]s er mindre end nul, og %[3]s tager ingen negative tal; ret cellen.",

			// Records that a field refers to.
			"guid_of_code":           "Teksten %[1]q i %[2]s er ikke et id; skriv recordens id, eller vælg under Kolonner, i indstillingerne for %[3]s, %[4]s ved »Cellerne indeholder«.",
			"unknown_reference":      "Der findes blandt %[4]s ingen record med %[3]s %[1]q, som %[2]s angiver for %[5]s; ret cellen, eller opret recorden i Business Central.",
			"unknown_reference_near": "Der findes blandt %[4]s ingen record med %[3]s %[1]q, som %[2]s angiver; mente du %[5]s?",
			"reference_too_long":     "Der findes blandt %[5]s ingen record med %[4]s %[1]q: Værdien har %[3]s tegn i %[2]s, og der er højst %[6]s; ret cellen.",
			"ambiguous_reference":    "Der findes blandt %[5]s %[4]s records med %[3]s %[1]q, som %[2]s angiver; vælg under Kolonner ved »Cellerne indeholder« et felt, der skelner mellem dem, eller skriv deres id'er for %[6]s.",

			// What the mapping makes of a cell.
			"value_not_listed":    "Værdien %[1]q i %[2]s er ikke på tilknytningens liste for %[3]s (%[4]s); ret cellen, eller føj værdien til tilknytningen.",
			"expression_failed":   "Tilknytningens udtryk for %[1]s mislykkes i denne række (%[2]s); ret cellerne i %[3]s eller udtrykket.",
			"too_long_to_replace": "Teksten i %[1]s har mere end %[2]s tegn, og flere tager replace ikke; forkort den.",

			// Business Central's documented rules.
			"too_long":              "Teksten %[1]q i %[2]s har %[3]s tegn, og %[4]s tager højst %[5]s; forkort den.",
			"email_decorated":       "Teksten %[1]q i %[2]s indeholder mere end en mailadresse; skriv kun adressen, eller vælg under Kolonner, i indstillingerne for %[3]s, »Domæner med små bogstaver« eller »Accepter værdier, der ser beskadigede ud«.",
			"email_invalid":         "Mailadressen %[1]q i %[2]s %[3]s.",
			"email_no_at":           "har intet @; ret den",
			"email_many_ats":        "har mere end et @; skriv én adresse, eller flere med ; imellem",
			"email_no_local":        "har intet før @; ret den",
			"email_no_domain":       "har intet domæne som contoso.com efter @; ret den",
			"email_short_ending":    "slutter med færre end to tegn efter det sidste punktum; ret den",
			"phone_letter":          "Telefonnummeret %[1]q i %[2]s indeholder bogstavet %[3]q, og Business Central tager ingen bogstaver; fjern dem.",
			"phone_invalid":         "Telefonnummeret %[1]q i %[2]s %[3]s.",
			"phone_no_country":      "har ingen landekode; skriv det med en, som +49 30 2312512, eller angiv under Kolonner »Land for numre uden landekode«",
			"phone_unknown_country": "har en ukendt landekode; ret det",
			"phone_unreadable":      "er ikke et telefonnummer; ret det",
			"phone_extension":       "har lokalnummeret %[1]s, og Business Central tager ingen bogstaver til det; fjern det, eller føj det til nummeret med -",
			"phone_too_short":       "har for få cifre til sit land; ret det",
			"phone_too_long":        "har for mange cifre til sit land; ret det",
			"phone_impossible":      "kan ikke være et nummer i sit land; ret det",

			// Cells that programs damaged.
			"formula_uncomputed": "Formlen i kolonnen %[1]q har ingen værdi i filen; åbn filen i Excel eller LibreOffice, som beregner den, og gem den igen.",
			"formula_error":      "Cellen i kolonnen %[1]q indeholder %[2]q, fejlen fra en formel eller en for smal kolonne; ret den, og gem filen igen.",
			"shortened":          "Teksten %[1]q i %[2]s blev forkortet af et regneark; formatér kolonnen som tekst, indtast værdien igen, og gem filen, eller vælg under Kolonner, i indstillingerne for %[3]s, »Accepter værdier, der ser beskadigede ud«.",
			"shortened_number":   "Teksten %[1]q i %[2]s blev forkortet af et regneark (den står for %[4]s, de sidste cifre er tabt); formatér kolonnen som tekst, indtast værdien igen, og gem filen, eller vælg under Kolonner, i indstillingerne for %[3]s, »Accepter værdier, der ser beskadigede ud«.",
			"letters_lost":       "Teksten %[1]q i %[2]s har tegnet \ufffd i stedet for bogstaver, som et program ikke kunne læse; ret den, eller eksportér filen igen, fra starten som CSV UTF-8, eller vælg under Kolonner, i indstillingerne for %[3]s, »Accepter værdier, der ser beskadigede ud«.",
			"damaged":            "Teksten %[1]q i %[2]s %[3]s; %[4]s, eller vælg under Kolonner, i indstillingerne for %[5]s, »Accepter værdier, der ser beskadigede ud«.",

			// What is wrong with a damaged text.
			"is_misread":        "er %[1]q i UTF-8, læst som %[2]s af et program",
			"is_misread_script": "er i kyrilliske eller græske bogstaver, som %[1]q, læst som Windows-1252 af et program",
			"is_crossed":        "er den nuværende værdi i %[1]s, læst som %[2]s af et program",
			"lost_letters":      "har mistet bogstaver fra den nuværende værdi eller har andre tegn i stedet",
			"is_placeholder":    "er en pladsholder og ikke en værdi",
			"is_formula":        "er en formel og ikke dens værdi",
			"has_line_break":    "har et linjeskift",
			"is_escaped":        "har en kode fra websider eller mails i stedet for et bogstav",
			"has_stand_in":      "har et tegn i stedet for et bogstav, som et program ikke kunne skrive eller læse",
			"is_date":           "er en dato, som regneark gør lignende tekster til",
			"is_sum":            "er et tal, som et program har beregnet",
			"is_number":         "er et tal, men feltet indeholder tekst",
			"is_truth":          "er sandhedsværdien fra et regneark",
			"lost_start":        "har cifrene fra det nuværende nummer uden begyndelsen, som regneark fjerner fra tal",
			"lost_zero":         "har intet foranstillet 0 og ingen landekode, i modsætning til det nuværende nummer: Regneark fjerner dem fra tal",
			"lost_country":      "har intet + før landekoden, i modsætning til det nuværende nummer: Regneark fjerner det fra tal",

			// What to do about it.
			"export_or_repair":  "eksportér filen igen, eller vælg under Kolonner, i indstillingerne, »Reparer bogstaver, der er læst forkert«",
			"export_utf8":       "eksportér filen igen, fra starten som CSV UTF-8",
			"correct_or_export": "ret den, eller eksportér filen igen, fra starten som CSV UTF-8",
			"write_letter":      "skriv selve bogstavet, eller eksportér filen igen",
			"format_number":     "formatér kolonnen som tekst, og indtast nummeret igen",
			"format_value":      "formatér kolonnen som tekst, og indtast værdien igen",
			"empty_or_write":    "tøm cellen, eller skriv værdien",
			"compute":           "lad regnearket beregne den, og gem filen igen",
			"one_line":          "skriv den på én linje",

			// What a person decided on a conflict.
			"invalid_decision":    "Beslutningen %[1]q i kolonnen %[2]q %[3]s",
			"decision_unreadable": `kan ikke læses; skriv keep (den andens værdi bliver) eller take (rækkens værdier skrives), eller for enkelte felter for eksempel "take: email; keep: lastName".`,
			"decision_both":       "siger både keep og take for %[1]s; skriv én af dem.",
			"decision_not_set":    "nævner %[1]q, som rækken ikke sætter; nævn %[2]s, eller skriv keep eller take alene for hele rækken.",
			"decision_sets_none":  "nævner %[1]q, som rækken ikke sætter; rækken sætter intet felt, så tøm cellen.",

			// Texts that are no value of a field.
			entity.ReasonNumberInvalid:     "Teksten %[1]q i %[2]s er ikke et tal, som %[3]s kræver; ret cellen.",
			entity.ReasonNumberPercent:     "Teksten %[1]q i %[2]s er en procentsats; skriv tallet uden tegnet, som 12 for 12%%.",
			entity.ReasonNumberUnit:        "Teksten %[1]q i %[2]s indeholder mere end et tal; skriv kun tallet, eller fjern resten med replace for %[3]s i tilknytningen.",
			entity.ReasonNumberGrouping:    "Tallet %[1]q i %[2]s passer ikke til decimaltegnet %[4]q; ret cellen, eller angiv filens »Decimaltegn« under Kolonner.",
			entity.ReasonNumberMarks:       "Tegnene i tallet %[1]q i %[2]s er ikke dem for tusinder og decimaler; ret cellen.",
			entity.ReasonNumberAmbiguous:   "Tallet %[1]q i %[2]s kan være %[4]s eller %[5]s; angiv filens »Decimaltegn« under Kolonner.",
			entity.ReasonNumberTooLong:     "Tallet %[1]q i %[2]s har for mange cifre til %[3]s; ret cellen.",
			entity.ReasonIntegerFraction:   "Tallet %[1]q i %[2]s har decimaler, og %[3]s tager kun hele tal; ret cellen.",
			entity.ReasonIntegerRange:      "Tallet %[1]q i %[2]s er uden for området for %[3]s, %[4]s til %[5]s; ret cellen.",
			entity.ReasonBooleanUnknown:    "Det vides ikke, om teksten %[1]q i %[2]s betyder sand eller falsk; skriv true eller false, eller angiv »Ord for ja« og »Ord for nej« under Kolonner.",
			entity.ReasonBooleanNotListed:  "Teksten %[1]q i %[2]s er ikke et af ordene for sand og falsk (%[4]s); ret cellen, eller føj ordet til »Ord for ja« eller »Ord for nej« under Kolonner.",
			entity.ReasonDateInvalid:       "Teksten %[1]q i %[2]s er ikke en entydig dato; skriv den som 2026-11-27, eller angiv datoernes form under Kolonner ved »Datoer«.",
			entity.ReasonDatePattern:       "Teksten %[1]q i %[2]s er ikke en dato på formen %[4]s; ret cellen, eller angiv datoernes form under Kolonner ved »Datoer«.",
			entity.ReasonDateImpossible:    "Datoen %[1]q i %[2]s findes ikke; ret cellen, eller angiv datoernes form under Kolonner ved »Datoer«, hvis dag og måned er byttet om.",
			entity.ReasonDateAmbiguous:     "Datoen %[1]q i %[2]s kan være %[4]s eller %[5]s; angiv datoernes form under Kolonner ved »Datoer«, for eksempel dd.MM.yyyy.",
			entity.ReasonDateShortYear:     "Datoen %[1]q i %[2]s har et år med to cifre; angiv datoernes form under Kolonner ved »Datoer«, for eksempel dd.MM.yy.",
			entity.ReasonDateTime:          "Datoen %[1]q i %[2]s har et klokkeslæt, og %[3]s tager ingen; skriv kun datoen, eller fjern klokkeslættet med replace for %[3]s i tilknytningen.",
			entity.ReasonDateSerial:        "Teksten %[1]q i %[2]s kan være et regnearks tal for %[4]s; formatér kolonnen som dato, og gem filen igen, eller angiv excel under Kolonner ved »Datoer«.",
			entity.ReasonDateSerialInvalid: "Teksten %[1]q i %[2]s er ikke et af Excels tal for datoer; ret cellen, eller angiv datoernes form under Kolonner ved »Datoer«.",
			entity.ReasonDateTimeInvalid:   "Teksten %[1]q i %[2]s er ikke en dato med klokkeslæt; skriv den som 2026-11-27T10:00:00Z.",
			entity.ReasonDateTimeZone:      "Tidspunktet %[1]q i %[2]s har ingen tidszone; tilføj den som i 2026-11-27T10:00:00+01:00, eller Z for UTC.",
			entity.ReasonGUIDInvalid:       "Teksten %[1]q i %[2]s er ikke et id; id'er ser ud som 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10.",
			entity.ReasonMemberUnknown:     "Teksten %[1]q i %[2]s er ikke en værdi for %[3]s; skriv %[4]s.",
			entity.ReasonMemberAmbiguous:   "Teksten %[1]q i %[2]s kan være %[4]s i %[3]s; skriv det nøjagtige navn.",
			"member_misspelt":              "Teksten %[1]q i %[2]s er ikke en værdi for %[3]s; mente du %[4]s?",
			entity.ReasonColumnNumbers:     "Tallene i %[2]s kan læses på to måder: %[1]q i linje %[4]s er %[5]s eller %[6]s; angiv filens »Decimaltegn« under Kolonner.",
			entity.ReasonColumnDates:       "Datoerne i %[2]s kan læses på flere måder: %[1]q i linje %[4]s er %[5]s eller %[6]s; angiv %[7]s under Kolonner ved »Datoer«.",
			entity.ReasonColumnSerials:     "Datoerne i %[2]s kan være et regnearks tal: %[1]q i linje %[4]s er %[5]s; formatér kolonnen som dato, og gem filen igen, eller angiv excel under Kolonner ved »Datoer«.",
			entity.ReasonColumnBooleans:    "Det vides ikke, om teksten %[1]q i linje %[4]s af %[2]s betyder sand eller falsk; angiv »Ord for ja« og »Ord for nej« under Kolonner.",
			entity.ReasonNumbersMixed:      "Tallene i %[2]s har forskellige decimaltegn: %[1]q i linje %[4]s og %[5]q i linje %[6]s; ret filen, eller angiv det rigtige »Decimaltegn« under Kolonner.",
			entity.ReasonDatesMixed:        "Datoerne i %[2]s har forskellige former: %[1]q i linje %[4]s og %[5]q i linje %[6]s; ret filen, eller angiv den rigtige under Kolonner ved »Datoer«.",

			// Rows that cannot be used.
			"not_an_id":          "Nøglen %[1]q er ikke et id ({one}): Id'er ser ud som 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; ret den.",
			"not_a_contact_id":   "Nøglen %[1]q er ikke et id ({one}): Id'er ser ud som 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; hvis det er {key}, så vælg {field} under Kolonner ved »Nøglen indeholder«.",
			"wrong_cell_count":   "Rækken %[1]s.",
			"cells":              "har %[1]s, overskriften har %[2]s; %[3]s",
			"one_cell":           "1 celle",
			"many_cells":         "%[1]s celler",
			"fill_cells":         "også en tom celle skal have sit skilletegn, og en celle med linjeskift skal have anførselstegn",
			"quote_delimiter":    "en celle med skilletegnet %[1]s skal have anførselstegn",
			"remove_delimiters":  "de overskydende celler er tomme: Fjern skilletegnene i slutningen af rækken",
			"cell_beyond_header": "har en værdi i kolonne %[1]s, til højre for den sidste overskrift; giv kolonnen en overskrift, eller tøm cellen",
			"damaged_now":        "Teksten %[1]q i %[2]s %[3]s; %[4]s; %[5]s, eller vælg under Kolonner, i indstillingerne for %[6]s, »Accepter værdier, der ser beskadigede ud«.",
			"holds_nothing":      "{den one} har ingen værdi der nu",
			"holds":              "{den one} har nu %[1]q",

			// Rows that are no records.
			"repeated_heading": "Rækken gentager overskriften og blev sprunget over.",
			"ruled_line":       "Rækken er en tegnet streg og blev sprunget over; hvis den er en record, så angiv dens nøgle i kolonnen %[1]q, og kør den igen.",
			"total_row":        "Cellen %[2]q viser, at rækken er en sum, og den har ingen nøgle; den blev sprunget over. Hvis den er en record, så angiv dens nøgle i kolonnen %[1]q, og kør den igen.",
			"group_row":        "Rækken indeholder %[2]q og ingen nøgle, som overskriften på en gruppe; den blev sprunget over. Hvis den er en record, så angiv dens nøgle i kolonnen %[1]q, og kør den igen.",
			"footer_row":       "Rækken står under den sidste record og indeholder %[2]q og ingen nøgle, som en note; den blev sprunget over. Hvis den er en record, så angiv dens nøgle i kolonnen %[1]q, og kør den igen.",

			// Rows that the run did not finish.
			"not_attempted":     "Kørslen stoppede før denne række; %[1]s går videre her.",
			"not_accepted":      "Ingen af rækkens ændringer blev accepteret, da planen blev godkendt, så intet blev skrevet.",
			"cut_off":           "Kørslen blev afbrudt, mens denne række blev skrevet; {den one} har de gamle eller de nye værdier; %[1]s afklarer det.",
			"waits_for_unknown": "Resultatet af skrivningen for linje %[1]s, som ændrer den samme record, er ukendt; denne række blev derfor ikke forsøgt; %[2]s afklarer begge.",
			"outcome_unknown":   "En skrivning blev sendt, og resultatet kunne ikke fastslås; {den one} har de gamle eller de nye værdier; %[1]s afklarer det.",
			"write_may_land":    "Svaret på en skrivning fra den fortrudte kørsel gik tabt, og skrivningen kan stadig nå recorden; %[1]s afklarer det, senest efter %[2]s.",
			"half_done":         "Rækken kunne ikke gøres færdig på grund af en teknisk fejl; %[1]s gør den færdig.",
			"gave_up":           "En teknisk fejl varede længere end %[1]s forsøg; recorden blev ikke ændret af denne række; kør rækken igen senere.",
			"written_before":    "Skrevet af denne række inden da: %[1]s.",
			"said":              "Business Central siger: %[1]s",

			// Keys that find no record, or several.
			"no_such_contact":   "Recorden %[1]q findes ikke ({exact many}); kontrollér nøglen.",
			"no_such_number":    "Ingen {one} har nummeret %[1]q; %[2]s",
			"no_such_key":       "Ingen record ({exact one}) har %[1]s %[2]q; %[3]s",
			"no_such_email":     "Ingen record ({exact one}) har mailadressen %[1]q; %[2]s",
			"check_key":         "kontrollér nøglen.",
			"did_you_mean":      "mente du %[1]s?",
			"ambiguous_key":     "%[1]s {many} passer til nøglen %[2]q; brug {key or id} som nøgle: %[3]s.",
			"key_called":        "%[1]q (%[2]s)",
			"outside_set":       "Kontakten %[1]s findes, men er ikke en debitorkontakt: %[2]s; ret den i Business Central, eller fjern rækken.",
			"is_company":        "den er en virksomhed, og kun personer kan ændres",
			"several_relations": "dens virksomhed er debitor og også kreditor eller en anden relation",
			"no_customer":       "dens virksomhed er ikke en debitor",
			"not_shown":         "dens virksomhed er måske også kreditor, eller den er selv en virksomhed",
			"lookup_forbidden":  "Business Central tillader ikke programmet at slå records op ({many}); tildel et rettighedssæt, der må læse dem.",
			"lookup_refused":    "Business Central kunne ikke slå nøglen %[1]q op; kontrollér den, eller brug id'er som nøgler ({one}).",
			"lookup_gave_up":    "En teknisk fejl varede længere end alle forsøg på at slå nøglen %[1]q op; intet blev ændret; kør rækken igen senere.",

			// What Business Central refuses.
			"read_forbidden":    "Business Central tillader ikke programmet at læse denne record; tildel et rettighedssæt, der må det ({many}).",
			"read_refused":      "Business Central afviste at læse recorden, så intet blev skrevet ({one}); kontrollér nøglen.",
			"field_gone":        "Tjenesten har ikke længere disse felter, så deres værdier kan ikke skrives: %[1]s; hvis de skal stå der ({one}), så gendan først felterne dér.",
			"write_forbidden":   "Business Central tillader ikke denne ændring; tildel programmet et rettighedssæt, der må ændre disse records ({many}).",
			"write_too_long":    "Business Central melder om en for lang tekst i %[1]s; forkort den, og kør rækken igen.",
			"write_wrong_value": "Business Central melder om en ugyldig værdi i %[1]s; ret den, og kør rækken igen.",
			"write_read_only":   "Business Central tillader ikke, at %[1]s ændres; fjern det fra tilknytningen.",
			"write_refused":     "Business Central afviste %[1]s; ret rækken, og kør den igen.",
			"cell_in_column":    "%[1]s %[2]q i %[3]s",
			"cell":              "%[1]s %[2]q",
			"the_values":        "værdierne",

			// Conflicts, and how they are settled.
			"moved":                "En anden bruger ændrede recorden mellem læsning og skrivning, og kørslens indstillinger tillader det ikke; kontrollér den ({one}); %[1]s",
			"moved_since":          "En anden bruger ændrede recorden efter den tilstand, som rækken bygger på%[1]s; kontrollér den ({one}); %[2]s",
			"contention":           "Andre brugere blev ved med at ændre recorden ({one}): %[1]s skrivninger kom for sent; %[2]s",
			"run_later":            "kør rækken igen senere.",
			"when_they_have_ended": "når de er færdige, %[1]s",
			"collision":            "En anden bruger ændrede et felt, som denne række sætter; den andens værdi blev beholdt%[1]s; %[2]s",
			"in_brackets":          " (%[1]s)",
			"collision_in":         "%[1]s: den andens værdi er %[2]q, rækken sætter %[3]q",
			"collision_from":       "%[1]s: den andens værdi er %[2]q, rækken sætter %[3]q, før var den %[4]q",
			"field_in_column":      "%[1]s i %[2]s",
			"decide_here":          "afgør, hvilken værdi der er rigtig; hvis det ikke er den andens, så indtast den i Business Central.",
			"decide":               "skriv keep (den andens værdi bliver) eller take (rækkens værdier skrives) i %[1]s i failed.csv%[2]s, og kør filen igen%[3]s.",
			"decide_single_fields": `, eller for enkelte felter "take: %[1]s; keep: %[2]s"`,
			"decide_nothing":       " (hvis du intet skriver, skrives rækken, som den er)",

			// Remarks beside a success.
			"confirmed_by_reading": "Svaret på skrivningen gik tabt; recorden blev læst igen og har de nye værdier ({one}).",
			"name_will_be_rebuilt": "{Den one} havde hverken for- eller efternavn, og rækken sætter kun et af dem: Business Central danner det viste navn af begge, så kontrollér det.",
			"stored_differently":   "%[1]s blev sendt som %[2]q og gemt som %[3]q.",
			"also_changed":         "Business Central ændrede også det, som rækken ikke sætter: %[1]s; kontrollér det.",
			"changed_from":         "%[1]s var %[2]q og er nu %[3]q",
			"truncated":            "Teksten %[1]q i %[2]s er for lang til %[3]s og blev skåret til %[4]q.",
			"kept_theirs":          "Den andens værdi blev beholdt, som besluttet: %[1]s.",
			"kept_in":              "%[1]s forbliver %[2]q, rækken sætter %[3]q",
		},
	}
}
