package captions_test

import (
	"slices"
	"testing"

	"bcimport/importer"
	"bcimport/importer/web/captions"
	"bcimport/importer/web/words"
	"bcimport/mapping/profile"
)

// TestSet_CallsKnownSetsInEveryLanguage: those that are updated most often, and the small ones
// that their fields refer to.
func TestSet_CallsKnownSetsInEveryLanguage(t *testing.T) {
	t.Parallel()
	names := profile.All()
	for i := 0; i < len(names); i++ {
		set, found := profile.Find(names[i])
		if !found {
			continue // described by its service alone
		}
		for _, f := range set.Fields {
			if f.Set != "" && !slices.Contains(names, f.Set) {
				names = append(names, f.Set)
			}
		}
		summary := importer.SetSummary{Name: set.Set, Many: set.Many, Builtin: true}
		for _, code := range words.Languages()[1:] {
			plain := captions.Set(importer.SetSummary{Name: set.Set, Many: set.Many}, words.For("", "en"))
			same := code == "fr" && set.Set == "contacts" // Contacts in both
			if got := captions.Set(summary, words.For("", code)); got == plain && !same || got == set.Set {
				t.Errorf("%s: %s is called %q", code, set.Set, got)
			}
		}
	}
	if len(names) < 20 {
		t.Errorf("only %d sets were found", len(names))
	}
	own := importer.SetSummary{Name: "a/b/v1.0/things", Many: "things"}
	if got := captions.Set(own, words.For("", "de")); got != "things (a/b/v1.0/things)" {
		t.Error(got)
	}
}
