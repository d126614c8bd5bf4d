package page

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// drawn writes segments with what differs in brackets.
func drawn(segments []segment) string {
	var b strings.Builder
	for _, s := range segments {
		if s.Differs {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestDiff_DifferingLetters(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", maxValue)
	for _, c := range []struct{ before, after, old, new string }{
		{"", "", "", ""},
		{"", "Einkauf", "", "[Einkauf]"},
		{"Einkauf", "", "[Einkauf]", ""},
		{"same", "same", "same", "same"},
		{"Kühn", "Kühn-Lindqvist", "Kühn", "Kühn[-Lindqvist]"},
		{"Purchasing Manager", "Senior Purchasing Manager", "Purchasing Manager", "[Senior ]Purchasing Manager"},
		{"+49 30 23125746", "+49 30 23125729", "+49 30 231257[46]", "+49 30 231257[29]"},
		{"anna.berg@old.example", "anna.berg@new.example", "anna.berg@[old].example", "anna.berg@[new].example"},
		{"anna.berg@mail.example", "a.berg-kuehn@mail.example", "a[nna].berg@mail.example", "a.berg[-kuehn]@mail.example"},
		{"425 555 0174", "+1 425-555-0174", "425[ ]555[ ]0174", "[+1 ]425[-]555[-]0174"},
		// Little in common says nothing.
		{"Harry", "Ana María", "[Harry]", "[Ana María]"},
		{"HR Manager", "Head of Purchasing", "[HR Manager]", "[Head of Purchasing]"},
		// A grapheme is what a reader takes for one, however it is made up.
		{"Zoe", "Zoe\u0308", "Zo[e]", "Zo[ë]"},
		{"Zoë Berg", "Zoe\u0308 Burg", "Zoë B[e]rg", "Zoë B[u]rg"},
		{"🧑\u200d💻 Berg", "🧑\u200d🔧 Berg", "[🧑\u200d💻] Berg", "[🧑\u200d🔧] Berg"},
		{"a\u00a0b c", "a b c", "a[\u00a0]b c", "a[ ]b c"},
		{"Berg", "Berg\u200b", "Berg", "Berg[[U+200B]]"},
		// What is cut off differs or not, as a whole.
		{long + "a", long + "a", long + "…", long + "…"},
		{long + "a", long + "b", long + "[…]", long + "[…]"},
		{long, long + "b", long, long + "[…]"},
	} {
		old, new := diff(c.before, c.after)
		if drawn(old) != c.old || drawn(new) != c.new {
			t.Errorf("%q to %q is\n%s\n%s\nwant\n%s\n%s", c.before, c.after, drawn(old), drawn(new), c.old, c.new)
		}
	}
}

// TestDiff_ShowBothValuesWhole: whatever the values, each is shown whole, and
// what is not marked is the same in both.
func TestDiff_ShowBothValuesWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "ä", "e\u0301", " ", "李", "🇩🇪", "\u0308"}), 0, 2*maxGraphemes)
		before, after := strings.Join(letters.Draw(t, "before"), ""), strings.Join(letters.Draw(t, "after"), "")
		old, new := diff(before, after)
		if text(old, true) != norm.NFC.String(cut(before)) || text(new, true) != norm.NFC.String(cut(after)) {
			t.Fatalf("%q and %q are shown as %v and %v", before, after, old, new)
		}
		if text(old, false) != text(new, false) {
			t.Fatalf("%q and %q have in common %q and %q", before, after, text(old, false), text(new, false))
		}
	})
}

func cut(s string) string {
	head, rest := split(s, maxValue)
	if rest != "" {
		head += "…"
	}
	return head
}

// text joins segments, those that differ or not.
func text(segments []segment, differing bool) string {
	var b strings.Builder
	for _, s := range segments {
		if differing || !s.Differs {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}
