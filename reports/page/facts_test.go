package page

import (
	"testing"

	"bcimport/importer"
)

func TestForm_OfTheInput(t *testing.T) {
	t.Parallel()
	for want, in := range map[string]importer.Input{
		"windows-1252, delimiter “;”": {Encoding: "windows-1252", Delimiter: ";"},
		"utf-8, delimiter tab":        {Encoding: "utf-8", Delimiter: "\t"},
		"workbook, sheet “Kontakte”":  {Encoding: "utf-8", Delimiter: ",", Format: "xlsx", Sheet: "Kontakte"},
		"":                            {},
	} {
		if got := form(in); got != want {
			t.Errorf("%+v is said as %q, want %q", in, got, want)
		}
	}
}

func TestEnvironment_AsFarAsItIsKnown(t *testing.T) {
	t.Parallel()
	for want, target := range map[string]importer.Target{
		"production of contoso.com": {Environment: "production", Tenant: "contoso.com"},
		"production":                {Environment: "production"},
		"contoso.com":               {Tenant: "contoso.com"},
		"built-in sandbox":          {Sandbox: true, Environment: "sandbox", Tenant: "sandbox"},
	} {
		if got := environment(target); got != want {
			t.Errorf("%+v is said as %q, want %q", target, got, want)
		}
	}
}
