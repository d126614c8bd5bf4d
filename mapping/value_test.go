package mapping

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/entity"

	"pgregory.net/rapid"
)

// typed binds a mapping of items whose fields each have the column of their name.
func typed(t testing.TB, formats string, fields ...string) *Bound {
	t.Helper()
	text, header := items, []string{"Nr."}
	for _, field := range fields {
		name, keys, long := strings.Cut(field, ":")
		if long {
			keys = "," + keys
		}
		text += fmt.Sprintf("  %s: {column: %s%s}\n", name, name, keys)
		header = append(header, name)
	}
	if formats != "" {
		text += "formats: " + formats + "\n"
	}
	b, err := mustParse(t, text).Bind(header)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// valueOf is what a row of one field makes: its text, "-" where the field is kept, or the
// code of the refusal in brackets.
func valueOf(edit Edit, refused []CellError) string {
	switch {
	case len(refused) > 0:
		return "[" + refused[0].Code + "]"
	case len(edit.Values) == 0:
		return "-"
	}
	return edit.Values[0].Text
}

func TestApply_ReadsValuesInTheFormatsOfTheFile(t *testing.T) {
	t.Parallel()
	const german = `{decimal: ",", date: dd.MM.yyyy, true: [ja, x], false: [nein, ""]}`
	const english = `{decimal: ".", date: MM/dd/yyyy, true: [yes], false: [no]}`
	const danish = `{decimal: ",", date: dd-MM-yyyy, true: [sand], false: [falsk]}`
	for _, test := range []struct{ formats, field, cell, want string }{
		{german, "unitPrice", "1.234,50", "1234.5"}, {german, "unitPrice", "'-3,20", "[out_of_range]"}, {german, "unitPrice", " 1\u00a0234,5 ", "1234.5"},
		{german, "unitPrice", "1,5E+03", "1500"}, {german, "unitPrice", "12.50", "[invalid_number]"}, {german, "unitPrice", "12,50 €", "[invalid_number]"},
		{english, "unitPrice", "1,234.50", "1234.5"}, {english, "unitPrice", "0012.0", "12"}, {danish, "unitPrice", "1.234,50", "1234.5"},
		{german, "unitPrice", "#NV", "[formula_error]"}, {german, "unitPrice", "n/a", "[invalid_number]"}, {german, "unitPrice", "", "-"},
		{german, "unitPrice: blank: clear", " ", ""}, {german, "unitPrice: blank: error", " ", "[blank_not_allowed]"},
		{german, "blocked", "Ja", "true"}, {german, "blocked", " X ", "true"}, {german, "blocked", "", "false"}, {german, "blocked", "vielleicht", "[invalid_boolean]"},
		{german, "blocked: blank: error", "", "false"}, {english, "blocked", "Yes", "true"}, {english, "blocked", "", "-"}, {english, "blocked", "TRUE", "true"}, {danish, "blocked", "Falsk", "false"},
		{"", "blocked", "ja", "true"}, {"", "blocked", "nej", "false"}, {"", "unitPrice", "1.234", "[ambiguous_number]"}, {"", "unitPrice", "12,5", "12.5"},
		{"", "type", "Service", "Service"}, {"", "type", "Non_x002D_Inventory", "Non-Inventory"}, {"", "type", "non-inventory", "Non-Inventory"}, {"", "type", "Dienst", "Service"}, {"", "type", "Reise", "[unknown_member]"},
		{"", `type: values: {Reise: Service}`, "Reise", "Service"}, {"", `type: transform: [lower]`, "SERVICE", "Service"},
		{"", "itemCategoryId", "{6F1A0C3E-0D5E-4A52-9C1B-2D8F3E7A9B10}", "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10"}, {"", "itemCategoryId", "00000000-0000-0000-0000-000000000000", ""},
		{"", "itemCategoryId", "TISCH", "[invalid_guid]"}, {"", "itemCategoryCode", " tisch ", "TISCH"}, {"", "itemCategoryCode", "stühle", "STÜHLE"},
		{"", "itemCategoryCode", "1000", "1000"}, {"", "gtin", "4006381333931", "4006381333931"}, {"", "gtin", "4,00638E+12", "[spreadsheet_damage]"}, {"", "gtin", "123456789012345", "[too_long]"},
		{"", "displayName", "Tisch", "Tisch"}, {german, `unitPrice: values: {gratis: "0"}`, "gratis", "0"}, {german, `unitPrice: replace: {pattern: " *€", with: ""}`, "12,50 €", "12.5"},
	} {
		edit, refused := typed(t, test.formats, test.field).Apply([]string{"1", test.cell})
		if got := valueOf(edit, refused); got != test.want {
			t.Errorf("%s %s %q: %s, want %s (%v)", test.formats, test.field, test.cell, got, test.want, refused)
		}
	}
}

func TestApply_WhatCannotBeEmptiedIsRefused(t *testing.T) {
	t.Parallel()
	b, err := mustParse(t, items+"  number: {column: A, rename: true}\n  type: {column: B, values: {leer: ''}}\n  blocked: C\n  unitPrice: D\nclear_word: <leer>\n").Bind([]string{"Nr.", "A", "B", "C", "D"})
	if err != nil {
		t.Fatal(err)
	}
	edit, refused := b.Apply([]string{"1", "<leer>", "leer", "<leer>", "<leer>"})
	var got []string
	for _, r := range refused {
		got = append(got, r.Field+" "+r.Code)
	}
	if want := []string{"number cannot_be_empty", "type cannot_be_empty", "blocked cannot_be_empty"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if want := []Value{{"unitPrice", ""}}; !reflect.DeepEqual(edit.Values, want) {
		t.Errorf("%+v, want %+v", edit.Values, want)
	}
	if want := `The text "<leer>" in column "A" would empty number, which cannot be emptied: it is the number of the item; correct the cell, or empty it if number should not change.`; refused[0].Error() != want {
		t.Errorf("%s", refused[0].Error())
	}
}

func TestApply_BaseValuesAreComparedByType(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ field, cell, base, want, wantBase string }{
		{"unitPrice", "1.234,50", "1234,5", "-", ""}, {"unitPrice", "12", "12,00", "-", ""}, {"unitPrice", "13", "1.000,00", "13", "1000"},
		{"unitPrice", "13", "", "13", ""}, {"unitPrice", "", "0", "-", ""}, {"unitPrice", "13", "zwölf", "[invalid_number]", ""},
		{"blocked", "Ja", "wahr", "true", "false"}, {"blocked", "", "nein", "-", ""}, {"blocked", "x", "", "true", "false"},
		{"itemCategoryCode", "tisch", "TISCH", "-", ""}, {"itemCategoryCode", "stuhl", "TISCH", "STUHL", "TISCH"},
		{"type", "service", "Service", "-", ""}, {"itemCategoryId", "{6F1A0C3E-0D5E-4A52-9C1B-2D8F3E7A9B10}", "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10", "-", ""},
	} {
		base := test.base
		if base == "wahr" {
			base = "nein"
		}
		b, err := mustParse(t, items+"  "+test.field+": {column: A, base: B}\nformats: {decimal: ',', true: [ja, x], false: [nein, '']}\n").Bind([]string{"Nr.", "A", "B"})
		if err != nil {
			t.Fatal(err)
		}
		edit, refused := b.Apply([]string{"1", test.cell, base})
		if got := valueOf(edit, refused); got != test.want {
			t.Errorf("%+v: %s (%v)", test, got, refused)
		}
		if len(edit.Values) > 0 && len(refused) == 0 && (len(edit.Base) != 1 || edit.Base[0].Text != test.wantBase) {
			t.Errorf("%+v: base %+v", test, edit.Base)
		}
	}
}

func TestSame_ComparesByType(t *testing.T) {
	t.Parallel()
	of, _ := builtin("items")
	for _, test := range []struct {
		field, a, b string
		want        bool
	}{
		{"unitPrice", "12", "12.0", true}, {"unitPrice", "", "0", true}, {"unitPrice", "12", "13", false},
		{"itemCategoryCode", "tisch ", "TISCH", true}, {"itemCategoryCode", "A", "B", false}, {"displayName", "Tisch", "tisch", false}, {"displayName", "Tisch ", "Tisch", true},
		{"blocked", "true", "false", false}, {"itemCategoryId", "", "00000000-0000-0000-0000-000000000000", true},
	} {
		if got := Same(of.Find(test.field), test.a, test.b); got != test.want {
			t.Errorf("%+v: %t", test, got)
		}
	}
}

// known is a set of records by code.
type known map[string][]string

func (k known) IDs(code string) []string { return k[strings.ToUpper(code)] }

func (k known) Nearest(code string) []string {
	codes := make([]string, 0, len(k))
	for c := range k {
		codes = append(codes, c)
	}
	return Nearest(strings.ToUpper(code), codes)
}

func TestApply_CodesBecomeIDs(t *testing.T) {
	t.Parallel()
	const tisch = "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10"
	b := typed(t, "", "itemCategoryId: lookup: code, blank: clear")
	if want := []Reference{{"itemCategoryId", "itemCategories", "code"}}; !reflect.DeepEqual(b.References(), want) {
		t.Errorf("%+v", b.References())
	}
	edit, refused := b.Apply([]string{"1", "tisch"})
	if valueOf(edit, refused) != "tisch" || !slices.Equal(edit.Unresolved, []string{"itemCategoryId"}) {
		t.Errorf("without records: %+v, %v", edit, refused)
	}
	if edit, refused = b.Apply([]string{"1", strings.Repeat("X", 21)}); valueOf(edit, refused) != "[unknown_reference]" {
		t.Errorf("a code that is too long: %+v, %v", edit, refused)
	}
	b = b.WithReferences(map[string]Codes{"itemCategoryId": known{"TISCH": {tisch}, "STUHL": {"1", "2"}}})
	for cell, want := range map[string]string{"Tisch": tisch, " TISCH ": tisch, "": "", "Stuhl": "[ambiguous_reference]", "Tish": "[unknown_reference]", "Schrank": "[unknown_reference]"} {
		edit, refused := b.Apply([]string{"1", cell})
		if got := valueOf(edit, refused); got != want || len(edit.Unresolved) > 0 {
			t.Errorf("%q: %s, want %s", cell, got, want)
		}
	}
	_, refused = b.Apply([]string{"1", "Tish"})
	if want := `There is no record with the code "Tish" among itemCategories, as column "itemCategoryId" has it; did you mean "TISCH"?`; refused[0].Error() != want {
		t.Errorf("%s", refused[0].Error())
	}
}

func TestApply_NumbersOfAWorkbookHaveAPoint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		formats, cell string
		numeric       bool
		want          string
	}{
		{`{decimal: ","}`, "1.234", true, "1.234"}, {`{decimal: ","}`, "1.234", false, "1234"}, {`{decimal: "."}`, "1.234", true, "1.234"},
		{"", "1.234", true, "1.234"}, {"", "1.234", false, "[ambiguous_number]"}, {`{decimal: ","}`, "12,5", false, "12.5"}, {`{decimal: ","}`, "1234", true, "1234"},
	} {
		b := typed(t, test.formats, "unitPrice")
		edit, refused := b.ApplyRow([]string{"1", test.cell}, []bool{false, test.numeric})
		if got := valueOf(edit, refused); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
		a := b.Applier()
		for range 2 {
			var edit Edit
			if got := valueOf(edit, a.ApplyRow([]string{"1", test.cell}, []bool{false, test.numeric}, &edit)); got != test.want && edit.Values == nil {
				t.Errorf("applier: %+v: %s", test, got)
			} else if len(edit.Values) > 0 && edit.Values[0].Text != test.want {
				t.Errorf("applier: %+v: %+v", test, edit.Values)
			}
		}
	}
	m := mustParse(t, items+"  unitPrice: {expr: 'row.A + row.B'}\nformats: {decimal: ','}\n")
	b, err := m.Bind([]string{"Nr.", "A", "B"})
	if err != nil {
		t.Fatal(err)
	}
	for _, numeric := range [][]bool{{false, true, true}, {false, true, false}} {
		edit, refused := b.ApplyRow([]string{"1", "1.234", ""}, numeric)
		if got := valueOf(edit, refused); got != "1.234" {
			t.Errorf("%v: %s", numeric, got)
		}
	}
}

