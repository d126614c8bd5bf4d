package entity

import (
	"strings"
	"unicode"
)

// cutMonth takes the name of a month off a text.
func cutMonth(text string) (month int, rest string, ok bool) {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	if end < 0 {
		end = len(text)
	}
	month = monthNamed(text[:end])
	return month, text[end:], month > 0
}

// monthNamed knows months and their abbreviations in English, German, Danish, French,
// Spanish, Italian, Dutch and Swedish; 0 is no month.
func monthNamed(name string) int {
	switch strings.ToLower(composed(name)) {
	case "jan", "january", "januar", "jän", "jänner", "januari", "janv", "janvier", "ene", "enero", "gen", "gennaio":
		return 1
	case "feb", "february", "februar", "februari", "fév", "févr", "février", "fev", "fevr", "fevrier", "febrero", "febbraio":
		return 2
	case "mar", "march", "mär", "mrz", "märz", "maerz", "marts", "mars", "marzo", "mrt", "maart":
		return 3
	case "apr", "april", "avr", "avril", "abr", "abril", "aprile":
		return 4
	case "may", "mai", "maj", "mayo", "mag", "maggio", "mei":
		return 5
	case "jun", "june", "juni", "juin", "junio", "giu", "giugno":
		return 6
	case "jul", "july", "juli", "juil", "juill", "juillet", "julio", "lug", "luglio":
		return 7
	case "aug", "august", "augustus", "augusti", "aoû", "août", "aou", "aout", "ago", "agosto":
		return 8
	case "sep", "sept", "september", "septembre", "septiembre", "set", "sett", "settembre":
		return 9
	case "oct", "october", "okt", "oktober", "octobre", "octubre", "ott", "ottobre":
		return 10
	case "nov", "november", "novembre", "noviembre":
		return 11
	case "dec", "december", "dez", "dezember", "déc", "décembre", "decembre", "dic", "diciembre", "dicembre":
		return 12
	}
	return 0
}
