package suggest

import (
	"slices"
	"testing"
)

func TestKeys_WhatFingersAndSpreadsheetsDoToKeys(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		form         Form
		typed, meant string
	}{
		{Code, "CT123", "CT000123"},
		{Code, "123", "000123"},
		{Code, "CT-000123", "CT000123"},
		{Code, "ct 000123", "CT000123"},
		{Code, "CTOOO123", "CT000123"},
		{Code, "CT0001Z3", ""},
		{Code, "CT000132", "CT000123"},
		{Email, "müller@contoso.example", "mueller@contoso.example"},
		{Email, "mueller@contoso.example", "müller@contoso.example"},
		{Email, "anna_berg@contoso.de", "anna.berg@contoso.de"},
		{Email, "anna.berg@contoso.de", "anna.berg@contoso.com"},
		{Email, "annna@contoso.de", "anna@contoso.de"},
		{Email, "berg.anna@contoso.de", "anna.berg@contoso.de"},
		{Email, "anna@cotnoso.de", "anna@contoso.de"},
		{Email, "anna @contoso.de", "anna@contoso.de"},
		{Code, "TSICH", "TISCH"},
		{Code, "tiisch", "TISCH"},
		{Code, "STÜHLE", "STUEHLE"},
		{Text, "Regal  Eiche", "Regal Eiche"},
		{Text, "Müller – Söhne", "Müller - Söhne"},
		{Text, "Mueller", "Müller"},
	} {
		all := Keys(test.form, test.typed)
		if test.meant != "" && !slices.Contains(all, test.meant) {
			t.Errorf("%s: %s is not among %q", test.typed, test.meant, all)
		}
		if slices.Contains(all, test.typed) || len(all) > Max {
			t.Errorf("%s: %q", test.typed, all)
		}
	}
}
