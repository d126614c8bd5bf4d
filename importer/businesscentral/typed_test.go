package businesscentral_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
	"bcimport/importer/businesscentral/signin"
	"bcimport/importer/sandbox"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// warehouse is the set of the sandbox's custom API.
const warehouse = "contoso/warehouse/v1.0/binContents"

// stand is a sandbox that is served, whose answers a test can replace.
type stand struct {
	t       *testing.T
	service *sandbox.Server
	root    string
	refuse  func(w http.ResponseWriter, r *http.Request) bool
}

func serve(t *testing.T, config sandbox.Config) *stand {
	t.Helper()
	config.Anonymous, config.Contacts, config.Items = true, 200, max(config.Items, 500)
	service, err := sandbox.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { service.Close() })
	s := &stand{t: t, service: service}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.refuse != nil && s.refuse(w, r) {
			return
		}
		service.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.root = server.URL + "/v2.0/" + sandbox.DefaultEnvironment + "/api/v2.0"
	return s
}

func (s *stand) connect(set string, batch int) (*businesscentral.Client, error) {
	return businesscentral.Connect(s.t.Context(), businesscentral.Config{
		Root: s.root, Credentials: signin.Credentials{Auth: signin.None}, Batch: batch, Set: set,
	})
}

func (s *stand) client(set string, batch int) *businesscentral.Client {
	s.t.Helper()
	c, err := s.connect(set, batch)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(c.Close)
	return c
}

// find returns the ids of records by a field.
func find(t *testing.T, c *businesscentral.Client, by mapping.Match, keys ...string) []string {
	t.Helper()
	lookups := make([]importer.Lookup, len(keys))
	for i, key := range keys {
		lookups[i] = importer.Lookup{By: by, Key: key}
	}
	found, err := c.Find(t.Context(), lookups)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, f := range found {
		if f.Disposition != importer.Confirmed || len(f.IDs) != 1 {
			t.Fatalf("found %+v", f)
		}
		ids = append(ids, f.IDs[0])
	}
	return ids
}

func read(t *testing.T, c *businesscentral.Client, ids []string) []importer.Contact {
	t.Helper()
	answers, err := c.Read(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]importer.Contact, len(answers))
	for i, a := range answers {
		if a.Disposition != importer.Confirmed {
			t.Fatalf("answer %+v", a)
		}
		all[i] = a.Contact
	}
	return all
}

