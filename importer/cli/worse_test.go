package cli

import "testing"

func TestWorse_IsTheContractsOrder(t *testing.T) {
	t.Parallel()
	order := []Code{Broken, Halted, Incomplete, OK}
	for i, a := range order {
		for _, b := range order[i:] {
			if worse(a, b) != a || worse(b, a) != a {
				t.Errorf("of %d and %d the worse is %d", a, b, worse(a, b))
			}
		}
	}
}
