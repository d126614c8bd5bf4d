package importer

import (
	"encoding/json"
	"reflect"
	"testing"

	"bcimport/mapping"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// set is the profile of a set.
func set(t *testing.T, name string) *entity.Entity {
	t.Helper()
	e, ok := profile.Find(name)
	if !ok {
		t.Fatalf("there is no profile of %s", name)
	}
	return &e
}

func TestPlan_ComparesByTheTypesOfTheSet(t *testing.T) {
	t.Parallel()
	for set, fields := range map[*entity.Entity]map[string][3]string{
		set(t, "items"): { // held, the same, another
			"unitPrice":        {"1234.50", "1234.5", "1234.51"},
			"number":           {"AB-1", "ab-1", "AB-2"},
			"blocked":          {"false", "False", "true"},
			"itemCategoryId":   {"", "00000000-0000-0000-0000-000000000000", "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10"},
			"displayName":      {"Bolt", " Bolt ", "BOLT"},
			"itemCategoryCode": {"METAL", "metal", "WOOD"},
			"type":             {"Service", "Service", "Inventory"},
		},
		set(t, "customers"): {"taxRegistrationNumber": {"DE123", "de123", "DE124"}, "email": {"a@b.de", " a@b.de", "b@b.de"}},
		set(t, "employees"): {"birthDate": {"", "0001-01-01", "2000-02-29"}},
	} {
		for field, texts := range fields {
			current := *holding("1", field, texts[0])
			for text, changes := range map[string]int{texts[1]: 0, texts[2]: 1} {
				edit := mapping.Edit{Values: []mapping.Value{{Field: field, Text: text}}}
				if d := Plan(set, edit, current, nil); len(d.Changes) != changes || len(d.Collisions) > 0 || d.NameRebuilt {
					t.Errorf("%s of %s holds %q and is to hold %q: %+v", field, set.Set, texts[0], text, d)
				}
			}
			base := Baseline{{Field: field, Texts: []string{texts[1]}}}
			if !base.Allows(set, field, texts[0]) || base.Allows(set, field, texts[2]) {
				t.Errorf("what was %q: %q is somebody else's value or %q is not", texts[1], texts[0], texts[2])
			}
		}
	}
}

func TestUndo_PutsNothingBackThatIsTheSameValue(t *testing.T) {
	t.Parallel()
	var u Undo
	u.Add(Outcome{ID: "c", Changes: []Change{
		{Field: "unitPrice", Before: "1.50", After: "1.5"}, {Field: "number", Before: "a", After: "A"}, {Field: "blocked", Before: "false", After: "true"},
	}}, nil, nil)
	e, any := u.Entry(set(t, "items"), 0, nil)
	if !any || !reflect.DeepEqual(e.Edit.Values, []mapping.Value{{Field: "blocked", Text: "false"}}) {
		t.Errorf("%+v", e.Edit)
	}
}

func TestAbout_KeepsTheSetOfARun(t *testing.T) {
	t.Parallel()
	for _, name := range profile.All() {
		a := About{Entity: set(t, name)}
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var got About
		if err := json.Unmarshal(text, &got); err != nil || !reflect.DeepEqual(got.Set(), a.Entity) {
			t.Errorf("%s has become %+v (%v)", name, got.Entity, err)
		}
		t.Logf("%s: %d bytes", name, len(text))
	}
	var older About
	if err := json.Unmarshal([]byte(`{"run":"x"}`), &older); err != nil || older.Set().Set != entity.CustomerContacts {
		t.Errorf("a run that names no set is one of %s (%v)", older.Set().Set, err)
	}
}
