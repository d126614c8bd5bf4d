package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"bcimport/mapping/texts"

	"pgregory.net/rapid"
)

// one is a mapping with one field, which has the keys.
func one(field, keys string) string {
	return "version: 1\nkey: {column: K}\nfields:\n  " + field + ": {" + keys + "}\n"
}

func TestApply_WhereATextComesFrom(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		field, keys string
		cells       []string // columns A, B, C
		want        string   // of the field; "-": it is left alone
		code        string   // of a refusal
	}{
		"joined":                         {"lastName", `columns: [A, B], join: " "`, []string{"van", "Berg"}, "van Berg", ""},
		"joined, blank ones left out":    {"lastName", `columns: [A, B, C], join: ", "`, []string{" x ", "\u00a0", "z"}, "x, z", ""},
		"joined, all blank":              {"lastName", `columns: [A, B], join: " "`, []string{" ", ""}, "-", ""},
		"joined, all blank, cleared":     {"lastName", `columns: [A, B], blank: clear`, []string{" ", ""}, "", ""},
		"joined, one damaged":            {"lastName", `columns: [A, B]`, []string{"1,5E+10", "x"}, "", "spreadsheet_damage"},
		"first part":                     {"firstName", `column: A, split: {at: " ", part: 1}`, []string{"Anna  Maria Berg"}, "Anna", ""},
		"last part":                      {"lastName", `column: A, split: {at: " ", part: -1}`, []string{"Anna Maria\u00a0Berg "}, "Berg", ""},
		"behind a comma":                 {"firstName", `column: A, split: {at: ",", part: 2}`, []string{"Berg, Anna"}, "Anna", ""},
		"a part that is not there":       {"firstName", `column: A, split: {at: ",", part: 2}`, []string{"Berg"}, "", "became_blank"},
		"replaced":                       {"professionalTitle", `column: A, replace: {pattern: '^(Hr|Fr)\. ', with: ""}`, []string{"Fr. Dr. Berg"}, "Dr. Berg", ""},
		"replaced, group":                {"professionalTitle", `column: A, replace: [{pattern: '(\w+), (\w+)', with: "$2 $1"}, {pattern: 'x', with: "y"}]`, []string{"Berx, Anna"}, "Anna Bery", ""},
		"e-mail with a name":             {"email", `column: A, transform: [email]`, []string{`"Berg, Anna" <Anna.Berg@Contoso.Example>`}, "Anna.Berg@contoso.example", ""},
		"e-mail, a link":                 {"email", `column: A, transform: [email]`, []string{"mailto:a@B.example?subject=x"}, "a@b.example", ""},
		"e-mails":                        {"email", `column: A, transform: [email]`, []string{"A <a@B.example>; b@C.example"}, "a@b.example;b@c.example", ""},
		"phone, international":           {"primaryPhoneNumber", `column: A, transform: [phone], region: DE`, []string{"030/23125 12"}, "+49 30 2312512", ""},
		"phone, E.164":                   {"primaryPhoneNumber", `column: A, transform: [phone], region: de, phone_format: e164`, []string{"(030) 2312512"}, "+49302312512", ""},
		"phone with its country":         {"primaryPhoneNumber", `column: A, transform: [phone]`, []string{"0046 8-12 34 56 78"}, "", "invalid_phone"},
		"phone with a plus":              {"primaryPhoneNumber", `column: A, transform: [phone]`, []string{"+46 8-12 34 56 78"}, "+46 8 123 456 78", ""},
		"phone of nowhere":               {"primaryPhoneNumber", `column: A, transform: [phone]`, []string{"030 2312512"}, "", "invalid_phone"},
		"phone too short":                {"primaryPhoneNumber", `column: A, transform: [phone], region: FR`, []string{"01 23"}, "", "invalid_phone"},
		"phone, extension":               {"primaryPhoneNumber", `column: A, transform: [phone], region: US`, []string{"(425) 555-0100 ext. 12"}, "", "invalid_phone"},
		"no phone":                       {"primaryPhoneNumber", `column: A, transform: [phone], region: US`, []string{"none"}, "", "invalid_phone"},
		"expression":                     {"lastName", `expr: 'trim(row["A"]) + (row["B"] != "" ? " " + row["B"] : "")'`, []string{" Berg ", "jr."}, "Berg jr.", ""},
		"expression, all blank":          {"lastName", `expr: 'row.A + "x" + row.B'`, []string{" ", ""}, "-", ""},
		"expression, nothing left":       {"lastName", `expr: 'row.A == "x" ? "" : row.A'`, []string{"x"}, "", "became_blank"},
		"expression that fails":          {"lastName", `expr: 'split(row.A, " ")[1]'`, []string{"Berg"}, "", "expression_failed"},
		"expression, then transforms":    {"lastName", `expr: 'replace(row.A, "-", " ")', transform: [upper]`, []string{"a-b"}, "A B", ""},
		"expression, too long":           {"lastName", `expr: 'row.A'`, []string{strings.Repeat("x", 10_000+1)}, "", "expression_failed"},
		"expression, a bomb":             {"lastName", `expr: 'replace(replace(row.A, "x", row.A), "x", row.A)'`, []string{strings.Repeat("x", 300)}, "", "expression_failed"},
		"expression, damage":             {"lastName", `expr: 'row.A'`, []string{"4,93E+11"}, "", "spreadsheet_damage"},
		"scientific":                     {"professionalTitle", "column: A", []string{"4.25555E+09"}, "", "spreadsheet_damage"},
		"scientific, accepted":           {"professionalTitle", "column: A, accept_damaged: true", []string{"4.25555E+09"}, "4.25555E+09", ""},
		"scientific, though server":      {"professionalTitle", "column: A, validate: server", []string{"1E-05"}, "", "spreadsheet_damage"},
		"scientific, before digits":      {"primaryPhoneNumber", "column: A, transform: [digits]", []string{"4,93023E+11"}, "", "spreadsheet_damage"},
		"letters lost":                   {"lastName", "column: A", []string{"Gesch\ufffdft"}, "", "damaged_encoding"},
		"letters lost, joined":           {"lastName", "columns: [A, B]", []string{"x", "M\ufffdller"}, "", "damaged_encoding"},
		"letters lost, accepted":         {"lastName", "column: A, accept_damaged: true", []string{"M\ufffdller"}, "M\ufffdller", ""},
		"a model number":                 {"professionalTitle", "column: A", []string{"1E5"}, "1E5", ""},
		"a formula's error":              {"email", "column: A", []string{"#N/A"}, "", "formula_error"},
		"a formula's error, German":      {"email", "column: A", []string{"#NV"}, "", "formula_error"},
		"a column too narrow":            {"primaryPhoneNumber", "column: A", []string{"########"}, "", "formula_error"},
		"apostrophe before +":            {"primaryPhoneNumber", "column: A", []string{"'+49 30 1"}, "+49 30 1", ""},
		"apostrophe before =":            {"lastName", "column: A", []string{"'=x"}, "=x", ""},
		"apostrophe of a name":           {"lastName", "column: A", []string{"'t Hooft"}, "'t Hooft", ""},
		"too long":                       {"professionalTitle", "column: A", []string{strings.Repeat("x", 31)}, "", "too_long"},
		"too long, cut":                  {"professionalTitle", "column: A, too_long: truncate", []string{strings.Repeat("x", 29) + " yz"}, strings.Repeat("x", 29), ""},
		"too long, cut, server":          {"professionalTitle", "column: A, too_long: truncate, validate: server", []string{strings.Repeat("ä", 31)}, strings.Repeat("ä", 30), ""},
		"too long, between two halves":   {"professionalTitle", "column: A, too_long: truncate", []string{strings.Repeat("x", 29) + "😀"}, strings.Repeat("x", 29), ""},
		"too long, before its accent":    {"professionalTitle", "column: A, too_long: truncate", []string{strings.Repeat("x", 29) + "e\u0323\u0301z"}, strings.Repeat("x", 29), ""},
		"too long for mail, cut":         {"email", "column: A, too_long: truncate", []string{strings.Repeat("x", 80) + "@b.example"}, "", "invalid_email"},
		"values after the other changes": {"professionalTitle", `column: A, split: {at: "/", part: 1}, transform: [upper], values: {EK: Einkauf}`, []string{"ek/x"}, "Einkauf", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := bound(t, one(test.field, test.keys), "K", "A", "B", "C")
			edit, refusals := b.Apply(append([]string{"k"}, test.cells...))
			switch {
			case test.code != "":
				if len(refusals) == 0 || refusals[len(refusals)-1].Code != test.code || len(edit.Values) != 0 {
					t.Errorf("edit %+v, refusals %v", edit, refusals)
				}
			case len(refusals) > 0:
				t.Errorf("refusals %v", refusals)
			case test.want == "-":
				if len(edit.Values) != 0 {
					t.Errorf("edit %+v", edit)
				}
			case len(edit.Values) != 1 || edit.Values[0] != (Value{test.field, test.want}):
				t.Errorf("edit %+v, want %q", edit, test.want)
			}
		})
	}
}

