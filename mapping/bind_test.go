package mapping

import (
	"errors"
	"strings"
	"testing"
)

const bindable = `version: 1
key: {column: Contact ID}
fields:
  email: E-Mail
  firstName:
    column: Größe
`

func TestBind_FindsHeaders(t *testing.T) {
	t.Parallel()
	for name, header := range map[string][]string{
		"exactly":                    {"Contact ID", "E-Mail", "Größe"},
		"without outer white space":  {" Contact ID\t", "\nE-Mail\r\n", "\u00a0Größe\u202f\u3000"},
		"without zero width or mark": {"\ufeffContact ID", "\u200bE-Mail\u2060", "Größe\u200d"},
		"without case if unique":     {"CONTACT id", "e-mail", "GRÖSSE", "größe"},
		"exactly before without":     {"contact id", "Contact ID", "E-MAIL", "E-Mail", "Größe", "größe"},
		"composed or decomposed":     {"Contact ID", "E-Mail", "Gro\u0308ße"},
		"among others, even twice":   {"", "X", "Contact ID", "", "X", "E-Mail", "Größe"},
	} {
		b, err := mustParse(t, bindable).Bind(header)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for field, i := range map[string]int{"Contact ID": b.keyIndex, "E-Mail": b.fields[0].index, "Größe": b.fields[1].index} {
			if !strings.EqualFold(TrimBlank(header[i]), field) && !strings.Contains(header[i], "o\u0308") {
				t.Errorf("%s: %q is taken for %q", name, header[i], field)
			}
		}
		if b.keyHeader == "contact id" || b.fields[0].header == "E-MAIL" {
			t.Errorf("%s: an exact name comes first, took %q and %q", name, b.keyHeader, b.fields[0].header)
		}
	}
}

func TestBind_ProblemsAtThePlaceInTheMapping(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header []string
		want   string
	}{
		{[]string{"Contact ID", "E-Mial", "Größe"}, `m.yaml:4:10: the header has no column "E-Mail", did you mean "E-Mial"?`},
		{[]string{"Contact ID", "Mail", "Größe"}, `m.yaml:4:10: the header has no column "E-Mail", did you mean "Mail"?`},
		{[]string{"Contact ID", "Phone", "", "Phone", "Größe"}, `m.yaml:4:10: the header has no column "E-Mail"; its columns are "Contact ID", "Phone", "Größe"`},
		{[]string{"Contact ID", "E-Mail", "X", "E-Mail ", "Größe"}, `m.yaml:4:10: the header has "E-Mail" 2 times, as columns 2, 4; rename all but one of them`},
		{[]string{"Contact ID", "e-mail", "E-MAIL", "Größe"}, `m.yaml:4:10: the header has no column "E-Mail", and columns 2, 3 differ from it only in capitals; write one of them exactly`},
		{[]string{""}, "m.yaml:2:15: the header has no column \"Contact ID\"\nm.yaml:4:10: the header has no column \"E-Mail\"\nm.yaml:6:13: the header has no column \"Größe\""},
		{nil, "m.yaml:2:15: the header has no column \"Contact ID\"\nm.yaml:4:10: the header has no column \"E-Mail\"\nm.yaml:6:13: the header has no column \"Größe\""},
		{[]string{"Contact ID;E-Mail;Größe"}, `m.yaml:2:15: the header has no column "Contact ID", did you mean "Contact ID;E-Mail;Größe"?` +
			"\n" + `m.yaml:4:10: the header has no column "E-Mail", did you mean "Contact ID;E-Mail;Größe"?` +
			"\n" + `m.yaml:6:13: the header has no column "Größe", did you mean "Contact ID;E-Mail;Größe"?`},
	} {
		b, err := mustParse(t, bindable).Bind(c.header)
		var problems Problems
		if !errors.As(err, &problems) || b != nil || problems.Error() != c.want {
			t.Errorf("%q\n got %v\nwant %s", c.header, err, c.want)
		}
	}
}

func TestBind_LongHeadersAreListedInPart(t *testing.T) {
	t.Parallel()
	header := make([]string, 500)
	for i := range header {
		header[i] = strings.Repeat("q", i%40+20) + strings.Repeat("w", i/40)
	}
	_, err := mustParse(t, minimal).Bind(append(header, "K"))
	if err == nil || !strings.HasSuffix(err.Error(), " and 481 more") || len(err.Error()) > 2000 {
		t.Errorf("%v", err)
	}
}

func TestBind_OneColumnMayServeKeyAndFields(t *testing.T) {
	t.Parallel()
	m := mustParse(t, "version: 1\nkey: {column: A}\nfields: {email: A, firstName: A}\n")
	b, err := m.Bind([]string{"A"})
	if err != nil {
		t.Fatal(err)
	}
	edit, refusals := b.Apply([]string{"a@b.com"})
	if len(refusals) > 0 || edit.Key != "a@b.com" || len(edit.Values) != 2 {
		t.Errorf("%+v %v", edit, refusals)
	}
}

// TestBind_HeaderThatWasMadeAText: failed.csv has an apostrophe before a header that a
// spreadsheet would take for a formula.
func TestBind_HeaderThatWasMadeAText(t *testing.T) {
	t.Parallel()
	b := bound(t, "version: 1\nkey: {column: No}\nfields: {lastName: '=Name'}\n", "No", "'=Name")
	if edit, refused := b.Apply([]string{"1", "Berg"}); len(refused) > 0 || len(edit.Values) != 1 || edit.Values[0].Text != "Berg" {
		t.Errorf("edit %+v, refusals %v", edit, refused)
	}
}
