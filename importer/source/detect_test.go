package source_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
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

// others are further names, of which no file of an office program was made.
func others() map[string][]string {
	return map[string][]string{
		"French":    strings.Fields("Lefrançois Hélie Barthès Thévenin Crêpin Gaëtane Côme Maëlys Théodore Brézé Dubœuf Régnier Lacôte Pèlerin Mièvre Deschênes Rivièreau Façonnier Grègoire Châtelain Hervèze"),
		"Spanish":   strings.Fields("Saldívar Gálvez Íñiguez Olazábal Zárate Echeverría Güiraldes Cebrián Beltrán Avilés Garzón Pavón Escudé Solís Cañizares Bolaños Peñarroya Castrillón Fariñas Múgica Quiñones Alarcón"),
		"Italian":   strings.Fields("Sanità Unità Pubblicità Elettricità Mobilità Comunità Autorità Identità Facoltà Gravità Velocità Mansù Cantalù Loschì Bardò Zerbò"),
		"Dutch":     strings.Fields("Coöperatie Geïsoleerd Egoïsme Beëindigen Israëlisch Ruïne Smeuïg Tweeëntwintig Maïs Oekraïne Raphaëlla Joëlla Gaëlle Daniëlle Noëmi"),
		"Danish":    strings.Fields("Bjørnholt Kjærulff Gjødvad Brøndum Tønnesen Sæderup Mørck Fløe Bøtker Hyldgård Lynggård Trøst Ågesen Særmark Frølund Præstø Nykøbing Ærtebjerg"),
		"Swedish":   strings.Fields("Sjökvist Rönnbäck Törnqvist Hägglöf Åsbrink Grönvall Björnfot Lagerlöf Fröding Källström Järvholm Sättergren Bågenholm Mörtberg Ödmark Åhlén"),
		"Polish":    strings.Fields("Świątkowski Gajdziński Żebrowski Łuszcz Kołodziej Wiśniowska Drążek Sęk Miętus Świderski Przybył Grząślewicz Wąchała Rębacz Zwoliński"),
		"Czech":     strings.Fields("Hlaváč Řehák Skřivánek Jedlička Vyskočil Hřebíček Žemlička Bureš Kubíček Švec Kafková Dvorská Vondráček Matějček Zajíček Stránský Křepelka"),
		"Hungarian": strings.Fields("Szentgyörgyi Bőgős Kőműves Ökrös Gönczi Rőzse Lőrinc Sütő Töltéssy Kelemenné Szőnyi Űrmössy Fűzfa"),
	}
}

func codePages() map[string]*charmap.Charmap {
	return map[string]*charmap.Charmap{
		"windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251, "windows-1252": charmap.Windows1252, "windows-1254": charmap.Windows1254,
		"iso-8859-1": charmap.ISO8859_1, "iso-8859-2": charmap.ISO8859_2, "iso-8859-15": charmap.ISO8859_15,
	}
}

