package words

import "strings"

// FrenchSpaces makes those blanks of a French text unbreakable that stand before a colon,
// a semicolon, a question mark or an exclamation mark, or within quotation marks, so that
// no line begins with one of them.
func FrenchSpaces(text string) string {
	const blank = "\u00a0"
	return strings.NewReplacer(" :", blank+":", " ;", blank+";", " ?", blank+"?", " !", blank+"!", "« ", "«"+blank, " »", blank+"»").Replace(text)
}

// spaced returns a table of French texts with the blanks that French has.
func spaced(t table) table {
	for _, forms := range t {
		for i := range forms {
			forms[i] = FrenchSpaces(forms[i])
		}
	}
	return t
}
