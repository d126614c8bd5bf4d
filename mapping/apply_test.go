package mapping

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// applied maps one cell to one field and prints what becomes of it: the text in
// quotes, keep, or the codes of the refusals.
func applied(t testing.TB, field, options, cell string) string {
	t.Helper()
	m := mustParse(t, fmt.Sprintf("version: 1\nkey: {column: K}\nclear_word: <clear>\nfields:\n  %s: {column: A%s}\n", field, options))
	b, err := m.Bind([]string{"K", "A"})
	if err != nil {
		t.Fatal(err)
	}
	return outcome(b.Apply([]string{"1", cell}))
}

func outcome(edit Edit, refusals []CellError) string {
	if len(refusals) > 0 {
		codes := make([]string, len(refusals))
		for i, r := range refusals {
			codes[i] = r.Code
		}
		return strings.Join(codes, " ")
	}
	if len(edit.Values) == 0 {
		return "keep"
	}
	return fmt.Sprintf("%q", edit.Values[0].Text)
}

func TestApply_BlankMeansWhatTheFieldSays(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"", " ", "\t\n", "\u00a0", "\u202f\u3000", "\u200b\u200c\u200d\u2060\ufeff\u180e", "\u2007 \u0085\u2028"} {
		for options, want := range map[string]string{
			"": "keep", ", blank: keep": "keep", ", blank: clear": `""`, ", blank: error": "blank_not_allowed",
			", blank: keep, transform: [digits], values: {a: b}, otherwise: error": "keep",
		} {
			for _, field := range contacts().Settable() {
				if got := applied(t, field, options, cell); got != want {
					t.Errorf("%s%s, %q: %s, want %s", field, options, cell, got, want)
				}
			}
		}
	}
}

