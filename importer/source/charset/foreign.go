package charset

import (
	"fmt"
	"slices"
)

// foreign are the encodings that few files are in: what Excel calls CSV (MS-DOS) and
// CSV (Macintosh), and those of other scripts. Of several that read a file alike the
// first is named.
func foreign() []string {
	return slices.Concat([]string{
		"cp850", "cp437", "cp865", "cp858", "cp852", "cp857", "mac-roman", "mac-ce", "cp866", "mac-cyrillic", "koi8-r",
	}, untaken())
}

// untaken are those of them that are recognized, and not taken unless the mapping says so.
func untaken() []string {
	return []string{"cp855", "cp860", "cp863", "windows-1253", "windows-1257", "iso-8859-5", "iso-8859-7", "iso-8859-13"}
}

const (
	// rarity is how much less likely a foreign encoding is than the others before the
	// file is read, as a logarithm: a thousand times.
	rarity = 7
	// enoughForeign bounds the words that are looked at in foreign encodings, if
	// they say nothing for any of them.
	enoughForeign = 200
)

// maybeForeign tells whether some of the words leave open that a file is in a foreign
// encoding.
func (d *detective) maybeForeign() bool {
	all := d.candidates(slices.Concat(detectable(), foreign()), d.words[:min(len(d.words), enoughForeign)])
	best := likeliest(all)
	return best != nil && slices.ContainsFunc(all, func(c *candidate) bool {
		return c.foreign && (c == best || !best.beats(c))
	})
}

// notTaken refuses a file that reads best in a foreign encoding that is not taken by
// itself: one of untaken, or one in which it has words that read badly.
func (d *detective) notTaken(best *candidate, others []*candidate) *Error {
	first, _ := d.witnesses(best, others)
	e := &Error{
		Line: d.line, Column: d.column, Message: fmt.Sprintf("not utf-8; it reads best in %s: %s", best.codec.name, d.quote(best, first)),
		Hint: fmt.Sprintf("if that is right, say input.encoding: %s in the mapping", best.codec.name),
	}
	if best.unread() > 0 {
		e.Message += ", though not " + d.unreadWords(best)
	}
	return e
}
