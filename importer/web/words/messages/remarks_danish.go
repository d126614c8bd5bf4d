package messages

// danishRemarks has what is said of a file besides its rows, by the English text.
func danishRemarks() map[string]string {
	return map[string]string{
		// What is worth knowing of a file.
		"1 row is not a record and is skipped: %s":    "1 række er ikke en record og springes over: %s",
		"%d rows are not records and are skipped: %s": "%d rækker er ikke records og springes over: %s",
		"line %d":              "linje %d",
		"lines %s":             "linje %s",
		"lines %s and %d more": "linje %s og %d til",
		"total":                "sum",
		"heading of a group":   "overskrift på en gruppe",
		"header repeated":      "gentaget overskrift",
		"drawn line":           "tegnet streg",
		"note below the table": "note under tabellen",
		"1 row of the sheet is hidden; hidden rows are read like others":      "1 række i arket er skjult; skjulte rækker læses som andre",
		"%d rows of the sheet are hidden; hidden rows are read like others":   "%d rækker i arket er skjult; skjulte rækker læses som andre",
		`a leading ' (or ="…") was removed from 1 cell, as spreadsheets do`:   `et foranstillet ' (eller ="…") blev fjernet fra 1 celle, som regneark gør`,
		`a leading ' (or ="…") was removed from %d cells, as spreadsheets do`: `et foranstillet ' (eller ="…") blev fjernet fra %d celler, som regneark gør`,
		"1 of 1 column looks like a field and is not mapped":                  "den eneste kolonne ligner et felt og er ikke tilknyttet",
		"%d of %d columns look like fields and are not mapped":                "%d af %d kolonner ligner felter og er ikke tilknyttet",
		"%d more such columns": "%d flere sådanne kolonner",
		"column %q looks like %s (%s); the mapping does not use it":  "kolonnen %q ligner %s (%s); tilknytningen bruger den ikke",
		"column %q looks like %s (%s); the mapping uses %q for that": "kolonnen %q ligner %s (%s); tilknytningen bruger %q til det",
		"column %q has 1 number where others are texts, %q in line %d: a spreadsheet takes the + or 0 off the beginning of a number; format the column as text and enter it again":             "kolonnen %q har 1 tal, hvor de andre er tekster, %q i linje %d: et regneark fjerner + eller 0 foran et tal; formatér kolonnen som tekst, og indtast det igen",
		"column %q has %d numbers where others are texts, such as %q in line %d: a spreadsheet takes the + or 0 off the beginning of a number; format the column as text and enter them again": "kolonnen %q har %d tal, hvor de andre er tekster, som %q i linje %d: et regneark fjerner + eller 0 foran et tal; formatér kolonnen som tekst, og indtast dem igen",
		// Rows that show what looks wrong with a file.
		"%s:%d: %s; see line %d":      "%s:%d: %s; se linje %d",
		"the eTag is that of line %d": "eTag'en er den fra linje %d",
		"the base value of %s is %q, which is the value that line %d has in Business Central; this line has %q there": "udgangsværdien for %s er %q, som er den, linje %d har i Business Central; denne linje har %q der",
		"%s is %q, which was the value of line %d; its own value was %q":                                              "%s er %q, som var værdien i linje %d; dens egen værdi var %q",
		"%s is %q and %s %q":          "%s er %q og %s %q",
		"%s is %q, and on line %d %q": "%s er %q, og i linje %d %q",
		"%s is cleared, and was %q":   "%s tømmes og var %q",
		"%s is %q, and was %q":        "%s er %q og var %q",
	}
}