func TestApply_ClearWordBeatsBlankAndChecks(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"", "<clear>", `""`},
		{", blank: error", "<clear>", `""`},
		{", blank: error", "\u00a0<clear> ", `""`},
		{", values: {a: b}, otherwise: error", "<clear>", `""`},
		{"", "<CLEAR>", `"<CLEAR>"`},
		{"", "<clear>!", `"<clear>!"`},
	} {
		if got := applied(t, "lastName", c[0], c[1]); got != c[2] {
			t.Errorf("%s, %q: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestApply_Transforms(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"", "  a  b\u00a0", `"  a  b\u00a0"`},
		{"trim", "\ufeff\u00a0 a  b\u200b\n", `"a b"`},
		{"collapse", " a \u00a0\n b\t", `"a b"`},
		{"trim, collapse", " a \u00a0\n b\t", `"a b"`},
		{"collapse", "a\u200b b", `"a b"`},
		{"lower", "ÄRA O'Neil", `"ära o'neil"`},
		{"upper", "straße ü", `"STRAßE Ü"`},
		{"title", "van der BERG", `"Van Der Berg"`},
		{"title", "anna-LENA o'neil", `"Anna-Lena O'neil"`},
		{"title", "émile ÖZGÜR", `"Émile Özgür"`},
		{"trim, title", " mcDonald ", `"Mcdonald"`},
		{"digits", "+49 (0)30/12-34", `"490301234"`},
		{"digits", "٣ 4", `"4"`},
		{"upper, lower", "Ab", `"ab"`},
		{"lower, upper", "Ab", `"AB"`},
		{"digits", "none", "became_blank"},
	} {
		if got := applied(t, "lastName", ", transform: ["+c[0]+"]", c[1]); got != c[2] {
			t.Errorf("[%s] %q: %s, want %s", c[0], c[1], got, c[2])
		}
	}
	if got := applied(t, "lastName", ", transform: [digits], blank: clear", "none"); got != `""` {
		t.Errorf("became blank under blank: clear: %s", got)
	}
}

func TestApply_ValuesReplaceTransformedTexts(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"", "EK", `"Einkauf"`},
		{"", " EK\u00a0", `"Einkauf"`},
		{"", "ek", `"ek"`},
		{", transform: [upper]", " ek", `"Einkauf"`},
		{", otherwise: pass", " XX ", `"XX"`},
		{", otherwise: pass, transform: []", " XX ", `" XX "`},
		{", otherwise: error", "XX", "value_not_listed"},
		{", otherwise: error", "01", `"one"`},
		{", otherwise: error", "-", `""`},
		{", otherwise: error, transform: [digits]", "n/a", "became_blank"},
		{"", "long", "too_long"},
	} {
		options := `, values: {EK: Einkauf, 01: one, "-": "", long: "` + strings.Repeat("x", 31) + `"}` + c[0]
		if got := applied(t, "professionalTitle", options, c[1]); got != c[2] {
			t.Errorf("%s %q: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestApply_LengthsCountUTF16Units(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field, options, cell, want string
	}{
		{"lastName", "", strings.Repeat("ü", 30), ""},
		{"lastName", "", strings.Repeat("ü", 31), "too_long"},
		{"lastName", "", strings.Repeat("😀", 15), ""},
		{"lastName", "", strings.Repeat("😀", 15) + "a", "too_long"},
		{"lastName", "", strings.Repeat("a", 30) + " ", ""},
		{"lastName", ", transform: []", strings.Repeat("a", 30) + " ", "too_long"},
		{"lastName", ", transform: [trim]", strings.Repeat("a", 30) + " ", ""},
		{"lastName", ", validate: server", strings.Repeat("a", 3000), ""},
		{"email", "", strings.Repeat("a", 74) + "@x.com ", ""},
		{"email", "", strings.Repeat("a", 75) + "@x.com", "too_long"},
		{"email", "", strings.Repeat("a", 81), "too_long invalid_email"},
		{"primaryPhoneNumber", "", strings.Repeat("12", 16), "too_long"},
	} {
		got := applied(t, c.field, c.options, c.cell)
		if c.want == "" && got[0] != '"' || c.want != "" && got != c.want {
			t.Errorf("%s%s %q: %s, want %q", c.field, c.options, c.cell, got, c.want)
		}
	}
}

func TestWithLengths_BeatsTheBuiltInOnesBothWays(t *testing.T) {
	t.Parallel()
	built, err := mustParse(t, "version: 1\nkey: {column: K}\nfields: {lastName: K, firstName: K, professionalTitle: K}\n").Bind([]string{"K"})
	if err != nil {
		t.Fatal(err)
	}
	told := built.WithLengths(map[string]int{"lastName": 50, "firstName": 5, "professionalTitle": 0, "other": 1})
	for _, c := range []struct {
		b      *Bound
		length int
		want   string
	}{
		{built, 30, ""}, {built, 31, "lastName firstName professionalTitle"},
		{told, 5, ""}, {told, 6, "firstName"}, {told, 31, "firstName professionalTitle"}, {told, 51, "lastName firstName professionalTitle"},
	} {
		_, refusals := c.b.Apply([]string{strings.Repeat("x", c.length)})
		var fields []string
		for _, r := range refusals {
			fields = append(fields, r.Field)
		}
		if got := strings.Join(fields, " "); got != c.want {
			t.Errorf("%d characters: too long for %q, want %q", c.length, got, c.want)
		}
	}
}

func TestApply_EmailRefusesOnlyWhatIsCertainlyWrong(t *testing.T) {
	t.Parallel()
	for _, good := range []string{
		"john@contoso.com", "a@b.co", "a@x.y.zz", "a@b.com;c@d.org", "a@b.com; c@d.org ;", ";a@b.com",
		`"j@home"@x.com`, "j@[192.168.0.1]", "j(x)@x.com", "jörg@müller.de", "o'neil@x.com",
		"john smith@x.com", "a@b..com", "a@.b.com", "j@x.co m",
	} {
		if got, want := applied(t, "email", "", good), fmt.Sprintf("%q", good); got != want {
			t.Errorf("%s: %s", good, got)
		}
	}
	for _, bad := range []string{
		"john", "john.contoso.com", "a@b", "a@b.c", "a@b.com.", "@b.com", "a@", "@", "a@.com", "a@@b.com", "a@b@c.com",
		"a@b.com, c@d.com", "a@b.com;c", "a@b.com c@d.com", "John <john>", "a@b.ü", "John <j@x.com>", `"Smith; John" <j@x.com>`, "<j@x.com>",
	} {
		if got := applied(t, "email", "", bad); got != "invalid_email" {
			t.Errorf("%s: %s", bad, got)
		}
		if got, want := applied(t, "email", ", validate: server", bad), fmt.Sprintf("%q", bad); got != want {
			t.Errorf("%s under validate: server: %s", bad, got)
		}
	}
}

func TestApply_EmailLosesOuterBlanks(t *testing.T) {
	t.Parallel()
	if got := applied(t, "email", "", "\u00a0 john@x.com\u200b "); got != `"john@x.com"` {
		t.Error(got)
	}
}

func TestApply_PhoneRefusesLetters(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"+1 (425) 555-0174", "030/12 34.5", "1 # 2 * 3", "١٢٣", "1 2", "𝐀"} {
		if got, want := applied(t, "primaryPhoneNumber", "", good), fmt.Sprintf("%q", good); got != want {
			t.Errorf("%s: %s", good, got)
		}
	}
	for _, bad := range []string{"1 ext 2", "555x12", "tél 1", "電話1", "1º"} {
		if got := applied(t, "primaryPhoneNumber", "", bad); got != "invalid_phone" {
			t.Errorf("%s: %s", bad, got)
		}
		if got, want := applied(t, "primaryPhoneNumber", ", validate: server", bad), fmt.Sprintf("%q", bad); got != want {
			t.Errorf("%s under validate: server: %s", bad, got)
		}
	}
}