// TestApply_TellsWhatItCutAndTookOff: a report must say so.
func TestApply_TellsWhatItCutAndTookOff(t *testing.T) {
	t.Parallel()
	b := bound(t, "version: 1\nkey: {column: K}\nfields:\n  lastName: {column: A, too_long: truncate}\n  primaryPhoneNumber: B\n", "K", "A", "B")
	long := strings.Repeat("y", 40)
	edit, refusals := b.Apply([]string{"'-k", long, "'+1"})
	if len(refusals) > 0 || edit.Unquoted != 2 || edit.Key != "-k" || !slices.Equal(edit.Truncated, []Value{{"lastName", long}}) {
		t.Errorf("edit %+v, refusals %v", edit, refusals)
	}
	if !slices.Equal(edit.Guarded, []string{"lastName", "primaryPhoneNumber"}) {
		t.Errorf("guarded %v", edit.Guarded)
	}
	accepting := bound(t, one("primaryPhoneNumber", "column: A, accept_damaged: true"), "K", "A")
	if edit, _ := accepting.Apply([]string{"k", "1"}); len(edit.Guarded) != 0 {
		t.Errorf("guarded %v", edit.Guarded)
	}
}

func TestApply_BaseValueWithAnApostropheIsTheSame(t *testing.T) {
	t.Parallel()
	b := bound(t, one("primaryPhoneNumber", "column: A, base: B"), "K", "A", "B")
	if edit, refusals := b.Apply([]string{"k", "+49 30 1", "'+49 30 1"}); len(edit.Values) != 0 || len(refusals) != 0 {
		t.Errorf("edit %+v, refusals %v", edit, refusals)
	}
}

