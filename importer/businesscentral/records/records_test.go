package records

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

const recordID = "5d115c9c-44e3-ea11-bb43-000d3a2feca1"

// items has a field of every type, and two that are not read.
func items() *entity.Entity {
	return &entity.Entity{Set: "items", Key: "id", One: "item", Many: "items", Number: "number", Fields: []entity.Field{
		{Name: "id", Type: entity.GUID, ReadOnly: "is the key"},
		{Name: "number", Type: entity.Code, Length: 20, ReadOnly: "is shown"},
		{Name: "inventory", Type: entity.Number, ReadOnly: "is not read"},
		{Name: "displayName"},
		{Name: "email", Stored: entity.WithoutEnds},
		{Name: "unitPrice", Type: entity.Number},
		{Name: "leadTimeDays", Type: entity.Integer, Bits: 32},
		{Name: "blocked", Type: entity.Boolean},
		{Name: "launchDate", Type: entity.Date},
		{Name: "countedDateTime", Type: entity.DateTime},
		{Name: "itemCategoryId", Type: entity.GUID, Set: "itemCategories", By: "code"},
		{Name: "type", Type: entity.Enumeration, Members: []entity.Member{
			{Name: "", Encoded: "_x0020_"}, {Name: "Inventory", Encoded: "Inventory"}, {Name: "Non-Inventory", Encoded: "Non_x002D_Inventory"},
		}},
	}, Order: []string{"type", "unitPrice"}}
}

// normalNumber matches a number without exponent, grouping or needless zeros.
var normalNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$`)

// canonical draws a canonical text of a type.
func canonical(f *entity.Field) *rapid.Generator[string] {
	switch f.Type {
	case entity.Number:
		return rapid.StringMatching(`-?([1-9][0-9]{0,15}|0)\.[0-9]{0,4}[1-9]|-?[1-9][0-9]{0,15}|0`)
	case entity.Integer:
		return rapid.StringMatching(`-?[1-9][0-9]{0,8}|0`)
	case entity.Boolean:
		return rapid.SampledFrom([]string{"true", "false"})
	case entity.Date:
		return rapid.OneOf(rapid.Just(""), rapid.Map(rapid.IntRange(1, 3652058), func(n int) string {
			return time.Date(1, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}))
	case entity.DateTime:
		return rapid.OneOf(rapid.Just(""), rapid.Map(rapid.Int64Range(-62135596799999, 253402300799999), func(n int64) string {
			return time.UnixMilli(n).UTC().Format("2006-01-02T15:04:05.999Z")
		}))
	case entity.GUID:
		return rapid.StringMatching(`([1-9a-f][0-9a-f]{7}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?`)
	case entity.Enumeration:
		return rapid.SampledFrom([]string{"", "Inventory", "Non-Inventory", "Of an extension, 2"})
	default:
		return rapid.String()
	}
}

// TestAppendBody_IsReadBackByDecode writes some fields of every type and reads them.
func TestAppendBody_IsReadBackByDecode(t *testing.T) {
	t.Parallel()
	set := items()
	c := New(set)
	rapid.Check(t, func(t *rapid.T) {
		var changes []importer.Change
		for i := range set.Fields {
			f := &set.Fields[i]
			if f.ReadOnly == "" && rapid.Bool().Draw(t, "set "+f.Name) {
				changes = append(changes, importer.Change{Field: f.Name, After: canonical(f).Draw(t, f.Name)})
			}
		}
		changes = rapid.Permutation(changes).Draw(t, "order")
		body := c.AppendBody(nil, changes)
		if !json.Valid(body) {
			t.Fatalf("%s is no JSON", body)
		}
		got, err := c.Decode(answerOf(body), nil, recordID)
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if got.ID != recordID || got.ETag != `W/"1"` || len(got.Values) != len(changes) {
			t.Fatalf("%s is read as %+v", body, got)
		}
		for _, ch := range changes {
			if text, held := got.Lookup(ch.Field); !held || text != emptyOrSent(set.Find(ch.Field), ch.After) {
				t.Fatalf("%s: %s %q is read as %q", body, ch.Field, ch.After, text)
			}
		}
	})
}

// record is an answer with the members of a body.
func answerOf(body []byte) []byte {
	members := string(body[1:])
	if members != "}" {
		members = "," + members
	}
	return fmt.Appendf(nil, `{"@odata.etag":"W/\"1\"","id":%q%s`, strings.ToUpper(recordID), members)
}

// emptyOrSent is the text that comes back for one that was sent.
func emptyOrSent(f *entity.Field, text string) string {
	if text == "" && (f.Type == entity.Number || f.Type == entity.Integer) {
		return "0"
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

// TestAppendBody_KeepsTheOrderOfTheSet writes the fields of Entity.Order last.
func TestAppendBody_KeepsTheOrderOfTheSet(t *testing.T) {
	t.Parallel()
	changes := []importer.Change{{Field: "unitPrice", After: "1.5"}, {Field: "blocked", After: "true"}, {Field: "type", After: "Non-Inventory"}, {Field: "displayName", After: `"`}}
	want := `{"blocked":true,"displayName":"\"","type":"Non_x002D_Inventory","unitPrice":1.5}`
	if got := string(New(items()).AppendBody(nil, changes)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if changes[0].Field != "unitPrice" {
		t.Error("the changes are sorted in place")
	}
}

// FuzzRecord: a record that encoding/json reads is refused, or gives the canonical text of
// each member that is read; what it doesn't read is refused.
func FuzzRecord(f *testing.F) {
	for _, seed := range []string{
		`"number":"1000","displayName":"Stuhl","unitPrice":1000.50,"leadTimeDays":3,"blocked":false,"launchDate":"2026-11-27","countedDateTime":"2026-11-27T10:00:00.470Z","type":"Non_x002D_Inventory"`,
		`"unitPrice":"12.50","leadTimeDays":"-1","blocked":"true","itemCategoryId":"5D115C9C-44E3-EA11-BB43-000D3A2FECA1","launchDate":"0001-01-01","type":"_x0020_"`,
		`"unitPrice":1e3,"displayName":null,"type":null,"launchDate":null,"blocked":null`, `"unitPrice":1e999`, `"displayName":{}`, `"displayName":[1],"x":{"displayName":"y"}`,
		`"display\u004eame":"\ud83d","email":"\ud83d\ude00"`, `"displayName":"a","displayName":"b"`, `"@odata.etag":"*"`, `"id":"x"`, `"ID":"x","DisplayName":"y"`, `"blocked":1`, `"displayName":"` + "\xff" + `"`,
		`"countedDateTime":"2026-11-27T10:00:00"`, `"leadTimeDays":1.5`, `"inventory":{}`, `"launchDate":"2026-02-30"`,
	} {
		f.Add([]byte(`{"@odata.etag":"W/\"1\"","id":"` + recordID + `",` + seed + "}"))
	}
	for _, seed := range []string{"", "null", "[]", "{", `{"id":"` + recordID + `"}x`} {
		f.Add([]byte(seed))
	}
	set := items()
	c := New(set)
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := c.Decode(body, nil, recordID)
		if err != nil {
			if got.ID != "" || got.Values != nil {
				t.Fatalf("an error and a record: %+v", got)
			}
			return
		}
		var members map[string]json.RawMessage
		if wrong := json.Unmarshal(body, &members); wrong != nil || members == nil {
			t.Fatalf("%q is read as %+v, though it is no JSON object: %v", body, got, wrong)
		}
		checkValues(t, set, members, got.Values)
	})
}

