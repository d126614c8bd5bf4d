package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bcimport/mapping"
)

// mappedFile is the screen Map columns of an import as a browser without script has it.
type mappedFile struct {
	t       *testing.T
	address string // of the import
	text    string
}

// mapColumns uploads a file and goes on to its columns.
func mapColumns(t *testing.T, site *httptest.Server, name, text string) *mappedFile {
	t.Helper()
	s := &mappedFile{t: t, address: upload(t, site, name, text)}
	s.text = get(t, s.address+"/columns", http.StatusOK)
	return s
}

// sample is a file of the repository.
func sample(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../samples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// named is the name of the control with a label.
func (s *mappedFile) named(label string) string {
	s.t.Helper()
	found := regexp.MustCompile(`<label[^>]* for="([^"]*)">(?:<input[^>]*>)? ?` + regexp.QuoteMeta(label) + `(?: <span|</label>)`).FindStringSubmatch(s.text)
	if found == nil {
		s.t.Fatalf("no control %q in\n%s", label, s.text)
	}
	return found[1]
}

// set sets a control as a script does, one at a time.
func (s *mappedFile) set(label, value string) {
	s.t.Helper()
	s.setNamed(s.named(label), value)
}

func (s *mappedFile) setNamed(name, value string) {
	s.t.Helper()
	form := url.Values{name: {value}, "token": {"secret"}}
	for _, from := range regexp.MustCompile(`name="(from\.[^"]*)" value="([^"]*)"`).FindAllStringSubmatch(s.text, -1) {
		form.Set(from[1], from[2])
	}
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.address+"/columns", strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("HX-Request", "true")
	request.Header.Set("HX-Trigger-Name", name)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	s.text = read(s.t, answer, http.StatusOK)
}

// mapping is the mapping as a file.
func (s *mappedFile) mapping() string {
	s.t.Helper()
	return get(s.t, s.address+"/mapping.yaml", http.StatusOK)
}

// sees wants texts on the screen.
func (s *mappedFile) sees(want ...string) {
	s.t.Helper()
	for _, w := range want {
		if !strings.Contains(s.text, w) {
			s.t.Errorf("%q is missing in\n%s", w, s.text)
		}
	}
}

// isReady reports whether the import can go on.
func (s *mappedFile) isReady() bool {
	return strings.Contains(s.text, `<button class="main" >Continue</button>`)
}

// holdSame wants two mappings that say the same of a file.
func holdSame(t *testing.T, got, want string) {
	t.Helper()
	a, err := mapping.Parse("got.yaml", []byte(got))
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	b, err := mapping.Parse("want.yaml", []byte(want))
	if err != nil {
		t.Fatal(err)
	}
	if a.Entity.Set != b.Entity.Set || a.Key.Column != b.Key.Column || a.Key.Match != b.Key.Match || a.Blank != b.Blank ||
		a.Formats.Decimal != b.Formats.Decimal || !slices.Equal(a.Formats.True, b.Formats.True) || !slices.Equal(a.Formats.False, b.Formats.False) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(a.Fields) != len(b.Fields) {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	for _, f := range a.Fields {
		i := slices.IndexFunc(b.Fields, func(other mapping.Field) bool { return other.Name == f.Name })
		if i < 0 {
			t.Errorf("%s is set as well", f.Name)
			continue
		}
		w := b.Fields[i]
		if f.Column != w.Column || !slices.Equal(f.Transform, w.Transform) || f.Region != w.Region || f.Lookup != w.Lookup || f.Blank != w.Blank {
			t.Errorf("%s is\n%+v, want\n%+v", f.Name, f, w)
		}
	}
}

// TestColumns_MapAContactListBySight ends with the mapping that the samples have for it.
func TestColumns_MapAContactListBySight(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	s := mapColumns(t, site, "kontakte.csv", sample(t, "kontakte.csv"))
	s.sees("<h1>Map columns</h1>", "Field for E-Mail-Adresse", "Options for Telefon", ">Record set</label>", ">Key column</label>", "As it will be sent", "filled in 39 of 39", ">Save mapping</button>", ">Open mapping</button>")
	s.set("Field for Position", "field:professionalTitle")
	s.sees("DE")
	s.set("One form for all phone numbers", "yes")
	if !s.isReady() {
		t.Errorf("the import cannot go on:\n%s", s.text)
	}
	holdSame(t, s.mapping(), sample(t, "kontakte.yaml"))
	if i, j := strings.Index(s.text, "Field for Telefon"), strings.Index(s.text, "Field for Anrede"); i < 0 || j < i {
		t.Error("columns that are not used stand before others")
	}
}

// TestColumns_MapAPriceListBySight: the same of a list of items.
func TestColumns_MapAPriceListBySight(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	s := mapColumns(t, site, "preisliste.csv", sample(t, "preisliste.csv"))
	s.sees("items", "Field for VK-Preis", "Field for Warengruppe")
	s.set("Record set", "items")
	s.set("Key column", "Artikelnr.")
	for column, field := range map[string]string{"Bezeichnung": "displayName", "Art": "type", "Gesperrt": "blocked", "EAN": "gtin", "VK-Preis": "unitPrice", "Warengruppe": "itemCategoryId"} {
		s.set("Field for "+column, "field:"+field)
	}
	s.set("Decimal mark", ",")
	s.set("Words for yes", "ja")
	s.set("Words for no", "nein")
	if !s.isReady() {
		t.Errorf("the import cannot go on:\n%s", s.text)
	}
	holdSame(t, s.mapping(), sample(t, "preisliste.yaml"))
}

func TestColumns_WhatIsOpenKeepsFromGoingOn(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	s := mapColumns(t, site, "a.csv", "Kontaktnr.;Vorname;Nachname;Mail 1;Mail 2\nKT000001;Ute;Berg;a@x.de;b@x.de\nKT000002;Jan;Cohn;c@x.de;d@x.de\n")
	if s.isReady() {
		t.Fatalf("nothing is open:\n%s", s.text)
	}
	s.sees("2 columns to decide", "to decide", "disabled")
	s.set("Field for Mail 1", "field:email")
	s.sees("Everything is decided.")
	if !s.isReady() { // the other column is answered with it
		t.Errorf("something is open:\n%s", s.text)
	}
	if text := s.mapping(); !strings.Contains(text, "email: Mail 1\n") {
		t.Errorf("the mapping is\n%s", text)
	}
}

// TestColumns_ShowsProblemsWhereTheyAre: those of values beside the cell, those of the mapping
// beside its control.
func TestColumns_ShowsProblemsWhereTheyAre(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	s := mapColumns(t, site, "a.csv", "Kontaktnr.;Vorname;Nachname;E-Mail\nKT000001;Ute;Berg;a@x.de\nKT000002;Jan;Cohn;keine Adresse\nKT000003;Eva;Dorn;e@x.de\nKT000004;Eva;Fink;f@x.de\n")
	s.sees(`<td class="bad">`, "1 of 4 rows has problems")
	s.setNamed("fields.email.blank", "")
	post(t, s.address+"/columns", url.Values{"set": {"fields.email.blank"}, "fields.email.blank": {"never"}}, http.StatusOK)
	s.text = get(t, s.address+"/columns", http.StatusOK)
	s.sees(`id="fields.email.blank-problem"`, "unknown blank", "Correct what is marked")
	for accept, want := range map[string][]string{
		"de": {"für blank gibt es den Wert ", ">der Name passt"}, "fr": {"blank n’accepte pas la valeur ", ">son nom correspond"}, "da": {"blank har ikke værdien ", ">navnet passer"},
	} {
		wants(t, getIn(t, accept, s.address+"/columns"), want...)
	}
	if s.isReady() {
		t.Error("a mapping that does not load goes on")
	}
}

// TestColumns_TakeAndKeepMappingFiles: a file that a person brings keeps its comments, and one
// that is kept is found again for the next file with the same columns.
func TestColumns_TakeAndKeepMappingFiles(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	const file = "Nr;Mail;Nach\nKT000001;a@x.de;Berg\nKT000002;b@x.de;Cohn\n"
	s := mapColumns(t, site, "a.csv", file)
	const own = "version: 1\n# Ours.\nkey: {column: Nr, match: number}   # the customers' number\nfields:\n  email:\n    column: Mail   # never empty\n    blank: error\n"
	open(t, s.address+"/mapping/open", own, http.StatusOK)
	if got := s.mapping(); got != own {
		t.Errorf("the mapping is\n%s", got)
	}
	s.set("Field for Nach", "field:lastName")
	if got := s.mapping(); got != own+"  lastName: Nach\n" {
		t.Errorf("the mapping is\n%s", got)
	}
	s.set("Field for Mail", "-")
	s.sees("This would take comments out of the mapping file:", "<li>never empty</li>")
	if got := s.mapping(); got != own+"  lastName: Nach\n" {
		t.Errorf("it was changed before that was allowed:\n%s", got)
	}
	post(t, s.address+"/columns", url.Values{"set": {"column.1"}, "column.1": {"-"}, "lose": {"yes"}}, http.StatusOK)
	want := "version: 1\n# Ours.\nkey: {column: Nr, match: number}   # the customers' number\nfields:\n  lastName: Nach\n"
	if got := s.mapping(); got != want {
		t.Errorf("the mapping is\n%s", got)
	}
	post(t, s.address+"/mapping/keep", url.Values{"name": {"Our customers"}}, http.StatusOK)
	again := mapColumns(t, site, "b.csv", file)
	again.sees("Our customers")
	if got := again.mapping(); got != want {
		t.Errorf("the next file has\n%s", got)
	}
	other := mapColumns(t, site, "c.csv", "Nummer;Vorname\nKT000001;Ute\n")
	if strings.Contains(other.text, "Our customers") {
		t.Error("a file without the columns has the mapping")
	}
	open(t, s.address+"/mapping/open", "version: [", http.StatusUnprocessableEntity)
}

// open opens a mapping file as a form does.
func open(t *testing.T, address, text string, status int) string {
	t.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	part, err := parts.CreateFormFile("file", "mapping.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(part, text); err != nil {
		t.Fatal(err)
	}
	parts.Close()
	answer, err := http.Post(address, parts.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, answer, status)
}

// TestColumns_TakeAWholeForm: without script all controls are sent at once, and only those
// that differ are changed; a form of an older state is refused.
func TestColumns_TakeAWholeForm(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	s := mapColumns(t, site, "a.csv", "Kontaktnr.;Vorname;Nachname;E-Mail\nKT000001;Ute;Berg;a@x.de\nKT000002;Jan;Cohn;b@x.de\n")
	before := s.mapping()
	form := formOf(t, s.text)
	if post(t, s.address+"/columns", form, http.StatusOK); s.mapping() != before {
		t.Errorf("a form that changes nothing makes\n%s", s.mapping())
	}
	form.Set("column.1", "field:lastName")
	form.Set("column.2", "field:firstName")
	form.Set("fields.email.blank", "clear")
	post(t, s.address+"/columns", form, http.StatusOK)
	m, err := mapping.Parse("m.yaml", []byte(s.mapping()))
	if err != nil {
		t.Fatalf("%v\n%s", err, s.mapping())
	}
	got := map[string]string{}
	for _, f := range m.Fields {
		got[f.Name] = f.Column
	}
	if got["firstName"] != "Nachname" || got["lastName"] != "Vorname" || got["email"] != "E-Mail" || m.Fields[0].Blank != mapping.BlankClear {
		t.Errorf("the mapping is\n%s", s.mapping())
	}
	if shown := post(t, s.address+"/columns", form, http.StatusUnprocessableEntity); !strings.Contains(shown, "another window") {
		t.Errorf("an old form is answered by\n%s", shown)
	}
}

// formOf is what a browser sends of the form of the columns as it is shown.
func formOf(t *testing.T, text string) url.Values {
	t.Helper()
	_, text, _ = strings.Cut(text, `hx-swap="innerHTML">`)
	text, _, found := strings.Cut(text, "</form>")
	if !found {
		t.Fatal("no form")
	}
	form := url.Values{}
	attribute := func(tag, name string) string {
		found := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag)
		if found == nil {
			return ""
		}
		return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(found[1])
	}
	for _, tag := range regexp.MustCompile(`<input[^>]*>`).FindAllString(text, -1) {
		if !strings.Contains(tag, `type="checkbox"`) || strings.Contains(tag, " checked") {
			form.Set(attribute(tag, "name"), attribute(tag, "value"))
		}
	}
	for _, tag := range regexp.MustCompile(`(?s)<select[^>]*>.*?</select>`).FindAllString(text, -1) {
		options := regexp.MustCompile(`<option[^>]*>`).FindAllString(tag, -1)
		chosen := slices.IndexFunc(options, func(o string) bool { return strings.Contains(o, " selected") })
		if chosen < 0 {
			t.Errorf("nothing is chosen in %s", tag)
			continue
		}
		form.Set(attribute(tag, "name"), attribute(options[chosen], "value"))
	}
	return form
}

func TestFile_ReadOtherwiseIsReadSoByItsMapping(t *testing.T) {
	t.Parallel()
	site, store := newSite(t)
	s := mapColumns(t, site, "a.csv", "Kontaktnr.;Vorname;E-Mail\nKT000001;Ute;a@x.de\nKT000002;Jan;b@x.de\n")
	post(t, s.address+"/file", url.Values{"encoding": {"windows-1252"}, "delimiter": {";"}}, http.StatusOK)
	if m, err := mapping.Parse("m.yaml", []byte(s.mapping())); err != nil || m.Input.Encoding != "windows-1252" || m.Input.Delimiter != ';' {
		t.Errorf("%v\n%s", err, s.mapping())
	}
	all, err := store.All()
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	post(t, s.address+"/file", url.Values{"delimiter": {","}}, http.StatusOK)
	if text, err := store.Mapping(all[0]); err != nil || len(text) != 0 {
		t.Errorf("a mapping of other columns is kept: %v\n%s", err, text)
	}
}

// TestColumns_AskForPermissionOfWhatDoesMore: a field whose write posts or renames keeps the
// import from going on until that is allowed, and one that is read-only cannot be chosen.
func TestColumns_AskForPermissionOfWhatDoesMore(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	s := mapColumns(t, site, "preisliste.csv", sample(t, "preisliste.csv"))
	s.sees("posts an item journal line", "lastModifiedDateTime is read-only")
	s.set("Field for Lagerbestand", "field:inventory")
	if s.isReady() {
		t.Errorf("it is not asked for:\n%s", s.mapping())
	}
	s.sees("posts an entry for every changed record")
	if s.set("Allow posting", "yes"); !s.isReady() {
		t.Errorf("the permission does not count:\n%s", s.text)
	}
	post(t, s.address+"/columns", url.Values{"set": {s.named("Field for Geändert am")}, s.named("Field for Geändert am"): {"field:lastModifiedDateTime"}}, http.StatusUnprocessableEntity)
}

// TestColumns_SayWhatIsToBeChangedByHand: a mapping that is written in a way that cannot be
// changed here is shown and left as it is.
func TestColumns_SayWhatIsToBeChangedByHand(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	s := mapColumns(t, site, "a.csv", "Nr;Mail;Nach\nKT000001;a@x.de;Berg\n")
	const own = "version: 1\nkey: {column: Nr, match: number}\nfields: &all\n  email: Mail\n"
	open(t, s.address+"/mapping/open", own, http.StatusOK)
	shown := post(t, s.address+"/columns", url.Values{"set": {"column.2"}, "column.2": {"field:lastName"}}, http.StatusUnprocessableEntity)
	for _, want := range []string{"cannot be changed here", "(line 3)", "change it in the mapping file"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is missing in\n%s", want, shown)
		}
	}
	if got := s.mapping(); got != own {
		t.Errorf("the mapping is\n%s", got)
	}
}

// TestColumns_WithoutANameAreCalledByTheirPlace, so that no control is without a name.
func TestColumns_WithoutANameAreCalledByTheirPlace(t *testing.T) {
	t.Parallel()
	site, _ := newSite(t)
	shown := get(t, upload(t, site, "a.csv", "Nr;;Mail\nKT000001;;a@x.de\n")+"/columns", http.StatusOK)
	wants(t, shown, ">Field for column 2</label>")
}
