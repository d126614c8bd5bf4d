package mapping

import (
	"strings"
	"unicode/utf8"

	"bcimport/mapping/entity"
	"bcimport/mapping/texts"
)

// check returns the documented rules of Business Central that a text certainly
// breaks. In doubt the text passes and the server decides.
func (f *boundField) check(text string) []CellError {
	var refusals []CellError
	if texts.TooLong(text, f.length) {
		refusals = append(refusals, f.refuse("too_long", NewMessage("too_long", shortened(text), f.where(), texts.Length(text), f.Name, f.length))...)
	}
	switch f.Of.Purpose {
	case entity.Email:
		if !f.AcceptDamaged && texts.IsDecorated(text) {
			return append(refusals, f.refuse("invalid_email", NewMessage("email_decorated", shortened(text), f.where(), f.Name))...)
		}
		if address, wrong := wrongEmail(text); !wrong.IsZero() {
			refusals = append(refusals, f.refuse("invalid_email", NewMessage("email_invalid", shortened(address), f.where(), wrong))...)
		}
	case entity.Phone:
		if letter, found := texts.FirstLetter(text); found {
			refusals = append(refusals, f.refuse("invalid_phone", NewMessage("phone_letter", shortened(text), f.where(), string(letter)))...)
		}
	}
	return refusals
}

// wrongEmail follows CheckValidEmailAddresses of codeunit MailManagement:
// several addresses with semicolons, each with exactly one @, a dot after at
// least one character of the domain and a last part of two characters or more.
func wrongEmail(text string) (address string, wrong Message) {
	if texts.IsPlainAddress(text) {
		return "", Message{}
	}
	if strings.ContainsRune(text, '"') && strings.ContainsRune(text, '@') {
		return "", Message{} // a quoted name may hold semicolons and further @
	}
	none := true
	for part := range strings.SplitSeq(text, ";") {
		address = TrimBlank(part)
		if address == "" {
			continue
		}
		none = false
		if wrong = wrongAddress(address); !wrong.IsZero() {
			return address, wrong
		}
	}
	if none {
		return text, NewMessage("email_no_at")
	}
	return "", Message{}
}

func wrongAddress(address string) Message {
	local, domain, found := strings.Cut(address, "@")
	if !found {
		return NewMessage("email_no_at")
	}
	if strings.ContainsAny(address, "<>()[]") {
		// A display name, a comment or an address literal: .NET's MailAddress
		// takes forms that are not worth repeating here.
		return Message{}
	}
	lastDot := strings.LastIndexByte(domain, '.')
	switch {
	case strings.Contains(domain, "@"):
		return NewMessage("email_many_ats")
	case local == "":
		return NewMessage("email_no_local")
	case lastDot < 1:
		return NewMessage("email_no_domain")
	case utf8.RuneCountInString(domain[lastDot+1:]) < 2:
		return NewMessage("email_short_ending")
	}
	return Message{}
}
