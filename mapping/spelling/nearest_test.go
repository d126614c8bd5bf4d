package spelling

import (
	"strings"
	"testing"
)

func TestNearest_FindsTheLikelyWord(t *testing.T) {
	t.Parallel()
	fields := []string{"email", "firstName", "lastName", "professionalTitle", "primaryPhoneNumber"}
	for word, want := range map[string]string{
		"emial": "email", "E_MAIL": "email", "mail": "email", "e": "", "": "", "?": "",
		"phone": "primaryPhoneNumber", "fone": "primaryPhoneNumber", "primaryPhone": "primaryPhoneNumber",
		"first name": "firstName", "surename": "", "lastname": "lastName", "title": "professionalTitle",
		"vorname": "", "name": "firstName lastName", "address": "", strings.Repeat("email", 100): "",
	} {
		if got := strings.Join(Nearest(word, fields), " "); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