func TestApply_KeyIsTrimmedAndRequired(t *testing.T) {
	t.Parallel()
	b, err := mustParse(t, minimal).Bind([]string{"E-Mail", " K "})
	if err != nil {
		t.Fatal(err)
	}
	edit, refusals := b.Apply([]string{"a@b.com", "\u00a0 CT 1\ufeff"})
	if edit.Key != "CT 1" || len(refusals) > 0 {
		t.Errorf("%+v %v", edit, refusals)
	}
	for _, record := range [][]string{{"a@b.com", "\u00a0"}, {"a@b.com"}, {}, nil} {
		_, refusals := b.Apply(record)
		if len(refusals) != 1 || refusals[0].Code != "missing_key" || refusals[0].Field != "" || refusals[0].Column != "K" {
			t.Errorf("%q: %+v", record, refusals)
		}
		if index := refusals[0].Index; index >= len(record) || len(record) == 2 && index != 1 || len(record) < 2 && index != -1 {
			t.Errorf("%q: index %d", record, index)
		}
	}
}

// All that is wrong with a row is told at once, in words for a consultant.
func TestApply_Messages(t *testing.T) {
	t.Parallel()
	b, err := mustParse(t, full).Bind([]string{"Contact ID", "E-Mail", "First Name", "Title", "Phone", "Last Name"})
	if err != nil {
		t.Fatal(err)
	}
	edit, refusals := b.Apply([]string{" ", " ", strings.Repeat("x", 70), "CEO", "none", "Smith"})
	want := []struct {
		column      string
		index       int
		field, code string
		words       string
	}{
		{"Contact ID", 0, "", "missing_key", `The cell in the key column "Contact ID" is empty; enter the id, number or e-mail address of the contact.`},
		{"E-Mail", 1, "email", "blank_not_allowed", `The cell in column "E-Mail" is empty, and the mapping requires a value for email in every row; fill it in.`},
		{"First Name", 2, "firstName", "too_long", `The text "X` + strings.Repeat("x", 59) + `…" in column "First Name" has 70 characters, and firstName accepts at most 30; shorten it.`},
		{"Title", 3, "professionalTitle", "value_not_listed", `The value "CEO" in column "Title" is not in the list of the mapping for professionalTitle ("01", "EK", "GF"); correct the cell or add the value to the mapping.`},
		{"Phone", 4, "primaryPhoneNumber", "became_blank", `Nothing is left of "none" in column "Phone" after the mapping's transforms; correct the cell, or empty it if primaryPhoneNumber should not change.`},
	}
	if len(refusals) != len(want) {
		t.Fatalf("got %v", refusals)
	}
	for i, r := range refusals {
		if w := want[i]; r.Column != w.column || r.Index != w.index || r.Field != w.field || r.Code != w.code || r.Error() != w.words {
			t.Errorf("%d\n got %+v: %v\nwant %+v", i, r, r, w)
		}
	}
	if !slices.Equal(edit.Values, []Value{{"lastName", "Smith"}}) {
		t.Errorf("%+v", edit)
	}
}

