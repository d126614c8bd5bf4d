package mapping

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// check returns the documented rules of Business Central that a text certainly
// breaks. In doubt the text passes and the server decides.
func (f *boundField) check(text string) []CellError {
	var refusals []CellError
	if tooLong(text, f.length) {
		refusals = append(refusals, f.refuse("too_long", fmt.Sprintf(
			"The text %s in %s has %d characters, and %s takes at most %d; shorten it.",
			quote(text), f.columnWords(), utf16Length(text), f.Name, f.length))...)
	}
	switch f.kind {
	case kindEmail:
		if !f.AcceptDamaged && isDecorated(text) {
			return append(refusals, f.refuse("invalid_email", fmt.Sprintf(
				"The text %s in %s holds more than an e-mail address; write the address alone, or say transform: [email], or accept_damaged: true, for %s in the mapping.",
				quote(text), f.columnWords(), f.Name))...)
		}
		if address, wrong := wrongEmail(text); wrong != "" {
			refusals = append(refusals, f.refuse("invalid_email", fmt.Sprintf(
				"The e-mail address %s in %s %s.", quote(address), f.columnWords(), wrong))...)
		}
	case kindPhone:
		if letter, found := firstLetter(text); found {
			refusals = append(refusals, f.refuse("invalid_phone", fmt.Sprintf(
				"The phone number %s in %s contains the letter %q, and Business Central takes none; remove the letters.",
				quote(text), f.columnWords(), string(letter)))...)
		}
	}
	return refusals
}

func tooLong(text string, length int) bool {
	// A text never has more UTF-16 units than UTF-8 bytes.
	return length > 0 && len(text) > length && utf16Length(text) > length
}

// utf16Length counts as Business Central does: its Text is a .NET string.
func utf16Length(text string) int {
	n := 0
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// wrongEmail follows CheckValidEmailAddresses of codeunit MailManagement:
// several addresses with semicolons, each with exactly one @, a dot after at
// least one character of the domain and a last part of two characters or more.
func wrongEmail(text string) (address, wrong string) {
	if isPlainAddress(text) {
		return "", ""
	}
	if strings.ContainsRune(text, '"') && strings.ContainsRune(text, '@') {
		return "", "" // a quoted name may hold semicolons and further @
	}
	none := true
	for part := range strings.SplitSeq(text, ";") {
		address = TrimBlank(part)
		if address == "" {
			continue
		}
		none = false
		if wrong = wrongAddress(address); wrong != "" {
			return address, wrong
		}
	}
	if none {
		return text, "has no @; correct it"
	}
	return "", ""
}

func wrongAddress(address string) string {
	local, domain, found := strings.Cut(address, "@")
	if !found {
		return "has no @; correct it"
	}
	if strings.ContainsAny(address, "<>()[]") {
		// A display name, a comment or an address literal: .NET's MailAddress
		// takes forms that are not worth repeating here.
		return ""
	}
	lastDot := strings.LastIndexByte(domain, '.')
	switch {
	case strings.Contains(domain, "@"):
		return "has more than one @; write one address, or several with ; between them"
	case local == "":
		return "has nothing before the @; correct it"
	case lastDot < 1:
		return "has no domain such as contoso.com after the @; correct it"
	case utf8.RuneCountInString(domain[lastDot+1:]) < 2:
		return "ends with fewer than two characters after the last dot; correct it"
	}
	return ""
}

// isPlainAddress tells an address as nearly all are, with which nothing is wrong.
func isPlainAddress(text string) bool {
	at, dot := -1, -1
	for i := range len(text) {
		switch c := text[i]; {
		case isAlphanumeric(c), c == '-', c == '_', c == '\'', c == '+':
		case c == '.':
			dot = i
		case c == '@' && at < 0:
			at = i
		default:
			return false
		}
	}
	return at > 0 && dot > at+1 && len(text) > dot+2
}

// firstLetter finds what Char.IsLetter of .NET sees as a letter. That looks at
// single UTF-16 units, so letters beyond U+FFFF are none to it.
func firstLetter(text string) (rune, bool) {
	if m := makeupOf(text); m.letters+m.others == 0 {
		return 0, false
	}
	for _, r := range text {
		if r <= '\uffff' && unicode.IsLetter(r) {
			return r, true
		}
	}
	return 0, false
}
