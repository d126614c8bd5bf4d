package metadata

import (
	"slices"
	"testing"
)

func TestLanguage_TakesCodesAndNumbers(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{"de": 1031, "DE-ch": 1031, "da_DK": 1030, "2055": 2055, "nb": 1044, "no": 1044, "": 0} {
		if got, err := Language(name); got != want || err != nil {
			t.Errorf("%q is %d, want %d; error %v", name, got, want, err)
		}
	}
	for _, name := range []string{"klingon", "0", "-1031", "70000", "d"} {
		if got, err := Language(name); err == nil {
			t.Errorf("%q is %d", name, got)
		}
	}
}

func TestLanguages_OfCaptionsAreSaid(t *testing.T) {
	t.Parallel()
	languages := definitionsOf(t).Languages()
	if !Speaks(languages, 2055) || !Speaks(languages, 1033) || Speaks(languages, 1053) {
		t.Errorf("the languages are %v", languages)
	}
	if !slices.IsSorted(languages) {
		t.Errorf("not sorted: %v", languages)
	}
	if got, want := LanguagesHint([]int{1030, 2055}).String(), "it has them in: da, de"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := LanguagesHint(nil).String(), "leave the captions out: the service sends none"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
