package entity

import "testing"

func TestRounds_IsForNumbersWhoseLastDecimalsAreGone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sent, held string
		want       bool
	}{
		{"12.345", "12.34", true}, {"12.345", "12.35", true}, {"12.345", "12.3", true}, {"12.996", "13", true}, {"-0.004", "", true},
		{"12.345", "12.36", false}, {"12.345", "12.4", false}, {"12.34", "12.345", false}, {"12", "12", false}, {"1000", "1200", false}, {"12.345", "x", false}, {"x.y", "1", false},
	} {
		if got := (Field{Type: Number}).Rounds(c.sent, c.held); got != c.want {
			t.Errorf("%q as %q: %v", c.sent, c.held, got)
		}
	}
	if (Field{Type: Text}).Rounds("12.345", "12.35") {
		t.Error("a text is rounded")
	}
}
