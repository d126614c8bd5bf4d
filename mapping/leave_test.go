package mapping

import (
	"errors"
	"strings"
	"testing"
)

func bound(t *testing.T, text string, header ...string) *Bound {
	t.Helper()
	m, err := Parse("m.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.Bind(header)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestApply_OtherwiseLeaveKeepsTheField(t *testing.T) {
	t.Parallel()
	b := bound(t, "version: 1\nkey: {column: No}\nfields:\n  professionalTitle: {column: T, values: {EK: Einkauf}, otherwise: leave}\n", "No", "T")
	if edit, refusals := b.Apply([]string{"C1", "GF"}); len(refusals) > 0 || len(edit.Values) != 0 {
		t.Errorf("edit %+v, refusals %v", edit, refusals)
	}
	if edit, _ := b.Apply([]string{"C1", "EK"}); len(edit.Values) != 1 || edit.Values[0].Text != "Einkauf" {
		t.Errorf("edit %+v", edit)
	}
}

func TestApply_ValuesAndClearWordMatchDecomposedText(t *testing.T) {
	t.Parallel()
	b := bound(t, "version: 1\nkey: {column: No}\nclear_word: löschen\nfields:\n  firstName: {column: T, values: {Käthe: Katharina}, otherwise: error}\n", "No", "T")
	if edit, refusals := b.Apply([]string{"C1", "Ka\u0308the"}); len(refusals) > 0 || edit.Values[0].Text != "Katharina" {
		t.Errorf("edit %+v, refusals %v", edit, refusals)
	}
	if edit, refusals := b.Apply([]string{"C1", "lo\u0308schen"}); len(refusals) > 0 || edit.Values[0].Text != "" {
		t.Errorf("edit %+v, refusals %v", edit, refusals)
	}
}

func TestApply_ShortenedPhoneIsToldAsSuch(t *testing.T) {
	t.Parallel()
	b := bound(t, "version: 1\nkey: {column: No}\nfields: {primaryPhoneNumber: T}\n", "No", "T")
	_, refusals := b.Apply([]string{"C1", "4,93023E+11"})
	if len(refusals) != 1 || !strings.Contains(refusals[0].Error(), "shortened by a spreadsheet") {
		t.Errorf("refusals %v", refusals)
	}
}

func TestParse_AbsurdNestingIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("[", 100_000), strings.Repeat("- ", 60_000), strings.Repeat("{a: ", 30_000)} {
		var problems Problems
		if _, err := Parse("m.yaml", []byte("version: 1\n"+text)); !errors.As(err, &problems) || problems[0].Line != 2 {
			t.Errorf("error %.100v", err)
		}
	}
}

// TestApply_FormulaWithoutAValueIsNeverBlank: it would clear the field.
func TestApply_FormulaWithoutAValueIsNeverBlank(t *testing.T) {
	t.Parallel()
	b := bound(t, "version: 1\nkey: {column: No}\nblank: clear\nfields: {lastName: T}\n", "No", "T", "Other")
	for _, cells := range [][]string{{"C1", Uncomputed, ""}, {Uncomputed, "Berg", ""}} {
		_, refusals := b.Apply(cells)
		if len(refusals) != 1 || refusals[0].Code != "formula_error" || !strings.Contains(refusals[0].Error(), "has no value in the file; open the file in Excel") {
			t.Errorf("%v: refusals %v", cells, refusals)
		}
	}
	if edit, refusals := b.Apply([]string{"C1", "Berg", Uncomputed}); len(refusals) > 0 || len(edit.Values) != 1 {
		t.Errorf("in another column: edit %+v, refusals %v", edit, refusals)
	}
}
