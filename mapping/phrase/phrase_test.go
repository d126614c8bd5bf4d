package phrase_test

import (
	"errors"
	"fmt"
	"testing"

	"bcimport/mapping/phrase"
)

func TestPhrase_IsSaidInBothLanguages(t *testing.T) {
	t.Parallel()
	german := map[string]string{"%q is %s": "%q ist %s", "a text": "ein Text", "part %d": "Teil %d", "it is bad": "es ist schlecht"}
	translate := func(text string) string {
		if own := german[text]; own != "" {
			return own
		}
		return text
	}
	bad := phrase.Errorf("it is bad")
	for _, c := range []struct {
		p      phrase.Phrase
		en, de string
	}{
		{phrase.Phrase{}, "", ""},
		{phrase.New("%q is %s", "a text", phrase.Known("a text")), `"a text" is a text`, `"a text" ist ein Text`},
		{phrase.New("%q is %s", "x", phrase.New("part %d", 7)), `"x" is part 7`, `"x" ist Teil 7`},
		{phrase.New("%q is %s", "x", bad), `"x" is it is bad`, `"x" ist es ist schlecht`},
		{phrase.New("%q is %s", "x", fmt.Errorf("%w", bad)), `"x" is it is bad`, `"x" ist es ist schlecht`},
		{phrase.New("%q is %s", "x", fmt.Errorf("more: %w", bad)), `"x" is more: it is bad`, `"x" ist more: es ist schlecht`},
		{phrase.New("%s", errors.Join(errors.New("a text"), bad)), "a text\nit is bad", "a text\nes ist schlecht"},
		{phrase.New("%s", phrase.Errorf("%q is %w", "x", fmt.Errorf("more: %w", bad))), `"x" is more: it is bad`, `"x" ist more: es ist schlecht`},
		{phrase.New("%q is %s", "x", errors.New("a text")), `"x" is a text`, `"x" ist a text`},
		{phrase.New("100 %% of %s", "%d"), "100 % of %d", "100 % of %d"},
	} {
		if en, de := c.p.String(), c.p.In(translate); en != c.en || de != c.de {
			t.Errorf("%+v: %q and %q", c.p, en, de)
		}
	}
	if bad.Error() != "it is bad" {
		t.Error(bad)
	}
}

func TestErrorf_WrapsAsFmtDoes(t *testing.T) {
	t.Parallel()
	why, what := phrase.Errorf("why"), errors.New("what")
	both := fmt.Errorf("more: %w", phrase.Errorf("100 %% %w: %w", why, what))
	if both.Error() != "more: 100 % why: what" || !errors.Is(both, why) || !errors.Is(both, what) {
		t.Errorf("%v does not wrap both", both)
	}
	if said := (*phrase.Error)(nil); !errors.As(why, &said) || errors.Is(phrase.Errorf("%s", what), what) {
		t.Error("an error is not one of the package, or wraps what is only said")
	}
}
