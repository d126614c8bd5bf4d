package records

import (
	"bytes"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

const (
	anID   = "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10"
	noGUID = "00000000-0000-0000-0000-000000000000"
)

// bins is a set with a field of every type, and a key of another name.
func bins() *entity.Entity {
	return &entity.Entity{
		Set: "contoso/warehouse/v1.0/bins", Key: "systemId", One: "bin", Many: "bins", Number: "code",
		Fields: []entity.Field{
			{Name: "systemId", Type: entity.GUID, ReadOnly: "is the key"},
			{Name: "code", Type: entity.Code}, {Name: "note", Type: entity.Text}, {Name: "price", Type: entity.Number},
			{Name: "count", Type: entity.Integer, Bits: 64}, {Name: "fixed", Type: entity.Boolean}, {Name: "day", Type: entity.Date},
			{Name: "at", Type: entity.DateTime}, {Name: "itemId", Type: entity.GUID},
			{Name: "status", Type: entity.Enumeration, Members: []entity.Member{{Name: "", Encoded: "_x0020_"}, {Name: "On Hold", Encoded: "On_x0020_Hold"}}},
			{Name: "balance", Type: entity.Number, ReadOnly: "is computed"},
		},
	}
}

func record(members string) []byte {
	return []byte(`{"@odata.etag":"W/\"1\"","systemId":"` + strings.ToUpper(anID) + `",` + members + `}`)
}

func TestDecode_ValuesAreCanonical(t *testing.T) {
	t.Parallel()
	codec := New(bins())
	for members, want := range map[string]string{
		`"price":12345678901234567890.10`:          "price=12345678901234567890.1",
		`"price":0.000000001`:                      "price=0.000000001",
		`"price":1.5E+3`:                           "price=1500",
		`"price":-0.0`:                             "price=0",
		`"price":"12.50"`:                          "price=12.5",
		`"count":9223372036854775807`:              "count=9223372036854775807",
		`"fixed":true`:                             "fixed=true",
		`"day":"0001-01-01"`:                       "day=",
		`"day":"2026-11-27"`:                       "day=2026-11-27",
		`"at":"2026-11-27T09:30:00+01:00"`:         "at=2026-11-27T08:30:00Z",
		`"at":"0001-01-01T00:00:00Z"`:              "at=",
		`"itemId":"` + noGUID + `"`:                "itemId=",
		`"itemId":"` + strings.ToUpper(anID) + `"`: "itemId=" + anID,
		`"status":"_x0020_"`:                       "status=",
		`"status":"On_x0020_Hold"`:                 "status=On Hold",
		`"status":"Shipped_x0020_Back"`:            "status=Shipped Back", // of an app that $metadata does not know yet
		`"note":"Gr\u00f6\u00dfe \"XL\"\n"`:        "note=Größe \"XL\"\n",
		`"note":null,"price":null,"day":null`:      "",
		`"balance":5,"unknown":{"a":[1,{}]}`:       "",
	} {
		c, err := codec.Decode(record(members), nil, anID)
		var got []string
		for _, v := range c.Values {
			got = append(got, v.Field+"="+v.Text)
		}
		if err != nil || strings.Join(got, "; ") != want || c.ID != anID {
			t.Errorf("%s: %q, want %q, error %v", members, got, want, err)
		}
	}
}

// TestDecode_AValueOfAnotherTypeIsNoAnswer: it is not taken for what stands there.
func TestDecode_AValueOfAnotherTypeIsNoAnswer(t *testing.T) {
	t.Parallel()
	codec := New(bins())
	for _, members := range []string{
		`"price":"12,50"`, `"price":"NaN"`, `"price":true`, `"price":{}`, `"price":[1]`, `"price":""`, `"count":"x"`,
		`"fixed":1`, `"fixed":"yes"`, `"day":20261127`, `"day":"27.11.2026"`, `"day":"2026-13-01"`, `"at":"2026-11-27"`, `"at":"yesterday"`,
		`"itemId":"X"`, `"itemId":5`, `"status":{}`, `"status":[]`, `"note":{"a":1}`, `"note":[]`, `"code":["a"]`,
	} {
		if c, err := codec.Decode(record(members), nil, anID); err == nil {
			t.Errorf("%s is taken for %v", members, c.Values)
		}
		if page, _, err := codec.Page([]byte(`{"value":[` + string(record(members)) + `]}`)); err == nil {
			t.Errorf("%s is taken for %v in a list", members, page)
		}
	}
}

func TestAppendBody_ValuesAreAsTheServiceTakesThem(t *testing.T) {
	t.Parallel()
	codec := New(bins())
	for _, test := range []struct{ field, canonical, want string }{
		{"price", "12345678901234567890.1", `{"price":12345678901234567890.1}`}, {"price", "", `{"price":0}`}, {"count", "7", `{"count":7}`},
		{"fixed", "true", `{"fixed":true}`}, {"day", "", `{"day":"0001-01-01"}`}, {"itemId", "", `{"itemId":"` + noGUID + `"}`},
		{"status", "", `{"status":"_x0020_"}`}, {"status", "On Hold", `{"status":"On_x0020_Hold"}`}, {"note", "a\"b\n", `{"note":"a\"b\n"}`},
		{"price", "1,5", `{"price":"1,5"}`}, // no canonical text: refused by the service and never another number
	} {
		if got := codec.AppendBody(nil, []importer.Change{{Field: test.field, After: test.canonical}}); string(got) != test.want {
			t.Errorf("%s %q: %s, want %s", test.field, test.canonical, got, test.want)
		}
	}
}

func TestLimited_ReadsWhatIsNeeded(t *testing.T) {
	t.Parallel()
	codec := New(bins()).Limited([]string{"price", "balance", "nonsense"})
	if got := codec.Select(); got != "systemId,code,price,balance" {
		t.Errorf("selects %s", got)
	}
	c, err := codec.Decode(record(`"code":"A","note":"x","price":1,"balance":2,"day":{}`), nil, anID)
	want := []mapping.Value{{Field: "code", Text: "A"}, {Field: "price", Text: "1"}, {Field: "balance", Text: "2"}}
	if err != nil || !slices.Equal(c.Values, want) {
		t.Errorf("%v, error %v", c.Values, err)
	}
	if got := string(codec.AppendBody(nil, []importer.Change{{Field: "day", After: ""}})); got != `{"day":"0001-01-01"}` {
		t.Errorf("writes %s", got)
	}
}

func TestBriefs_AreForMessages(t *testing.T) {
	t.Parallel()
	all, err := Briefs([]byte(`{"value":[{"id":"1","firstName":" Anna ","lastName":"Berg\n","number":null,"x":{}},{"id":"2"}]}`))
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	if p := all[0].Person("id", "K1", []string{"firstName", "lastName"}); p.Name != "Anna Berg" || p.ID != "1" || p.Key != "K1" {
		t.Errorf("%+v", p)
	}
	for _, body := range []string{"", "[]", `{"value":{}}`, `{"value":[1]}`} {
		if all, err := Briefs([]byte(body)); err == nil {
			t.Errorf("%s: %v", body, all)
		}
	}
}

// FuzzDecode holds that no record brings the program down, that a value that is taken is
// canonical, and that a number is the one that encoding/json reads.
func FuzzDecode(f *testing.F) {
	for _, members := range []string{
		`"price":1.50,"count":-7,"fixed":false,"day":"2026-11-27","at":"2026-11-27T09:30:00Z","itemId":"` + anID + `","status":"On_x0020_Hold","note":"x","code":"a"`,
		`"price":"1e5"`, `"price":1e400`, `"count":1.0`, `"status":"_x0020_"`, `"day":"0001-01-01"`, `"note":"\ud800"`, `"note":"\u0000"`, `"price":null`, `"at":"2026-11-27T09:30:000"`,
	} {
		f.Add(record(members))
	}
	set := bins()
	codec := New(set)
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := codec.Decode(body, nil, anID)
		if err != nil {
			if c.Values != nil || c.ETag != "" {
				t.Error("an error and a record")
			}
			return
		}
		var read map[string]json.RawMessage
		if err := json.Unmarshal(body, &read); err != nil {
			t.Fatalf("encoding/json refuses it: %v", err)
		}
		for _, v := range c.Values {
			field := set.Find(v.Field)
			back, err := field.FromJSON(field.AppendJSON(nil, v.Text))
			if err != nil || !field.Same(back, v.Text) {
				t.Errorf("%s %q is put back as %q, error %v", v.Field, v.Text, back, err)
			}
			if field.Type == entity.Number {
				sameNumber(t, v.Text, bytes.Trim(read[v.Field], `"`))
			}
		}
	})
}

// sameNumber compares a canonical number with its JSON, where that is not too long to be
// computed.
func sameNumber(t *testing.T, canonical string, raw []byte) {
	t.Helper()
	if len(raw) > 50 || bytes.ContainsAny(raw, "eE") {
		return
	}
	want, ok := new(big.Rat).SetString(string(raw))
	got, canonicalOK := new(big.Rat).SetString(canonical)
	if ok && (!canonicalOK || got.Cmp(want) != 0) {
		t.Errorf("%s is taken for %q", raw, canonical)
	}
}
