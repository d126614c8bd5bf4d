package batching

import "testing"

func TestSize_HalvesAndGrowsStepByStep(t *testing.T) {
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
			s := newSize(tt.most)
			for i, step := range tt.steps {
				switch step.did {
				case 's':
					s.shrink(step.n)
				case 'g':
					s.grow(step.n)
				case 'l':
					s.limit(step.n)
				}
				if s.now != step.want {
					t.Errorf("step %d: %d, want %d", i, s.now, step.want)
				}
			}
		})
	}
}
