package mapping

import (
	"errors"

	"github.com/nyaruka/phonenumbers"
)

// PhoneFormat is how the transform phone writes a number.
type PhoneFormat string

// The values of phone_format; empty is international.
const (
	PhoneInternational PhoneFormat = "international" // +49 30 2312512
	PhoneE164          PhoneFormat = "e164"          // +49302312512
)

// phone brings a number to the field's form. wrong says why it can't be one; it
// ends with what to do.
func (f *boundField) phone(text string) (formatted string, wrong Message) {
	number, err := phonenumbers.Parse(text, f.Region)
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode) && f.Region == "":
		return "", NewMessage("phone_no_country")
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return "", NewMessage("phone_unknown_country")
	case err != nil:
		return "", NewMessage("phone_unreadable")
	}
	if number.GetExtension() != "" {
		return "", NewMessage("phone_extension", number.GetExtension())
	}
	switch phonenumbers.IsPossibleNumberWithReason(number) {
	case phonenumbers.TOO_SHORT:
		return "", NewMessage("phone_too_short")
	case phonenumbers.TOO_LONG:
		return "", NewMessage("phone_too_long")
	case phonenumbers.IS_POSSIBLE, phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
	default:
		return "", NewMessage("phone_impossible")
	}
	if f.PhoneFormat == PhoneE164 {
		return phonenumbers.Format(number, phonenumbers.E164), Message{}
	}
	return phonenumbers.Format(number, phonenumbers.INTERNATIONAL), Message{}
}
