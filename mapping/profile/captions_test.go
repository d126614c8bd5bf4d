package profile

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func TestCaptions_OfOneSetNameOneFieldEach(t *testing.T) {
	t.Parallel()
	for _, d := range documents(t) {
		fields := map[string]string{}
		for _, f := range d.entity().Fields {
			for _, caption := range f.Captions {
				folded := letters(caption)
				if other, taken := fields[folded]; taken && other != f.Name {
					t.Errorf("%s: %q names %s and %s", d.Set, caption, other, f.Name)
				}
				fields[folded] = f.Name
			}
			members := map[string]string{}
			for _, m := range f.Members {
				for _, caption := range m.Captions {
					if other, taken := members[letters(caption)]; taken && other != m.Name {
						t.Errorf("%s.%s: %q names %q and %q", d.Set, f.Name, caption, other, m.Name)
					}
					members[letters(caption)] = m.Name
				}
			}
		}
	}
}

// letters reduces a caption to its letters, digits and percent signs, without accents.
func letters(caption string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(caption))
}

func TestCaptions_AreInEightLanguages(t *testing.T) {
	t.Parallel()
	known := []string{"en", "de", "da", "fr", "es", "it", "nl", "sv"}
	for _, d := range documents(t) {
		for _, f := range d.Fields {
			all := []captions{f.Captions}
			for _, m := range f.Members {
				all = append(all, m.Captions)
			}
			for _, c := range all {
				last := -1
				for line := range strings.Lines(string(c)) {
					language, names, ok := strings.Cut(strings.TrimSpace(line), ": ")
					i := slices.Index(known, language)
					if !ok || i <= last || strings.Contains(names, ",,") || strings.TrimSpace(names) != names {
						t.Errorf("%s.%s: %q", d.Set, f.Name, line)
					}
					last = i
				}
			}
		}
	}
}

func TestCaptions_TheMostUsualOfEveryLanguageComesFirst(t *testing.T) {
	t.Parallel()
	got := captions("en: No., Number\nde: Nr., Nummer, No.\nda: Nummer\n").list()
	if want := []string{"No.", "Nr.", "Nummer", "Number"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestCaptions_OfAPriceListAreKnown(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"Nr. Bezeichnung Preis Kategorie Einheit Gesperrt Art EAN": "number displayName unitPrice itemCategoryCode baseUnitOfMeasureCode blocked type gtin",
		"Varenr. Beskrivelse Salgspris Varegruppe Enhed Spærret":   "number displayName unitPrice itemCategoryCode baseUnitOfMeasureCode blocked",
		"No. Description Price Category Unit Blocked Type":         "number displayName unitPrice itemCategoryCode baseUnitOfMeasureCode blocked type",
	} {
		e, _ := Find("items")
		var got []string
		for column := range strings.FieldsSeq(header) {
			for _, f := range e.Fields {
				if slices.Contains(f.Captions, column) {
					got = append(got, f.Name)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", header, got, want)
		}
	}
}

func TestEncode_AsMetadataWritesIt(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"": "_x0020_", "Ship": "Ship", "Non-Inventory": "Non_x002D_Inventory", "Bank Account": "Bank_x0020_Account",
		"Positive Adjmt.": "Positive_x0020_Adjmt_x002E_", "A/B+(C)": "A_x002F_B_x002B__x0028_C_x0029_",
	} {
		if got := encode(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
