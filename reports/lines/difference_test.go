package lines_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"bcimport/reports/lines"
)

func TestDifference_TheDifferenceStaysVisible(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("abcdefghij", 10)
	for _, test := range []struct{ before, after, wantBefore, wantAfter string }{
		{"Boss", "Chief", "[Boss]", "[Chief]"},
		{"Purchasing Manager", "Purchasing Director", "Purchasing [Manage]r", "Purchasing [Directo]r"},
		{"", "Chief", "", "[Chief]"},
		{"Chief", "", "[Chief]", ""},
		{"anna.berg@contoso.example", "anna.berg@contoso.exmaple", "anna.berg@contoso.ex[am]ple", "anna.berg@contoso.ex[ma]ple"},
		{long, long + "X", "…cdefghijabcdefghij", "…defghijabcdefghij[X]"},
		{"X" + long, "Y" + long, "[X]abcdefghijabcdefghijabcdefg…", "[Y]abcdefghijabcdefghijabcdefg…"},
		{long + "1" + long, long + "2" + long, "…fghij[1]abcde…", "…fghij[2]abcde…"},
		{"a\nb", "a b", `a[\n]b`, `a[ ]b`},
		{"\x1b[2J", "x", `[\u001b[2J]`, "[x]"},
		{"東京都千代田区", "東京都港区", "東京都[千代田]区", "東京都[港]区"},
	} {
		before, after := lines.Difference(test.before, test.after, 30, 30)
		if got := mark(before); !sameShape(got, test.wantBefore) {
			t.Errorf("%q is shown as %s, want about %s", test.before, got, test.wantBefore)
		}
		if got := mark(after); !sameShape(got, test.wantAfter) {
			t.Errorf("%q is shown as %s, want about %s", test.after, got, test.wantAfter)
		}
	}
}

func mark(c lines.Cut) string {
	if c.Differs == "" {
		return c.Text()
	}
	return c.Head + "[" + c.Differs + "]" + c.Tail
}

// sameShape compares what is marked and on which sides something is left out.
func sameShape(got, want string) bool {
	cut := func(s string) (string, bool, bool) {
		from, to := strings.Index(s, "["), strings.LastIndex(s, "]")
		differs := ""
		if from >= 0 {
			differs = s[from:to]
		}
		return differs, strings.HasPrefix(s, "…"), strings.HasSuffix(s, "…")
	}
	g1, g2, g3 := cut(got)
	w1, w2, w3 := cut(want)
	return g1 == w1 && g2 == w2 && g3 == w3 && (strings.Contains(want, "…") || got == want)
}

// TestDifference_TwoThatDifferAreShownSo, each within its width, on one line.
func TestDifference_TwoThatDifferAreShownSo(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 0, 80, -1), rapid.StringOf(rapid.SampledFrom([]rune("a東é\n \u0301👩‍"))))
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		most := [2]int{rapid.IntRange(1, 60).Draw(t, "most before"), rapid.IntRange(1, 60).Draw(t, "most after")}
		a, b := lines.Difference(before, after, most[0], most[1])
		for i, cut := range []lines.Cut{a, b} {
			if w := lines.Width(cut.Text()); w > max(most[i], 8)+2 || strings.Contains(cut.Text(), "\n") || !utf8.ValidString(cut.Text()) {
				t.Fatalf("%q is %d columns wide, want %d", cut.Text(), w, most[i])
			}
		}
		if lines.Line(before) != lines.Line(after) && a.Text() == b.Text() {
			t.Fatalf("%q and %q are both shown as %q", before, after, a.Text())
		}
	})
}

func TestShorten_BothEndsStay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "short": "short", "exactly12let": "exactly12let",
		"thirteen letters": "thirte…tters", "Größenwahn und Ärger": "Größen…Ärger",
		"東京都千代田区丸の内": "東京都…の内", "a\nb": `a\nb`,
	} {
		if got := lines.Shorten(text, 12); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
		if got := lines.Shorten(text, 12); lines.Width(got) > 12 {
			t.Errorf("%q is %d wide", got, lines.Width(got))
		}
	}
}

func TestWrap_BetweenWordsAndNothingIsLost(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text, want string
		most       int
	}{
		{"one two three", "one two\n  three", 8},
		{"one two three", "one two three", 13},
		{"one two three", "one two three", 0},
		{"averylongwordthatdoesnotfit in", "averylongwordthatdoesnotfit\n  in", 10},
		{"", "", 5},
		{"a  b", "a  b", 10},
	} {
		if got := lines.Wrap(test.text, test.most, "  "); got != test.want {
			t.Errorf("%q at %d: %q, want %q", test.text, test.most, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.StringMatching(`[a-zü東]{1,9}`)).Draw(t, "words")
		most := rapid.IntRange(1, 40).Draw(t, "most")
		text := strings.Join(words, " ")
		made := lines.Wrap(text, most, "  ")
		if got := strings.Join(strings.Fields(made), " "); got != text {
			t.Fatalf("%q became %q", text, made)
		}
		for line := range strings.SplitSeq(made, "\n") {
			if lines.Width(line) > most && len(strings.Fields(line)) > 1 {
				t.Fatalf("%q is wider than %d", line, most)
			}
		}
	})
}

func TestTable_AlignsByWhatIsSeen(t *testing.T) {
	t.Parallel()
	got := lines.Table([][]string{{"line", "name", "x"}, {"5", "東京", "y"}, {"12", "Åse", "z"}}, true)
	want := []string{"line  name  x", "   5  東京  y", "  12  Åse   z"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}
