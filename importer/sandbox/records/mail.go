package records

import (
	"strings"
	"unicode"
)

// IsMailList reports whether a text is one or more addresses separated by semicolons.
func IsMailList(value string) bool {
	for address := range strings.SplitSeq(value, ";") {
		if !isMail(strings.TrimSpace(address)) {
			return false
		}
	}
	return true
}

// isMail asks for exactly one @, a dot after at least one character of the
// domain, and a last label of two or more; Name <address> is one form.
func isMail(address string) bool {
	if strings.Count(address, "@") != 1 {
		return false
	}
	if open := strings.LastIndexByte(address, '<'); open >= 0 && strings.HasSuffix(address, ">") {
		address = address[open+1 : len(address)-1]
	}
	local, domain, _ := strings.Cut(address, "@")
	dot := strings.LastIndexByte(domain, '.')
	return local != "" && dot > 0 && len([]rune(domain[dot+1:])) >= 2 && strings.IndexByte(domain, '.') > 0 &&
		!strings.ContainsFunc(address, func(r rune) bool {
			return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`<>()[],;:\"`, r)
		})
}
