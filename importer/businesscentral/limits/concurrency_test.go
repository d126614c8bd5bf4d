package limits

import (
	"testing"

	"pgregory.net/rapid"
)

func TestConcurrencyWindow_HalvesAndComesBackStepByStep(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		inFlight int
		answers  string // s: strained, g: good, n: neither
		want     int    // at once
	}{
		"at first":                    {1, "", 5},
		"good answers at the most":    {1, "gggg", 5},
		"half of what is under way":   {5, "s", 2},
		"half of two":                 {2, "s", 1},
		"never less than one":         {1, "s", 1},
		"one cut for all of a round":  {5, "sssss", 2},
		"one good answer at one":      {1, "sg", 2},
		"a round of two":              {1, "sggg", 3},
		"less than a round of two":    {1, "sgg", 2},
		"a round of three":            {1, "sgggggg", 4},
		"all the way back":            {1, "sggggggggggg", 5},
		"cut again":                   {1, "sggggggs", 1},
		"what is neither changes not": {1, "snnnn", 1},
		"old answers do not count":    {5, "sgggg", 2},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newConcurrencyWindow(5)
			var rounds []int
			for range tt.inFlight {
				rounds = append(rounds, f.start())
			}
			for _, a := range tt.answers {
				if len(rounds) == 0 {
					rounds = append(rounds, f.start())
				}
				f.end(rounds[0], a == 's', a == 'g')
				rounds = rounds[1:]
			}
			if got := int(f.allowed + 1e-9); got != tt.want {
				t.Errorf("%v at once, want %d", f.allowed, tt.want)
			}
		})
	}
}

func TestConcurrencyWindow_StaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := newConcurrencyWindow(rapid.IntRange(1, 8).Draw(t, "most"))
		var rounds []int
		for range 100 {
			if f.free() && rapid.Bool().Draw(t, "start") {
				rounds = append(rounds, f.start())
			} else if len(rounds) > 0 {
				f.end(rounds[0], rapid.Bool().Draw(t, "strained"), rapid.Bool().Draw(t, "good"))
				rounds = rounds[1:]
			}
			if f.allowed < 1 || f.allowed > float64(f.limit) || f.inFlight != len(rounds) || f.inFlight > f.limit {
				t.Fatalf("%+v with %d under way", f, len(rounds))
			}
		}
	})
}
