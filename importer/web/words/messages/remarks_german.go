package messages

// germanRemarks has what is said of a file besides its rows, by the English text.
func germanRemarks() map[string]string {
	return map[string]string{
		// What is worth knowing of a file.
		"1 row is not a record and is skipped: %s":    "1 Zeile ist kein Datensatz und wird übersprungen: %s",
		"%d rows are not records and are skipped: %s": "%d Zeilen sind keine Datensätze und werden übersprungen: %s",
		"line %d":              "Zeile %d",
		"lines %s":             "Zeilen %s",
		"lines %s and %d more": "Zeilen %s und %d weitere",
		"total":                "Summe",
		"heading of a group":   "Überschrift einer Gruppe",
		"header repeated":      "wiederholte Kopfzeile",
		"drawn line":           "gezeichnete Linie",
		"note below the table": "Anmerkung unter der Tabelle",
		"1 row of the sheet is hidden; hidden rows are read like others":      "1 Zeile des Blatts ist ausgeblendet; ausgeblendete Zeilen werden wie andere gelesen",
		"%d rows of the sheet are hidden; hidden rows are read like others":   "%d Zeilen des Blatts sind ausgeblendet; ausgeblendete Zeilen werden wie andere gelesen",
		`a leading ' (or ="…") was removed from 1 cell, as spreadsheets do`:   `in 1 Zelle wurde ein führendes ' (oder ="…") entfernt, wie es Tabellenkalkulationen tun`,
		`a leading ' (or ="…") was removed from %d cells, as spreadsheets do`: `in %d Zellen wurde ein führendes ' (oder ="…") entfernt, wie es Tabellenkalkulationen tun`,
		"1 of 1 column looks like a field and is not mapped":                  "die einzige Spalte sieht wie ein Feld aus und ist nicht zugeordnet",
		"%d of %d columns look like fields and are not mapped":                "%d von %d Spalten sehen wie Felder aus und sind nicht zugeordnet",
		"%d more such columns": "%d weitere solche Spalten",
		"column %q looks like %s (%s); the mapping does not use it":  "die Spalte %q sieht wie %s aus (%s); die Zuordnung verwendet sie nicht",
		"column %q looks like %s (%s); the mapping uses %q for that": "die Spalte %q sieht wie %s aus (%s); die Zuordnung nimmt dafür %q",
		"column %q has 1 number where others are texts, %q in line %d: a spreadsheet takes the + or 0 off the beginning of a number; format the column as text and enter it again":             "in der Spalte %q steht 1 Zahl, wo sonst Texte stehen, %q in Zeile %d: Eine Tabellenkalkulation nimmt einer Zahl das + oder die 0 am Anfang; formatieren Sie die Spalte als Text, und geben Sie die Zahl erneut ein",
		"column %q has %d numbers where others are texts, such as %q in line %d: a spreadsheet takes the + or 0 off the beginning of a number; format the column as text and enter them again": "in der Spalte %q stehen %d Zahlen, wo sonst Texte stehen, etwa %q in Zeile %d: Eine Tabellenkalkulation nimmt einer Zahl das + oder die 0 am Anfang; formatieren Sie die Spalte als Text, und geben Sie die Zahlen erneut ein",
		// Rows that show what looks wrong with a file.
		"%s:%d: %s; see line %d":      "%s:%d: %s; siehe Zeile %d",
		"the eTag is that of line %d": "der eTag ist der von Zeile %d",
		"the base value of %s is %q, which is the value that line %d has in Business Central; this line has %q there": "der Ausgangswert von %s ist %q, also der, den Zeile %d in Business Central hat; diese Zeile hat dort %q",
		"%s is %q, which was the value of line %d; its own value was %q":                                              "%s ist %q, und das war der Wert von Zeile %d; der eigene Wert war %q",
		"%s is %q and %s %q":          "%s ist %q und %s %q",
		"%s is %q, and on line %d %q": "%s ist %q, und in Zeile %d %q",
		"%s is cleared, and was %q":   "%s wird geleert und war %q",
		"%s is %q, and was %q":        "%s ist %q und war %q",
	}
}
