package source_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"bcimport/importer/source"
)

// names are from address books of each language.
func names() map[string][]string {
	return map[string][]string{
		"German":    strings.Fields("Jürgen Schäffler Günter Weißbach Köster Bärbel Löffler Dörte Süßmuth Thöne Rösler Käßmann Händel Hölzl Würth Schönfeld Füßl Ödipus Überlingen Räder Nölle Kürten Grönemeyer"),
		"French":    strings.Fields("Émilien Rénier Lévêque Françoise Mérieux Théophile Crémieux Bérard Hélène Léonie Chrétien Forêt Élisabeth Sévérine Brûlé Maîtrejean Désormeaux Ménard Gérald Guérin Québec Clémentine Fauré"),
		"Spanish":   strings.Fields("Benítez Ramírez Suárez Vázquez Domínguez Ibarzábal Peñalver Logroño Muñiz Ángela Gastón Ordóñez Bermúdez Valdés Cortés Rincón Simón Agustín Piñeiro Castañeda Marín Nájera"),
		"Italian":   strings.Fields("Niccolò Città Proprietà Società Umanità Perché Cioè Mercoledì Bontà Novità Canicattì Portò"),
		"Dutch":     strings.Fields("Daniël Michaëla Noël Coördinatie Geïnd Patiënten Zoë Loïs Reëel Beëdigd Officiële Financiën"),
		"Danish":    strings.Fields("Jørgen Søndergaard Bjørnskov Kjærsgaard Mølgaard Ærøskøbing Østerby Åkjær Sørine Læsø Bøgh Hjørring Rømø Kærgård Nørrebro Grønbæk Skælskør"),
		"Swedish":   strings.Fields("Åkerlund Håkansson Sjöholm Björnsson Öhlund Mårtensson Göransdotter Östlund Sjödin Väinämö Ängelsberg Löfqvist Nyköping Skövde Västervik Hålander Märta Jönsson"),
		"Polish":    strings.Fields("Łączyński Wójtowicz Święcicki Błaszczyk Żmuda Gołębiewski Śledź Brzęczek Kępiński Mroziński Górecki Zięba Wąsik Łopuszański Jędrzejczak Stróżyński Piątek Dębski"),
		"Czech":     strings.Fields("Příhoda Šťovíček Žáček Krejčová Řepka Třešňák Dědek Hruška Bláha Ševčík Václav Jiřík Růžena Čapek Hynčík Koníček Zdeňka Mládek Vokáč Němeček Žižka"),
		"Hungarian": strings.Fields("Györgyi Szőllősi Kőszegi Bíróné Hűség Gergő Dezső Fülöp Bálint Kristóf Dömötör Szűts Jenő Ernő Kertész Csőre Győző Nógrádi"),
		"Turkish":   strings.Fields("Güvenç Yeşilyurt Şahbaz Çağlar Gökhan Işıklı Beyoğlu Kıratlı Uğurlu Başaran İpekçi Öğüt Dağdelen Taşdemir Sarıoğlu Kuşçu Bağcı Akşit"),
		"Russian":   strings.Fields("Толстой Чехов Достоевский Бунин Гоголь Пушкин Лермонтов Ахматова Цветаева Пастернак Есенин Маяковский Шолохов Набоков Булгаков Горький"),
	}
}

func codePages() map[string]*charmap.Charmap {
	return map[string]*charmap.Charmap{
		"windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251, "windows-1252": charmap.Windows1252, "windows-1254": charmap.Windows1254,
		"iso-8859-1": charmap.ISO8859_1, "iso-8859-2": charmap.ISO8859_2, "iso-8859-15": charmap.ISO8859_15,
	}
}

// asTable writes words as a file, in an encoding; ok is false if it lacks a letter.
func asTable(words []string, encoding string) (text, raw string, ok bool) {
	text = "No;Name\n"
	for i, word := range words {
		text += fmt.Sprintf("CT%05d;%s\n", i, word)
	}
	raw, err := codePages()[encoding].NewEncoder().String(text)
	return text, raw, err == nil
}

func TestDetect_SaysWhyAndWhatWouldReadTheSame(t *testing.T) {
	t.Parallel()
	_, raw, _ := asTable([]string{"Müller", "Jäger", "Schröder", "Größe"}, "windows-1252")
	f := openText(t, raw, source.Options{})
	if f.Encoding != "windows-1252" || !strings.Contains(f.Why.String(), `"Müller" (line 2)`) || !strings.Contains(f.Why.String(), "windows-1250") {
		t.Errorf("%s, %s", f.Encoding, f.Why.String())
	}
	for name, content := range map[string]string{"ASCII": "a;b\n1;2\n", "UTF-8": "a;b\nä;2\n", "with a mark": "\ufeffa;b\n"} {
		if f := openText(t, content, source.Options{}); f.Why.String() != "" || f.Encoding != "utf-8" {
			t.Errorf("%s: %s, %q", name, f.Encoding, f.Why.String())
		}
	}
	if f := openText(t, raw, source.Options{Encoding: "windows-1250"}); f.Encoding != "windows-1250" || f.Why.String() != "" {
		t.Errorf("%s, %q", f.Encoding, f.Why.String())
	}
}

