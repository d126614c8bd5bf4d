package mapping

import (
	"regexp"
	"strings"
	"unicode"
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
	if len(text) < 4 || len(text) > 12 || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsUpper(r) }) {
		return false, false
	}
	sure, is = truthWords[text]
	return is, sure
}

var (
	// dateShape is a whole cell that is a date: 2026-05-01, 01.05.2026, 5/1/26, with or
	// without a time.
	dateShape = regexp.MustCompile(`^(?:(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|[12]\d|3[01])[./-](?:(?:19|20)?\d\d))(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?)?$`)
	// monthShape is what spreadsheets make of 1-5 or Mai 26: 01. Mai, May-26, 1-May.
	monthShape = regexp.MustCompile(`^(?i:(?:\d{1,2}\.?[- ]?(?:` + months + `)\.?(?:[- ](?:19|20)?\d\d)?|(?:` + months + `)\.?[- ](?:19|20)?\d\d))$`)
	// numberOnly is a number and nothing else, as any country writes it.
	numberOnly = regexp.MustCompile(`^[+-]?(?:\d+|\d{1,3}(?:[., \x{a0}\x{202f}’']\d{3})+)(?:[.,]\d+)?\s?[%€$£]?$`)
	// formulaOnly is a formula that was never computed: =A1, =SUM(B2:B9), =Sheet2!A1.
	formulaOnly = regexp.MustCompile(`^=\s*[+-]?(?:\$?[A-Za-z]{1,3}\$?[0-9]+|[0-9("]|[\p{L}._]+\(|'[^']*'!|[\p{L}0-9_]+!|\[)`)
)

const months = `jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|` +
	`january|february|march|april|june|july|august|september|october|november|december|` +
	`januar|februar|märz|juni|juli|oktober|dezember|` +
	`janv|févr|avr|juin|juil|août|déc|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|mrt|mei|maj`

func hasDigit(text string) bool { return strings.ContainsAny(text, "0123456789") }

// isDate recognizes a date, of a cell as a whole.
func isDate(text string) bool {
	return len(text) <= 32 && hasDigit(text) && (dateShape.MatchString(text) || monthShape.MatchString(text))
}

// isNumber recognizes a number and nothing else.
func isNumber(text string) bool {
	return text != "" && (text[0] <= '9') && hasDigit(text) && numberOnly.MatchString(text)
}

// isFormula recognizes a formula that stands for its own text.
func isFormula(text string) bool {
	return text != "" && text[0] == '=' && formulaOnly.MatchString(text)
}

// unwrapped takes the text out of ="…", by which programs keep a spreadsheet from taking
// it for a number.
func unwrapped(cell string) (string, bool) {
	text := TrimBlank(cell)
	if len(text) < 3 || text[0] != '=' {
		return cell, false
	}
	inner := TrimBlank(text[1:])
	if strings.HasPrefix(inner, "(") && strings.HasSuffix(inner, ")") {
		inner = TrimBlank(inner[1 : len(inner)-1])
	}
	if len(inner) < 2 || inner[0] != '"' || inner[len(inner)-1] != '"' {
		return cell, false
	}
	inner = inner[1 : len(inner)-1]
	if strings.Contains(strings.ReplaceAll(inner, `""`, ""), `"`) {
		return cell, false // two texts and what joins them
	}
	return strings.ReplaceAll(inner, `""`, `"`), true
}
