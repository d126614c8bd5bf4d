package suggest

import (
	"slices"
	"testing"

	"bcimport/mapping"
)

func TestKeys_WhatFingersAndSpreadsheetsDoToKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		by           mapping.Match
		typed, meant string
	}{
		{mapping.MatchNumber, "CT123", "CT000123"},
		{mapping.MatchNumber, "123", "000123"},
		{mapping.MatchNumber, "CT-000123", "CT000123"},
		{mapping.MatchNumber, "ct 000123", "CT000123"},
		{mapping.MatchNumber, "CTOOO123", "CT000123"},
		{mapping.MatchNumber, "CT0001Z3", ""},
		{mapping.MatchNumber, "CT000132", "CT000123"},
		{mapping.MatchEmail, "müller@contoso.example", "mueller@contoso.example"},
		{mapping.MatchEmail, "mueller@contoso.example", "müller@contoso.example"},
		{mapping.MatchEmail, "anna_berg@contoso.de", "anna.berg@contoso.de"},
		{mapping.MatchEmail, "anna.berg@contoso.de", "anna.berg@contoso.com"},
		{mapping.MatchEmail, "annna@contoso.de", "anna@contoso.de"},
		{mapping.MatchEmail, "berg.anna@contoso.de", "anna.berg@contoso.de"},
		{mapping.MatchEmail, "anna@cotnoso.de", "anna@contoso.de"},
		{mapping.MatchEmail, "anna @contoso.de", "anna@contoso.de"},
	} {
		all := Keys(test.by, test.typed)
		if test.meant != "" && !slices.Contains(all, test.meant) {
			t.Errorf("%s: %s is not among %q", test.typed, test.meant, all)
		}
		if slices.Contains(all, test.typed) || len(all) > Max {
			t.Errorf("%s: %q", test.typed, all)
		}
	}
}