// write makes the same changes to each record.
func write(t *testing.T, c *businesscentral.Client, records []importer.Contact, changes []importer.Change) []importer.Response {
	t.Helper()
	intents := make([]importer.Intent, len(records))
	for i, r := range records {
		intents[i] = importer.Intent{ID: r.ID, ETag: r.ETag, Changes: changes}
	}
	answers, err := c.Write(t.Context(), intents)
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

// TestTypedSets_AreFoundReadAndWritten goes the way of a run through three sets, with and
// without batches: what was written stands there, in canonical texts.
func TestTypedSets_AreFoundReadAndWritten(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		set     string
		by      mapping.Match
		keys    []string
		changes []importer.Change
		also    map[string]string // what the first record holds besides
	}{
		"items": {"items", "number", []string{"10001", "10002", "10003"}, []importer.Change{
			{Field: "unitPrice", After: "1234567890.12345"}, {Field: "blocked", After: "true"}, {Field: "displayName", After: "Größe \"XL\""}, {Field: "gtin", After: ""},
		}, map[string]string{"type": "Inventory", "itemCategoryCode": "TISCH"}},
		"customers": {"customers", "number", []string{"10000", "20000"}, []importer.Change{
			{Field: "creditLimit", After: "0.5"}, {Field: "blocked", After: "All"}, {Field: "paymentTermsId", After: ""},
		}, nil},
		"custom API": {warehouse, "code", []string{"W-01-001", "w-01-002"}, []importer.Change{
			{Field: "quantity", After: "-3.25"}, {Field: "sortOrder", After: "7"}, {Field: "fixed", After: "false"},
			{Field: "lastCounted", After: ""}, {Field: "countedAt", After: "2026-11-27T08:30:00Z"}, {Field: "status", After: "On Hold"},
		}, nil},
	} {
		for _, batch := range []int{1, 100} {
			t.Run(name+map[int]string{1: " alone", 100: " together"}[batch], func(t *testing.T) {
				t.Parallel()
				c := serve(t, sandbox.Config{}).client(tt.set, batch)
				if c.KeyKind() != importer.KeyGUID || c.Entity().Set != tt.set {
					t.Fatalf("key %v, set %s", c.KeyKind(), c.Entity().Set)
				}
				keys := tt.keys
				if name == "customers" {
					keys = someNumbers(t, c, 2)
				}
				ids := find(t, c, tt.by, keys...)
				records := read(t, c, ids)
				for field, want := range tt.also {
					if got := records[0].Text(field); got != want {
						t.Errorf("%s is %q, want %q", field, got, want)
					}
				}
				answers := write(t, c, records, tt.changes)
				after := read(t, c, ids)
				for i, a := range answers {
					if a.Disposition != importer.Confirmed || a.Contact.ETag != after[i].ETag {
						t.Fatalf("answer %+v, then eTag %s", a, after[i].ETag)
					}
					for _, ch := range tt.changes {
						if one, two := a.Contact.Text(ch.Field), after[i].Text(ch.Field); one != ch.After || two != ch.After {
							t.Errorf("%s is %q and then %q, want %q", ch.Field, one, two, ch.After)
						}
					}
				}
			})
		}
	}
}

func someNumbers(t *testing.T, c *businesscentral.Client, n int) []string {
	t.Helper()
	ids, err := c.IDs(t.Context(), "")
	if err != nil || len(ids) < n {
		t.Fatalf("%d ids, error %v", len(ids), err)
	}
	var numbers []string
	for _, r := range read(t, c, ids[:n]) {
		numbers = append(numbers, r.Text(c.Entity().Number))
	}
	return numbers
}

func TestConnect_ASetThatCannotBeWrittenIsRefused(t *testing.T) {
	t.Parallel()
	for set, want := range map[string]string{
		"item": "items", "generalProductPostingGroups": "can be updated", "contoso/warehouse/v1.0/bins": "binContents",
		"contoso/other/v1.0/binContents": "publisher, group and version",
	} {
		_, err := serve(t, sandbox.Config{}).connect(set, 100)
		hints := importer.Hints(err)
		if err == nil || len(hints) != 1 || !strings.Contains(hints[0].In(nil), want) {
			t.Errorf("%s: error %v, hints %v", set, err, hints)
		}
	}
	if _, err := serve(t, sandbox.Config{NoMetadata: true}).connect("items", 100); err == nil {
		t.Error("items is taken without $metadata")
	}
}

func TestCodes_OfAReferencedSet(t *testing.T) {
	t.Parallel()
	s := serve(t, sandbox.Config{})
	c := s.client("items", 100)
	codes, err := c.Codes(t.Context(), "itemCategories", "code")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(codes, func(c importer.RecordCode) bool { return c.Code == "TISCH" })
	if i < 0 || !importer.IsGUID(codes[i].ID) {
		t.Fatalf("codes %v", codes)
	}
	item := read(t, c, find(t, c, "number", "10001"))[0]
	if item.Text("itemCategoryId") != codes[i].ID {
		t.Errorf("category %s, want %s", item.Text("itemCategoryId"), codes[i].ID)
	}
	for _, wrong := range [][2]string{{"itemCategory", "code"}, {"itemCategories", "name"}, {"itemCategories", "lastModifiedDateTime"}} {
		if _, err := c.Codes(t.Context(), wrong[0], wrong[1]); err == nil || len(importer.Hints(err)) != 1 {
			t.Errorf("%v: error %v", wrong, err)
		}
	}
	// Of a custom API the key has another name.
	bins, err := s.client(warehouse, 100).Codes(t.Context(), "binContents", "code")
	if err != nil || len(bins) != 200 || !importer.IsGUID(bins[0].ID) {
		t.Errorf("%d bins, error %v", len(bins), err)
	}
}

