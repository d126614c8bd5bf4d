package web_test

import (
	"context"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/journal/sqlite"
	"bcimport/importer/runs"
	"bcimport/importer/web"
	"bcimport/importer/web/imports"
	"bcimport/importer/web/jobs"
)

// newSite serves the page without a guard, over imports in a folder of their own.
func newSite(t *testing.T) (*httptest.Server, *imports.Store) {
	t.Helper()
	store, err := imports.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s, err := web.New(web.Config{
		Manager: &runs.Manager{Store: journals{}}, Imports: store, Connections: noConnections{}, Jobs: jobs.New(t.Context()), Quit: func() {}, Now: time.Now,
		Base: func(context.Context) string { return "" }, Token: func(context.Context) string { return "secret" },
	})
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(s)
	t.Cleanup(site.Close)
	return site, store
}

type noConnections struct{}

func (noConnections) Targets(context.Context) ([]web.Target, error) { return nil, nil }

type journals struct{}

func (journals) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return sqlite.Create(folder, about, edits)
}

func (journals) Open(folder string) (runs.Record, error) { return sqlite.Open(folder) }

func (journals) Holds(name string) bool { return strings.HasPrefix(name, sqlite.Name) }

func (journals) Name() string { return sqlite.Name }

// upload sends a file as a form does, and returns the address of its import.
func upload(t *testing.T, site *httptest.Server, name, text string) string {
	t.Helper()
	body, form := io.Pipe()
	parts := multipart.NewWriter(form)
	go func() {
		part, err := parts.CreateFormFile("file", name)
		if err == nil {
			_, err = io.WriteString(part, text)
		}
		parts.Close()
		form.CloseWithError(err)
	}()
	answer, err := http.Post(site.URL+"/new", parts.FormDataContentType(), body)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || !strings.HasSuffix(answer.Request.URL.Path, "/file") {
		t.Fatalf("the upload of %s ends at %s with %s", name, answer.Request.URL, answer.Status)
	}
	return strings.TrimSuffix(answer.Request.URL.String(), "/file")
}

// get returns the text of a page.
func get(t *testing.T, address string, status int) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, answer, status)
}

// post sends a form, follows where it leads to, and returns the text of that page.
func post(t *testing.T, address string, form url.Values, status int) string {
	t.Helper()
	answer, err := http.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, answer, status)
}

func read(t *testing.T, answer *http.Response, status int) string {
	t.Helper()
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != status {
		t.Fatalf("%s: %s instead of %d:\n%s", answer.Request.URL, answer.Status, status, text)
	}
	return string(text)
}

func TestFile_ShowsHowItWasReadAndTakesAnotherAnswer(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	im := upload(t, site, "Kontakte <b>.csv", "Nr.;Vorname;E-Mail\nCT1;Jörg <script>;a@b.de\nCT2;Ute;c@d.de\n")
	shown := get(t, im+"/file", http.StatusOK)
	for _, want := range []string{"<h1>Choose a file</h1>", "utf-8", "semicolon", "Jörg &lt;script&gt;", ">Continue</button>"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is missing:\n%s", want, shown)
		}
	}
	if strings.Contains(shown, "<script>") {
		t.Error("a value is read as markup")
	}
	im = upload(t, site, "alt.csv", "Nr.;Vorname;E-Mail\nCT1;J\xf6rg;a@b.de\n")
	if shown := get(t, im+"/file", http.StatusOK); !strings.Contains(shown, "Jörg") {
		t.Errorf("the encoding was not found:\n%s", shown)
	}
	shown = post(t, im+"/file", url.Values{"encoding": {"windows-1251"}, "delimiter": {";"}}, http.StatusOK)
	if !strings.Contains(shown, "Jцrg") {
		t.Errorf("the other encoding was not taken:\n%s", shown)
	}
	post(t, im+"/file", url.Values{"header_line": {"none"}}, http.StatusUnprocessableEntity)
}

func TestImports_ListsWhatWasBegun(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	if shown := get(t, site.URL+"/", http.StatusOK); !strings.Contains(shown, ">New import</button>") || !strings.Contains(shown, "There is no run yet.") {
		t.Errorf("the empty list is\n%s", shown)
	}
	upload(t, site, "Kontakte.csv", "Nr.;E-Mail\nCT1;a@b.de\n")
	if shown := get(t, site.URL+"/", http.StatusOK); !strings.Contains(shown, "Kontakte.csv") {
		t.Errorf("the import is not listed:\n%s", shown)
	}
}

func TestAddress_ThatNoScreenHasSaysSoAndLeadsBack(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	for _, path := range []string{"/nowhere", "/imports", "/imports/none/nowhere", "/runs/none/undo/preview"} {
		if shown := get(t, site.URL+path, http.StatusNotFound); !strings.Contains(shown, "This screen does not exist") || !strings.Contains(shown, `href="/"`) {
			t.Errorf("%s is answered by\n%s", path, shown)
		}
	}
}

func TestImport_ThatIsNotThere(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	for _, id := range []string{"none", "..%2f..", "%2e%2e"} {
		if shown := get(t, site.URL+"/imports/"+id+"/file", http.StatusNotFound); strings.Contains(shown, "<h1>") && !strings.Contains(shown, "This import does not exist") {
			t.Errorf("%s is answered by\n%s", id, shown)
		}
	}
}

func TestProblem_LeadsBackToTheFormThatWasSent(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	address := upload(t, site, "a.csv", "No\nA\n")
	ask, err := http.NewRequest(http.MethodPost, address+"/plan", strings.NewReader("target=none"))
	if err != nil {
		t.Fatal(err)
	}
	ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	ask.Header.Set("Referer", address+"/plan?page=2")
	answer, err := http.DefaultClient.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	wants(t, read(t, answer, http.StatusUnprocessableEntity), `href="`+strings.TrimPrefix(address, site.URL)+`/plan?page=2">Back</a>`)
}

// TestNew_KeepsNoFileThatCannotBeRead asks for another one where no setting would help, and
// keeps what a setting may help to read.
func TestNew_KeepsNoFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	site, store := newSite(t)
	for name, c := range map[string]struct{ text, said string }{
		"leer.csv":   {"", "die Datei ist leer (0 Byte)"},
		"halb.xlsx":  {"PK\x03\x04 the first part of a workbook", "ist beschädigt"},
		"alt.xls":    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 504), "Office-Dokument"},
		"bild.csv":   {"\x89PNG\r\n\x1a\n", "Bild"},
		"brief.xlsx": {"%PDF-1.7\n", "PDF"},
	} {
		status, shown := sendIn(t, "de", site, name, c.text)
		if _, said, _ := strings.Cut(shown, `role="alert"`); status != http.StatusUnprocessableEntity || !strings.Contains(said, name) || !strings.Contains(said, c.said) || strings.Contains(said, "mapping") {
			t.Errorf("%s: status %d:\n%s", name, status, shown)
		}
		wants(t, shown, `id="upload"`)
	}
	if all, err := store.All(); err != nil || len(all) != 0 {
		t.Errorf("%d imports are kept, %v", len(all), err)
	}
	if status, shown := sendIn(t, "de", site, "werte.csv", "CONT00001;a@example.com\n"); status != http.StatusUnprocessableEntity || !strings.Contains(shown, "geben Sie unter Ändern an: Zeile der Spaltenüberschriften") {
		t.Errorf("values without a header: status %d:\n%s", status, shown)
	}
	if all, err := store.All(); err != nil || len(all) != 1 {
		t.Errorf("%d imports are kept, %v", len(all), err)
	}
}
