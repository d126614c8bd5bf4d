package source_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"bcimport/importer/source"
)

// TestDetect_RefusesEncodingsThatItDoesNotTake: Excel's "CSV (MS-DOS)" and "CSV
// (Macintosh)" and the code pages of other scripts read as something in every code
// page that is detected, and must not be sent as that.
func TestDetect_RefusesEncodingsThatItDoesNotTake(t *testing.T) {
	t.Parallel()
	greek := strings.Fields("Παπαδόπουλος Γεώργιος Δημήτρης Νικόλαος Ελένη Βασίλης Αικατερίνη Σπύρος Χρήστος Διευθυντής Θεσσαλονίκη Ανδρέας")
	latvian := strings.Fields("Bērziņš Kalniņš Krūmiņš Pēteris Mārtiņš Ķirsis Liepiņa Jēkabs Gunārs Šķēle Ģertrūde Žīgurs Zariņš Vītols Āboliņa")
	for name, c := range map[string]struct {
		page  *charmap.Charmap
		words []string
		want  string
	}{
		"German, MS-DOS":     {charmap.CodePage850, names()["German"], "MS-DOS code page 850"},
		"German, old MS-DOS": {charmap.CodePage437, []string{"Jürgen", "Köster", "Löffler", "Süßmuth", "Händel"}, "MS-DOS code page 850"},
		"French, MS-DOS":     {charmap.CodePage850, names()["French"], "MS-DOS code page 850"},
		"Danish, MS-DOS":     {charmap.CodePage850, names()["Danish"], "MS-DOS code page 850"},
		"Czech, MS-DOS":      {charmap.CodePage852, names()["Czech"], "MS-DOS code page 852"},
		"Polish, MS-DOS":     {charmap.CodePage852, names()["Polish"], ""},
		"Russian, MS-DOS":    {charmap.CodePage866, names()["Russian"], "MS-DOS code page 866"},
		"German, Macintosh":  {charmap.Macintosh, names()["German"], "Macintosh Roman"},
		"Spanish, Macintosh": {charmap.Macintosh, names()["Spanish"], "Macintosh Roman"},
		"Swedish, Macintosh": {charmap.Macintosh, names()["Swedish"], "Macintosh Roman"},
		"Russian, Macintosh": {charmap.MacintoshCyrillic, names()["Russian"], "Macintosh Cyrillic"},
		"Russian, KOI8":      {charmap.KOI8R, names()["Russian"], "KOI8-R"},
		"Russian, ISO":       {charmap.ISO8859_5, names()["Russian"], "input.encoding: iso-8859-5"},
		"Greek":              {charmap.Windows1253, greek, "input.encoding: "},
		"Latvian":            {charmap.Windows1257, latvian, "input.encoding: "},
	} {
		raw, err := c.page.NewEncoder().String("No;Name\n" + strings.Join(c.words, ";\n"))
		if err != nil {
			t.Fatal(name, err)
		}
		e := readError(t, raw, source.Options{})
		if said := e.Message + " " + e.Hint; !strings.Contains(said, c.want) || e.Line == 0 || e.Column == 0 {
			t.Errorf("%s: %v, hint %q", name, e, e.Hint)
		}
	}
}

// TestDetect_NamesWordsThatDoNotFit: a word that was in another encoding when it
// came into the file does not hide among a hundred others, nor stops them.
func TestDetect_NamesWordsThatDoNotFit(t *testing.T) {
	t.Parallel()
	_, raw, _ := asTable(slices.Concat(names()["French"], names()["Danish"]), "windows-1252")
	f := openText(t, raw+"C1;Wa\xb3\xeasa\n", source.Options{})
	if f.Encoding != "windows-1252" || !strings.Contains(f.Why, `"Wa³êsa" (line 42) does not read well`) {
		t.Errorf("%s, %s", f.Encoding, f.Why)
	}
	_, half, _ := asTable(names()["Polish"], "windows-1250")
	_, other, _ := asTable(names()["Danish"], "windows-1252")
	if e := readError(t, other+half, source.Options{}); !strings.Contains(e.Message, "windows-1252") || !strings.Contains(e.Message, "windows-1250") {
		t.Errorf("two halves: %v", e)
	}
}