func TestCaptions_AreThoseOfTheEnvironment(t *testing.T) {
	t.Parallel()
	c := serve(t, sandbox.Config{}).client(warehouse, 100)
	e, err := c.Captions(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if f := e.Find("quantity"); !slices.Contains(f.Captions, "Menge") || !slices.Contains(f.Captions, "Antal") {
		t.Errorf("captions %v", f.Captions)
	}
	hold := e.Find("status").Members[2]
	if hold.Name != "On Hold" || !slices.Contains(hold.Captions, "Zurückgestellt") {
		t.Errorf("member %+v", hold)
	}
	if len(c.Entity().Find("quantity").Captions) > 0 {
		t.Error("the set itself has changed")
	}
	without := serve(t, sandbox.Config{NoDefinitions: true}).client("items", 100)
	if e, err := without.Captions(t.Context(), ""); err != nil || e != without.Entity() {
		t.Errorf("%v, error %v", e, err)
	}
	contacts := serve(t, sandbox.Config{NoMetadata: true}).client("", 100)
	if e, err := contacts.Captions(t.Context(), ""); err != nil || e.Set != entity.CustomerContacts {
		t.Errorf("%v, error %v", e, err)
	}
}

func TestSets_ThoseThatCanBeWritten(t *testing.T) {
	t.Parallel()
	s := serve(t, sandbox.Config{})
	c := s.client("", 100)
	sets, err := c.Sets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]businesscentral.RecordSet{}
	for _, set := range sets {
		names[set.Name] = set
	}
	for _, want := range []string{"customerContacts", "contacts", "customers", "items", "itemCategories"} {
		if got := names[want]; got.Settable == 0 || got.Many == "" {
			t.Errorf("%s: %+v", want, got)
		}
	}
	if _, there := names["generalProductPostingGroups"]; there || !names["items"].Builtin {
		t.Errorf("sets %v", sets)
	}
	routes, err := c.Routes(t.Context())
	if err != nil || !slices.Equal(routes, []string{"contoso/warehouse/v1.0"}) {
		t.Fatalf("routes %v, error %v", routes, err)
	}
	custom, err := s.client(routes[0]+"/", 100).Sets(t.Context())
	if err != nil || len(custom) != 1 || custom[0].Name != warehouse || custom[0].Builtin {
		t.Errorf("sets %+v, error %v", custom, err)
	}
}

// TestFind_ByAnyTextOfTheSet: many keys of a field that is none of the set's own take one
// request, and what finds none or several is explained.
func TestFind_ByAnyTextOfTheSet(t *testing.T) {
	t.Parallel()
	for set, tt := range map[string]struct {
		by             mapping.Match
		keys           []string
		missing, meant string
	}{
		"items":     {"displayName", []string{"Schreibtisch Eiche"}, "Schreibtisch Eihce", "Schreibtisch Eiche"},
		"customers": {"number", nil, "", ""},
		warehouse:   {"description", []string{"Regal 1, Fach 1", "Regal 1, Fach 2", "Regal 2, Fach 3"}, "Regal 1,  Fach 1", "Regal 1, Fach 1"},
	} {
		for _, batch := range []int{1, 100} {
			c := serve(t, sandbox.Config{Items: 30}).client(set, batch)
			keys := tt.keys
			if keys == nil {
				keys = someNumbers(t, c, 5)
			}
			before := c.Requests().Reads
			find(t, c, tt.by, keys...)
			if n := c.Requests().Reads - before; batch > 1 && n != 1 || batch == 1 && n != len(keys) {
				t.Errorf("%s: %d requests for %d keys", set, n, len(keys))
			}
			if tt.missing == "" {
				continue
			}
			found, err := c.Find(t.Context(), []importer.Lookup{{By: tt.by, Key: tt.missing}})
			if err != nil || len(found[0].IDs) > 0 || len(found[0].People) != 1 || found[0].People[0].Key != tt.meant || !importer.IsGUID(found[0].People[0].ID) {
				t.Errorf("%s: found %+v, error %v", set, found, err)
			}
		}
	}
}

