package importer

import (
	"errors"
	"strings"
	"testing"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	const guid = "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10"
	number := func(key string) Locator { return Locator{Lookup: Lookup{mapping.MatchNumber, key}} }
	for name, test := range map[string]struct {
		match mapping.Match
		kind  KeyKind
		key   string
		want  Locator
		code  string
	}{
		"GUIDIsTheID":                {mapping.MatchAuto, KeyGUID, guid, Locator{ID: guid}, ""},
		"GUIDIsSentBareInLowerCase":  {mapping.MatchAuto, KeyGUID, "{6F1A0C3E-0D5E-4A52-9C1B-2D8F3E7A9B10}", Locator{ID: guid}, ""},
		"GUIDWhereKeysAreStrings":    {mapping.MatchAuto, KeyString, guid, Locator{ID: guid}, ""},
		"NumberWhereKeysAreGUIDs":    {mapping.MatchAuto, KeyGUID, "cont00123", number("CONT00123"), ""},
		"StringKeyIsTheID":           {mapping.MatchAuto, KeyString, "CONT00123", Locator{ID: "CONT00123"}, ""},
		"UndeclaredKeyIsTheID":       {mapping.MatchAuto, KeyUndeclared, "CONT00123", Locator{ID: "CONT00123"}, ""},
		"NumberWhateverItLooksLike":  {mapping.MatchNumber, KeyString, guid, number("6F1A0C3E-0D5E-4A52-9C1B-2D8F3E7A9B10"), ""},
		"EmailAsItIs":                {mapping.MatchEmail, KeyGUID, "a@B.c", Locator{Lookup: Lookup{mapping.MatchEmail, "a@B.c"}}, ""},
		"IDThatIsNone":               {mapping.MatchID, KeyGUID, "CONT00123", Locator{}, "invalid_key"},
		"IDWhereKeysAreStrings":      {mapping.MatchID, KeyString, "CONT00123", Locator{ID: "CONT00123"}, ""},
		"GUIDWithAWrongDashIsNone":   {mapping.MatchID, KeyGUID, "6f1a0c3e00d5e-4a52-9c1b-2d8f3e7a9b10", Locator{}, "invalid_key"},
		"GUIDWithAWrongLetterIsNone": {mapping.MatchID, KeyGUID, "6g1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10", Locator{}, "invalid_key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Locate(CustomerContacts(), test.match, test.kind, test.key)
			var refusal mapping.CellError
			if errors.As(err, &refusal); got != test.want || refusal.Code != test.code {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	items, categories := set(t, "items"), set(t, "itemCategories")
	unknown := &entity.Entity{Set: "contoso/warehouse/v1.0/binContents", Key: "id", Fields: []entity.Field{{Name: "binCode", Type: entity.Code}, {Name: "note"}}}
	for name, test := range map[string]struct {
		set        *entity.Entity
		match      mapping.Match
		key        string
		wantBy     mapping.Match
		wantLookup string
	}{
		"NumberOfAnItem":             {items, mapping.MatchAuto, "ab-1", "number", "AB-1"},
		"CodeWhereThereIsNoNumber":   {categories, mapping.MatchAuto, "metal", "code", "METAL"},
		"CodeByName":                 {categories, "code", guid, "code", strings.ToUpper(guid)},
		"AnyCodeOfTheSetInCapitals":  {unknown, "binCode", "b-1", "binCode", "B-1"},
		"AnyTextOfTheSetAsItIs":      {items, "displayName2", "x1", "displayName2", "x1"},
		"AnyTextOfACustomSetAsItIs":  {unknown, "note", "x1", "note", "x1"},
		"NeitherNumberNorCodeIsAKey": {unknown, mapping.MatchAuto, "x1", "", ""},
	} {
		got, err := Locate(test.set, test.match, KeyGUID, test.key)
		if got.ID != "" || got.Lookup != (Lookup{test.wantBy, test.wantLookup}) || (err == nil) != (test.wantBy != "") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if got, err := Locate(test.set, mapping.MatchAuto, KeyGUID, "{"+guid+"}"); err != nil || got.ID != guid {
			t.Errorf("%s: a GUID is located as %+v, %v", name, got, err)
		}
	}
	if IsGUID("{"+guid+"}") || !IsGUID(guid) {
		t.Error("IsGUID takes the bare form alone")
	}
}
