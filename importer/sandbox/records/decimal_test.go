package records

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseDecimal_IsExactAndRoundsHalfAwayFromZero(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "-0.000001": "0", "1.50": "1.5", "100": "100", "1e2": "100", "1.5E+1": "15", "12e-1": "1.2",
		"0.123455": "0.12346", "-0.123455": "-0.12346", "0.1234549999": "0.12345", "999999999999999.99999": "999999999999999.99999",
		"0.30000000000000004": "0.3",
	} {
		if got, ok := ParseDecimal(text, 5); !ok || got != want {
			t.Errorf("%s: %s %t, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "x", "1e15", "999999999999999.999999", "1e999999999", "1/2", "0x1", "--1", strings.Repeat("1", 61)} {
		if got, ok := ParseDecimal(text, 5); ok {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

func TestParseDecimal_OfItsOwnFormIsThatForm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,12}(\.[0-9]{1,9})?(e-?[0-2])?`).Draw(t, "number")
		first, ok := ParseDecimal(text, 5)
		if !ok {
			t.Fatalf("%s is not read", text)
		}
		if second, ok := ParseDecimal(first, 5); !ok || second != first {
			t.Fatalf("%s becomes %s, and that %s", text, first, second)
		}
	})
}

func TestEncode_WritesWhatIsNoNameByItsNumber(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		" ": "_x0020_", "Non-Inventory": "Non_x002D_Inventory", "Count/Check": "Count_x002F_Check", "Positive Adjmt.": "Positive_x0020_Adjmt_x002E_", "Å_1": "Å_1",
	} {
		if got := Encode(name); got != want {
			t.Errorf("%q becomes %s, want %s", name, got, want)
		}
	}
}
