package records

import (
	"math/big"
	"strings"
)

// defaultPlaces is to how many decimal places a number is kept.
const defaultPlaces = 5

// longestNumber is how long the text of a number may be, and mostDigits how many
// digits it may have before its mark: Business Central's Decimal ends below 10^15.
const (
	longestNumber = 60
	mostDigits    = 15
)

// ParseDecimal reads a JSON number exactly and rounds it half away from 0. The text has
// neither an exponent nor needless zeros.
func ParseDecimal(text string, places int) (string, bool) {
	if len(text) > longestNumber || strings.Trim(text, "+-.0123456789eE") != "" {
		return "", false
	}
	if at := strings.IndexAny(text, "eE"); at >= 0 && len(strings.TrimLeft(text[at+1:], "+-0")) > 2 {
		return "", false // nobody computes 1e999999999
	}
	number, ok := new(big.Rat).SetString(text)
	if !ok {
		return "", false
	}
	rounded := number.FloatString(places)
	if strings.ContainsRune(rounded, '.') {
		rounded = strings.TrimRight(strings.TrimRight(rounded, "0"), ".")
	}
	if rounded == "-0" {
		rounded = "0"
	}
	whole, _, _ := strings.Cut(strings.TrimPrefix(rounded, "-"), ".")
	return rounded, len(whole) <= mostDigits
}

// pad writes a number with at least so many decimal places.
func pad(number string, places int) string {
	if places == 0 {
		return number
	}
	whole, decimals, _ := strings.Cut(number, ".")
	return whole + "." + decimals + strings.Repeat("0", max(0, places-len(decimals)))
}
