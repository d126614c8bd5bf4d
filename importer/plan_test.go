package importer

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"bcimport/mapping"
)

func TestPlan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		edit          []string
		current, base *Contact
		changes       []Change
		collisions    []Collision
		rebuilt       bool
	}{
		"OnlyFieldsThatDifferAreChanged": {
			edit: []string{"email", "new", "lastName", "L"}, current: holding("1", "email", "old", "lastName", "L"),
			changes: []Change{{Field: "email", Before: "old", After: "new"}},
		},
		"NothingDiffers":               {edit: []string{"email", "e"}, current: holding("1", "email", "e")},
		"NoFieldIsWanted":              {edit: nil, current: holding("1", "email", "e")},
		"OuterBlanksOfEmailAreTheSame": {edit: []string{"email", "e"}, current: holding("1", "email", " e ")},
		"SoAreThoseOfOtherFields":      {edit: []string{"lastName", "e"}, current: holding("1", "lastName", "e ")},
		"DecomposedTextIsTheSame":      {edit: []string{"lastName", "Mu\u0308ller"}, current: holding("1", "lastName", "M\u00fcller")},
		"CaseIsADifference": {
			edit: []string{"email", "A@b"}, current: holding("1", "email", "a@b"),
			changes: []Change{{Field: "email", Before: "a@b", After: "A@b"}},
		},
		"AWantedEmptyTextClears": {
			edit: []string{"email", ""}, current: holding("1", "email", "old"),
			changes: []Change{{Field: "email", Before: "old", After: ""}},
		},
		"WithoutABaseTheFileIsTheTruth": {
			edit: []string{"email", "new"}, current: holding("2", "email", "theirs"),
			changes: []Change{{Field: "email", Before: "theirs", After: "new"}},
		},
		"TheirsOnAFieldOfTheRowCollides": {
			edit: []string{"email", "new"}, current: holding("2", "email", "theirs"), base: holding("1", "email", "old"),
			collisions: []Collision{{Field: "email", Base: "old", Theirs: "theirs", Ours: "new"}},
		},
		"TheirsOnAFieldThatDidNotDifferAtFirstCollides": {
			edit: []string{"email", "new", "lastName", "L"}, current: holding("2", "email", "old", "lastName", "theirs"),
			base:       holding("1", "email", "old", "lastName", "L"),
			changes:    []Change{{Field: "email", Before: "old", After: "new"}},
			collisions: []Collision{{Field: "lastName", Base: "L", Theirs: "theirs", Ours: "L"}},
		},
		"TheirsThatIsTheWantedValueDoesNot": {
			edit: []string{"email", "new"}, current: holding("2", "email", "new"), base: holding("1", "email", "old"),
		},
		"TheirsOnAnotherFieldIsKept": {
			edit: []string{"email", "new"}, current: holding("2", "email", "old", "lastName", "theirs"), base: holding("1", "email", "old"),
			changes: []Change{{Field: "email", Before: "old", After: "new"}},
		},
		"OneNameOfTwoEmptyOnesIsRebuilt": {
			edit: []string{"firstName", "F"}, current: holding("1"),
			changes: []Change{{Field: "firstName", After: "F"}}, rebuilt: true,
		},
		"BothNamesAreNot": {
			edit: []string{"firstName", "F", "lastName", "L"}, current: holding("1"),
			changes: []Change{{Field: "firstName", After: "F"}, {Field: "lastName", After: "L"}},
		},
		"NeitherIsAHeldName": {
			edit: []string{"firstName", "F"}, current: holding("1", "lastName", "L"),
			changes: []Change{{Field: "firstName", After: "F"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edit := row(0, "c", test.edit...).Edit
			var base Baseline
			if test.base != nil {
				base = BaselineOf(edit, *test.base)
			}
			got := Plan(CustomerContacts(), edit, *test.current, base)
			if want := (Decision{Changes: test.changes, Collisions: test.collisions, NameRebuilt: test.rebuilt}); !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestPlan_EveryFieldIsHeldChangedOrCollides(t *testing.T) {
	t.Parallel()
	texts := rapid.SampledFrom([]string{"", " ", "a", " a", "b", "é", "e\u0301"})
	contact := func(t *rapid.T, name string) *Contact {
		return holding(ETag(name), "email", texts.Draw(t, name), "firstName", texts.Draw(t, name), "lastName", texts.Draw(t, name))
	}
	rapid.Check(t, func(t *rapid.T) {
		edit := mapping.Edit{Values: contact(t, "edit").Values[:rapid.IntRange(0, 3).Draw(t, "fields")]}
		current, base := contact(t, "current"), BaselineOf(edit, *contact(t, "base"))
		if rapid.Bool().Draw(t, "no base") {
			base = nil
		}
		d := Plan(CustomerContacts(), edit, *current, base)
		if base == nil && len(d.Collisions) > 0 {
			t.Fatalf("collisions without a base: %+v", d)
		}
		told := map[string]int{}
		for _, c := range d.Changes {
			told[c.Field]++
			if Same(CustomerContacts(), c.Field, c.Before, c.After) || c.Before != current.Text(c.Field) {
				t.Fatalf("change %+v", c)
			}
		}
		for _, c := range d.Collisions {
			told[c.Field]++
		}
		for _, v := range edit.Values {
			if same := Same(CustomerContacts(), v.Field, v.Text, current.Text(v.Field)); same && told[v.Field] > 0 || !same && told[v.Field] != 1 {
				t.Fatalf("%s is told %d times: %+v", v.Field, told[v.Field], d)
			}
		}
	})
}
