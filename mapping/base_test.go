package mapping

import (
	"reflect"
	"slices"
	"testing"

	"bcimport/mapping/entity"
)

const exported = `version: 1
key: {column: id}
etag: eTag
blank: clear
clear_word: "-"
fields:
  email: {column: email, base: email before, transform: [lower]}
  primaryPhoneNumber: {column: phone, base: phone before}
  lastName: name
`

func TestApply_CellThatHoldsItsBaseValueLeavesTheFieldAlone(t *testing.T) {
	t.Parallel()
	b := bound(t, exported, "id", "eTag", "email", "email before", "phone", "phone before", "name")
	for name, test := range map[string]struct {
		record []string
		values []Value
		base   []Value
		codes  []string
	}{
		"nothing edited, though transforms and checks would object": {
			[]string{"c", "", "A@B", "A@B", "ext. 1", "ext. 1", "N"}, []Value{{"lastName", "N"}}, nil, nil},
		"one edited": {
			[]string{"c", "", "New@B.de", "A@B", "1", "1", "N"}, []Value{{"email", "new@b.de"}, {"lastName", "N"}}, []Value{{"email", "A@B"}}, nil},
		"composed is decomposed": {
			[]string{"c", "", "\u00e4", "a\u0308", "", "", "N"}, []Value{{"lastName", "N"}}, nil, nil},
		"emptied": {
			[]string{"c", "", "", "A@B", "", "", "N"}, []Value{{"email", ""}, {"lastName", "N"}}, []Value{{"email", "A@B"}}, nil},
		"cleared by the word": {
			[]string{"c", "", "A@B", "A@B", "-", "1", "N"}, []Value{{"primaryPhoneNumber", ""}, {"lastName", "N"}}, []Value{{"primaryPhoneNumber", "1"}}, nil},
		"a refused edit is in neither": {
			[]string{"c", "", "A@B", "A@B", "x", "1", "N"}, []Value{{"lastName", "N"}}, nil, []string{"invalid_phone"}},
	} {
		edit, refusals := b.Apply(test.record)
		var codes []string
		for _, r := range refusals {
			codes = append(codes, r.Code)
		}
		if !reflect.DeepEqual(edit.Values, test.values) || !reflect.DeepEqual(edit.Base, test.base) || !slices.Equal(codes, test.codes) {
			t.Errorf("%s: %+v, refused %v", name, edit, codes)
		}
	}
}

func TestApply_ETagIsTrimmedAndOptional(t *testing.T) {
	t.Parallel()
	b := bound(t, exported, "id", "eTag", "email", "email before", "phone", "phone before", "name")
	for cell, want := range map[string]string{` W/"JzE=" `: `W/"JzE="`, " ": ""} {
		if edit, _ := b.Apply([]string{"c", cell, "", "", "", "", ""}); edit.ETag != want {
			t.Errorf("eTag %q, want %q", edit.ETag, want)
		}
	}
	if edit, _ := bound(t, minimal, "K", "E-Mail").Apply([]string{"c", "a@b.de"}); edit.ETag != "" || edit.Base != nil {
		t.Errorf("edit %+v without such columns", edit)
	}
}

func TestBind_MissingETagAndBaseColumnsAreProblems(t *testing.T) {
	t.Parallel()
	m := mustParse(t, exported)
	_, err := m.Bind([]string{"id", "email", "phone", "name"})
	want := "m.yaml:3:7: the header has no column \"eTag\"; its columns are \"id\", \"email\", \"phone\", \"name\"\n" +
		"m.yaml:7:32: the header has no column \"email before\", did you mean \"email\"?\n" +
		"m.yaml:8:45: the header has no column \"phone before\", did you mean \"phone\"?"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if got := m.Columns(); !slices.Equal(got, []string{"id", "eTag", "email", "email before", "phone", "phone before", "name"}) {
		t.Errorf("columns %q", got)
	}
}

func TestCleared_CountsBlankCellsThatWouldClear(t *testing.T) {
	t.Parallel()
	b := bound(t, exported, "id", "eTag", "email", "email before", "phone", "phone before", "name")
	var got []string
	b.Cleared([]string{"c", "", " ", "a@b.de", "", "", "\u00a0"}, func(field string) { got = append(got, field) })
	if want := []string{"email", "lastName"}; !slices.Equal(got, want) {
		t.Errorf("cleared %v, want %v", got, want)
	}
}

// TestApply_NamesWhatARowLeavesUnchangedOfAnAddress: what changes together stays together.
func TestApply_NamesWhatARowLeavesUnchangedOfAnAddress(t *testing.T) {
	t.Parallel()
	of := &entity.Entity{
		Set: "contoso/w/v1.0/bins", Key: "systemId", Keys: []string{"code"}, Order: []string{"country", "postalCode", "city"}, Settled: []string{"postalCode", "city"},
		Fields: []entity.Field{{Name: "code"}, {Name: "memo"}, {Name: "country"}, {Name: "postalCode"}, {Name: "city"}},
	}
	m, err := ParseWith("m.yaml", []byte(`version: 1
entity: contoso/w/v1.0/bins
key: {column: code, match: code}
fields:
  memo: {column: memo, base: memo before}
  country: {column: country, base: country before}
  postalCode: {column: post, base: post before}
  city: city
`), Resources{Describe: func(string) (*entity.Entity, error) { return of, nil }})
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.Bind([]string{"code", "memo", "memo before", "country", "country before", "post", "post before", "city"})
	if err != nil {
		t.Fatal(err)
	}
	applier, edit := b.Applier(), Edit{}
	for _, test := range []struct {
		record    []string
		unchanged []string
	}{
		{[]string{"c", "a", "a", "AT", "DE", "1", "1", "Wien"}, []string{"postalCode"}},
		{[]string{"c", "a", "b", "DE", "DE", "1", "2", "Wien"}, []string{"country"}},
		{[]string{"c", "a", "b", "AT", "DE", "1", "2", "Wien"}, nil},
	} {
		if wrong := applier.Apply(test.record, &edit); wrong != nil || !slices.Equal(edit.Unchanged, test.unchanged) {
			t.Errorf("%q leaves %q unchanged, errors %v", test.record, edit.Unchanged, wrong)
		}
	}
}
