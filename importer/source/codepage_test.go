package source_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"bcimport/importer/source"
)

// TestDetect_ReadsWhatExcelSavesForDOSAndMacintosh: "CSV (MS-DOS)" and "CSV (Macintosh)",
// whose lists come back in failed.csv byte for byte (FailedRowWriter).
func TestDetect_ReadsWhatExcelSavesForDOSAndMacintosh(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		page  *charmap.Charmap
		words []string
		want  string
	}{
		"German, MS-DOS":     {charmap.CodePage850, names()["German"], "cp850"},
		"German, old MS-DOS": {charmap.CodePage437, []string{"Jürgen", "Köster", "Löffler", "Süßmuth", "Händel"}, "cp850"},
		"French, MS-DOS":     {charmap.CodePage850, names()["French"], "cp850"},
		"Danish, MS-DOS":     {charmap.CodePage865, names()["Danish"], "cp850"},
		"Czech, MS-DOS":      {charmap.CodePage852, names()["Czech"], "cp852"},
		"Polish, MS-DOS":     {charmap.CodePage852, names()["Polish"], "cp852"},
		"Russian, MS-DOS":    {charmap.CodePage866, names()["Russian"], "cp866"},
		"German, Macintosh":  {charmap.Macintosh, names()["German"], "mac-roman"},
		"Spanish, Macintosh": {charmap.Macintosh, names()["Spanish"], "mac-roman"},
		"Swedish, Macintosh": {charmap.Macintosh, names()["Swedish"], "mac-roman"},
		"Russian, Macintosh": {charmap.MacintoshCyrillic, names()["Russian"], "mac-cyrillic"},
		"Russian, KOI8":      {charmap.KOI8R, names()["Russian"], "koi8-r"},
	} {
		text := "No;Name\n" + strings.Join(c.words, ";\n") + ";\n"
		raw, err := c.page.NewEncoder().String(text)
		if err != nil {
			t.Fatal(name, err)
		}
		f := openText(t, raw, source.Options{})
		if f.Encoding != c.want || !strings.Contains(f.Why.String(), "plausible only in this encoding") {
			t.Errorf("%s: %s, %s", name, f.Encoding, f.Why.String())
		}
		if back := f.EncodeText(text); string(back) != raw {
			t.Errorf("%s: comes back as %q", name, back)
		}
	}
}

// TestDetect_RefusesEncodingsThatItDoesNotTake: the code pages of other scripts read as
// something in every code page that is detected, and must not be sent as that.
func TestDetect_RefusesEncodingsThatItDoesNotTake(t *testing.T) {
	t.Parallel()
	greek := strings.Fields("Παπαδόπουλος Γεώργιος Δημήτρης Νικόλαος Ελένη Βασίλης Αικατερίνη Σπύρος Χρήστος Διευθυντής Θεσσαλονίκη Ανδρέας")
	latvian := strings.Fields("Bērziņš Kalniņš Krūmiņš Pēteris Mārtiņš Ķirsis Liepiņa Jēkabs Gunārs Šķēle Ģertrūde Žīgurs Zariņš Vītols Āboliņa")
	for name, c := range map[string]struct {
		page  *charmap.Charmap
		words []string
		want  string
	}{
		"Russian, ISO":                {charmap.ISO8859_5, names()["Russian"], "input.encoding: iso-8859-5"},
		"Greek":                       {charmap.Windows1253, greek, "input.encoding: "},
		"Latvian":                     {charmap.Windows1257, latvian, "input.encoding: "},
		"German, MS-DOS, one word":    {charmap.CodePage850, []string{"Löffler"}, "cp850"},
		"German, Macintosh, one word": {charmap.Macintosh, []string{"Löffler"}, "mac-roman"},
	} {
		raw, err := c.page.NewEncoder().String("No;Name\n" + strings.Join(c.words, ";\n"))
		if err != nil {
			t.Fatal(name, err)
		}
		e := readError(t, raw, source.Options{})
		if said := e.Message.String() + " " + e.Hint.String(); !strings.Contains(said, c.want) || e.Line == 0 || e.Column == 0 {
			t.Errorf("%s: %v, hint %q", name, e, e.Hint.String())
		}
	}
}

// TestDetect_NamesWordsThatDoNotFit: a word that was in another encoding when it
// came into the file does not hide among a hundred others, nor stops them.
func TestDetect_NamesWordsThatDoNotFit(t *testing.T) {
	t.Parallel()
	_, raw, _ := asTable(slices.Concat(names()["French"], names()["Danish"]), "windows-1252")
	f := openText(t, raw+"C1;Wa\xb3\xeasa\n", source.Options{})
	if f.Encoding != "windows-1252" || !strings.Contains(f.Why.String(), `"Wa³êsa" (line 42) looks wrong`) {
		t.Errorf("%s, %s", f.Encoding, f.Why.String())
	}
	_, half, _ := asTable(names()["Polish"], "windows-1250")
	_, other, _ := asTable(names()["Danish"], "windows-1252")
	if e := readError(t, other+half, source.Options{}); !strings.Contains(e.Message.String(), "windows-1252") || !strings.Contains(e.Message.String(), "windows-1250") {
		t.Errorf("two halves: %v", e)
	}
}
