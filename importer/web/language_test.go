package web_test

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"bcimport/importer/web/imports"
)

// TestPage_IsInTheLanguageOfTheBrowser asks for the list of imports in each language.
func TestPage_IsInTheLanguageOfTheBrowser(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	for accept, want := range map[string][]string{
		"":                 {`<html lang="en">`, ">New import</button>"},
		"de-DE,de;q=0.9":   {`<html lang="de">`, ">Neuer Import</button>"},
		"fr-FR,en;q=0.5":   {`<html lang="fr">`, ">Nouvelle importation</button>"},
		"da, en-gb;q=0.8":  {`<html lang="da">`, ">Ny import</button>"},
		"pl,zh;q=0.8":      {`<html lang="en">`, ">New import</button>"},
		"de<script>alert(": {`<html lang="en">`, ">New import</button>"},
	} {
		for shown := getIn(t, accept, site.URL+"/"); len(want) > 0; want = want[1:] {
			if !strings.Contains(shown, want[0]) {
				t.Errorf("%q: no %s in\n%s", accept, want[0], shown)
			}
		}
	}
}

// getIn returns the text of a page in a language.
func getIn(t *testing.T, accept, address string) string {
	t.Helper()
	asked, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	asked.Header.Set("Accept-Language", accept)
	answer, err := http.DefaultClient.Do(asked)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, answer, answer.StatusCode)
}

// sendIn begins an import with a file and returns the answer in a language.
func sendIn(t *testing.T, accept string, site *httptest.Server, name, text string) (status int, shown string) {
	t.Helper()
	body, kind := form(t, name, text)
	asked, err := http.NewRequestWithContext(t.Context(), http.MethodPost, site.URL+"/new", body)
	if err != nil {
		t.Fatal(err)
	}
	asked.Header.Set("Content-Type", kind)
	asked.Header.Set("Accept-Language", accept)
	answer, err := http.DefaultClient.Do(asked)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, read(t, answer, answer.StatusCode)
}

// TestErrors_AreSaidInTheLanguageOfTheBrowser shows files that cannot be read.
func TestErrors_AreSaidInTheLanguageOfTheBrowser(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	for accept, want := range map[string][]string{
		"de": {"das ZIP-Archiv ist beschädigt", "Zeile 2, Spalte 3: das Anführungszeichen, das hier öffnet, wird nie geschlossen", "schließen Sie es", "geben Sie unter Ändern an, wie die Datei zu lesen ist: Zeichenkodierung", "wählen Sie unter Datei ihre Zeichenkodierung"},
		"fr": {"l’archive ZIP est endommagé", "ligne 2, colonne 3", "le guillemet ouvert ici n’est jamais fermé", "fermez-le", "indiquez sous Modifier comment lire le fichier", "choisissez-le sous Fichier"},
		"da": {"ZIP-arkivet er beskadiget", "linje 2, kolonne 3", "lukkes aldrig", "luk det", "angiv under Rediger, hvordan filen skal læses", "vælg dens tegnkodning under Fil"},
		"en": {"the workbook or ZIP archive is damaged", "set under Change how the file is to be read: Encoding", "choose it under File, for example windows-1252"},
	} {
		_, refused := sendIn(t, accept, site, "Kontakte.xlsx", "PK\x03\x04 cut off")
		_, unread := sendIn(t, accept, site, "Kontakte.csv", "Nr.;Name\n1;\"Öz")
		_, unknown := sendIn(t, accept, site, "Kontakte.csv", "Nr.;Name\n1;\x81\x8d\x8f\x90\x9d\n")
		wants(t, refused+unread+unknown, want...)
	}
}

