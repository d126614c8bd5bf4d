package records

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTextIndex_HoldsWhatTheRecordsHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := make([]string, 6)
		x := NewTextIndex(len(texts))
		for range 30 {
			i := rapid.IntRange(0, 5).Draw(t, "record")
			text := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "text")
			x.Remove(texts[i], i)
			texts[i] = text
			x.Add(text, i)
			var want []int
			for n := range texts {
				if texts[n] == "a" {
					want = append(want, n)
				}
			}
			got := x.Find("a", nil)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("found %v, want %v", got, want)
			}
		}
	})
}
