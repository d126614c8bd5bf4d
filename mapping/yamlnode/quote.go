package yamlnode

import (
	"strconv"
	"strings"
)

// Quote writes a text as YAML reads it back, whatever it is: as it stands where that is
// certainly the same text, else in double quotes.
func Quote(s string) string {
	if isPlain(s) {
		return s
	}
	return strconv.Quote(s) // YAML's double quotes know Go's escapes
}

// isPlain reports whether a text certainly needs no quotes.
func isPlain(s string) bool {
	if s == "" || strings.HasSuffix(s, " ") || strings.Trim(s, "0123456789.+-_") == "" {
		return false
	}
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xc0 && r <= 0x24f
		if !letter && (i == 0 || !strings.ContainsRune(" .-_/0123456789", r)) {
			return false
		}
	}
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", ".nan", ".inf", "inf":
		return false
	}
	return true
}