// Property: what a value is as a canonical text is what it is when a file has that text.
func TestApply_CanonicalTextsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	b := typed(t, `{decimal: "."}`, "unitPrice", "blocked", "type", "itemCategoryId", "taxGroupCode")
	rapid.Check(t, func(rt *rapid.T) {
		record := []string{"1"}
		for _, field := range []string{"unitPrice", "blocked", "type", "itemCategoryId", "taxGroupCode"} {
			var text string
			switch field {
			case "unitPrice":
				text = fmt.Sprint(rapid.IntRange(0, 1e6).Draw(rt, "number"))
				if fraction := rapid.IntRange(1, 9).Draw(rt, "fraction"); text != "0" && rapid.Bool().Draw(rt, "whole") {
					text += fmt.Sprintf(".%d", fraction)
				}
			case "blocked":
				text = rapid.SampledFrom([]string{"true", "false"}).Draw(rt, "truth")
			case "type":
				text = rapid.SampledFrom([]string{"Inventory", "Service", "Non-Inventory"}).Draw(rt, "member")
			case "itemCategoryId":
				text = rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{11}1`).Draw(rt, "id")
			default:
				text = rapid.StringMatching(`[A-ZÄÖ]{3}[0-9]{2}`).Draw(rt, "code")
			}
			record = append(record, text)
		}
		edit, refused := b.Apply(record)
		if len(refused) > 0 {
			rt.Fatalf("%q: %v", record, refused)
		}
		for i, v := range edit.Values {
			if v.Text != record[i+1] {
				rt.Fatalf("%s: %q became %q", v.Field, record[i+1], v.Text)
			}
		}
	})
}

func TestApplier_AppliesTypedFieldsAsBoundDoes(t *testing.T) {
	t.Parallel()
	b := typed(t, `{decimal: ",", true: [ja], false: [nein, ""]}`, "unitPrice", "blocked", "type", "itemCategoryId: lookup: code", "taxGroupCode").
		WithReferences(map[string]Codes{"itemCategoryId": known{"TISCH": {"6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10"}}})
	a := b.Applier()
	cells := []string{"", "ja", "nein", "1.234", "12,5", "Service", "Tisch", "#NV", "1,5E+03", "x"}
	var edit Edit
	for i := range 4000 {
		record, numeric := []string{fmt.Sprint(i)}, []bool{false}
		for field := range 5 {
			record = append(record, cells[(i*(field+1)+i/7)%len(cells)])
			numeric = append(numeric, (i+field)%3 == 0)
		}
		want, wantRefusals := b.ApplyRow(record, numeric)
		refusals := a.ApplyRow(record, numeric, &edit)
		if !reflect.DeepEqual(edit, want) || !reflect.DeepEqual(refusals, wantRefusals) {
			t.Fatalf("%q: got %+v, %+v, want %+v, %+v", record, edit, refusals, want, wantRefusals)
		}
	}
}

func TestApply_MissingKeyNamesWhatFindsTheRecord(t *testing.T) {
	t.Parallel()
	_, refused := typed(t, "", "unitPrice").Apply([]string{" ", ""})
	if want := `The cell in the key column "Nr." is empty; enter the number of the item.`; len(refused) != 1 || refused[0].Error() != want {
		t.Errorf("%v", refused)
	}
}

func TestWarnings_SayWhatWritesDoBesides(t *testing.T) {
	t.Parallel()
	got := typed(t, "", "unitPrice", "itemCategoryId", "unitCost").Warnings()
	if len(got) != 3 || !strings.HasPrefix(got[0].Text, "Business Central calculates") || got[1].Field != "itemCategoryId" || !strings.HasPrefix(got[1].Text, "The item takes the attributes") {
		t.Errorf("%q", got)
	}
}

func BenchmarkApply_Typed(b *testing.B) {
	bound := typed(b, `{decimal: ",", true: [ja], false: [nein]}`, "unitPrice", "blocked", "type", "itemCategoryId: lookup: code", "displayName").
		WithReferences(map[string]Codes{"itemCategoryId": known{"TISCH": {"6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10"}}})
	record := []string{"1000", "1.234,50", "ja", "Service", "TISCH", "Schreibtisch ATHEN"}
	b.ReportAllocs()
	for b.Loop() {
		if _, refused := bound.Apply(record); len(refused) > 0 {
			b.Fatal(refused)
		}
	}
}

func TestApply_ReadsDatesInTheFormatOfTheFile(t *testing.T) {
	t.Parallel()
	of := &entity.Entity{Set: "a/b/v1.0/c", Key: "id", Fields: []entity.Field{{Name: "due", Type: entity.Date}, {Name: "at", Type: entity.DateTime}, {Name: "code"}}}
	for _, test := range []struct{ format, field, cell, want string }{
		{"dd.MM.yyyy", "due", "27.11.2026", "2026-11-27"}, {"dd.MM.yyyy", "due", "7.1.2026", "2026-01-07"}, {"dd.MM.yyyy", "due", "2026-11-27", "2026-11-27"},
		{"MM/dd/yyyy", "due", "11/27/2026", "2026-11-27"}, {"dd-MM-yyyy", "due", "27-11-2026", "2026-11-27"}, {"dd.MM.yy", "due", "27.11.26", "2026-11-27"},
		{"excel", "due", "46353", "2026-11-27"}, {"dd.MM.yyyy", "due", "31.02.2026", "[invalid_date]"}, {"dd.MM.yyyy", "due", "11/27/2026", "[invalid_date]"},
		{"", "due", "03.04.2026", "[ambiguous_date]"}, {"", "due", "27.11.2026", "2026-11-27"}, {"", "due", "", "-"}, {"", "due", "0001-01-01", ""}, {"", "due", "46353", "[ambiguous_date]"},
		{"", "at", "2026-11-27T10:00:00+01:00", "2026-11-27T09:00:00Z"}, {"", "at", "2026-11-27 10:00", "[invalid_date_time]"},
		{"", "code", "12345", "12345"}, {"", "code", "1,5E+03", "[spreadsheet_damage]"}, // a text of which nothing is known may be a code
	} {
		text := "version: 1\nkey: {column: K}\nfields: {" + test.field + ": A}\n"
		if test.format != "" {
			text += "formats: {date: " + test.format + "}\n"
		}
		m, err := ParseWith("m.yaml", []byte(text), Resources{Describe: func(string) (*entity.Entity, error) { return of, nil }})
		if err != nil {
			t.Fatal(err)
		}
		b, err := m.Bind([]string{"K", "A"})
		if err != nil {
			t.Fatal(err)
		}
		edit, refused := b.Apply([]string{"1", test.cell})
		if got := valueOf(edit, refused); got != test.want || len(edit.Suspects) > 0 {
			t.Errorf("%+v: %s (%v)", test, got, refused)
		}
	}
}

func TestApply_BaseValuesOfWorkbooksAreReadByThemselves(t *testing.T) {
	t.Parallel()
	b, err := mustParse(t, items+"  unitPrice: {column: A, base: B}\nformats: {decimal: ','}\n").Bind([]string{"Nr.", "A", "B"})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		cell, base              string
		cellNumeric, baseNumber bool
		want                    string
	}{
		{"1,234", "1.234", false, true, "-"}, {"1.234", "1.234", false, true, "1234 on 1.234"}, {"1.234", "1,234", true, false, "-"}, {"1.234", "1.234", true, true, "-"},
		{"2", "zwölf", false, false, "B"},
	} {
		edit, refused := b.ApplyRow([]string{"1", test.cell, test.base}, []bool{false, test.cellNumeric, test.baseNumber})
		got := valueOf(edit, refused)
		if len(edit.Values) > 0 {
			got += " on " + edit.Base[0].Text
		}
		if len(refused) > 0 {
			got = refused[0].Column
		}
		if got != test.want {
			t.Errorf("%+v: %s (%v)", test, got, refused)
		}
	}
}