// TestReport_IsInTheLanguageOfTheBrowser shows a report with rows that did not succeed.
func TestReport_IsInTheLanguageOfTheBrowser(t *testing.T) {
	s := newPage(t)
	im, address := s.planned(3, "Boss")
	_, other := s.planned(1, "Chief")
	post(t, other+"/run", nil, http.StatusOK) // somebody else changes the first contact
	s.done(imports.Import{ID: filepath.Base(other)})
	post(t, address+"/run", nil, http.StatusOK)
	s.done(im)
	for accept, want := range map[string][]string{
		"de": {"1 von 3 Zeilen nicht erfolgreich", "Ein anderer Benutzer hat dasselbe Feld geändert", "Konflikt", "der fremde Wert ist", "Was ausgeführt wurde"},
		"fr": {"Échec : 1 sur 3 lignes", "Un autre utilisateur a modifié le même champ", "conflit", "leur valeur est"},
		"da": {"1 af 3 rækker lykkedes ikke", "En anden bruger ændrede det samme felt", "konflikt", "den andens værdi er"},
	} {
		shown := getIn(t, accept, address+"/report")
		wants(t, shown, want...)
		alone := getIn(t, accept, address+"/files/report.html")
		wants(t, alone, append(want, `<html lang="`+accept+`">`)...)
		if strings.Contains(shown, "<code>bcimport") || strings.Contains(alone, "failed.csv") {
			t.Errorf("%s: the page speaks of command lines, or the file of it of others:\n%s\n%s", accept, shown, alone)
		}
	}
}

// TestCheck_SaysInTheLanguageOfTheBrowserWhatTheFileHasBesides checks a file with a total, two
// rows of one contact and columns that nothing takes.
func TestCheck_SaysInTheLanguageOfTheBrowserWhatTheFileHasBesides(t *testing.T) {
	w := newWhole(t)
	im := w.begin("Nr;Nachname;E-Mail;Telefon\nCONT00001;Öztürk;a@example.com;+49 30 23125867\nCONT00001;Özdemir;a@example.com;+49 30 23125867\nSumme;;;\n", "version: 1\nkey: {column: Nr}\nfields: {lastName: Nachname}\n")
	for accept, want := range map[string][]string{
		"de": {"1 Zeile ist kein Datensatz und wird übersprungen: Zeile 4 (Summe); ist eine davon ein Datensatz", "2 von 4 Spalten sehen wie Felder aus", "(der Name passt, und 2 von 2 Werten sind E-Mail-Adressen); die Zuordnung verwendet sie nicht", "Wählen Sie unter Spalten die Felder dafür", "Nachname ist &#34;Özdemir&#34;, und in Zeile 2 &#34;Öztürk&#34;"},
		"fr": {"1 ligne n’est pas un enregistrement", "ligne 4 (total)", "2 colonnes sur 4 ressemblent à des champs", "Pour les importer, choisissez", "et à la ligne 2"},
		"da": {"1 række er ikke en record", "linje 4 (sum)", "2 af 4 kolonner ligner felter", "Vælg deres felter under Kolonner", "og i linje 2"},
		"en": {"1 row is not a record and is skipped: line 4 (total)", "2 of 4 columns look like fields", "choose their fields under Columns", "and on line 2"},
	} {
		getIn(t, accept, im+"/check") // which begins to check
		w.shown(im + "/file")
		shown := getIn(t, accept, im+"/check")
		wants(t, shown, want...)
		if strings.Contains(shown, "mapping.yaml") {
			t.Errorf("%s: the page speaks of a file that nobody chose:\n%s", accept, shown)
		}
	}
}

// TestRowsToMend_AreInTheLanguageOfTheBrowser takes the rows that Check refuses and those that
// a run has left, whose reasons people read where they mend them.
func TestRowsToMend_AreInTheLanguageOfTheBrowser(t *testing.T) {
	w := newWhole(t)
	im := w.begin("Nr;Nachname;E-Mail\nCONT00001;Öztürk;kein at\n", contactsMapping)
	s := newPage(t)
	planned, address := s.planned(1, "Boss")
	post(t, address+"/run", nil, http.StatusOK)
	s.done(planned)
	for accept, want := range map[string][]string{
		"de": {"hat kein @; korrigieren Sie sie", "Kein Kontakt hat die Nummer"},
		"fr": {"n’a pas de @", "Aucun contact n’a le numéro"},
		"da": {"har intet @; ret den", "Ingen kontakt har nummeret"},
		"en": {"has no @; correct it", "No contact has the number"},
	} {
		wants(t, getIn(t, accept, im+"/check/mend"), "CONT00001;Öztürk;kein at;invalid;", want[0])
		wants(t, getIn(t, accept, address+"/files/failed.csv"), "NOBODY,Boss", want[1])
	}
}