func TestApply_MessagesOfChecks(t *testing.T) {
	t.Parallel()
	b, err := mustParse(t, "version: 1\nkey: {column: K}\nfields: {email: A, primaryPhoneNumber: B}\n").Bind([]string{"K", "A", "B"})
	if err != nil {
		t.Fatal(err)
	}
	for email, want := range map[string]string{
		"a@b.com; joe":     `The e-mail address "joe" in column "A" has no @; correct it.`,
		"a@b.com, c@d.com": `The e-mail address "a@b.com, c@d.com" in column "A" has more than one @; write one address, or several with ; between them.`,
		"@b.com":           `The e-mail address "@b.com" in column "A" has nothing before the @; correct it.`,
		"a@b":              `The e-mail address "a@b" in column "A" has no domain such as contoso.com after the @; correct it.`,
		"a@b.c":            `The e-mail address "a@b.c" in column "A" ends with fewer than two characters after the last dot; correct it.`,
	} {
		if _, refusals := b.Apply([]string{"1", email, ""}); len(refusals) != 1 || refusals[0].Error() != want {
			t.Errorf("%s\n got %v\nwant %s", email, refusals, want)
		}
	}
	_, refusals := b.Apply([]string{"1", "", "+1 ext 5"})
	want := `The phone number "+1 ext 5" in column "B" contains the letter "e", and Business Central accepts none; remove the letters.`
	if len(refusals) != 1 || refusals[0].Error() != want {
		t.Errorf("\n got %v\nwant %s", refusals, want)
	}
}

// Values keep the mapping's order, hold each field at most once, and do not
// depend on who else is mapping.
func TestApply_SameEditFromEveryGoroutine(t *testing.T) {
	t.Parallel()
	m := mustParse(t, full)
	b, err := m.Bind(m.Columns())
	if err != nil {
		t.Fatal(err)
	}
	cell := rapid.SampledFrom([]string{"", " ", "EK", "john@x.com", "anna-LENA", "+49 1", "<clear>", "ü"})
	rapid.Check(t, func(rt *rapid.T) {
		record := rapid.SliceOfN(cell, 0, 7).Draw(rt, "record")
		edit, refusals := b.Apply(record)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				again, refusalsAgain := b.Apply(record)
				if again.Key != edit.Key || !slices.Equal(again.Values, edit.Values) || !reflect.DeepEqual(refusals, refusalsAgain) {
					t.Errorf("%q: %+v, then %+v", record, edit, again)
				}
			})
		}
		wg.Wait()
		last := -1
		for _, v := range edit.Values {
			i := slices.IndexFunc(m.Fields, func(f Field) bool { return f.Name == v.Field })
			if i <= last {
				rt.Fatalf("%q: values out of order: %+v", record, edit.Values)
			}
			last = i
		}
	})
}

func BenchmarkApply(b *testing.B) {
	for name, text := range map[string]string{
		"plain":     "version: 1\nkey: {column: K}\nfields: {email: A, firstName: B, lastName: C, professionalTitle: D, primaryPhoneNumber: E}\n",
		"transform": "version: 1\nkey: {column: K}\nfields:\n  firstName: {column: B, transform: [trim, collapse, title]}\n",
	} {
		b.Run(name, func(b *testing.B) {
			bound, err := mustParse(b, text).Bind([]string{"K", "A", "B", "C", "D", "E"})
			if err != nil {
				b.Fatal(err)
			}
			record := []string{"CONT00123", "john.smith@contoso.com", "John", "Smith", "Senior Purchasing Manager", "+1 425-555-0174"}
			b.ReportAllocs()
			for b.Loop() {
				if _, refusals := bound.Apply(record); len(refusals) > 0 {
					b.Fatal(refusals)
				}
			}
		})
	}
}
