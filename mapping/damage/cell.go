package damage

import (
	"math/big"
	"strings"
	"unicode/utf8"
)

// Scientific recognizes what spreadsheets make of a long number in a narrow column,
// or when they write it as CSV: 4,93023E+11. They always give the exponent a sign.
func Scientific(text string) bool {
	const shortest, exponential = len("1E+1"), len("E+123")
	n := len(text)
	if n < shortest || text[0] > '9' || !isDigit(text[n-1]) || !strings.ContainsAny(text[max(0, n-exponential):], "Ee") {
		return false
	}
	at := strings.LastIndexAny(text, "Ee")
	if at < 1 || at+2 >= len(text) || text[at+1] != '+' && text[at+1] != '-' {
		return false
	}
	exponent := text[at+2:]
	mantissa := strings.TrimLeft(text[:at], "+-")
	whole, fraction, _ := strings.Cut(strings.Replace(mantissa, ",", ".", 1), ".")
	return len(exponent) <= 3 && allDigits(exponent) &&
		len(whole) >= 1 && len(whole) <= 3 && allDigits(whole) && allDigits(fraction)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func allDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }

// Unshortened is the number that a text in scientific form stands for, empty if it is
// too long to tell.
func Unshortened(text string) string {
	number, _, err := big.ParseFloat(strings.Replace(text, ",", ".", 1), 10, 200, big.ToNearestEven)
	if err != nil || !number.IsInt() {
		return ""
	}
	digits := number.Text('f', 0)
	if len(digits) > 30 {
		return ""
	}
	return digits
}

// Uncomputed is what Excel shows in a cell whose value it does not have yet. It stands
// for a formula's value that a workbook lacks, too.
const Uncomputed = "#GETTING_DATA"

// FormulaError recognizes the values that Excel shows where a formula fails, in a
// workbook as in a CSV file that it wrote in one of its languages.
func FormulaError(text string) bool {
	if len(text) < 3 || text[0] != '#' {
		return false
	}
	switch text {
	case "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
		"#CONNECT!", "#BUSY!", Uncomputed, "#UNKNOWN!", // English, and in every workbook
		"#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#ÜBERLAUF!", "#KALK!", // German
		"#VALEUR!", "#NOM?", "#NUL!", "#NOMBRE!", // French
		"#VALOR!", "#¿NOMBRE?", "#¡REF!", "#¡VALOR!", "#¡DIV/0!", "#¡NUM!", "#¡NULO!", // Spanish
		"#RIF!", "#VALORE!", "#NOME?", "#N/D", // Italian
		"#WAARDE!", "#VERW!", "#NAAM?", "#GETAL!", "#N/B", "#LEEG!", "#DEEL/0!", // Dutch
		"#VÆRDI!", "#NAVN?", "#REFERENCE!", "#I/T", // Danish
		"#VÄRDEFEL!", "#REFERENS!", "#NAMN?", "#SAKNAS!", "#OGILTIGT!", "#DIVISION/0!", "#SKÄRNING!", // Swedish
		"#N/V", "#VERDI!", "#ARVO!", "#VIITTAUS!", "#NIMI?", "#JAKO/0!", "#PUUTTUU!", "#LUKU!", // Norwegian, Finnish
		"#NAZWA?", "#ARG!", "#ADR!", "#LICZBA!", "#DZIEL/0!", // Polish
		"#HODNOTA!", "#ODKAZ!", "#NÁZEV?", "#ČÍSLO!", "#DĚLENÍ_NULOU!", "#NENÍ_K_DISPOZICI", // Czech
		"#NÚM!", "#NULO!", "#ÉRTÉK!", "#HIV!", "#NÉV?", "#HIÁNYZIK", "#ZÉRÓOSZTÓ!", // Portuguese, Hungarian
		"#ЗНАЧ!", "#ССЫЛКА!", "#ИМЯ?", "#Н/Д", "#ДЕЛ/0!", "#ЧИСЛО!", // Russian
		"#DEĞER!", "#BAŞV!", "#AD?", "#YOK", "#SAYI/0!", "#SAYI!", // Turkish
		"#ERROR!": // Google Sheets
		return true
	}
	return strings.Trim(text, "#") == "" // a column too narrow
}

// HasLostLetter reports whether the sign for a letter that could not be read is in a text, or
// what would be read as one.
func HasLostLetter(text string) bool {
	return !isASCII(text) && (strings.Contains(text, "\ufffd") || !utf8.ValidString(text))
}
