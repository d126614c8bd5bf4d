package mapping

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"bcimport/mapping/spelling"

	"pgregory.net/rapid"
)

const settling = `version: 1
key: {column: id}
etag: eTag
fields:
  email: {column: E-Mail, base: email before}
  primaryPhoneNumber: {column: Tel., base: phone before, validate: server}
  firstName: {column: Name, split: {at: " ", part: 1}}
  lastName: {column: Name, split: {at: " ", part: -1}}
`

// decided applies a row that sets e-mail and phone with base values, and both names
// without.
func decided(t *testing.T, decision string) (Edit, []CellError) {
	t.Helper()
	b := bound(t, settling, "id", "eTag", "E-Mail", "email before", "Tel.", "phone before", "Name", DecisionColumn)
	return b.Apply([]string{"c", "v1", "new@b.de", "a@b.de", "2", "1", "Ann Berg", decision})
}

func TestApply_DecisionsThatArePlain(t *testing.T) {
	t.Parallel()
	all := []string{"email", "primaryPhoneNumber", "firstName", "lastName"}
	for cell, want := range map[string]struct {
		values, taken, kept []string
		keeps               bool
	}{
		"":                                       {values: all},
		" \u00a0 ":                               {values: all},
		"take":                                   {values: all, taken: all},
		" TAKE ":                                 {values: all, taken: all},
		"take;":                                  {values: all, taken: all},
		"Keep":                                   {values: all[:2], kept: all[2:], keeps: true},
		"keep; keep":                             {values: all[:2], kept: all[2:], keeps: true},
		"take: email":                            {values: all, taken: all[:1]},
		"Take : EMAIL ;":                         {values: all, taken: all[:1]},
		"take: email; keep: lastName":            {values: all[:3], taken: all[:1], kept: all[3:]},
		"take:email,keep:lastname":               {values: all[:3], taken: all[:1], kept: all[3:]},
		"take: email\nkeep: lastName":            {values: all[:3], taken: all[:1], kept: all[3:]},
		"take: E-Mail, Tel.":                     {values: all, taken: all[:2]},
		"take: email; take: primaryPhoneNumber":  {values: all, taken: all[:2]},
		"keep: name":                             {values: all[:2], kept: all[2:]},
		"keep: email, primaryPhoneNumber; email": {values: all[2:], kept: all[:2]},
		`take: "E-Mail"`:                         {values: all, taken: all[:1]},
		"keep: name; take: email":                {values: all[:2], taken: all[:1], kept: all[2:]},
	} {
		edit, refusals := decided(t, cell)
		if refusals != nil || !slices.Equal(fieldsOf(edit.Values), want.values) || !slices.Equal(edit.Taken, want.taken) ||
			!slices.Equal(fieldsOf(edit.Kept), want.kept) || edit.KeepsTheirs != want.keeps {
			t.Errorf("%q: %+v, refused %v", cell, edit, refusals)
		}
	}
}

func fieldsOf(values []Value) []string {
	var fields []string
	for _, v := range values {
		fields = append(fields, v.Field)
	}
	return fields
}

func TestApply_DecisionsThatAreNone(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"maybe":                       "can't be read",
		"yes":                         "can't be read",
		"keep theirs":                 "can't be read",
		"keep; take":                  "can't be read",
		"take; keep: email":           "can't be read",
		"keep: email; take":           "can't be read",
		"take:":                       "can't be read",
		"take: ; keep: email":         "can't be read",
		"email":                       "can't be read",
		"email: take":                 "can't be read",
		"keep email":                  "can't be read",
		"takeover: email":             "can't be read",
		"take: fax":                   `names "fax", which the row does not set; name email or`,
		"keep: id":                    `names "id", which the row does not set`,
		"keep: email before":          "which the row does not set",
		"take: email; keep: E-Mail":   "says both keep and take for email",
		"keep: Name; take: firstName": "says both keep and take for firstName",
	} {
		edit, refusals := decided(t, cell)
		if len(refusals) != 1 || refusals[0].Code != "invalid_decision" || refusals[0].Index != 7 ||
			!strings.Contains(refusals[0].Error(), want) || !strings.Contains(refusals[0].Error(), spelling.Quote(cell)) {
			t.Errorf("%q: %+v, refused %v", cell, edit, refusals)
		}
	}
}

