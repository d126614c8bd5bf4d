package charset

import (
	"slices"

	"bcimport/mapping/phrase"
)

// rare returns the encodings that few files are in: what Excel calls CSV (MS-DOS) and CSV
// (Macintosh), and those of other scripts. Of several that read a file alike, the first is
// named.
func rare() []string {
	return slices.Concat([]string{
		"cp850", "cp437", "cp865", "cp858", "cp852", "cp857", "mac-roman", "mac-ce", "cp866", "mac-cyrillic", "koi8-r",
	}, unsupported())
}

// unsupported returns the rare encodings that are recognized but never chosen: the user has
// to name them.
func unsupported() []string {
	return []string{"cp855", "cp860", "cp863", "windows-1253", "windows-1257", "iso-8859-5", "iso-8859-7", "iso-8859-13"}
}

const (
	// rarePenalty is how much less likely a rare encoding is than the others before the file
	// is read, as a logarithm: a thousand times.
	rarePenalty = 7
	// maxRareWords bounds the words that are scored in rare encodings if none of them favours
	// one.
	maxRareWords = 200
)

// maybeRare reports whether some of the words leave open that a file is in a rare encoding.
func (d *detector) maybeRare() bool {
	all := d.candidatesFor(slices.Concat(common(), rare()), d.words[:min(len(d.words), maxRareWords)])
	best := mostLikely(all)
	return best != nil && slices.ContainsFunc(all, func(c *candidate) bool {
		return c.rare && (c == best || !best.outweighs(c))
	})
}

// unsupportedError refuses a file whose most plausible encoding is rare and not chosen: one
// of unsupported, or one with implausible words.
func (d *detector) unsupportedError(best *candidate, others []*candidate) *Error {
	first, _ := d.distinguishingWords(best, others)
	e := &Error{
		Line: d.line, Column: d.column, Message: phrase.New("not utf-8; its words are most plausible in %s: %s", best.codec.name, d.quoted(best, first)),
		Hint: phrase.New("if that is right, set input.encoding: %s in the mapping", best.codec.name),
	}
	if best.implausibleWords() > 0 {
		e.Message = phrase.New("%s; these look wrong: %s", e.Message, d.quoteImplausible(best))
	}
	return e
}