// madeFor are the code pages in which files of a language are written.
func madeFor(language string) []string {
	switch language {
	case "Polish", "Czech", "Hungarian":
		return []string{"windows-1250", "iso-8859-2"}
	case "Turkish":
		return []string{"windows-1254"}
	case "Russian":
		return []string{"windows-1251"}
	case "German":
		return []string{"windows-1252", "windows-1250", "iso-8859-1", "iso-8859-15", "iso-8859-2", "windows-1254"}
	}
	return []string{"windows-1252", "iso-8859-1", "iso-8859-15"}
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

// detected tells what became of a file: right, ambiguous, or wrong.
func detected(t *testing.T, text, raw string) string {
	t.Helper()
	f, err := source.Open(writeFile(t, raw), source.Options{})
	if err != nil {
		if !strings.Contains(err.Error(), "can't be told") {
			t.Errorf("error %v", err)
		}
		return "ambiguous"
	}
	rows, _, err := readAll(f)
	if err != nil {
		t.Fatal(err)
	}
	got := "No;Name\n"
	for _, row := range rows {
		got += strings.Join(row.Record, ";") + "\n"
	}
	if got != text {
		t.Logf("%s: %.200q", f.Encoding, got)
		return "wrong"
	}
	return "right"
}

// TestDetect_NeverReadsAnotherText: what is not clear is an error. That is seldom with
// the names of twenty people, and with a hundred only where one word alone tells two
// code pages apart, as in these Czech files in iso-8859-2.
func TestDetect_NeverReadsAnotherText(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("names.txt")
	if err != nil {
		t.Fatal(err)
	}
	held := strings.Fields(strings.ToLower(string(text))) // what the code knows proves nothing
	dice := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 5, 20, 100} {
		counts := map[string]int{}
		for _, language := range slices.Sorted(maps.Keys(names())) {
			words := slices.DeleteFunc(slices.Concat(names()[language], others()[language]), func(w string) bool { return slices.Contains(held, strings.ToLower(w)) })
			for _, encoding := range madeFor(language) {
				for range 6 {
					some := make([]string, n)
					for i := range some {
						some[i] = words[dice.IntN(len(words))]
					}
					text, raw, ok := asTable(some, encoding)
					if !ok {
						continue
					}
					got := detected(t, text, raw)
					if got == "ambiguous" && n >= 20 {
						t.Logf("%d %s in %s", n, language, encoding)
					}
					if counts[got]++; got == "wrong" {
						t.Errorf("%s in %s: %q", language, encoding, some[:min(n, 5)])
					}
				}
			}
		}
		t.Logf("%d names: %v", n, counts)
		if most := map[int]int{20: 8, 100: 6}; n >= 20 && counts["ambiguous"] > most[n] {
			t.Errorf("%d names: %d files of %d are ambiguous", n, counts["ambiguous"], counts["ambiguous"]+counts["right"])
		}
	}
}

func TestDetect_SaysWhyAndWhatWouldReadTheSame(t *testing.T) {
	t.Parallel()
	_, raw, _ := asTable([]string{"Müller", "Jäger", "Schröder", "Größe"}, "windows-1252")
	f := openText(t, raw, source.Options{})
	if f.Encoding != "windows-1252" || !strings.Contains(f.Why, `"Müller" (line 2)`) || !strings.Contains(f.Why, "windows-1250") {
		t.Errorf("%s, %s", f.Encoding, f.Why)
	}
	for name, content := range map[string]string{"ASCII": "a;b\n1;2\n", "UTF-8": "a;b\nä;2\n", "with a mark": "\ufeffa;b\n"} {
		if f := openText(t, content, source.Options{}); f.Why != "" || f.Encoding != "utf-8" {
			t.Errorf("%s: %s, %q", name, f.Encoding, f.Why)
		}
	}
	if f := openText(t, raw, source.Options{Encoding: "windows-1250"}); f.Encoding != "windows-1250" || f.Why != "" {
		t.Errorf("%s, %q", f.Encoding, f.Why)
	}
}

// TestDetect_TakesSignsForTheirs: many files have no letter beyond ASCII, only what
// word processors put in.
func TestDetect_TakesSignsForTheirs(t *testing.T) {
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
	if e.Line != 3 || !strings.Contains(e.Message, `(line 3)`) || !strings.Contains(e.Message, "Å") || !strings.Contains(e.Hint, "input.encoding: ") {
		t.Errorf("%v, hint %q", e, e.Hint)
	}
}

// TestDetect_LooksAtTheWholeFile: the first umlaut may stand behind anything that a
// buffer holds, within a word that a buffer cuts.
func TestDetect_LooksAtTheWholeFile(t *testing.T) {
	t.Parallel()
	for _, before := range []int{1, 64<<10 - 13, 64<<10 - 12, 64<<10 - 11, 64<<10 - 10, 64<<10 - 9, 2 << 20} {
		head := "No;Name\n" + strings.Repeat("x;y\n", before/4) + strings.Repeat("\r", before%4)
		_, raw, _ := asTable([]string{"Müller", "Jäger", "Schröder", "Größe"}, "windows-1252")
		f := openText(t, head+raw, source.Options{})
		line := before/4 + before%4 + 3
		if f.Encoding != "windows-1252" || !strings.Contains(f.Why, fmt.Sprintf(`"Müller" (line %d)`, line)) {
			t.Errorf("%d bytes before: %s, %s (line %d)", before, f.Encoding, f.Why, line)
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
			if err != nil || f.Encoding != name || f.Why == "" || len(rows) != len(words) || !slices.Equal(rows[1].Record, []string{"1", words[1] + " 😀"}) {
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
