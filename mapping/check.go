package mapping

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"bcimport/mapping/entity"
)

// check returns the documented rules of Business Central that a text certainly
// breaks. In doubt the text passes and the server decides.
func (f *boundField) check(text string) []CellError {
	var refusals []CellError
	if tooLong(text, f.length) {
		refusals = append(refusals, f.refuse("too_long", NewMessage("too_long", shortened(text), f.where(), utf16Length(text), f.Name, f.length))...)
	}
	switch f.Of.Purpose {
	case entity.Email:
		if !f.AcceptDamaged && isDecorated(text) {
			return append(refusals, f.refuse("invalid_email", NewMessage("email_decorated", shortened(text), f.where(), f.Name))...)
		}
		if address, wrong := wrongEmail(text); !wrong.IsZero() {
			refusals = append(refusals, f.refuse("invalid_email", NewMessage("email_invalid", shortened(address), f.where(), wrong))...)
		}
	case entity.Phone:
		if letter, found := firstLetter(text); found {
			refusals = append(refusals, f.refuse("invalid_phone", NewMessage("phone_letter", shortened(text), f.where(), string(letter)))...)
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
func wrongEmail(text string) (address string, wrong Message) {
	if isPlainAddress(text) {
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

// isPlainAddress reports whether a text is an address as nearly all are, with which
// nothing is wrong.
func isPlainAddress(text string) bool {
	odd := false
	for i := range len(text) {
		odd = odd || !addressBytes[text[i]]
	}
	at, dot := strings.IndexByte(text, '@'), strings.LastIndexByte(text, '.')
	return !odd && at == strings.LastIndexByte(text, '@') && at > 0 && dot > at+1 && len(text) > dot+2
}

// addressBytes are the bytes of such addresses.
var addressBytes = func() (table [256]bool) {
	for i := range table {
		table[i] = isAlphanumeric(byte(i)) || strings.IndexByte("-_'+.@", byte(i)) >= 0
	}
	return table
}()

// firstLetter finds what Char.IsLetter of .NET sees as a letter. That looks at
// single UTF-16 units, so letters beyond U+FFFF are none to it.
func firstLetter(text string) (rune, bool) {
	for _, r := range text {
		if r < utf8.RuneSelf {
			if r|0x20 >= 'a' && r|0x20 <= 'z' {
				return r, true
			}
			continue
		}
		if r <= '\uffff' && unicode.IsLetter(r) {
			return r, true
		}
	}
	return 0, false
}

func isAlphanumeric(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }
