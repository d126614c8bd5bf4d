package odata

import (
	"net/http"
	"strings"
)

// Preference returns the value of a preference and reports whether it is there; one that is only named is "".
func Preference(header http.Header, name string) (value string, found bool) {
	for _, line := range header.Values("Prefer") {
		for part := range strings.SplitSeq(line, ",") {
			got, value, _ := strings.Cut(strings.TrimSpace(part), "=")
			if strings.EqualFold(got, name) {
				return value, true
			}
		}
	}
	return "", false
}
