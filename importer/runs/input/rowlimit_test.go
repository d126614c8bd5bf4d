package input

import "testing"

func TestRowLimit_IsANumberOrAPercentage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"0": 0, "500": 500, "10%": 100, "0.1%": 1, "0%": 0, "100%": 1000, "33.3%": 333} {
		s, err := ParseRowLimit("max-failures", text)
		if err != nil || !s.IsSet() || s.Of(1000) != want {
			t.Errorf("%s of 1000 is %d (%v), want %d", text, s.Of(1000), err, want)
		}
	}
	for _, text := range []string{"-1", "x", "%", "101%", "-5%", "1.5", "NaN%"} {
		if s, err := ParseRowLimit("max-failures", text); err == nil {
			t.Errorf("%s is taken as %+v", text, s)
		}
	}
	if s, err := ParseRowLimit("max-failures", ""); err != nil || s.IsSet() {
		t.Errorf("nothing is taken as %+v (%v)", s, err)
	}
}
