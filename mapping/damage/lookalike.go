package damage

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// truthWords are how spreadsheets write truth values, in their languages. The second
// kind are names as well.
var truthWords = map[string]bool{
	"TRUE": true, "FALSE": true, "WAHR": true, "FALSCH": true, "VRAI": true, "FAUX": true, "VERDADERO": true, "VERDADEIRO": true, "ONWAAR": true,
	"FALSK": true, "FALSKT": true, "USANN": true, "PRAWDA": true, "FAŁSZ": true, "NEPRAVDA": true, "EPÄTOSI": true, "YANLIŞ": true, "ИСТИНА": true, "ЛОЖЬ": true,
	"FALSO": false, "VERO": false, "WAAR": false, "SAND": false, "SANT": false, "SANN": false, "PRAVDA": false, "TOSI": false, "IGAZ": false, "HAMIS": false, "DOĞRU": false,
}

// isTruth recognizes a truth value; sure is false for one that may be a name.
func isTruth(text string) (is, sure bool) {
	switch text {
	case "true", "false": // as programs write them
		return true, true
	case "True", "False":
		return true, false
	}
	if len(text) < 4 || len(text) > 12 || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsUpper(r) }) {
		return false, false
	}
	sure, is = truthWords[text]
	return is, sure
}

var (
	// dateShape is a whole cell that is a date or a time: 2026-05-01, 01.05.2026, 5/1/26,
	// with or without a time, 01.05., 05/2026, 14:30.
	dateShape = regexp.MustCompile(`^(?:(?:(?:1[89]|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])[./-](?:(?:1[89]|20)?\d\d))(?:[T ]` + clock + `)?|(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.|(?:0?[1-9]|1[0-2])[./-]20\d\d|20\d\d年\d\d?月\d\d?日|` + clock + `)$`)
	// monthShape is what spreadsheets make of 1-5 or Mai 26: 01. Mai, May-26, 1-May.
	monthShape = regexp.MustCompile(`^(?i:(?:\d{1,2}\.?[- ]?(?:` + months + `)\.?(?:[- ](?:19|20)?\d\d)?|(?:` + months + `)\.?[- ](?:19|20)?\d\d))$`)
	// writtenDate is a date with its month in full: Freitag, 1. Mai 2026, May 1, 2026.
	writtenDate = regexp.MustCompile(`^(?i:(?:\p{L}{2,12},? )?(?:\d{1,2}(?:\.|er|º)? (?:de )?\p{L}{3,12}\.?(?: de)?|\p{L}{3,12} \d{1,2},) (?:19|20)\d\d)$`)
	// numberOnly is a number and nothing else, as any country writes it.
	numberOnly = regexp.MustCompile(`^[+-]?(?:[€$£]\s?)?(?:\d+|\d{1,3}(?:[., \x{a0}\x{202f}’']\d{3})+)(?:[.,]\d+)?\s?[%€$£]?$`)
	// formulaOnly is a formula that was never computed: =A1, =SUM(B2:B9), =Sheet2!A1.
	formulaOnly = regexp.MustCompile(`^=\s*[+@-]?\(*(?:\$?[A-Za-z]{1,3}\$?[0-9]+\s*(?:$|[-+*/^&=<>:;,)!%])|[0-9.,]+\s*(?:$|[-+*/^&=<>])|"|\{|[\p{L}._]+\(|'[^']*'!|[\p{L}0-9_]+!|\[)`)
	errorOnly   = regexp.MustCompile(`^(?:Err|Fehler|Erreur) ?:5\d\d$`)
	// sumOnly is a phone number with which a program has calculated: 3023125867.0, and
	// -23125837, which is 30-23125867.
	sumOnly = regexp.MustCompile(`^(?:[-−]\d+|\d{6,}[.,]0{1,6})$`)
)

const months = `jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|` +
	`january|february|march|april|june|july|august|september|october|november|december|` +
	`januar|februar|märz|juni|juli|oktober|dezember|` +
	`maj|máj|kwi|sty|lut|cze|lip|sie|wrz|paź|gru|led|úno|bře|kvě|čvn|čvc|srp|zář|říj|fev|` +
	`янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек|janv|févr|avr|juin|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|mrt|mei|maj`

// clock is a time of day.
const clock = `(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?[AaPp][Mm]| ?UTC|Z|[+-]\d\d:\d\d)?`

func hasDigit(text string) bool { return strings.ContainsAny(text, "0123456789") }

// isDate recognizes a date, of a cell as a whole.
func isDate(text string) bool {
	switch first := text != "" && text[0] != '+' && text[0] != '('; {
	case !first || len(text) > 40:
		return false
	case !isDigit(text[0]) && !endsInYear(text): // as most texts that are no dates
		return false
	}
	digits, letters := 0, false
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c|0x20 >= 'a' && c|0x20 <= 'z', c >= utf8.RuneSelf:
			letters = true
		}
	}
	if digits == 0 || !letters && digits > 8 && strings.IndexByte(text, ':') < 0 { // most phone numbers
		return false
	}
	return dateShape.MatchString(text) || letters && (monthShape.MatchString(text) || writtenDate.MatchString(text))
}

// endsInYear reports whether a text ends as dates do that begin with a word: in two digits of
// a year, or four, behind a blank or a hyphen.
func endsInYear(text string) bool {
	n := len(text) - 2
	if n < 1 || !isDigit(text[n]) || !isDigit(text[n+1]) {
		return false
	}
	rest := text[:n]
	if bare, whole := strings.CutSuffix(rest, "19"); whole {
		rest = bare
	} else if bare, whole := strings.CutSuffix(rest, "20"); whole {
		rest = bare
	}
	return strings.HasSuffix(rest, " ") || strings.HasSuffix(rest, "-")
}

// isSum recognizes a phone number that was taken for an amount.
func isSum(text string) bool {
	return text != "" && (text[0] == '-' || text[0] >= utf8.RuneSelf || isDigit(text[0]) && text[len(text)-1] == '0') && sumOnly.MatchString(text)
}

// isNumber recognizes a number and nothing else.
func isNumber(text string) bool {
	return text != "" && (text[0] <= '9' || text[0] >= utf8.RuneSelf) && hasDigit(text) && numberOnly.MatchString(text)
}

// isFormula recognizes a formula that stands for its own text, or its error's number.
func isFormula(text string) bool {
	if text == "" {
		return false
	}
	switch text[0] {
	case '=':
		return formulaOnly.MatchString(text)
	case 'E', 'F': // LibreOffice's errors
		return errorOnly.MatchString(text)
	}
	return false
}
