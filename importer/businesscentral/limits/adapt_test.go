package limits

import (
	"testing"

	"pgregory.net/rapid"
)

func TestFlow_HalvesAndComesBackStepByStep(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		underWay int
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
			f := newFlow(5)
			var rounds []int
			for range tt.underWay {
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

func TestFlow_StaysWithinItsBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := newFlow(rapid.IntRange(1, 8).Draw(t, "most"))
		var rounds []int
		for range 100 {
			if f.free() && rapid.Bool().Draw(t, "start") {
				rounds = append(rounds, f.start())
			} else if len(rounds) > 0 {
				f.end(rounds[0], rapid.Bool().Draw(t, "strained"), rapid.Bool().Draw(t, "good"))
				rounds = rounds[1:]
			}
			if f.allowed < 1 || f.allowed > float64(f.most) || f.underWay != len(rounds) || f.underWay > f.most {
				t.Fatalf("%+v with %d under way", f, len(rounds))
			}
		}
	})
}

func TestSizing_HalvesAndGrowsStepByStep(t *testing.T) {
	t.Parallel()
	type step struct {
		did  byte // s: slow, g: went well, l: limited for good
		n    int
		want int
	}
	tests := map[string]struct {
		most  int
		steps []step
	}{
		"slow":                          {100, []step{{'s', 100, 50}, {'s', 50, 25}}},
		"slow though small":             {100, []step{{'s', 20, 10}}},
		"two that were slow together":   {100, []step{{'s', 100, 50}, {'s', 100, 50}}},
		"never less than one":           {100, []step{{'s', 1, 1}, {'s', 1, 1}}},
		"grows by a tenth":              {100, []step{{'s', 100, 50}, {'g', 50, 60}, {'g', 60, 70}}},
		"a small one proves nothing":    {100, []step{{'s', 100, 50}, {'g', 49, 50}}},
		"never more than the most":      {100, []step{{'g', 100, 100}, {'s', 100, 50}, {'g', 90, 60}}},
		"from one":                      {100, []step{{'s', 2, 1}, {'g', 1, 11}, {'g', 11, 21}}},
		"a small most grows by one":     {5, []step{{'s', 5, 2}, {'g', 2, 3}, {'g', 3, 4}, {'g', 4, 5}, {'g', 5, 5}}},
		"limited":                       {100, []step{{'l', 50, 50}, {'g', 50, 50}, {'s', 50, 25}, {'g', 25, 30}}},
		"a limit is never raised":       {100, []step{{'l', 25, 25}, {'l', 50, 25}}},
		"limited while slow":            {100, []step{{'s', 30, 15}, {'l', 50, 15}, {'g', 15, 20}}},
		"slow in the middle of growing": {100, []step{{'s', 100, 50}, {'g', 50, 60}, {'s', 60, 30}, {'g', 30, 40}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := NewBatchSize(tt.most)
			for i, step := range tt.steps {
				switch step.did {
				case 's':
					s.Shrink(step.n)
				case 'g':
					s.Grow(step.n)
				case 'l':
					s.Limit(step.n)
				}
				if s.now != step.want {
					t.Errorf("step %d: %d, want %d", i, s.now, step.want)
				}
			}
		})
	}
}
