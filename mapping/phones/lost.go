package phones

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// Loss is what a phone number has lost when a spreadsheet took it for a number.
type Loss int

// The losses. LostNothing is a sound number's.
const (
	LostNothing Loss = iota
	LostStart        // what stands before the digits of the very number that the record holds
	LostZero         // the 0 that begins numbers within a country
	LostCountry      // the + before the country code
)

// LostBeginning returns what a phone number has lost, against the one that the record
// holds, when a spreadsheet took it for a number: the leading +, 00 or 0.
func LostBeginning(text, held string) Loss {
	have := digitsOf(text)
	if strings.ContainsRune(text, '+') || len(have) < 4 || have[0] == '0' {
		return LostNothing
	}
	if what := lostOf(have, held); what != LostNothing {
		return what
	}
	if len(have) >= 7 && have == strings.TrimSpace(text) {
		return lostOfNew(have, held)
	}
	return LostNothing
}

// lostOf compares digits with those of the very number that the record holds.
func lostOf(have, held string) Loss {
	had := digitsOf(held)
	if strings.HasPrefix(strings.TrimSpace(held), "+") {
		number, err := phonenumbers.Parse(held, "")
		switch {
		case have == had && (err != nil || !codeIsPrefix(number)):
			return LostStart
		case err != nil:
			return LostNothing
		}
		national := phonenumbers.GetNationalSignificantNumber(number)
		zero := nationalZero(number)
		if zero && have == national || have == strings.TrimPrefix(national, "0") && have != national {
			return LostStart
		}
		return LostNothing
	}
	if rest, doubled := strings.CutPrefix(had, "00"); doubled && have == rest {
		return LostStart
	}
	if rest, cut := strings.CutPrefix(had, "0"); cut && have == rest {
		return LostStart
	}
	return LostNothing
}

// lostOfNew judges another number than the record's by how that one is written.
func lostOfNew(have, held string) Loss {
	had := strings.TrimSpace(held)
	if !strings.HasPrefix(had, "+") {
		digits := digitsOf(had)
		if strings.HasPrefix(digits, "0") && !strings.HasPrefix(digits, "00") && len(have) >= len(digits)-2 {
			return LostZero // every number there is written with it
		}
		return LostNothing
	}
	number, err := phonenumbers.Parse(had, "")
	if err != nil {
		return LostNothing
	}
	code := digitsOf(phonenumbers.Format(number, phonenumbers.E164))
	code = strings.TrimSuffix(code, phonenumbers.GetNationalSignificantNumber(number))
	region := phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode()))
	if strings.HasPrefix(have, code) && !codeIsPrefix(number) && !isNational(have, region) {
		other, err := phonenumbers.Parse("+"+have, "")
		if err == nil && (phonenumbers.IsValidNumber(other) || len(have) == len(digitsOf(had))) {
			return LostCountry
		}
	}
	if !nationalZero(number) {
		return LostNothing
	}
	if other, err := phonenumbers.Parse("0"+have, region); err == nil && phonenumbers.IsPossibleNumber(other) {
		return LostZero
	}
	return LostNothing
}

// codeIsPrefix reports whether a number is of a country, such as the United States, in
// which the country code is what people dial before a number anyway.
func codeIsPrefix(number *phonenumbers.PhoneNumber) bool {
	region := phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode()))
	return phonenumbers.GetNddPrefixForRegion(region, true) == strconv.Itoa(int(number.GetCountryCode()))
}

// isNational reports whether digits are a number of the region without anything before it:
// 390 123 4567 in Italy, whose country code is 39.
func isNational(digits, region string) bool {
	number, err := phonenumbers.Parse(digits, region)
	return err == nil && phonenumbers.GetNationalSignificantNumber(number) == digits && phonenumbers.IsValidNumber(number)
}

// nationalZero reports whether a number is of a country in which numbers without the
// country code begin with 0.
func nationalZero(number *phonenumbers.PhoneNumber) bool {
	region := phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode()))
	return phonenumbers.GetNddPrefixForRegion(region, true) == "0"
}
