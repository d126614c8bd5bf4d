package odata

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFold_IsThatOfEqualFold(t *testing.T) {
	t.Parallel()
	text := rapid.StringOf(rapid.SampledFrom([]rune("kKKsSſßẞäÄσςΣiıİ1-@ ")))
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		want := strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
		if got := Fold(a) == Fold(b); got != want {
			t.Fatalf("%q and %q: alike %v, want %v", a, b, got, want)
		}
	})
	if id := "6f1a0c3e-0d5e-4a52-9c1b-2d8f3e7a9b10"; Fold(id) != id {
		t.Error("an id in lower case is not its own form")
	}
}

func TestFit_IsAtLeastOneAndNeverTooLong(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.StringN(0, 40, 300), 1, 300).Draw(t, "keys")
		base := "http://host/" + strings.Repeat("b", rapid.IntRange(0, 300).Draw(t, "base"))
		indexes, terms := make([]int, len(keys)), make([]string, len(keys))
		for i, key := range keys {
			indexes[i], terms[i] = i, "email eq "+Literal(key)
		}
		n := Fit(base, indexes, func(i int) string { return terms[i] })
		link := base + QueryEscape(AnyOf(terms[:n]))
		if n < 1 || n > 1 && len(link) > MaxURL || !utf8.ValidString(link) || strings.ContainsAny(link, " +'") {
			t.Fatalf("%d keys in %d bytes", n, len(link))
		}
	})
}
