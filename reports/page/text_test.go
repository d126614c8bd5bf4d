package page

import (
	"strings"
	"testing"
	"time"
)

func TestVisible_ShowsWhatHasNoShape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "Łódź 李 محمد 🧑‍💻": "Łódź 李 محمد 🧑‍💻", "a\tb\r\n": "a␉b␍␊", "a\x00": "a␀", "\x7f\u0085": "[U+007F][U+0085]",
		"a\u202eb\u2066": "a[U+202E]b[U+2066]", "a\u200bb\ufeff\u00ad": "a[U+200B]b[U+FEFF][U+00AD]", "\u2028": "[U+2028]", "a\xffb": "a\ufffdb",
	} {
		if got := visible(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
}

func TestShort_CutsBetweenCharacters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		n    int
		want string
	}{{"äöü", 3, "äöü"}, {"äöüß", 3, "äöü…"}, {"", 3, ""}, {"a", 0, "…"}, {"\xff\xff\xff", 2, "\ufffd…"}} {
		if got := short(c.text, c.n); got != c.want {
			t.Errorf("%q cut to %d is %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

func TestNumbers_AsPeopleReadThem(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := number(n); got != want {
			t.Errorf("%d is written %q", n, got)
		}
	}
	for part, want := range map[int]string{1: "< 1 %", 10_000: "1 %", 500_000: "50 %", 999_999: "> 99 %", 1_000_000: "100 %"} {
		if got := share(part, 1_000_000); got != want {
			t.Errorf("%d of a million is %q", part, got)
		}
	}
	for d, want := range map[time.Duration]string{
		23 * time.Millisecond: "23 ms", 1500 * time.Millisecond: "1.5 s", 42 * time.Second: "42 s", 15 * time.Minute: "15 min",
		125 * time.Second: "2 min 5 s", 90 * time.Minute: "1 h 30 min", 72 * time.Hour: "3 days",
	} {
		if got := durationWords(d); got != want {
			t.Errorf("%v is %q", d, got)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "0", 500 * time.Millisecond: "500 ms", 30 * time.Second: "30 s", 90 * time.Second: "1:30 min", 5 * time.Minute: "5 min",
		2 * time.Hour: "2 h", 150 * time.Minute: "2:30 h",
	} {
		if got := axisLabel(d); got != want {
			t.Errorf("%v on an axis is %q", d, got)
		}
	}
}

// TestVisible_LeavesNothingThatActs: whatever the text, nothing without a shape
// but joiners is left.
func TestVisible_LeavesNothingThatActs(t *testing.T) {
	t.Parallel()
	for r := rune(0); r < 0xe01f0; r++ {
		if got := visible(string(r)); strings.ContainsFunc(got, shapeless) {
			t.Fatalf("%U is shown as %q", r, got)
		}
	}
}
