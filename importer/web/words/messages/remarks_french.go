package messages

// frenchRemarks has what is said of a file besides its rows, by the English text.
func frenchRemarks() map[string]string {
	return map[string]string{
		// What is worth knowing of a file.
		"1 row is not a record and is skipped: %s":    "1 ligne n’est pas un enregistrement et est ignorée : %s",
		"%d rows are not records and are skipped: %s": "%d lignes ne sont pas des enregistrements et sont ignorées : %s",
		"line %d":              "ligne %d",
		"lines %s":             "lignes %s",
		"lines %s and %d more": "lignes %s et %d autres",
		"total":                "total",
		"heading of a group":   "titre d’un groupe",
		"header repeated":      "en-tête répété",
		"drawn line":           "trait",
		"note below the table": "note sous le tableau",
		"1 row of the sheet is hidden; hidden rows are read like others":      "1 ligne de la feuille est masquée ; les lignes masquées sont lues comme les autres",
		"%d rows of the sheet are hidden; hidden rows are read like others":   "%d lignes de la feuille sont masquées ; les lignes masquées sont lues comme les autres",
		`a leading ' (or ="…") was removed from 1 cell, as spreadsheets do`:   `un ' initial (ou ="…") a été retiré de 1 cellule, comme le font les tableurs`,
		`a leading ' (or ="…") was removed from %d cells, as spreadsheets do`: `un ' initial (ou ="…") a été retiré de %d cellules, comme le font les tableurs`,
		"1 of 1 column looks like a field and is not mapped":                  "la seule colonne ressemble à un champ et n’est pas associée",
		"%d of %d columns look like fields and are not mapped":                "%d colonnes sur %d ressemblent à des champs et ne sont pas associées",
		"%d more such columns": "%d autres colonnes semblables",
		"column %q looks like %s (%s); the mapping does not use it":  "la colonne %q ressemble à %s (%s) ; le mappage ne l’utilise pas",
		"column %q looks like %s (%s); the mapping uses %q for that": "la colonne %q ressemble à %s (%s) ; le mappage utilise %q pour cela",
		"column %q has 1 number where others are texts, %q in line %d: a spreadsheet takes the + or 0 off the beginning of a number; format the column as text and enter it again":             "la colonne %q contient 1 nombre là où les autres sont des textes, %q à la ligne %d : un tableur retire le + ou le 0 au début d’un nombre ; mettez la colonne au format Texte et saisissez-le à nouveau",
		"column %q has %d numbers where others are texts, such as %q in line %d: a spreadsheet takes the + or 0 off the beginning of a number; format the column as text and enter them again": "la colonne %q contient %d nombres là où les autres sont des textes, comme %q à la ligne %d : un tableur retire le + ou le 0 au début d’un nombre ; mettez la colonne au format Texte et saisissez-les à nouveau",
		// Rows that show what looks wrong with a file.
		"%s:%d: %s; see line %d":      "%s:%d : %s ; voir la ligne %d",
		"the eTag is that of line %d": "l’eTag est celui de la ligne %d",
		"the base value of %s is %q, which is the value that line %d has in Business Central; this line has %q there": "la valeur de départ de %s est %q, celle que la ligne %d a dans Business Central ; cette ligne y a %q",
		"%s is %q, which was the value of line %d; its own value was %q":                                              "%s est %q, qui était la valeur de la ligne %d ; sa propre valeur était %q",
		"%s is %q and %s %q":          "%s est %q et %s %q",
		"%s is %q, and on line %d %q": "%s est %q, et à la ligne %d %q",
		"%s is cleared, and was %q":   "%s est vidé et était %q",
		"%s is %q, and was %q":        "%s est %q et était %q",
	}
}