func TestApply_DecisionOnAFieldThatTheRowLeavesAloneIsNone(t *testing.T) {
	t.Parallel()
	b := bound(t, settling, "id", "eTag", "E-Mail", "email before", "Tel.", "phone before", "Name", DecisionColumn)
	for decision, want := range map[string]string{
		"take: email":              "the row sets no field, so empty the cell",
		"keep: primaryPhoneNumber": "the row sets no field, so empty the cell",
		"take":                     "",
		"keep":                     "",
	} {
		_, refusals := b.Apply([]string{"c", "v1", "a@b.de", "a@b.de", "1", "1", "", decision})
		if (len(refusals) > 0) != (want != "") || len(refusals) > 0 && !strings.Contains(refusals[0].Error(), want) {
			t.Errorf("%q: %v", decision, refusals)
		}
	}
}

func TestApply_CellOfAFieldThatStaysTheirsNeedNotBeGood(t *testing.T) {
	t.Parallel()
	b := bound(t, settling, "id", "eTag", "E-Mail", "email before", "Tel.", "phone before", "Name", DecisionColumn)
	for decision, codes := range map[string][]string{"keep: email": nil, "": {"invalid_email"}, "take: email": {"invalid_email"}} {
		edit, refusals := b.Apply([]string{"c", "v1", "nonsense", "a@b.de", "2", "1", "", decision})
		var got []string
		for _, r := range refusals {
			got = append(got, r.Code)
		}
		if !slices.Equal(got, codes) || !slices.Equal(fieldsOf(edit.Values), []string{"primaryPhoneNumber"}) {
			t.Errorf("%q: %+v, refused %v", decision, edit, got)
		}
	}
}

func TestBind_DecisionColumnNeedsNoNameInTheMapping(t *testing.T) {
	t.Parallel()
	b := bound(t, minimal, " bcimport_decision\u00a0", "K", "E-Mail")
	if b.Header(DecisionColumn) != DecisionColumn || !slices.Equal(b.Sources(DecisionColumn), []int{0}) {
		t.Errorf("%q at %v", b.Header(DecisionColumn), b.Sources(DecisionColumn))
	}
	without := bound(t, minimal, "K", "E-Mail")
	if without.Header(DecisionColumn) != "" || without.Sources(DecisionColumn) != nil {
		t.Errorf("%q at %v", without.Header(DecisionColumn), without.Sources(DecisionColumn))
	}
	if _, err := mustParse(t, minimal).Bind([]string{"K", "E-Mail", DecisionColumn, DecisionColumn}); err == nil || !strings.Contains(err.Error(), "2 times") {
		t.Errorf("two of them: %v", err)
	}
}

// TestApply_DecisionNeverInventsAValue: whatever stands in the cell, the row wants no
// value that it would not want without, and no field is both kept and wanted.
func TestApply_DecisionNeverInventsAValue(t *testing.T) {
	t.Parallel()
	plain, _ := decided(t, "")
	rapid.Check(t, func(rt *rapid.T) {
		pieces := rapid.SampledFrom([]string{"keep", "take", "Take", ":", ";", ",", " ", "\n", "email", "E-Mail", "name", "lastName", "x"})
		cell := strings.Join(rapid.SliceOfN(pieces, 0, 9).Draw(rt, "cell"), "")
		edit, refusals := decided(t, cell)
		together := slices.Concat(edit.Values, edit.Kept)
		slices.SortFunc(together, func(a, b Value) int { return strings.Compare(a.Field, b.Field) })
		want := slices.SortedFunc(slices.Values(plain.Values), func(a, b Value) int { return strings.Compare(a.Field, b.Field) })
		if !reflect.DeepEqual(together, want) || len(refusals) > 1 {
			rt.Fatalf("%q: %+v, refused %v", cell, edit, refusals)
		}
		for _, field := range edit.Taken {
			if !slices.Contains(fieldsOf(edit.Values), field) {
				rt.Fatalf("%q takes %s, which the row does not want: %+v", cell, field, edit)
			}
		}
	})
}
