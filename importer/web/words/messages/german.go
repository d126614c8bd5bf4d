package messages

import (
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// german has the words of the messages about rows.
func german() mapping.Catalogue {
	return mapping.Catalogue{
		Separators: map[string]string{"sentences": " ", "commas": ", ", "or": " oder ", "semicolons": "; "},
		Formats: map[string]string{
			// Where a value stands.
			"column":  "Spalte %[1]q",
			"columns": "den Spalten %[1]q",
			"quoted":  "%[1]q",
			"more":    "%[1]s und %[2]s weitere",

			// What a cell lacks.
			"missing_key":       "Die Zelle in der Schlüsselspalte %[1]q ist leer; geben Sie dort an: {keys}.",
			"missing_key_of":    "Die Zelle in der Schlüsselspalte %[1]q ist leer; geben Sie dort an (%[3]s): %[2]s.",
			"blank_not_allowed": "Die Zelle in %[1]s ist leer, und die Zuordnung verlangt in jeder Zeile einen Wert für %[2]s; füllen Sie sie aus.",
			"became_blank":      "Von %[1]q in %[2]s bleibt nach den Umformungen der Zuordnung nichts übrig; korrigieren Sie die Zelle, oder leeren Sie sie, wenn %[3]s sich nicht ändern soll.",

			// What a field does not take.
			"cannot_be_empty":       "Der Text %[1]q in %[2]s würde %[3]s leeren, das immer einen Wert hat; korrigieren Sie die Zelle, oder leeren Sie sie, wenn %[3]s sich nicht ändern soll.",
			"cannot_be_empty_field": "Der Text %[1]q in %[2]s würde %[3]s leeren, und das geht nicht (%[4]s); korrigieren Sie die Zelle, oder leeren Sie sie, wenn %[3]s sich nicht ändern soll.",
			"negative_number":       "Die Zahl %[1]q in %[2]s ist kleiner als null, und %[3]s nimmt keine negativen Zahlen an; korrigieren Sie die Zelle.",

			// Records that a field refers to.
			"guid_of_code":           "Der Text %[1]q in %[2]s ist keine ID; schreiben Sie die ID des Datensatzes, oder wählen Sie unter Spalten in den Optionen von %[3]s bei „Die Zellen enthalten“ %[4]s.",
			"unknown_reference":      "Es gibt bei %[4]s keinen Datensatz mit %[3]s %[1]q, wie %[2]s ihn für %[5]s angibt; korrigieren Sie die Zelle, oder legen Sie den Datensatz in Business Central an.",
			"unknown_reference_near": "Es gibt bei %[4]s keinen Datensatz mit %[3]s %[1]q, wie %[2]s ihn angibt; meinten Sie %[5]s?",
			"reference_too_long":     "Es gibt bei %[5]s keinen Datensatz mit %[4]s %[1]q: Der Wert hat in %[2]s %[3]s Zeichen, und dort sind es höchstens %[6]s; korrigieren Sie die Zelle.",
			"ambiguous_reference":    "Es gibt bei %[5]s %[4]s Datensätze mit %[3]s %[1]q, wie %[2]s ihn angibt; wählen Sie unter Spalten bei „Die Zellen enthalten“ ein Feld, das sie unterscheidet, oder schreiben Sie für %[6]s ihre IDs.",

			// What the mapping makes of a cell.
			"value_not_listed":    "Der Wert %[1]q in %[2]s steht nicht in der Liste der Zuordnung für %[3]s (%[4]s); korrigieren Sie die Zelle, oder ergänzen Sie den Wert in der Zuordnung.",
			"expression_failed":   "Der Ausdruck der Zuordnung für %[1]s schlägt in dieser Zeile fehl (%[2]s); korrigieren Sie die Zellen in %[3]s oder den Ausdruck.",
			"too_long_to_replace": "Der Text in %[1]s hat mehr als %[2]s Zeichen, und mehr nimmt replace nicht an; kürzen Sie ihn.",

			// Business Central's documented rules.
			"too_long":              "Der Text %[1]q in %[2]s hat %[3]s Zeichen, und %[4]s nimmt höchstens %[5]s an; kürzen Sie ihn.",
			"email_decorated":       "Der Text %[1]q in %[2]s enthält mehr als eine E-Mail-Adresse; schreiben Sie nur die Adresse, oder wählen Sie unter Spalten in den Optionen von %[3]s „Domänen in Kleinbuchstaben“ oder „Werte annehmen, die beschädigt aussehen“.",
			"email_invalid":         "Die E-Mail-Adresse %[1]q in %[2]s %[3]s.",
			"email_no_at":           "hat kein @; korrigieren Sie sie",
			"email_many_ats":        "hat mehr als ein @; schreiben Sie eine Adresse, oder mehrere mit ; dazwischen",
			"email_no_local":        "hat nichts vor dem @; korrigieren Sie sie",
			"email_no_domain":       "hat nach dem @ keine Domäne wie contoso.com; korrigieren Sie sie",
			"email_short_ending":    "endet nach dem letzten Punkt mit weniger als zwei Zeichen; korrigieren Sie sie",
			"phone_letter":          "Die Telefonnummer %[1]q in %[2]s enthält den Buchstaben %[3]q, und Business Central nimmt keinen an; entfernen Sie die Buchstaben.",
			"phone_invalid":         "Die Telefonnummer %[1]q in %[2]s %[3]s.",
			"phone_no_country":      "hat keine Landesvorwahl; schreiben Sie sie mit einer, etwa +49 30 2312512, oder geben Sie unter Spalten das „Land der Nummern ohne Ländervorwahl“ an",
			"phone_unknown_country": "hat eine unbekannte Landesvorwahl; korrigieren Sie sie",
			"phone_unreadable":      "ist keine Telefonnummer; korrigieren Sie sie",
			"phone_extension":       "hat die Durchwahl %[1]s, und Business Central nimmt dafür keine Buchstaben an; entfernen Sie sie, oder hängen Sie sie mit - an die Nummer an",
			"phone_too_short":       "hat zu wenige Ziffern für ihr Land; korrigieren Sie sie",
			"phone_too_long":        "hat zu viele Ziffern für ihr Land; korrigieren Sie sie",
			"phone_impossible":      "kann keine Nummer ihres Landes sein; korrigieren Sie sie",

			// Cells that programs damaged.
			"formula_uncomputed": "Die Formel in Spalte %[1]q hat in der Datei keinen Wert; öffnen Sie die Datei in Excel oder LibreOffice, das sie berechnet, und speichern Sie sie erneut.",
			"formula_error":      "Die Zelle in Spalte %[1]q enthält %[2]q, den Fehler einer Formel oder eine zu schmale Spalte; korrigieren Sie sie, und speichern Sie die Datei erneut.",
			"shortened":          "Der Text %[1]q in %[2]s wurde von einer Tabellenkalkulation verkürzt; formatieren Sie die Spalte als Text, geben Sie den Wert erneut ein, und speichern Sie die Datei, oder wählen Sie unter Spalten in den Optionen von %[3]s „Werte annehmen, die beschädigt aussehen“.",
			"shortened_number":   "Der Text %[1]q in %[2]s wurde von einer Tabellenkalkulation verkürzt (er steht für %[4]s, die letzten Ziffern sind verloren); formatieren Sie die Spalte als Text, geben Sie den Wert erneut ein, und speichern Sie die Datei, oder wählen Sie unter Spalten in den Optionen von %[3]s „Werte annehmen, die beschädigt aussehen“.",
			"letters_lost":       "Der Text %[1]q in %[2]s hat das Zeichen \ufffd anstelle von Buchstaben, die ein Programm nicht lesen konnte; korrigieren Sie ihn, oder exportieren Sie die Datei neu, von Anfang an als CSV UTF-8, oder wählen Sie unter Spalten in den Optionen von %[3]s „Werte annehmen, die beschädigt aussehen“.",
			"damaged":            "Der Text %[1]q in %[2]s %[3]s; %[4]s, oder wählen Sie unter Spalten in den Optionen von %[5]s „Werte annehmen, die beschädigt aussehen“.",

			// What is wrong with a damaged text.
			"is_misread":        "ist %[1]q in UTF-8, von einem Programm als %[2]s gelesen",
			"is_misread_script": "ist kyrillisch oder griechisch, etwa %[1]q, von einem Programm als Windows-1252 gelesen",
			"is_crossed":        "ist der jetzige Wert in %[1]s, von einem Programm als %[2]s gelesen",
			"lost_letters":      "hat Buchstaben des jetzigen Werts verloren oder andere Zeichen an deren Stelle",
			"is_placeholder":    "ist ein Platzhalter und kein Wert",
			"is_formula":        "ist eine Formel und nicht ihr Wert",
			"has_line_break":    "hat einen Zeilenumbruch",
			"is_escaped":        "hat den Code einer Webseite oder Mail anstelle eines Buchstabens",
			"has_stand_in":      "hat ein Zeichen anstelle eines Buchstabens, den ein Programm nicht schreiben oder lesen konnte",
			"is_date":           "ist ein Datum, wie es Tabellenkalkulationen aus ähnlichen Texten machen",
			"is_sum":            "ist eine Zahl, die ein Programm berechnet hat",
			"is_number":         "ist eine Zahl, aber das Feld enthält Text",
			"is_truth":          "ist der Wahrheitswert einer Tabellenkalkulation",
			"lost_start":        "hat die Ziffern der jetzigen Nummer ohne ihren Anfang, den Tabellenkalkulationen von Zahlen entfernen",
			"lost_zero":         "hat anders als die jetzige Nummer keine führende 0 und keine Landesvorwahl: Tabellenkalkulationen entfernen sie von Zahlen",
			"lost_country":      "hat anders als die jetzige Nummer kein + vor der Landesvorwahl: Tabellenkalkulationen entfernen es von Zahlen",

			// What to do about it.
			"export_or_repair":  "exportieren Sie die Datei neu, oder wählen Sie unter Spalten in den Optionen „Falsch gelesene Buchstaben reparieren“",
			"export_utf8":       "exportieren Sie die Datei neu, von Anfang an als CSV UTF-8",
			"correct_or_export": "korrigieren Sie ihn, oder exportieren Sie die Datei neu, von Anfang an als CSV UTF-8",
			"write_letter":      "schreiben Sie den Buchstaben selbst, oder exportieren Sie die Datei neu",
			"format_number":     "formatieren Sie die Spalte als Text, und geben Sie die Nummer erneut ein",
			"format_value":      "formatieren Sie die Spalte als Text, und geben Sie den Wert erneut ein",
			"empty_or_write":    "leeren Sie die Zelle, oder schreiben Sie den Wert",
			"compute":           "lassen Sie die Tabellenkalkulation sie berechnen, und speichern Sie die Datei erneut",
			"one_line":          "schreiben Sie ihn in eine Zeile",

			// What a person decided on a conflict.
			"invalid_decision":    "Die Entscheidung %[1]q in Spalte %[2]q %[3]s",
			"decision_unreadable": `ist nicht lesbar; schreiben Sie keep (der fremde Wert bleibt) oder take (die Werte der Zeile werden geschrieben), oder für einzelne Felder zum Beispiel "take: email; keep: lastName".`,
			"decision_both":       "sagt für %[1]s sowohl keep als auch take; schreiben Sie eines davon.",
			"decision_not_set":    "nennt %[1]q, das die Zeile nicht setzt; nennen Sie %[2]s, oder schreiben Sie nur keep oder take für die ganze Zeile.",
			"decision_sets_none":  "nennt %[1]q, das die Zeile nicht setzt; die Zeile setzt kein Feld, leeren Sie also die Zelle.",

			// Texts that are no value of a field.
			entity.ReasonNumberInvalid:     "Der Text %[1]q in %[2]s ist keine Zahl, wie %[3]s sie braucht; korrigieren Sie die Zelle.",
			entity.ReasonNumberPercent:     "Der Text %[1]q in %[2]s ist eine Prozentangabe; schreiben Sie die Zahl ohne das Zeichen, etwa 12 für 12%%.",
			entity.ReasonNumberUnit:        "Der Text %[1]q in %[2]s enthält mehr als eine Zahl; schreiben Sie nur die Zahl, oder entfernen Sie den Rest mit replace für %[3]s in der Zuordnung.",
			entity.ReasonNumberGrouping:    "Die Zahl %[1]q in %[2]s passt nicht zum Dezimalzeichen %[4]q; korrigieren Sie die Zelle, oder geben Sie unter Spalten das „Dezimalzeichen“ der Datei an.",
			entity.ReasonNumberMarks:       "Die Zeichen in der Zahl %[1]q in %[2]s sind nicht die von Tausendern und Dezimalen; korrigieren Sie die Zelle.",
			entity.ReasonNumberAmbiguous:   "Die Zahl %[1]q in %[2]s kann %[4]s oder %[5]s sein; geben Sie unter Spalten das „Dezimalzeichen“ der Datei an.",
			entity.ReasonNumberTooLong:     "Die Zahl %[1]q in %[2]s hat zu viele Ziffern für %[3]s; korrigieren Sie die Zelle.",
			entity.ReasonIntegerFraction:   "Die Zahl %[1]q in %[2]s hat Dezimalstellen, und %[3]s nimmt nur ganze Zahlen an; korrigieren Sie die Zelle.",
			entity.ReasonIntegerRange:      "Die Zahl %[1]q in %[2]s liegt außerhalb des Bereichs von %[3]s, %[4]s bis %[5]s; korrigieren Sie die Zelle.",
			entity.ReasonBooleanUnknown:    "Ob der Text %[1]q in %[2]s wahr oder falsch bedeutet, ist nicht bekannt; schreiben Sie true oder false, oder geben Sie unter Spalten „Wörter für Ja“ und „Wörter für Nein“ an.",
			entity.ReasonBooleanNotListed:  "Der Text %[1]q in %[2]s ist keines der Wörter für wahr und falsch (%[4]s); korrigieren Sie die Zelle, oder ergänzen Sie es unter Spalten bei „Wörter für Ja“ oder „Wörter für Nein“.",
			entity.ReasonDateInvalid:       "Der Text %[1]q in %[2]s ist kein eindeutiges Datum; schreiben Sie es wie 2026-11-27, oder geben Sie unter Spalten bei „Datumsangaben“ ihre Form an.",
			entity.ReasonDatePattern:       "Der Text %[1]q in %[2]s ist kein Datum der Form %[4]s; korrigieren Sie die Zelle, oder geben Sie unter Spalten bei „Datumsangaben“ ihre Form an.",
			entity.ReasonDateImpossible:    "Das Datum %[1]q in %[2]s gibt es nicht; korrigieren Sie die Zelle, oder geben Sie unter Spalten bei „Datumsangaben“ ihre Form an, wenn Tag und Monat vertauscht sind.",
			entity.ReasonDateAmbiguous:     "Das Datum %[1]q in %[2]s kann %[4]s oder %[5]s sein; geben Sie unter Spalten bei „Datumsangaben“ ihre Form an, zum Beispiel dd.MM.yyyy.",
			entity.ReasonDateShortYear:     "Das Datum %[1]q in %[2]s hat ein Jahr mit zwei Ziffern; geben Sie unter Spalten bei „Datumsangaben“ ihre Form an, zum Beispiel dd.MM.yy.",
			entity.ReasonDateTime:          "Das Datum %[1]q in %[2]s enthält eine Uhrzeit, und %[3]s nimmt keine an; schreiben Sie nur das Datum, oder entfernen Sie die Uhrzeit mit replace für %[3]s in der Zuordnung.",
			entity.ReasonDateSerial:        "Der Text %[1]q in %[2]s könnte die Zahl einer Tabellenkalkulation für %[4]s sein; formatieren Sie die Spalte als Datum, und speichern Sie die Datei erneut, oder geben Sie unter Spalten bei „Datumsangaben“ excel an.",
			entity.ReasonDateSerialInvalid: "Der Text %[1]q in %[2]s ist keine der Zahlen von Excel für Datumswerte; korrigieren Sie die Zelle, oder geben Sie unter Spalten bei „Datumsangaben“ ihre Form an.",
			entity.ReasonDateTimeInvalid:   "Der Text %[1]q in %[2]s ist kein Datum mit Uhrzeit; schreiben Sie es wie 2026-11-27T10:00:00Z.",
			entity.ReasonDateTimeZone:      "Die Zeit %[1]q in %[2]s hat keine Zeitzone; ergänzen Sie sie wie in 2026-11-27T10:00:00+01:00, oder Z für UTC.",
			entity.ReasonGUIDInvalid:       "Der Text %[1]q in %[2]s ist keine ID; IDs sehen aus wie 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10.",
			entity.ReasonMemberUnknown:     "Der Text %[1]q in %[2]s ist kein Wert von %[3]s; schreiben Sie %[4]s.",
			entity.ReasonMemberAmbiguous:   "Der Text %[1]q in %[2]s kann in %[3]s %[4]s bedeuten; schreiben Sie den genauen Namen.",
			"member_misspelt":              "Der Text %[1]q in %[2]s ist kein Wert von %[3]s; meinten Sie %[4]s?",
			entity.ReasonColumnNumbers:     "Die Zahlen in %[2]s lassen sich auf zwei Arten lesen: %[1]q in Zeile %[4]s ist %[5]s oder %[6]s; geben Sie unter Spalten das „Dezimalzeichen“ der Datei an.",
			entity.ReasonColumnDates:       "Die Datumswerte in %[2]s lassen sich auf mehrere Arten lesen: %[1]q in Zeile %[4]s ist %[5]s oder %[6]s; geben Sie unter Spalten bei „Datumsangaben“ an: %[7]s.",
			entity.ReasonColumnSerials:     "Die Datumswerte in %[2]s könnten Zahlen einer Tabellenkalkulation sein: %[1]q in Zeile %[4]s ist %[5]s; formatieren Sie die Spalte als Datum, und speichern Sie die Datei erneut, oder geben Sie unter Spalten bei „Datumsangaben“ excel an.",
			entity.ReasonColumnBooleans:    "Ob der Text %[1]q in Zeile %[4]s von %[2]s wahr oder falsch bedeutet, ist nicht bekannt; geben Sie unter Spalten „Wörter für Ja“ und „Wörter für Nein“ an.",
			entity.ReasonNumbersMixed:      "Die Zahlen in %[2]s haben verschiedene Dezimalzeichen: %[1]q in Zeile %[4]s und %[5]q in Zeile %[6]s; korrigieren Sie die Datei, oder geben Sie unter Spalten das richtige „Dezimalzeichen“ an.",
			entity.ReasonDatesMixed:        "Die Datumswerte in %[2]s haben verschiedene Formen: %[1]q in Zeile %[4]s und %[5]q in Zeile %[6]s; korrigieren Sie die Datei, oder geben Sie unter Spalten bei „Datumsangaben“ die richtige an.",

			// Rows that cannot be used.
			"not_an_id":          "Der Schlüssel %[1]q ist keine ID ({one}): IDs sehen aus wie 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; korrigieren Sie ihn.",
			"not_a_contact_id":   "Der Schlüssel %[1]q ist keine ID ({one}): IDs sehen aus wie 6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10; wenn hier {key} gemeint ist, wählen Sie unter Spalten bei „Der Schlüssel enthält“ {field}.",
			"wrong_cell_count":   "Die Zeile %[1]s.",
			"cells":              "hat %[1]s, die Kopfzeile hat %[2]s; %[3]s",
			"one_cell":           "1 Zelle",
			"many_cells":         "%[1]s Zellen",
			"fill_cells":         "auch eine leere Zelle braucht ihr Trennzeichen, und eine Zelle mit Zeilenumbruch braucht Anführungszeichen",
			"quote_delimiter":    "eine Zelle mit dem Trennzeichen %[1]s braucht Anführungszeichen",
			"remove_delimiters":  "die überzähligen Zellen sind leer: Entfernen Sie die Trennzeichen am Ende der Zeile",
			"cell_beyond_header": "hat einen Wert in Spalte %[1]s, rechts von der letzten Überschrift; geben Sie dieser Spalte eine Überschrift, oder leeren Sie die Zelle",
			"damaged_now":        "Der Text %[1]q in %[2]s %[3]s; %[4]s; %[5]s, oder wählen Sie unter Spalten in den Optionen von %[6]s „Werte annehmen, die beschädigt aussehen“.",
			"holds_nothing":      "{der one} hat dort jetzt keinen Wert",
			"holds":              "{der one} hat jetzt %[1]q",

			// Rows that are no records.
			"repeated_heading": "Die Zeile wiederholt die Kopfzeile und wurde übersprungen.",
			"ruled_line":       "Die Zeile ist ein gezeichneter Strich und wurde übersprungen; wenn sie ein Datensatz ist, tragen Sie ihren Schlüssel in Spalte %[1]q ein, und führen Sie sie erneut aus.",
			"total_row":        "Die Zelle %[2]q weist die Zeile als Summe aus, und sie hat keinen Schlüssel; sie wurde übersprungen. Wenn sie ein Datensatz ist, tragen Sie ihren Schlüssel in Spalte %[1]q ein, und führen Sie sie erneut aus.",
			"group_row":        "Die Zeile enthält %[2]q und keinen Schlüssel, wie die Überschrift einer Gruppe; sie wurde übersprungen. Wenn sie ein Datensatz ist, tragen Sie ihren Schlüssel in Spalte %[1]q ein, und führen Sie sie erneut aus.",
			"footer_row":       "Die Zeile steht unter dem letzten Datensatz und enthält %[2]q und keinen Schlüssel, wie eine Anmerkung; sie wurde übersprungen. Wenn sie ein Datensatz ist, tragen Sie ihren Schlüssel in Spalte %[1]q ein, und führen Sie sie erneut aus.",

			// Rows that the run did not finish.
			"not_attempted":     "Die Ausführung endete vor dieser Zeile; %[1]s macht hier weiter.",
			"not_accepted":      "Keine der Änderungen der Zeile wurde bei der Freigabe des Plans angenommen; es wurde also nichts geschrieben.",
			"cut_off":           "Die Ausführung wurde unterbrochen, während diese Zeile geschrieben wurde; {der one} hat die alten oder die neuen Werte; %[1]s klärt das.",
			"waits_for_unknown": "Das Ergebnis des Schreibens von Zeile %[1]s, die denselben Datensatz ändert, ist unbekannt; diese Zeile wurde daher nicht versucht; %[2]s klärt beides.",
			"outcome_unknown":   "Es wurde geschrieben, und das Ergebnis ließ sich nicht feststellen; {der one} hat die alten oder die neuen Werte; %[1]s klärt das.",
			"write_may_land":    "Die Antwort auf ein Schreiben der rückgängig gemachten Ausführung ging verloren, und es kann den Datensatz noch erreichen; %[1]s klärt das, spätestens nach %[2]s.",
			"half_done":         "Die Zeile konnte wegen eines technischen Fehlers nicht abgeschlossen werden; %[1]s schließt sie ab.",
			"gave_up":           "Ein technischer Fehler dauerte länger als %[1]s Versuche; der Datensatz wurde durch diese Zeile nicht geändert; führen Sie die Zeile später erneut aus.",
			"written_before":    "Von dieser Zeile davor geschrieben: %[1]s.",
			"said":              "Business Central meldet: %[1]s",

			// Keys that find no record, or several.
			"no_such_contact":   "Den Datensatz %[1]q gibt es nicht ({exact many}); prüfen Sie den Schlüssel.",
			"no_such_number":    "{Kein one} hat die Nummer %[1]q; %[2]s",
			"no_such_key":       "Kein Datensatz ({exact one}) hat %[1]s %[2]q; %[3]s",
			"no_such_email":     "Kein Datensatz ({exact one}) hat die E-Mail-Adresse %[1]q; %[2]s",
			"check_key":         "prüfen Sie den Schlüssel.",
			"did_you_mean":      "meinten Sie %[1]s?",
			"ambiguous_key":     "%[1]s {many} passen zum Schlüssel %[2]q; verwenden Sie {key or id} als Schlüssel: %[3]s.",
			"key_called":        "%[1]q (%[2]s)",
			"outside_set":       "Den Kontakt %[1]s gibt es, aber er ist kein Debitorenkontakt: %[2]s; ändern Sie ihn in Business Central, oder entfernen Sie die Zeile.",
			"is_company":        "er ist ein Unternehmen, und nur Personen können geändert werden",
			"several_relations": "sein Unternehmen ist Debitor und zugleich Kreditor oder anders verbunden",
			"no_customer":       "sein Unternehmen ist kein Debitor",
			"not_shown":         "sein Unternehmen ist vielleicht auch Kreditor, oder er ist selbst ein Unternehmen",
			"lookup_forbidden":  "Business Central erlaubt der Anwendung nicht, Datensätze zu suchen ({many}); weisen Sie einen Berechtigungssatz zu, der sie lesen darf.",
			"lookup_refused":    "Business Central konnte den Schlüssel %[1]q nicht suchen; prüfen Sie ihn, oder verwenden Sie IDs als Schlüssel ({one}).",
			"lookup_gave_up":    "Ein technischer Fehler dauerte länger als alle Versuche, den Schlüssel %[1]q zu suchen; es wurde nichts geändert; führen Sie die Zeile später erneut aus.",

			// What Business Central refuses.
			"read_forbidden":    "Business Central erlaubt der Anwendung nicht, diesen Datensatz zu lesen; weisen Sie einen Berechtigungssatz zu, der das darf ({many}).",
			"read_refused":      "Business Central hat das Lesen des Datensatzes abgelehnt, es wurde also nichts geschrieben ({one}); prüfen Sie den Schlüssel.",
			"field_gone":        "Der Dienst hat diese Felder nicht mehr, ihre Werte können also nicht geschrieben werden: %[1]s; wenn sie dort stehen müssen ({one}), stellen Sie zuerst die Felder wieder her.",
			"write_forbidden":   "Business Central erlaubt diese Änderung nicht; weisen Sie der Anwendung einen Berechtigungssatz zu, der Datensätze ändern darf ({many}).",
			"write_too_long":    "Business Central meldet einen zu langen Text in %[1]s; kürzen Sie ihn, und führen Sie die Zeile erneut aus.",
			"write_wrong_value": "Business Central meldet einen ungültigen Wert in %[1]s; korrigieren Sie ihn, und führen Sie die Zeile erneut aus.",
			"write_read_only":   "Business Central erlaubt nicht, %[1]s zu ändern; entfernen Sie es aus der Zuordnung.",
			"write_refused":     "Business Central hat %[1]s abgelehnt; korrigieren Sie die Zeile, und führen Sie sie erneut aus.",
			"cell_in_column":    "%[1]s %[2]q in %[3]s",
			"cell":              "%[1]s %[2]q",
			"the_values":        "die Werte",

			// Conflicts, and how they are settled.
			"moved":                "Ein anderer Benutzer hat den Datensatz zwischen Lesen und Schreiben geändert, und die Einstellungen der Ausführung erlauben das nicht; prüfen Sie ihn ({one}); %[1]s",
			"moved_since":          "Ein anderer Benutzer hat den Datensatz nach dem Stand geändert, auf dem die Zeile beruht%[1]s; prüfen Sie ihn ({one}); %[2]s",
			"contention":           "Andere Benutzer haben den Datensatz immer wieder geändert ({one}): %[1]s Schreibvorgänge kamen zu spät; %[2]s",
			"run_later":            "führen Sie die Zeile später erneut aus.",
			"when_they_have_ended": "wenn sie fertig sind, %[1]s",
			"collision":            "Ein anderer Benutzer hat ein Feld geändert, das diese Zeile setzt; dessen Wert wurde beibehalten%[1]s; %[2]s",
			"in_brackets":          " (%[1]s)",
			"collision_in":         "%[1]s: der fremde Wert ist %[2]q, die Zeile setzt %[3]q",
			"collision_from":       "%[1]s: der fremde Wert ist %[2]q, die Zeile setzt %[3]q, vorher war es %[4]q",
			"field_in_column":      "%[1]s in %[2]s",
			"decide_here":          "entscheiden Sie, welcher Wert richtig ist; wenn es nicht der fremde ist, tragen Sie ihn in Business Central ein.",
			"decide":               "schreiben Sie in failed.csv keep (der fremde Wert bleibt) oder take (die Werte der Zeile werden geschrieben) in %[1]s%[2]s, und führen Sie die Datei erneut aus%[3]s.",
			"decide_single_fields": `, oder für einzelne Felder "take: %[1]s; keep: %[2]s"`,
			"decide_nothing":       " (wenn Sie nichts eintragen, wird die Zeile so geschrieben, wie sie ist)",

			// Remarks beside a success.
			"confirmed_by_reading": "Die Antwort auf das Schreiben ging verloren; der Datensatz wurde erneut gelesen und hat die neuen Werte ({one}).",
			"name_will_be_rebuilt": "{Der one} hatte weder Vor- noch Nachnamen, und die Zeile setzt nur einen davon: Business Central bildet den Anzeigenamen aus beiden, prüfen Sie ihn also.",
			"stored_differently":   "%[1]s wurde als %[2]q gesendet und als %[3]q gespeichert.",
			"also_changed":         "Business Central hat auch geändert, was die Zeile nicht setzt: %[1]s; prüfen Sie das.",
			"changed_from":         "%[1]s war %[2]q und ist jetzt %[3]q",
			"truncated":            "Der Text %[1]q in %[2]s ist zu lang für %[3]s und wurde auf %[4]q gekürzt.",
			"kept_theirs":          "Der fremde Wert wurde wie entschieden beibehalten: %[1]s.",
			"kept_in":              "%[1]s bleibt %[2]q, die Zeile setzt %[3]q",
		},
	}
}
