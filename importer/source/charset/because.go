package charset

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// because says why a file is in the encoding, and in which others it would read the
// same.
func (d *detective) because(c *candidate, others []*candidate, contrary []int) string {
	var b strings.Builder
	b.WriteString("because ")
	first, n := d.witnesses(c, others)
	switch {
	case n == 0:
		b.WriteString("its words read better so than otherwise")
	case n == 1:
		fmt.Fprintf(&b, "%s reads well only so", d.quote(c, first))
	case n == 2:
		fmt.Fprintf(&b, "%s and 1 other word read well only so", d.quote(c, first))
	default:
		fmt.Fprintf(&b, "%s and %d other words read well only so", d.quote(c, first), n-1)
	}
	if len(c.alike) > 0 {
		fmt.Fprintf(&b, "; %s would read the same", list(c.alike, "and"))
	}
	if len(contrary) > 0 {
		fmt.Fprintf(&b, "; %s does not read well", d.quote(c, contrary[0]))
		if more := len(contrary) - 1; more > 0 {
			fmt.Fprintf(&b, ", as %d more", more)
		}
	}
	return b.String()
}

// witnesses counts the words that speak for c against every other; first is the
// first of those that do so clearly, or the clearest.
func (d *detective) witnesses(c *candidate, others []*candidate) (first, n int) {
	best := 0.0
	for w := range d.words {
		least := float64(mostOfAWord)
		for _, other := range others {
			least = min(least, c.gain(other, w))
		}
		if least < 3 || c.doubt[w] > doubtful {
			continue
		}
		n++
		if least = min(least, certain); least > best {
			best, first = least, w
		}
	}
	return first, n
}

func (d *detective) quote(c *candidate, w int) string {
	return fmt.Sprintf("%q (line %d)", shown(c.readings[w].text), d.words[w].line)
}

// shown is a word without what it was copied with.
func shown(word string) string { return strings.Trim(word, "\u00a0\u00ad") }

// list joins words as in a sentence.
func list(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

const (
	mostShown  = 5 // words that an error shows
	mostRivals = 3 // encodings that it compares
)

// ambiguous shows the words that read differently in each encoding.
func (d *detective) ambiguous(best *candidate, rivals []*candidate) *Error {
	slices.SortStableFunc(rivals, func(a, b *candidate) int {
		if best.ahead(a) < best.ahead(b) {
			return -1
		}
		return 1
	})
	compared := append([]*candidate{best}, rivals[:min(len(rivals), mostRivals-1)]...)
	var names, words []string
	for _, c := range compared {
		names = append(names, c.codec.name)
	}
	for w := range d.words {
		if both := d.ways(compared, w); both != "" && len(words) < mostShown {
			words = append(words, both)
		}
	}
	return &Error{
		Line: d.line, Column: d.column,
		Message: fmt.Sprintf("the encoding can't be told: %s? They read %s", list(names, "or"), strings.Join(words, ", ")),
		Hint:    fmt.Sprintf("say which is right in the mapping: input.encoding: %s; or save the file as CSV UTF-8", list(names, "or")),
	}
}

// ways is how a word reads in each encoding, in their order; empty if there is no
// difference.
func (d *detective) ways(all []*candidate, w int) string {
	var texts []string
	differ := false
	for _, c := range all {
		differ = differ || c.readings[w] != all[0].readings[w]
		texts = append(texts, fmt.Sprintf("%q", shown(c.readings[w].text)))
	}
	if !differ {
		return ""
	}
	return fmt.Sprintf("%s (line %d)", list(texts, "or"), d.words[w].line)
}

// mixed finds text in UTF-8 within a file that is not: words that read well as UTF-8
// alone.
func (d *detective) mixed() *Error {
	loose := slices.DeleteFunc(slices.Clone(d.words), func(s *sample) bool { return utf8.ValidString(s.raw) })
	best := likeliest(d.candidates(detectable(), loose))
	if best == nil {
		c, _ := Lookup("windows-1252")
		best = &candidate{codec: c}
	}
	for _, w := range d.words {
		text := strings.ToValidUTF8(w.raw, "")
		if strings.IndexFunc(text, func(r rune) bool { return r >= 0x80 }) < 0 || !d.onlyUTF8(w.raw, text, best.codec) {
			continue
		}
		return &Error{
			Line: d.line, Column: d.column,
			Message: fmt.Sprintf("not utf-8, but other words are: two encodings are mixed. In %s %q here would be %q, but %q (line %d) would be %q",
				best.codec.name, hexed(d.broken), best.codec.show(d.broken), text, w.line, best.codec.show(text)),
			Hint: "save the file anew as CSV UTF-8, and look at these words then; input.encoding: " + best.codec.name + " in the mapping takes all for that",
		}
	}
	return nil
}

// onlyUTF8 tells whether a word reads badly in a one-byte encoding, and well what of
// it is UTF-8. That need not be much better: by chance bytes are hardly ever UTF-8.
func (d *detective) onlyUTF8(raw, text string, c Codec) bool {
	so := fit([]*reading{d.read(text)})
	if so.doubt[0] > doubtful {
		return false
	}
	whole, ok := c.decode(raw)
	if !ok {
		return true
	}
	other, _ := c.decode(text)
	return fit([]*reading{d.read(whole)}).doubt[0] > doubtful && so.likely[0]-fit([]*reading{d.read(other)}).likely[0] >= certain/2
}

// show is how bytes read in an encoding; those that it lacks in hex.
func (c Codec) show(raw string) string {
	if text, ok := c.decode(raw); ok {
		return text
	}
	return hexed(raw)
}

// hexed shows bytes that are not UTF-8 in hex: M<FC>ller.
func hexed(raw string) string {
	var b strings.Builder
	for i, r := range raw {
		if r == '\ufffd' && !strings.HasPrefix(raw[i:], "\ufffd") {
			fmt.Fprintf(&b, "<%02X>", raw[i])
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unknown says that no encoding reads well, with the words that the likeliest makes.
func (d *detective) unknown(best *candidate) *Error {
	e := &Error{
		Line: d.line, Column: d.column, Message: "the encoding can't be told: not utf-8, and read in no code page known here does it make words",
		Hint: "save the file as CSV UTF-8; if you know how it is encoded, say so in the mapping, for example input.encoding: windows-1252",
	}
	if best == nil {
		return e
	}
	e.Message += fmt.Sprintf("; in %s it would hold %s", best.codec.name, d.unreadWords(best))
	return e
}

// unreadWords quotes words that read badly.
func (d *detective) unreadWords(c *candidate) string {
	var words []string
	for w, doubt := range c.doubt {
		if doubt > doubtful && len(words) < mostShown {
			words = append(words, d.quote(c, w))
		}
	}
	return list(words, "and")
}
