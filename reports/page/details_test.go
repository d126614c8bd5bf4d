package page

import (
	"testing"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

func TestForm_OfTheInput(t *testing.T) {
	t.Parallel()
	for want, in := range map[string]importer.Input{
		"windows-1252, delimiter “;”": {Encoding: "windows-1252", Delimiter: ";"},
		"utf-8, delimiter tab":        {Encoding: "utf-8", Delimiter: "\t"},
		"workbook, sheet “Kontakte”":  {Encoding: "utf-8", Delimiter: ",", Format: "xlsx", Sheet: "Kontakte"},
		"":                            {},
	} {
		if got := inEnglish().form(in); got != want {
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
		if got := inEnglish().environment(target); got != want {
			t.Errorf("%+v is said as %q, want %q", target, got, want)
		}
	}
}

func TestBrief_SaysWhatWasAcceptedAndByWhom(t *testing.T) {
	t.Parallel()
	p, err := New(importer.About{Command: "run", By: "anna", Options: importer.Options{Accept: []importer.Code{importer.SameValue, importer.DuplicateKeys}}}, face{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for _, f := range p.overview(Ending{Suspicions: []importer.Suspicion{
		{Code: importer.SameValue, Count: 1240, Of: 2000}, {Code: importer.DuplicateKeys, Count: 3, Of: 2000}, {Code: importer.SortedApart, Count: 20, Of: 24},
	}}) {
		said[f.Name] = f.Value
	}
	if want := "same_value (1,240 of 2,000 rows), duplicate_keys (3 keys), by anna"; said["Accepted"] != want {
		t.Errorf("accepted is said as %q, want %q", said["Accepted"], want)
	}
	if want := "sorted_apart (20 of 24 rows)"; said["Looks wrong"] != want {
		t.Errorf("not accepted is said as %q, want %q", said["Looks wrong"], want)
	}
	for _, f := range p.overview(Ending{}) {
		if f.Name == "Accepted" || f.Name == "Looks wrong" {
			t.Errorf("where nothing was found, %q is said", f.Value)
		}
	}
}

// inEnglish is a page without a run.
func inEnglish() *Page { return &Page{say: english{}} }

func TestExplain_ARowThatWasSentIsNotSaidToBeUnreached(t *testing.T) {
	t.Parallel()
	for status, want := range map[importer.Status]string{importer.Unknown: "Outcome not known", importer.NotAttempted: "Not reached"} {
		if title, _ := Explain(nil, status, "stopped", entity.Nouns{}); title != want {
			t.Errorf("%s: %q instead of %q", status, title, want)
		}
	}
}
