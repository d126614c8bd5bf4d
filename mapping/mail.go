package mapping

import "strings"

// plainEmail makes an address of what people copy: "Anna Berg <anna@b.example>" and
// "mailto:anna@b.example" are the address alone. The domain, which knows no case, is
// written in small letters. Several addresses stay several.
func plainEmail(text string) string {
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

// isDecorated reports whether a text is an address with a name or a scheme beside it, as mail programs copy
// it: Anna Berg <anna@b.example>, mailto:anna@b.example.
func isDecorated(text string) bool {
	if at := strings.IndexByte(text, '@'); at >= 0 {
		open := strings.IndexByte(text, '<')
		return open >= 0 && strings.IndexByte(text[open:], '>') > 0 || len(text) > 7 && strings.EqualFold(text[:7], "mailto:")
	}
	return false
}
