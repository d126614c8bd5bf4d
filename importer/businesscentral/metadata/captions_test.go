package metadata

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/entity"
)

func definitionsOf(t *testing.T) *Captions {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "definitions.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, err := ParseDefinitions(f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// captionsOf returns the captions of a field, and of a member of it where one is named.
func captionsOf(t *testing.T, e entity.Entity, field, member string) []string {
	t.Helper()
	f, found := e.Field(field)
	if !found {
		t.Fatalf("no field %s", field)
	}
	if member == "" {
		return f.Captions
	}
	i := slices.IndexFunc(f.Members, func(m entity.Member) bool { return m.Encoded == member })
	return f.Members[i].Captions
}

func TestCaption_PutsThePreferredLanguageFirst(t *testing.T) {
	t.Parallel()
	d, c := sample(t), definitionsOf(t)
	for name, tt := range map[string]struct {
		set, field, member string
		preferred          []int
		want               []string
	}{
		"as listed":                {"customers", "displayName", "", nil, []string{"Display Name", "Anzeigename", "Vist navn"}},
		"German":                   {"customers", "displayName", "", []int{1031}, []string{"Anzeigename", "Display Name", "Vist navn"}},
		"Swiss German":             {"customers", "displayName", "", []int{2055}, []string{"Anzeigename", "Display Name", "Vist navn"}},
		"Danish, then German":      {"customers", "displayName", "", []int{1030, 1031}, []string{"Vist navn", "Anzeigename", "Display Name"}},
		"the same in two":          {"customers", "number", "", []int{1030}, []string{"Nr.", "No."}},
		"a field without captions": {"customers", "creditLimit", "", []int{1031}, nil},
		"a member":                 {"customers", "blocked", "Ship", []int{1031}, []string{"Liefern", "Ship"}},
		"a member in one language": {"customers", "blocked", "All", []int{1033}, []string{"Alle"}},
		"a member that is not":     {"customers", "blocked", "Invoice", []int{1031}, nil},
		"the blank member":         {"customers", "blocked", "_x0020_", []int{1031}, nil},
		"a member named plainly":   {"items", "type", "Non_x002D_Inventory", []int{1031}, []string{"Nicht Lager"}},
		"a set without an entry":   {"items", "displayName", "", []int{1031}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, err := d.Entity(tt.set)
			if err != nil {
				t.Fatal(err)
			}
			if got := captionsOf(t, d.Caption(e, c, tt.preferred...), tt.field, tt.member); !slices.Equal(got, tt.want) {
				t.Errorf("captions %q, want %q", got, tt.want)
			}
			if got := captionsOf(t, e, tt.field, tt.member); got != nil {
				t.Errorf("the description itself has %q", got)
			}
		})
	}
}

func TestCaption_KeepsCaptionsThatAreKnown(t *testing.T) {
	t.Parallel()
	d := sample(t)
	e, err := d.Entity("customers")
	if err != nil {
		t.Fatal(err)
	}
	e.Fields[2].Captions = []string{"Name", "display name"}
	e.Set = "contoso/sales/v1.0/customers"
	want := []string{"Display Name", "Anzeigename", "Vist navn", "Name"}
	if got := captionsOf(t, d.Caption(e, definitionsOf(t)), "displayName", ""); !slices.Equal(got, want) {
		t.Errorf("captions %q, want %q", got, want)
	}
	if got := d.Caption(e, nil); !slices.Equal(got.Fields[2].Captions, e.Fields[2].Captions) {
		t.Errorf("without captions: %q", got.Fields[2].Captions)
	}
}

func TestDefinitions_NamesTheEntriesOfASet(t *testing.T) {
	t.Parallel()
	d := sample(t)
	if got := d.Definitions("customers"); !slices.Equal(got, []string{"customer", "customerBlocked"}) {
		t.Errorf("entries %v", got)
	}
	if got := d.Definitions("nothing"); got != nil {
		t.Errorf("entries %v", got)
	}
}

func TestParseDefinitions_TakesWhatIsMissingOrOdd(t *testing.T) {
	t.Parallel()
	const good = `{"entityName":"customer","entitySetName":"customers","properties":[{"name":"number","captions":[{"languageCode":1033,"caption":"No."}]}]}`
	for name, tt := range map[string]struct {
		answer string
		want   []string
		err    error
	}{
		"a collection":         {`{"value":[` + good + `]}`, []string{"No."}, nil},
		"one entry":            {`{"@odata.context":"x",` + good[1:], []string{"No."}, nil},
		"without a set's name": {`{"value":[` + strings.Replace(good, `"entitySetName":"customers",`, "", 1) + `]}`, []string{"No."}, nil},
		"twice":                {`{"value":[` + good + "," + strings.Replace(good, "No.", "Other", 1) + `]}`, []string{"No."}, nil},
		"odd entries":          {`{"value":[null,1,"a",[],{},{"entityName":1,"properties":{}},` + good + `]}`, []string{"No."}, nil},
		"null properties":      {`{"value":[` + strings.Replace(good, `[{"name"`, `[null,{"name":null,"captions":null},{"name"`, 1) + `]}`, []string{"No."}, nil},
		"odd captions":         {`{"value":[` + strings.Replace(good, `[{"languageCode":1033`, `[null,{"caption":5},{"caption":" \u00a0"},{"languageCode":{}`, 1) + `]}`, []string{"No."}, nil},
		"no-break spaces":      {`{"value":[` + strings.Replace(good, "No.", `\u00a0N\u202f°\u00ad\n identif.`, 1) + `]}`, []string{"N ° identif."}, nil},
		"no captions":          {`{"value":[{"entitySetName":"customers"}]}`, nil, nil},
		"empty":                {`{"value":[]}`, nil, nil},
		"an error":             {`{"error":{"code":"x"}}`, nil, ErrNoDefinitions},
		"a list":               {`[` + good + `]`, nil, ErrNoDefinitions},
		"cut":                  {`{"value":[` + good, nil, ErrNoDefinitions},
		"nothing":              {``, nil, ErrNoDefinitions},
		"HTML":                 {`<html/>`, nil, ErrNoDefinitions},
		"deep":                 {`{"value":[` + strings.Repeat("[", 100_000), nil, ErrNoDefinitions},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := ParseDefinitions(strings.NewReader(tt.answer))
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			d := sample(t)
			e, _ := d.Entity("customers")
			if got := captionsOf(t, d.Caption(e, c), "number", ""); !slices.Equal(got, tt.want) {
				t.Errorf("captions %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseDefinitions_NamesTheNextPage(t *testing.T) {
	t.Parallel()
	c, err := ParseDefinitions(strings.NewReader(`{"value":[],"@odata.nextLink":"https://example.com/next"}`))
	if err != nil || c.Next != "https://example.com/next" {
		t.Errorf("%+v, error %v", c, err)
	}
}