// TestCut_NeverLongerAndAlwaysABeginning holds for any text.
func TestCut_NeverLongerAndAlwaysABeginning(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("aä \u0301\u0323😀é\u00a0"))).Draw(t, "text")
		n := rapid.IntRange(1, 12).Draw(t, "length")
		cut := texts.CutTo(text, n)
		if !strings.HasPrefix(text, cut) || len(utf16.Encode([]rune(cut))) > n {
			t.Fatalf("cut to %d: %q of %q", n, cut, text)
		}
	})
}

func TestParseWith_ValuesFromAFile(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"titles.csv": "\ufefffrom;note;to\nEK;x;Einkauf\n GF ;;Geschäftsführung\n;;\n",
		"twice.csv":  "from,to\na,b\na,c\n",
		"headless":   "a,b\n",
		"empty":      "",
		"latin":      "from,to\n\xe4,b\n",
		"blank key":  "from,to\n,b\n",
		"quotes":     "from,to\n\"a,b\n",
	}
	read := func(name string) ([]byte, error) {
		text, ok := files[name]
		if !ok {
			return nil, errors.New("there is no such file")
		}
		return []byte(text), nil
	}
	for name, want := range map[string]string{
		"titles.csv": "",
		"twice.csv":  `line 3: "a" occurs twice`,
		"headless":   `line 1: the first line must name the columns "from" and "to"`,
		"empty":      `line 1: the file is empty`,
		"latin":      "save it as CSV UTF-8",
		"blank key":  "line 2: values cannot replace a blank cell",
		"quotes":     "line 2: extraneous",
		"gone":       "there is no such file",
		"/etc/x":     "in the mapping's folder",
		"a/../../x":  "in the mapping's folder",
		`a\x`:        "in the mapping's folder",
	} {
		m, err := ParseWith("m.yaml", []byte(one("professionalTitle", fmt.Sprintf("column: A, values_file: '%s', otherwise: error", name))), Resources{Read: read})
		if want != "" {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if v := m.Fields[0].Values; len(v) != 2 || v["EK"] != "Einkauf" || v["GF"] != "Geschäftsführung" {
			t.Errorf("values %q", v)
		}
		if len(m.Attached) != 1 || m.Attached[0].Name != name || m.Attached[0].Text != files[name] {
			t.Errorf("attached %q", m.Attached)
		}
	}
}

func TestBind_EveryColumnOfAnExpressionIsLookedFor(t *testing.T) {
	t.Parallel()
	m := mustParse(t, one("lastName", `expr: 'row["Nachname"] + row["Zusatz"]'`))
	if got := m.Columns(); !slices.Equal(got, []string{"K", "Nachname", "Zusatz"}) {
		t.Errorf("columns %q", got)
	}
	_, err := m.Bind([]string{"K", "Nachnamen", "zusatz"})
	if err == nil || !strings.Contains(err.Error(), `m.yaml:4:20: the header has no column "Nachname", did you mean "Nachnamen"?`) {
		t.Errorf("error %v", err)
	}
}

// TestCleared_OnlyWhereEveryCellOfTheFieldIsBlank: the guard against columns that are
// blank by mistake counts fields made of several cells as well.
func TestCleared_OnlyWhereEveryCellOfTheFieldIsBlank(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{"columns: [A, B], blank: clear", "expr: 'row.A + row.B', blank: clear"} {
		b := bound(t, one("lastName", keys), "K", "A", "B")
		for _, test := range []struct {
			a, b    string
			cleared bool
		}{{" ", "\u00a0", true}, {"x", "", false}, {"", "x", false}, {"x", "y", false}} {
			var fields []string
			b.Cleared([]string{"k", test.a, test.b}, func(field string) { fields = append(fields, field) })
			if slices.Equal(fields, []string{"lastName"}) != test.cleared {
				t.Errorf("%s: %q and %q clear %v", keys, test.a, test.b, fields)
			}
		}
	}
}
