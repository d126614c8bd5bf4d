package damage

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

// TestRepair_UndoesReadingTwice holds for names of any language and every code page
// that has characters for all the bytes.
func TestRepair_UndoesReadingTwice(t *testing.T) {
	t.Parallel()
	names := []string{"Groß", "Schröder", "Geschäftsführer", "Directrice générale", "Łukasz Żak", "Šťastný", "Yılmaz", "Sørensen", "Muñoz", "Ősz", "Hélène Lefèvre", "Иванов Пётр", "Παπαδόπουλος"}
	caught, all := 0, 0
	for _, page := range []*charmap.Charmap{charmap.Windows1252, charmap.Windows1250, charmap.Windows1251, charmap.CodePage850, charmap.CodePage437, charmap.Macintosh} {
		for _, name := range names {
			var b strings.Builder
			for i := range len(name) {
				r := page.DecodeByte(name[i])
				if r == utf8.RuneError {
					r = rune(name[i])
				}
				b.WriteRune(r)
			}
			all++
			if repaired, found := repairMisread(b.String()); found != "" && repaired == name {
				caught++
			} else {
				t.Logf("%v: %q is read as %q", page, b.String(), repaired)
			}
		}
	}
	t.Logf("%d of %d repaired", caught, all)
	if caught*20 < all*19 {
		t.Errorf("only %d of %d are repaired", caught, all)
	}
}

// TestInspect_FindsNothingInPlainWords: names of letters, blanks and dashes are sound.
func TestInspect_FindsNothingInPlainWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`[A-ZÄÖÜÉÅØŁŠ][a-zäöüßéèåøłšñçı]{2,9}([ -][A-ZÄÖÜÉÅØŁŠ][a-zäöüßéèåøłšñçı]{2,9})?`).Draw(rt, "text")
		if f := Inspect(LastName, text); f.Kind != None && !placeholders[strings.ToLower(text)] {
			rt.Fatalf("%q %+v", text, f)
		}
	})
}

func BenchmarkInspect(b *testing.B) {
	for b.Loop() {
		Inspect(LastName, "Purchasing Manager")
		Inspect(LastName, "Meyer")
		Inspect(Phone, "+49 30 23125867")
	}
}

func TestInspect_DependsOnThePurpose(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		purpose Purpose
		text    string
		want    Kind
	}{
		{LastName, "Null", None},
		{FirstName, "Null", Placeholder},
		{LastName, "Geen", None},
		{Text, "Geen", Placeholder},
		{Phone, "00000", Placeholder},
		{Phone, "3023125867", None},
		{Text, "3023125867", Number},
		{Phone, "3023125867.0", Sum},
		{Email, "a?b@contoso.com", None},
		{Text, "a?b", StandIn},
	} {
		if got := Inspect(test.purpose, test.text).Kind; got != test.want {
			t.Errorf("%q for purpose %d: %d, want %d", test.text, test.purpose, got, test.want)
		}
	}
}

func TestCompare_FindsWhatAProgramMadeOfTheRecord(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		purpose    Purpose
		text, held string
		want       Kind
	}{
		{LastName, "Dvoøák", "Dvořák", Crossed},
		{Email, "Dvoøák", "Dvořák", None},
		{LastName, "M_ller", "Müller", LostLetters},
		{LastName, "Muller", "Müller", None},
	} {
		if got := Compare(test.purpose, test.text, test.held).Kind; got != test.want {
			t.Errorf("%q where the record has %q: %d, want %d", test.text, test.held, got, test.want)
		}
	}
}
