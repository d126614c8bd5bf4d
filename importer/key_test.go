package importer

import (
	"errors"
	"testing"

	"bcimport/mapping"
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
			got, err := Locate(test.match, test.kind, test.key)
			var refusal mapping.CellError
			if errors.As(err, &refusal); got != test.want || refusal.Code != test.code {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	if IsGUID("{"+guid+"}") || !IsGUID(guid) {
		t.Error("IsGUID takes the bare form alone")
	}
}