func TestFind_NamesThoseThatAKeyFinds(t *testing.T) {
	t.Parallel()
	s := serve(t, sandbox.Config{Items: 30})
	if err := s.service.EditRecord("items", "10002", "displayName", "Schreibtisch Eiche"); err != nil {
		t.Fatal(err)
	}
	c := s.client("items", 100)
	found, err := c.Find(t.Context(), []importer.Lookup{{By: "displayName", Key: "Schreibtisch Eiche"}, {By: "number", Key: "10003"}})
	if err != nil || len(found[0].IDs) != 2 || len(found[0].People) != 2 || len(found[1].IDs) != 1 || len(found[1].People) != 0 {
		t.Fatalf("found %+v, error %v", found, err)
	}
	for i, want := range []importer.Person{{Key: "10001", Name: "Schreibtisch Eiche"}, {Key: "10002", Name: "Schreibtisch Eiche"}} {
		if got := found[0].People[i]; got.Key != want.Key || got.Name != want.Name || !importer.IsGUID(got.ID) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	people, answered := c.Named(t.Context(), found[0].IDs)
	if !answered || len(people) != 2 || people[0].Name != "Schreibtisch Eiche" {
		t.Errorf("named %+v", people)
	}
}

func TestRead_AMissingRecordOfAnotherSetIsNotLookedForInContacts(t *testing.T) {
	t.Parallel()
	s := serve(t, sandbox.Config{Items: 30})
	c := s.client("items", 100)
	s.refuse = func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, "contacts") {
			t.Errorf("sent %s", r.URL)
		}
		return false
	}
	answers, err := c.Read(t.Context(), []string{"00000000-0000-4000-8000-000000000001"})
	if err != nil || answers[0].Disposition != importer.Missing || answers[0].Exclusion != "" {
		t.Errorf("%+v, error %v", answers, err)
	}
}

// TestExamine_OfAnotherSet checks that reading and writing are tried on the set itself.
func TestExamine_OfAnotherSet(t *testing.T) {
	t.Parallel()
	for _, set := range []string{"items", warehouse} {
		s := serve(t, sandbox.Config{Items: 30})
		var what []string
		healthy := businesscentral.Examine(t.Context(), businesscentral.Config{Root: s.root, Credentials: signin.Credentials{Auth: signin.None}, Set: set}, func(f businesscentral.Finding) {
			what = append(what, f.What+": "+f.Words)
			if strings.Contains(f.Words, "contact") {
				t.Errorf("%s: %s", set, f.Words)
			}
		})
		_, name := entity.SplitSet(set)
		if !healthy || !slices.Contains(what, name+": answers") || len(s.service.Writes()) > 0 {
			t.Errorf("%s: healthy %v, %q", set, healthy, what)
		}
	}
}

// TestSelect_ReadsWhatARunNeeds: also what is read-only.
func TestSelect_ReadsWhatARunNeeds(t *testing.T) {
	t.Parallel()
	c := serve(t, sandbox.Config{Items: 30}).client("items", 100)
	c.Select([]string{"unitPrice", "lastModifiedDateTime"})
	for _, r := range read(t, c, find(t, c, "number", "10001", "10002", "10003")) {
		var fields []string
		for _, v := range r.Values {
			fields = append(fields, v.Field)
		}
		slices.Sort(fields)
		if !slices.Equal(fields, []string{"displayName", "lastModifiedDateTime", "number", "unitPrice"}) {
			t.Errorf("read %v", fields)
		}
	}
}
