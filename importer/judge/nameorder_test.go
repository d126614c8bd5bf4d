package judge

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// TestAppendBare_WritesAsBareLetters: the table for the letters of most names says what
// the rules say.
func TestAppendBare_WritesAsBareLetters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.RuneFrom([]rune("aZäÖßÅæıİŉőŁ-'´ \u0301\u0308\xff")), rapid.RuneFrom(nil, unicode.Latin))).Draw(t, "name")
		if got, want := string(appendBare(nil, name)), bareLetters(name); got != want {
			t.Fatalf("%q is %q, want %q", name, got, want)
		}
		words, two := twoWords([]byte(name))
		want := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
		if two != (len(want) == 2) || two && fmt.Sprintf("%s", words) != fmt.Sprint(want) {
			t.Fatalf("%q has the words %q, %t; want %q", name, words, two, want)
		}
	})
}
