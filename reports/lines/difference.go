package lines

import (
	"strconv"
	"strings"

	"github.com/rivo/uniseg"
)

// Cut is a value as it is shown beside another one: what both have in front and
// behind, and what differs between them.
type Cut struct{ Head, Differs, Tail string }

// Text is the whole of it.
func (c Cut) Text() string { return c.Head + c.Differs + c.Tail }

// Difference shows two values of a field, each on one line and at most so many columns
// wide, from 8. What is left out is left out around the difference, and in the middle of
// it, with … in its place: two values that differ are shown so that they differ.
func Difference(before, after string, mostBefore, mostAfter int) (Cut, Cut) {
	a, b := letters(Line(before)), letters(Line(after))
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	mostBefore, mostAfter = max(mostBefore, 8), max(mostAfter, 8)
	old, now := window(a, head, tail, mostBefore), window(b, head, tail, mostAfter)
	if before != after && old.Text() == now.Text() { // of many that are alike one more
		old, now = window(a, head, tail, mostBefore-6), window(b, head, tail, mostAfter-6)
		old.Tail, now.Tail = old.Tail+length(a), now.Tail+length(b)
	}
	return old, now
}

func length(l []string) string { return " (" + strconv.Itoa(len(l)) + ")" }

// Shorten is a text on one line, at most most columns wide, with … in its middle where
// it is longer.
func Shorten(s string, most int) string {
	return strings.Join(middle(letters(Line(s)), max(most, 1)), "")
}

// window shows a text around what differs in it.
func window(l []string, head, tail, most int) Cut {
	before, differs, after := l[:head], l[head:len(l)-tail], l[len(l)-tail:]
	if width(l) > most {
		differs = middle(differs, most-2)
		room := most - width(differs)
		behind := min(width(after), max(room-width(before), room/2))
		before, after = last(before, room-behind), first(after, behind)
	}
	return Cut{strings.Join(before, ""), strings.Join(differs, ""), strings.Join(after, "")}
}

// middle keeps both ends of a text.
func middle(l []string, most int) []string {
	if width(l) <= most {
		return l
	}
	head := upTo(l, (most-1+1)/2)
	tail := upFrom(l, most-1-width(head))
	return append(append(append([]string{}, head...), "…"), tail...)
}

// first keeps the beginning of a text, last its end.
func first(l []string, most int) []string {
	if width(l) <= most {
		return l
	}
	return append(append([]string{}, upTo(l, most-1)...), "…")
}

func last(l []string, most int) []string {
	if width(l) <= most {
		return l
	}
	return append([]string{"…"}, upFrom(l, most-1)...)
}

// upTo is as much of the beginning as fits, upFrom as much of the end.
func upTo(l []string, most int) []string {
	n := 0
	for room := most; n < len(l); n++ {
		if room -= Width(l[n]); room < 0 {
			break
		}
	}
	return l[:n]
}

func upFrom(l []string, most int) []string {
	n := len(l)
	for room := most; n > 0; n-- {
		if room -= Width(l[n-1]); room < 0 {
			break
		}
	}
	return l[n:]
}

// letters takes a text apart into what a reader takes for one character each.
func letters(s string) []string {
	var found []string
	for state := -1; s != ""; {
		var letter string
		letter, s, _, state = uniseg.FirstGraphemeClusterInString(s, state)
		found = append(found, letter)
	}
	return found
}

// Width is how many columns a text on one line takes on a terminal.
func Width(s string) int { return uniseg.StringWidth(s) }

func width(l []string) int {
	sum := 0
	for _, letter := range l {
		sum += Width(letter)
	}
	return sum
}
