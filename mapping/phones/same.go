package phones

import (
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// Same reports whether two texts are one phone number. The country of one without a country code
// is that of the other; without any, their digits are compared. One that has lost its
// beginning is not the same: it is damaged.
func Same(a, b string) bool {
	if lastDigits(a) != lastDigits(b) {
		return false // the end of a number is the same in whatever way it is written
	}
	a, b = strings.ReplaceAll(a, "(0)", ""), strings.ReplaceAll(b, "(0)", "")
	if !isPhoneText(a) || !isPhoneText(b) || LostBeginning(a, b) != LostNothing || LostBeginning(b, a) != LostNothing {
		return false
	}
	one, other := worldwide(a), worldwide(b)
	switch {
	case one != "" && other != "":
		return one == other
	case one != "":
		return isNationalOf(digitsOf(b), one)
	case other != "":
		return isNationalOf(digitsOf(a), other)
	}
	return digitsOf(a) == digitsOf(b)
}

// lastDigits are the last four digits of a text, fewer where it has fewer.
func lastDigits(text string) (last [4]byte) {
	for i, n := len(text)-1, 0; i >= 0 && n < len(last); i-- {
		if text[i] >= '0' && text[i] <= '9' {
			last[n], n = text[i], n+1
		}
	}
	return last
}

// isPhoneText reports whether a text is one number and nothing else.
func isPhoneText(text string) bool {
	digits := 0
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r == '+' && i == 0, strings.ContainsRune("-/().'’‐‑–", r), unicode.IsSpace(r):
		default:
			return false
		}
	}
	return digits > 2
}

// worldwide is a number with its country code, as digits; empty where it has none.
func worldwide(text string) string {
	digits := digitsOf(text)
	if !strings.HasPrefix(text, "+") {
		rest, abroad := strings.CutPrefix(digits, "00")
		if !abroad {
			return ""
		}
		digits = rest
	}
	number, err := phonenumbers.Parse("+"+digits, "")
	if err != nil {
		return digits
	}
	return digitsOf(phonenumbers.Format(number, phonenumbers.E164))
}

// isNationalOf reports whether digits are how a number is written in its own country, or with
// a 0 that people put before any.
func isNationalOf(digits, worldwide string) bool {
	number, err := phonenumbers.Parse("+"+worldwide, "")
	if err != nil {
		return false
	}
	national := phonenumbers.GetNationalSignificantNumber(number)
	region := phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode()))
	return digits == national || digits == "0"+national || digits == phonenumbers.GetNddPrefixForRegion(region, true)+national
}

func digitsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}
