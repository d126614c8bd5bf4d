package mapping

import (
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// lostBeginning returns what a phone number has lost, against the one that the record
// holds, when a spreadsheet took it for a number: the leading +, 00 or 0. It is zero
// for a sound one.
func lostBeginning(text, held string) Message {
	have := digitsOf(text)
	if strings.ContainsRune(text, '+') || len(have) < 4 || have[0] == '0' {
		return Message{}
	}
	if what := lostOf(have, held); !what.IsZero() {
		return what
	}
	if len(have) >= 7 && have == TrimBlank(text) {
		return lostOfNew(have, held)
	}
	return Message{}
}

// lostOf compares digits with those of the very number that the record holds.
func lostOf(have, held string) Message {
	had := digitsOf(held)
	if strings.HasPrefix(TrimBlank(held), "+") {
		number, err := phonenumbers.Parse(held, "")
		switch {
		case have == had && (err != nil || !codeIsPrefix(number)):
			return NewMessage("lost_start")
		case err != nil:
			return Message{}
		}
		national := phonenumbers.GetNationalSignificantNumber(number)
		zero := nationalZero(number)
		if zero && have == national || have == strings.TrimPrefix(national, "0") && have != national {
			return NewMessage("lost_start")
		}
		return Message{}
	}
	if rest, doubled := strings.CutPrefix(had, "00"); doubled && have == rest {
		return NewMessage("lost_start")
	}
	if rest, cut := strings.CutPrefix(had, "0"); cut && have == rest {
		return NewMessage("lost_start")
	}
	return Message{}
}

// lostOfNew judges another number than the record's by how that one is written.
func lostOfNew(have, held string) Message {
	had := TrimBlank(held)
	if !strings.HasPrefix(had, "+") {
		digits := digitsOf(had)
		if strings.HasPrefix(digits, "0") && !strings.HasPrefix(digits, "00") && len(have) >= len(digits)-2 {
			return NewMessage("lost_zero") // every number there is written with it
		}
		return Message{}
	}
	number, err := phonenumbers.Parse(had, "")
	if err != nil {
		return Message{}
	}
	code := digitsOf(phonenumbers.Format(number, phonenumbers.E164))
	code = strings.TrimSuffix(code, phonenumbers.GetNationalSignificantNumber(number))
	region := phonenumbers.GetRegionCodeForCountryCode(int(number.GetCountryCode()))
	if strings.HasPrefix(have, code) && !codeIsPrefix(number) && !isNational(have, region) {
		other, err := phonenumbers.Parse("+"+have, "")
		if err == nil && (phonenumbers.IsValidNumber(other) || len(have) == len(digitsOf(had))) {
			return NewMessage("lost_country")
		}
	}
	if !nationalZero(number) {
		return Message{}
	}
	if other, err := phonenumbers.Parse("0"+have, region); err == nil && phonenumbers.IsPossibleNumber(other) {
		return NewMessage("lost_zero")
	}
	return Message{}
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