// checkValues holds values against the members that they are read from.
func checkValues(t *testing.T, set *entity.Entity, members map[string]json.RawMessage, values []mapping.Value) {
	t.Helper()
	read := map[string]string{}
	for _, v := range values {
		read[v.Field] = v.Text
	}
	if len(read) != len(values) {
		t.Fatalf("a field has two values: %+v", values)
	}
	for i := range set.Fields {
		f := &set.Fields[i]
		text, held := read[f.Name]
		delete(read, f.Name)
		raw, there := members[f.Name]
		if f.Name == set.Key || f.Name == "inventory" {
			there = false
		}
		if there = there && string(raw) != "null"; held != there {
			t.Fatalf("%s is %s and has a value: %v", f.Name, raw, held)
		}
		if held {
			checkCanonical(t, f, raw, text)
		}
	}
	if len(read) > 0 {
		t.Fatalf("there are values of other fields: %v", read)
	}
}

// checkCanonical holds a text against the JSON that it is read from: by encoding/json, where
// the type is a text, and for all types by what is written and read again.
func checkCanonical(t *testing.T, f *entity.Field, raw json.RawMessage, text string) {
	t.Helper()
	var plain string
	if err := json.Unmarshal(raw, &plain); f.Type.IsText() && err == nil && plain != text {
		t.Fatalf("%s %s is read as %q", f.Name, raw, text)
	}
	if text == "" && !f.CanBeEmpty() || !utf8.ValidString(text) {
		t.Fatalf("%s %s is read as %q", f.Name, raw, text)
	}
	written := f.AppendJSON(nil, text)
	again, err := f.FromJSON(written)
	if err != nil || again != text {
		t.Fatalf("%s %s is read as %q, which is written %s and read as %q, %v", f.Name, raw, text, written, again, err)
	}
	switch {
	case text == "" || f.Type.IsText() || f.Type == entity.Enumeration:
	case f.Type == entity.Number || f.Type == entity.Integer:
		if !normalNumber.MatchString(text) || text == "-0" {
			t.Fatalf("%s %s is read as %q", f.Name, raw, text)
		}
	default:
		if parsed, wrong := f.Parse(text, entity.Formats{}); wrong != nil || parsed != text {
			t.Fatalf("%s %s is read as %q, which a file would have as %q, %+v", f.Name, raw, text, parsed, wrong)
		}
	}
}

// TestRecord_ETagComesFromTheBodyOrTheHeader and protects, or is none.
func TestRecord_ETagComesFromTheBodyOrTheHeader(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ body, header, want string }{
		{`W/"1"`, `W/"2"`, `W/"1"`}, {"", `W/"2"`, `W/"2"`}, {"*", `W/"2"`, ""}, {"", " * ", ""}, {"", "", ""}, {" ", "", ""}, {"a\nb", "", ""},
	} {
		r := Record{ETag: c.body, ID: recordID}
		if got := r.Contact(recordID, http.Header{"Etag": {c.header}}); string(got.ETag) != c.want {
			t.Errorf("%q and %q: %q, want %q", c.body, c.header, got.ETag, c.want)
		}
	}
}
