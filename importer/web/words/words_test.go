package words_test

import (
	"slices"
	"testing"
	"time"

	"bcimport/importer/web/words"
)

func TestFor_ChoosesTheLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ accept, chosen, want string }{
		{"", "", "en"},
		{"de", "", "de"},
		{"de-AT,de;q=0.9,en;q=0.8", "", "de"},
		{"sv,fr-CA;q=0.7,en;q=0.3", "", "fr"},
		{"da-DK", "", "da"},
		{"zh-CN,zh;q=0.9", "", "en"},
		{"de", "fr", "fr"},
		{"de", "en", "en"},
		{"de", "not a language", "de"},
		{"*", "", "en"},
		{";;;q=", "", "en"},
	} {
		if got := words.For(c.accept, c.chosen).Lang(); got != c.want {
			t.Errorf("%q, %q: %s instead of %s", c.accept, c.chosen, got, c.want)
		}
	}
}

func TestKnown_TakesTheLanguagesOfThePage(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{"de": true, "de-CH": true, "en-GB": true, "fr": true, "da": true, "zh": false, "": false, "german": false} {
		if got := words.Known(code); got != want {
			t.Errorf("%q: %v", code, got)
		}
	}
}

func TestPrinter_WritesNumbersAndTimesAsReadersDo(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 8, 9, 5, 3, 0, time.UTC)
	for _, c := range []struct{ code, number, decimal, percent, time, seconds string }{
		{"en", "1,234,567", "1,234.5", "45%", "8 Nov 2026, 09:05", "8 Nov 2026, 09:05:03"},
		{"de", "1.234.567", "1.234,5", "45\u00a0%", "08.11.2026, 09:05", "08.11.2026, 09:05:03"},
		{"de-CH", "1’234’567", "1’234.5", "45%", "08.11.2026, 09:05", "08.11.2026, 09:05:03"},
		{"fr", "1\u00a0234\u00a0567", "1\u00a0234,5", "45\u00a0%", "08/11/2026 09:05", "08/11/2026 09:05:03"},
		{"da", "1.234.567", "1.234,5", "45\u00a0%", "08.11.2026 09.05", "08.11.2026 09.05.03"},
	} {
		p := words.For("", c.code)
		for got, want := range map[string]string{
			p.Number(1234567): c.number, p.Decimal(1234.54, 1): c.decimal, p.Percent(0.451): c.percent, p.Time(at): c.time, p.Seconds(at): c.seconds,
		} {
			if got != want {
				t.Errorf("%s: %q instead of %q", c.code, got, want)
			}
		}
	}
	if got := words.For("", "de").Time(time.Time{}); got != "" {
		t.Errorf("no time is %q", got)
	}
}

func TestPrinter_CountsInTheFormOfTheNumber(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for code, want := range map[string][]string{
		"en": {"30 ms", "1.5 s", "59 s", "1 min", "1 min 5 s", "2 h 3 min", "3 days", "1,000 days"},
		"de": {"30 ms", "1,5 s", "59 s", "1 min", "1 min 5 s", "2 h 3 min", "3 Tage", "1.000 Tage"},
	} {
		p := words.For("", code)
		for i, d := range []time.Duration{30 * time.Millisecond, 1500 * time.Millisecond, 59900 * time.Millisecond, time.Minute, 65 * time.Second, 123 * time.Minute, 3 * day, 1000 * day} {
			if got := p.Duration(d); got != want[i] {
				t.Errorf("%s: %s is %q instead of %q", code, d, got, want[i])
			}
		}
	}
	if got := words.For("", "en").T("%d days", 1); got != "1 day" {
		t.Error(got)
	}
}

func TestVerbs_FindsWhatATextTakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"none, 100 %%":       nil,
		"%d of %s":           {"1d", "2s"},
		"%[2]s of %[1]d":     {"1d", "2s"},
		"%s, and %[1]s more": {"1s"},
		"%.1f":               {"1f"},
	} {
		if got := words.Verbs(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// TestTables_TakeTheArgumentsOfTheirKeys holds every translation against the English text.
func TestTables_TakeTheArgumentsOfTheirKeys(t *testing.T) {
	t.Parallel()
	for _, code := range words.Languages() {
		for _, key := range words.Keys(code) {
			forms := words.Texts(code, key)
			if len(forms) != 1 && len(forms) != 2 {
				t.Errorf("%s: %q has %d forms", code, key, len(forms))
				continue
			}
			for i, form := range forms {
				got, want := words.Verbs(form), words.Verbs(key)
				if one := len(forms) == 2 && i == 0; form == "" || !slices.Equal(got, want) && !(one && slices.Equal(got, withoutCount(want))) {
					t.Errorf("%s: %q takes %v, and %q takes %v", code, form, got, key, want)
				}
			}
		}
	}
}

// withoutCount leaves out the first number, which the form of one may say in a word.
func withoutCount(verbs []string) []string {
	at := slices.IndexFunc(verbs, func(v string) bool { return v[len(v)-1] == 'd' })
	if at < 0 {
		return verbs
	}
	return slices.Delete(slices.Clone(verbs), at, at+1)
}

// TestTables_KeepFrenchMarksOnTheirLine finds no blank before a mark at which a line could be
// divided.
func TestTables_KeepFrenchMarksOnTheirLine(t *testing.T) {
	t.Parallel()
	for _, key := range words.Keys("fr") {
		for _, form := range words.Texts("fr", key) {
			if form != words.FrenchSpaces(form) {
				t.Errorf("%q can be divided before a mark", form)
			}
		}
	}
	if got, want := words.FrenchSpaces("« Clé » : vide ; où ? là !"), "«\u00a0Clé\u00a0»\u00a0: vide\u00a0; où\u00a0? là\u00a0!"; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
}
