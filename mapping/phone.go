package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// PhoneFormat is how the transform phone writes a number.
type PhoneFormat string

// The values of phone_format; empty is international.
const (
	PhoneInternational PhoneFormat = "international" // +49 30 2312512
	PhoneE164          PhoneFormat = "e164"          // +49302312512
)

// knownRegion tells whether there are rules for numbers of a region, which is
// written in two capitals (ISO 3166).
func knownRegion(region string) bool {
	return slices.Contains(regions(), region)
}

func regions() []string {
	var all []string
	for region := range phonenumbers.GetSupportedRegions() {
		all = append(all, region)
	}
	slices.Sort(all)
	return all
}

// phone brings a number to the field's form. wrong says why it can't be one; it
// ends with what to do.
func (f *boundField) phone(text string) (formatted, wrong string) {
	number, err := phonenumbers.Parse(text, f.Region)
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode) && f.Region == "":
		return "", "has no country code; write it with one, as +49 30 2312512, or say region in the mapping"
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return "", "has a country code that there is not; correct it"
	case err != nil:
		return "", "is not a phone number; correct it"
	}
	if number.GetExtension() != "" {
		return "", fmt.Sprintf("has the extension %s, and Business Central takes no letters to mark it; leave it out, or write it behind the number with -", number.GetExtension())
	}
	switch phonenumbers.IsPossibleNumberWithReason(number) {
	case phonenumbers.TOO_SHORT:
		return "", "has too few digits for its country; correct it"
	case phonenumbers.TOO_LONG:
		return "", "has too many digits for its country; correct it"
	case phonenumbers.IS_POSSIBLE, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
	default:
		return "", "cannot be a number of its country; correct it"
	}
	if f.PhoneFormat == PhoneE164 {
		return phonenumbers.Format(number, phonenumbers.E164), ""
	}
	return phonenumbers.Format(number, phonenumbers.INTERNATIONAL), ""
}

func digitsOf(text string) string { return strings.Map(digit, text) }
