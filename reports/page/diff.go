package page

import (
	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// segment is a stretch of a value as it is shown. Differs reports whether the other value
// of the pair lacks it.
type segment struct {
	Text    string
	Differs bool
}

// grapheme is what a reader takes for one character. Two are the same when their keys are.
type grapheme struct{ key, text string }

// maxGraphemes bounds the parts of two values that are compared grapheme by grapheme;
// longer ones differ as a whole.
const maxGraphemes = 120

// shortestShared is the number of equal graphemes between two differences below which all
// of it is shown as different: scattered single characters say nothing.
const shortestShared = 3

// diff compares two values and returns both with what differs marked. Values longer than
// maxValue are cut.
func diff(before, after string) (old, new []segment) {
	a, b := graphemes(before), graphemes(after)
	head := 0
	for head < min(len(a), len(b)) && a[head].key == b[head].key {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail].key == b[len(b)-1-tail].key {
		tail++
	}
	keptA, keptB := make([]bool, len(a)), make([]bool, len(b))
	for i := range head {
		keptA[i], keptB[i] = true, true
	}
	for i := range tail {
		keptA[len(a)-1-i], keptB[len(b)-1-i] = true, true
	}
	for _, p := range sharedStretches(a[head:len(a)-tail], b[head:len(b)-tail]) {
		keptA[head+p.a], keptB[head+p.b] = true, true
	}
	if tooLittleInCommon(keptA, keptB) {
		keptA, keptB = make([]bool, len(a)), make([]bool, len(b))
	}
	return segments(a, keptA), segments(b, keptB)
}

// tooLittleInCommon reports whether what two values share is too little to mean anything.
func tooLittleInCommon(a, b []bool) bool {
	kept := 0
	for _, k := range a {
		if k {
			kept++
		}
	}
	return 3*kept < min(len(a), len(b))
}

// graphemes splits a text. The last grapheme of a text that is cut stands for all that is
// left out.
func graphemes(s string) []grapheme {
	head, rest := split(s, maxValue)
	head = norm.NFC.String(head)
	var found []grapheme
	for state := -1; head != ""; {
		var cluster string
		cluster, head, _, state = uniseg.FirstGraphemeClusterInString(head, state)
		found = append(found, grapheme{cluster, visible(cluster)})
	}
	if rest != "" {
		found = append(found, grapheme{"…" + rest, "…"})
	}
	return found
}

func segments(letters []grapheme, kept []bool) []segment {
	var found []segment
	for i, l := range letters {
		if n := len(found); n > 0 && found[n-1].Differs == !kept[i] {
			found[n-1].Text += l.text
		} else {
			found = append(found, segment{l.text, !kept[i]})
		}
	}
	return found
}

// pair is a grapheme that both values have, by its index in each.
type pair struct{ a, b int }

// sharedStretches returns the graphemes that two different stretches have in common and
// that are worth showing as such.
func sharedStretches(a, b []grapheme) []pair {
	if len(a) == 0 || len(b) == 0 || len(a) > maxGraphemes || len(b) > maxGraphemes {
		return nil
	}
	common := commonGraphemes(a, b)
	var found []pair
	for from := 0; from < len(common); {
		to := from + 1
		for to < len(common) && common[to] == (pair{common[to-1].a + 1, common[to-1].b + 1}) {
			to++
		}
		if to-from >= shortestShared {
			found = append(found, common[from:to]...)
		}
		from = to
	}
	return found
}

// commonGraphemes returns the longest common subsequence.
func commonGraphemes(a, b []grapheme) []pair {
	width := len(b) + 1
	longest := make([]uint8, (len(a)+1)*width) // of a[i:] and b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			at := i*width + j
			if a[i].key == b[j].key {
				longest[at] = longest[at+width+1] + 1
			} else {
				longest[at] = max(longest[at+width], longest[at+1])
			}
		}
	}
	var found []pair
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch at := i*width + j; {
		case a[i].key == b[j].key:
			found = append(found, pair{i, j})
			i, j = i+1, j+1
		case longest[at+width] >= longest[at+1]:
			i++
		default:
			j++
		}
	}
	return found
}

// Segment is a stretch of a value; Differs reports whether the other value lacks it.
type Segment = segment

// Diff compares two values as a report does, for pages beside it.
func Diff(before, after string) (old, new []Segment) { return diff(before, after) }
