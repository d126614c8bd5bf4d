package charset

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"bcimport/mapping/phrase"
)

// explain returns why a file is in the encoding, and which others would give the same text.
func (d *detector) explain(c *candidate, others []*candidate, contradicting []int) phrase.Phrase {
	var why phrase.Phrase
	first, n := d.distinguishingWords(c, others)
	switch {
	case n == 0:
		why = phrase.New("because its words are more plausible in this encoding than in others")
	case n == 1:
		why = phrase.New("because %s is plausible only in this encoding", d.quoted(c, first))
	case n == 2:
		why = phrase.New("because %s and 1 other word are plausible only in this encoding", d.quoted(c, first))
	default:
		why = phrase.New("because %s and %d other words are plausible only in this encoding", d.quoted(c, first), n-1)
	}
	if len(c.equivalents) > 0 {
		why = phrase.New("%s; %s would give the same text", why, phrase.And(c.equivalents))
	}
	switch more := len(contradicting) - 1; {
	case more == 0:
		why = phrase.New("%s; %s looks wrong", why, d.quoted(c, contradicting[0]))
	case more > 0:
		why = phrase.New("%s; %s looks wrong, and so do %d more", why, d.quoted(c, contradicting[0]), more)
	}
	return why
}

// distinguishingWords returns how many words favour c over every other encoding, and the
// first that does so clearly, or the clearest.
func (d *detector) distinguishingWords(c *candidate, others []*candidate) (first, n int) {
	best := 0.0
	for w := range d.words {
		least := float64(maxWordRatio)
		for _, other := range others {
			least = min(least, c.logRatio(other, w))
		}
		if least < 3 || c.surprisal[w] > maxSurprisal {
			continue
		}
		n++
		if least = min(least, certainMargin); least > best {
			best, first = least, w
		}
	}
	return first, n
}

func (d *detector) quoted(c *candidate, w int) phrase.Phrase {
	return phrase.New("%q (line %d)", trimInvisible(c.scores[w].text), d.words[w].line)
}

// trimInvisible removes the no-break spaces and soft hyphens that are copied with a word.
func trimInvisible(word string) string { return strings.Trim(word, "\u00a0\u00ad") }

const (
	maxQuoted   = 5 // words in an error
	maxCompared = 3 // encodings in an error
)

// ambiguousError quotes words that differ between the encodings.
func (d *detector) ambiguousError(best *candidate, rivals []*candidate) *Error {
	slices.SortStableFunc(rivals, func(a, b *candidate) int {
		if best.margin(a) < best.margin(b) {
			return -1
		}
		return 1
	})
	compared := append([]*candidate{best}, rivals[:min(len(rivals), maxCompared-1)]...)
	var names []string
	var words []phrase.Phrase
	for _, c := range compared {
		names = append(names, c.codec.name)
	}
	for w := range d.words {
		if both := d.renderings(compared, w); both.Format != "" && len(words) < maxQuoted {
			words = append(words, both)
		}
	}
	return &Error{
		Line: d.line, Column: d.column,
		Message: phrase.New("the encoding is not certain: %s? They give %s", phrase.Or(names), phrase.Commas(words)),
		Hint:    phrase.New("set the right one in the mapping (input.encoding: %s), or save the file as CSV UTF-8", phrase.Or(names)),
	}
}

// renderings returns a word in each encoding, in their order; the zero value if all are the same.
func (d *detector) renderings(all []*candidate, w int) phrase.Phrase {
	var texts []string
	differ := false
	for _, c := range all {
		differ = differ || c.scores[w] != all[0].scores[w]
		texts = append(texts, fmt.Sprintf("%q", trimInvisible(c.scores[w].text)))
	}
	if !differ {
		return phrase.Phrase{}
	}
	return phrase.New("%s (line %d)", phrase.Or(texts), d.words[w].line)
}

// mixedError returns an error if a file that is not UTF-8 has words that are plausible only
// as UTF-8.
func (d *detector) mixedError() *Error {
	notUTF8 := slices.DeleteFunc(slices.Clone(d.words), func(s *sampledWord) bool { return utf8.ValidString(s.raw) })
	best := mostLikely(d.candidatesFor(common(), notUTF8))
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
			Message: phrase.New("not utf-8, but other words are: two encodings are mixed. In %s, %q here would be %q, but %q (line %d) would be %q",
				best.codec.name, hexEscape(d.broken), best.codec.render(d.broken), text, w.line, best.codec.render(text)),
			Hint: phrase.New("save the file again as CSV UTF-8 and check these words; or set input.encoding: %s in the mapping to read all of it in that encoding", best.codec.name),
		}
	}
	return nil
}

// onlyUTF8 reports whether a word is implausible in a one-byte encoding and its UTF-8 part
// is plausible. A small difference is enough, because bytes are hardly ever UTF-8 by chance.
func (d *detector) onlyUTF8(raw, text string, c Codec) bool {
	asUTF8 := d.fitWord(text)
	if asUTF8.surprisal[0] > maxSurprisal {
		return false
	}
	whole, ok := c.decode(raw)
	if !ok {
		return true
	}
	other, _ := c.decode(text)
	return d.fitWord(whole).surprisal[0] > maxSurprisal && asUTF8.likelihood[0]-d.fitWord(other).likelihood[0] >= certainMargin/2
}

// fitWord fits one word as a file of its own.
func (d *detector) fitWord(text string) corpusFit { return fitCorpus([]*wordScore{d.score(text)}) }

// render returns bytes decoded, or in hex if the encoding lacks one of them.
func (c Codec) render(raw string) string {
	if text, ok := c.decode(raw); ok {
		return text
	}
	return hexEscape(raw)
}

// hexEscape writes bytes that are not UTF-8 in hex: M<FC>ller.
func hexEscape(raw string) string {
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

// unknownError says that no encoding is plausible, and quotes words of the most likely one.
func (d *detector) unknownError(best *candidate) *Error {
	e := &Error{
		Line: d.line, Column: d.column, Message: phrase.New("the encoding is unknown: the file is not utf-8, and its words are plausible in no known code page"),
		Hint: phrase.New("save the file as CSV UTF-8; or, if you know its encoding, set it in the mapping, for example input.encoding: windows-1252"),
	}
	if best == nil {
		return e
	}
	e.Message = phrase.New("%s; in %s it would contain %s", e.Message, best.codec.name, d.quoteImplausible(best))
	return e
}

// quoteImplausible quotes implausible words.
func (d *detector) quoteImplausible(c *candidate) phrase.Phrase {
	var words []phrase.Phrase
	for w, surprisal := range c.surprisal {
		if surprisal > maxSurprisal && len(words) < maxQuoted {
			words = append(words, d.quoted(c, w))
		}
	}
	return phrase.And(words)
}
