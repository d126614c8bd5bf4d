package mapping

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/entity"
	"bcimport/mapping/profile"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func compiledSchema(t *testing.T, set *entity.Entity) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(Schema(set))))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("mapping.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("mapping.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func valid(t *testing.T, s *jsonschema.Schema, text string) error {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		return err
	}
	asJSON, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	v, err = jsonschema.UnmarshalJSON(strings.NewReader(string(asJSON)))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

// TestSchema_KnowsTheKeysThatTheParserKnows: what Parse lists for an unknown key is
// what the schema has, at every place.
func TestSchema_KnowsTheKeysThatTheParserKnows(t *testing.T) {
	t.Parallel()
	var schema map[string]any
	if err := json.Unmarshal(Schema(nil), &schema); err != nil {
		t.Fatal(err)
	}
	for place, text := range map[string]string{
		"":                                     "zzzzqqqq: 1",
		"properties/input":                     "input: {zzzzqqqq: 1}",
		"properties/key":                       "key: {zzzzqqqq: 1}",
		"properties/formats":                   "formats: {zzzzqqqq: 1}",
		"properties/fields":                    "fields: {zzzzqqqq: 1}",
		"$defs/long":                           "fields: {email: {zzzzqqqq: 1}}",
		"$defs/long/properties/split":          "fields: {email: {column: x, split: {zzzzqqqq: 1}}}",
		"$defs/replace":                        "fields: {email: {column: x, replace: {zzzzqqqq: 1}}}",
		"$defs/long/properties/transform/enum": "fields: {email: {column: x, transform: [zzzzqqqq]}}",
	} {
		_, err := Parse("m.yaml", []byte(text+"\n"))
		var problems Problems
		if !errors.As(err, &problems) {
			t.Fatalf("%s: %v", place, err)
		}
		var known []string
		for _, p := range problems {
			if strings.Contains(p.Message, "zzzzqqqq") {
				_, list, _ := strings.Cut(p.Message, "zzzzqqqq\"; ")
				for _, m := range regexp.MustCompile(`"(\w+)"`).FindAllStringSubmatch(strings.TrimPrefix(list, `"`), -1) {
					known = append(known, m[1])
				}
			}
		}
		have := keysAt(t, schema, place)
		for _, name := range []string{"input", "formats", "key", "email", "split", "replace"} {
			if len(known) == len(have)+1 && known[0] == name { // the label of what takes the keys
				known = known[1:]
			}
		}
		slices.Sort(known)
		slices.Sort(have)
		if !slices.Equal(known, have) {
			t.Errorf("%q: the parser knows %q, the schema %q", place, known, have)
		}
	}
}

func keysAt(t *testing.T, schema map[string]any, place string) []string {
	t.Helper()
	var node any = schema
	for _, step := range strings.FieldsFunc(place, func(r rune) bool { return r == '/' }) {
		object := node.(map[string]any)
		if step == "enum" {
			object = object["items"].(map[string]any)
		}
		node = object[step]
	}
	var keys []string
	if list, ok := node.([]any); ok {
		for _, v := range list {
			keys = append(keys, fmt.Sprint(v))
		}
		return keys
	}
	for key := range node.(map[string]any)["properties"].(map[string]any) {
		keys = append(keys, key)
	}
	return keys
}

func TestSchema_TakesWhatParseTakesAndRefusesWhatItRefuses(t *testing.T) {
	t.Parallel()
	s := compiledSchema(t, nil)
	samples, err := filepath.Glob("../samples/*.yaml")
	if err != nil || len(samples) == 0 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	for _, file := range samples {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s := s
		if set := SetOf(text); set != entity.CustomerContacts {
			of, err := builtin(set)
			if err != nil {
				t.Fatal(err)
			}
			s = compiledSchema(t, of)
		}
		if err := valid(t, s, string(text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	head := "version: 1\nkey: {column: K}\n"
	for _, text := range []string{
		full, head + "fields: {email: E}\n", one("lastName", `columns: [A, B], join: " "`), one("lastName", "expr: 'row.A'"),
		one("lastName", `column: A, replace: [{pattern: a, with: b}]`), one("primaryPhoneNumber", "column: A, transform: [phone], region: DE, phone_format: e164"),
		one("lastName", `column: A, too_long: truncate, accept_damaged: true, split: {at: " ", part: -1}`),
	} {
		if _, err := Parse("m.yaml", []byte(text)); err != nil {
			t.Errorf("Parse: %v", err)
		}
		if err := valid(t, s, text); err != nil {
			t.Errorf("%s\nschema: %v", text, err)
		}
	}
	for _, text := range []string{
		"version: 2\nkey: {column: K}\nfields: {email: E}\n", "version: 1\nfields: {email: E}\n", head, head + "fields: {}\n", head + "fields: {fone: E}\n",
		head + "fields: {email: {column: A, columns: [A, B]}}\n", head + "fields: {email: {transform: [trim]}}\n", head + "fields: {email: {column: A, transform: [spin]}}\n",
		head + "fields: {email: {column: A, join: x}}\n", head + "fields: {email: {column: A, split: {at: x, part: 0}}}\n", head + "fields: {email: {column: A, accept_damaged: 1}}\n",
		head + "input: {delimiter: ':'}\nfields: {email: E}\n", head + "blank: maybe\nfields: {email: E}\n",
	} {
		if _, err := Parse("m.yaml", []byte(text)); err == nil {
			t.Errorf("Parse takes\n%s", text)
		}
		if err := valid(t, s, text); err == nil {
			t.Errorf("the schema takes\n%s", text)
		}
	}
}

// TestSchema_OfASetTakesWhatParseTakes: with its own fields, keys and what they allow.
func TestSchema_OfASetTakesWhatParseTakes(t *testing.T) {
	t.Parallel()
	for _, set := range profile.All() {
		of, err := builtin(set)
		if err != nil {
			t.Fatal(err)
		}
		s := compiledSchema(t, of)
		if set != "items" {
			continue
		}
		for _, text := range []string{
			items + "  unitPrice: Preis\n", items + "  number: {column: A, rename: true}\n  inventory: {column: B, post: true}\n",
			items + "  itemCategoryId: {column: A, lookup: code}\nformats: {decimal: ',', date: excel, 'true': [ja], 'false': ''}\n",
		} {
			if _, err := Parse("m.yaml", []byte(text)); err != nil {
				t.Errorf("Parse: %v", err)
			}
			if err := valid(t, s, text); err != nil {
				t.Errorf("%s\nschema: %v", text, err)
			}
		}
		for _, text := range []string{
			items + "  email: Preis\n", items + "  number: A\n", items + "  inventory: {column: B}\n", items + "  unitPrice: {column: A, lookup: name}\n",
			strings.Replace(items, "match: number", "match: email", 1) + "  unitPrice: A\n", items + "  unitPrice: A\nformats: {decimal: ';'}\n",
		} {
			if _, err := Parse("m.yaml", []byte(text)); err == nil {
				t.Errorf("Parse takes\n%s", text)
			}
			if err := valid(t, s, text); err == nil {
				t.Errorf("the schema takes\n%s", text)
			}
		}
		if text := string(Schema(of)); strings.Contains(text, "contact") {
			t.Errorf("the schema of items speaks of contacts:\n%s", text)
		}
	}
}
