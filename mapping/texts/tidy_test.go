package texts

import (
	"testing"

	"pgregory.net/rapid"
)

func TestTidy_ChangesNothingOfATidyText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("aÄ\u0308 \u00a0\u200b\u202f\n\t-+0129ß\u00ad\u200d"))).Draw(t, "text")
		neat := Tidy(text)
		if Tidy(neat) != neat || isTidy(text) != (neat == text) {
			t.Fatalf("%q is tidied to %q, and that to %q", text, neat, Tidy(neat))
		}
	})
}