// TestDetect_ReadsSymbolsAlone: many files have no letter beyond ASCII, only what
// word processors put in.
func TestDetect_ReadsSymbolsAlone(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"50 \x80": "50 €", "Bob\x92s": "Bob’s", "A\xa0B \x96 C": "A\u00a0B – C", "\x93Blue\x94 Inc.\x99": "“Blue” Inc.™", "N\xb0 5\x85": "N° 5…",
		"Caf\xe9 \x8050": "Café €50", "\xa7 5, 3\xbd m\xb2": "§ 5, 3½ m²", "50 \xa4": "50 €",
	} {
		f := openText(t, "No;Name\nC1;"+raw+"\n", source.Options{})
		rows, _, err := readAll(f)
		if err != nil || len(rows) != 1 || rows[0].Record[1] != want {
			t.Errorf("%q: %s, %+v, %v", raw, f.Encoding, rows, err)
		}
	}
}

func TestDetect_AmbiguousFilesShowTheWordsBothWays(t *testing.T) {
	t.Parallel()
	e := readError(t, "No;Name\nC1;ok\nC2;\xc5\n", source.Options{})
	if e.Line != 3 || !strings.Contains(e.Message.String(), `(line 3)`) || !strings.Contains(e.Message.String(), "Å") || !strings.Contains(e.Hint.String(), "input.encoding: ") {
		t.Errorf("%v, hint %q", e, e.Hint.String())
	}
}

// TestDetect_LooksAtTheWholeFile: the first umlaut may come after anything that a
// buffer holds, within a word that a buffer cuts.
func TestDetect_LooksAtTheWholeFile(t *testing.T) {
	t.Parallel()
	for _, before := range []int{1, 64<<10 - 13, 64<<10 - 12, 64<<10 - 11, 64<<10 - 10, 64<<10 - 9, 2 << 20} {
		head := "No;Name\n" + strings.Repeat("x;y\n", before/4) + strings.Repeat("\r", before%4)
		_, raw, _ := asTable([]string{"Müller", "Jäger", "Schröder", "Größe"}, "windows-1252")
		f := openText(t, head+raw, source.Options{})
		line := before/4 + before%4 + 3
		if f.Encoding != "windows-1252" || !strings.Contains(f.Why.String(), fmt.Sprintf(`"Müller" (line %d)`, line)) {
			t.Errorf("%d bytes before: %s, %s (line %d)", before, f.Encoding, f.Why.String(), line)
		}
	}
}

func TestDetect_UTF16WithoutAMark(t *testing.T) {
	t.Parallel()
	for language, words := range names() {
		for name, order := range map[string]unicode.Endianness{"utf-16le": unicode.LittleEndian, "utf-16be": unicode.BigEndian} {
			text := "No;Name\r\n"
			for i, w := range words {
				text += fmt.Sprintf("%d;%s 😀\r\n", i, w)
			}
			raw, err := unicode.UTF16(order, unicode.IgnoreBOM).NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			f := openText(t, raw, source.Options{})
			rows, _, err := readAll(f)
			if err != nil || f.Encoding != name || f.Why.String() == "" || len(rows) != len(words) || !slices.Equal(rows[1].Record, []string{"1", words[1] + " 😀"}) {
				t.Errorf("%s: %s, %d rows, %v", language, f.Encoding, len(rows), err)
			}
		}
	}
}

// TestDetect_FilesOfAnOfficeProgram: LibreOffice 7.4 wrote the files in the code page
// of their names, from the names above: soffice --headless --infilter=csv:44,34,76
// --convert-to "csv:Text - txt - csv (StarCalc):59,34,33" polish-1250.csv and so on. One
// in UTF-16 has lost its mark since.
func TestDetect_FilesOfAnOfficeProgram(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/office/*.csv")
	if err != nil || len(files) != 17 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		language, codePage, _ := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".csv"), "-")
		f, err := source.Open(path, source.Options{})
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		rows, _, err := readAll(f)
		var got []string
		for _, row := range rows {
			got = append(got, row.Record[1])
		}
		want := names()[strings.ToUpper(language[:1])+language[1:]]
		if err != nil || f.Delimiter != ';' || !slices.Equal(got, want) {
			t.Errorf("%s (%s): read as %s: %q, error %v", path, codePage, f.Encoding, got, err)
		}
	}
}
