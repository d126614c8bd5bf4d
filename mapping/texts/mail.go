package texts

import "strings"

// PlainEmail makes an address of what people copy: "Anna Berg <anna@b.example>" and
// "mailto:anna@b.example" are the address alone. The domain, which knows no case, is
// written in small letters. Several addresses stay several.
func PlainEmail(text string) string {
	parts := strings.Split(text, ";")
	for i, part := range parts {
		parts[i] = plainAddress(TrimBlank(part))
	}
	return strings.Join(parts, ";")
}

func plainAddress(text string) string {
	if open := strings.LastIndexByte(text, '<'); open >= 0 && strings.HasSuffix(text, ">") {
		text = TrimBlank(text[open+1 : len(text)-1])
	}
	if len(text) > 7 && strings.EqualFold(text[:7], "mailto:") {
		text, _, _ = strings.Cut(text[7:], "?")
	}
	at := strings.LastIndexByte(text, '@')
	if at < 0 {
		return text
	}
	return text[:at] + strings.ToLower(text[at:])
}

// IsDecorated reports whether a text is an address with a name or a scheme beside it, as mail programs copy
// it: Anna Berg <anna@b.example>, mailto:anna@b.example.
func IsDecorated(text string) bool {
	if at := strings.IndexByte(text, '@'); at >= 0 {
		open := strings.IndexByte(text, '<')
		return open >= 0 && strings.IndexByte(text[open:], '>') > 0 || len(text) > 7 && strings.EqualFold(text[:7], "mailto:")
	}
	return false
}

// IsPlainAddress reports whether a text is an address as nearly all are, with which
// nothing is wrong.
func IsPlainAddress(text string) bool {
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

func isAlphanumeric(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }
