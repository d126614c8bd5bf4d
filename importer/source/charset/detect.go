// Package charset decodes and encodes the character encodings of text files and finds
// out which one a file is in: by its byte-order mark (Mark), by the order of the bytes of
// UTF-16 (DetectUTF16), else by the words of the whole file (Detect). It is strict: bytes that an
// encoding lacks are an error and never replaced, and where two encodings are likely
// neither is taken. It knows nothing of tables.
//
// Start with Detect; language.go knows the languages by which it judges.
package charset

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

// common are the encodings of one byte that most files are in, of two that read a
// file alike the common one first.
func common() []string {
	return []string{"windows-1252", "windows-1250", "windows-1251", "windows-1254", "iso-8859-15", "iso-8859-2", "iso-8859-1"}
}

const (
	// certainMargin is by how much one encoding must be the likelier one, as a logarithm:
	// three thousand to one.
	certainMargin = 8
	// A single word can say no more than that, so that some are needed unless it
	// reads badly in the other encoding.
	maxWordRatio     = 10
	maxReadableRatio = 7
)

// Detect finds the encoding of a file that neither a mark nor the mapping tells,
// and the sentence that says why: empty for UTF-8. open begins to read the file.
// It returns an *Error where the encoding is not certain, else the error of the file.
func Detect(open func() (io.ReadCloser, error)) (Codec, string, error) {
	var isUTF8 bool
	var found *wordSample
	passes := []func(io.Reader) error{
		func(r io.Reader) (err error) { isUTF8, err = validUTF8(r); return err },
		func(r io.Reader) (err error) { found, err = sampleWords(r); return err },
	}
	for _, pass := range passes {
		in, err := open()
		if err == nil {
			err = errors.Join(pass(in), in.Close())
		}
		if err != nil {
			return Codec{}, "", err
		}
		if isUTF8 {
			c, _ := Lookup("utf-8")
			return c, "", nil
		}
	}
	c, why, bad := (&detector{found, newLanguageModel()}).decide()
	if bad != nil {
		return Codec{}, "", bad
	}
	return c, why, nil
}

// validUTF8 tells whether everything is UTF-8.
func validUTF8(r io.Reader) (bool, error) {
	buf := make([]byte, 256<<10)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		text := buf[:kept+n]
		if err == io.EOF {
			return utf8.Valid(text), nil
		}
		if err != nil {
			return false, err
		}
		whole := wholeRunes(text)
		if !utf8.Valid(whole) {
			return false, nil
		}
		kept = copy(buf, text[len(whole):])
	}
}

// wholeRunes leaves out a character at the end whose last bytes are missing.
func wholeRunes(text []byte) []byte {
	i := len(text) - 1
	for i > 0 && i > len(text)-utf8.UTFMax && !utf8.RuneStart(text[i]) {
		i--
	}
	if i >= 0 && !utf8.FullRune(text[i:]) {
		return text[:i]
	}
	return text
}

// candidate is an encoding that a file may be in.
type candidate struct {
	codec       Codec
	equivalents []string // encodings that read every byte of the file as it does
	corpusFit
	scores []*wordScore
	rare   bool    // it is one of rare
	prior  float64 // how usual the encoding is for the languages found, as a logarithm
}

// detector decides which encoding of one byte a file is in.
type detector struct {
	*wordSample
	*languageModel
}

func (d *detector) decide() (Codec, string, *Error) {
	if d.nulLine > 0 {
		return Codec{}, "", &Error{Line: d.nulLine, Column: d.nulColumn, Message: ErrNUL.Error(), Hint: "save the table as CSV UTF-8"}
	}
	if e := d.mixedError(); e != nil {
		return Codec{}, "", e
	}
	names := common()
	if d.maybeRare() {
		names = slices.Concat(names, rare())
	}
	all := d.candidatesFor(names, d.words)
	best := mostLikely(all)
	if best == nil {
		return Codec{}, "", d.unknownError(nil)
	}
	others := slices.DeleteFunc(all, func(c *candidate) bool { return c == best })
	contradicting := d.contradictingWords(best, others)
	if best.implausible(len(contradicting)) {
		if best.rare && best.implausibleWords()*5 <= len(d.words)*2 {
			return Codec{}, "", d.unsupportedError(best, others)
		}
		return Codec{}, "", d.unknownError(best)
	}
	rivals := slices.DeleteFunc(slices.Clone(others), func(c *candidate) bool { return best.outweighs(c) })
	switch {
	case len(rivals) > 0:
		return Codec{}, "", d.ambiguousError(best, rivals)
	case len(contradicting)*10 > len(d.words):
		return Codec{}, "", d.ambiguousError(best, others)
	case slices.Contains(unsupported(), best.codec.name):
		return Codec{}, "", d.unsupportedError(best, others)
	}
	return best.codec, d.explain(best, others, contradicting), nil
}

// candidatesFor are those encodings in which every byte of the words has a meaning, with
// their readings; of those that read all bytes alike the first.
func (d *detector) candidatesFor(names []string, words []*sampledWord) []*candidate {
	var all []*candidate
	seen := map[string]*candidate{}
	for _, name := range names {
		c, _ := Lookup(name)
		text, ok := c.decode(nonASCIIBytes(words))
		if !ok {
			continue
		}
		if first := seen[text]; first != nil {
			first.equivalents = append(first.equivalents, name)
			continue
		}
		found := &candidate{codec: c, rare: slices.Contains(rare(), name)}
		for _, w := range words {
			text, _ := c.decode(w.raw)
			found.scores = append(found.scores, d.score(text))
		}
		found.corpusFit = fitCorpus(found.scores)
		found.prior = d.prior(found)
		seen[text] = found
		all = append(all, found)
	}
	return all
}

// prior is how much likelier files in the languages that a candidate's words are in
// are in its encoding than in others: at most four hundred times, and less for few words.
// It is less than 0 for a foreign encoding.
func (d *detector) prior(c *candidate) float64 {
	part := 0.0
	for i, share := range c.languageShare {
		if slices.Contains(d.languages[i].encodings, c.codec.name) {
			part += share
		}
	}
	n := float64(len(c.scores))
	prior := 6 * part * n / (n + 10)
	if c.rare {
		prior -= rarePenalty
	}
	return prior
}

// nonASCIIBytes are the bytes beyond ASCII that words have, each once.
func nonASCIIBytes(words []*sampledWord) string {
	var has [256]bool
	for _, w := range words {
		for _, b := range []byte(w.raw) {
			has[b] = b >= 0x80
		}
	}
	var all bytes.Buffer
	for b, there := range has {
		if there {
			all.WriteByte(byte(b))
		}
	}
	return all.String()
}

func mostLikely(all []*candidate) *candidate {
	var best *candidate
	for _, c := range all {
		if best == nil || c.total() > best.total() {
			best = c
		}
	}
	return best
}

func (c *candidate) total() float64 {
	total := c.prior
	for _, likelihood := range c.likelihood {
		total += likelihood
	}
	return total
}

// margin is by how much c is likelier than the other.
func (c *candidate) margin(other *candidate) float64 {
	total := c.prior - other.prior
	for w := range c.scores {
		total += c.logRatio(other, w)
	}
	return total
}

// outweighs tells whether c is certain against the other. That foreign encodings are
// rare says nothing of words whose signs may be letters there.
func (c *candidate) outweighs(other *candidate) bool {
	if !c.rare && other.rare {
		return c.margin(other) >= certainMargin+rarePenalty*c.hiddenLetters()
	}
	return c.margin(other) >= certainMargin
}

// logRatio is what one word says for c against the other. For a foreign encoding only
// words of letters speak.
func (c *candidate) logRatio(other *candidate, w int) float64 {
	if c.scores[w] == other.scores[w] {
		return 0
	}
	most := float64(maxWordRatio)
	if c.surprisal[w] <= maxSurprisal && other.surprisal[w] <= maxSurprisal {
		most = maxReadableRatio
	}
	logRatio := max(-most, min(most, c.likelihood[w]-other.likelihood[w]))
	switch {
	case c.rare && !c.scores[w].letters:
		logRatio = min(logRatio, 0)
	case other.rare && !other.scores[w].letters:
		logRatio = max(logRatio, 0)
	}
	return logRatio
}

// hiddenLetters is the part of the words that hold a sign where another encoding may have
// a letter.
func (c *candidate) hiddenLetters() float64 {
	n := 0
	for _, r := range c.scores {
		if r.mayHideLetter {
			n++
		}
	}
	return float64(n) / float64(len(c.scores))
}

// implausibleWords is how many words read badly.
func (c *candidate) implausibleWords() int {
	n := 0
	for _, surprisal := range c.surprisal {
		if surprisal > maxSurprisal {
			n++
		}
	}
	return n
}

// implausible tells whether too many words read badly to take the encoding for the
// file's; contrary is how many of them read well in another. A foreign one with a few
// such words is another page of the same kind, which differs in some letters.
func (c *candidate) implausible(contradicting int) bool {
	bad, words := c.implausibleWords(), len(c.scores)
	return bad*5 > words*2 && contradicting*2 < bad || c.rare && bad*10 > words
}

// contradictingWords are the words that read badly in c and well in another.
func (d *detector) contradictingWords(c *candidate, others []*candidate) []int {
	var found []int
	for w := range d.words {
		if c.surprisal[w] <= maxSurprisal {
			continue
		}
		for _, other := range others {
			if other.surprisal[w] <= maxSurprisal && other.logRatio(c, w) >= certainMargin {
				found = append(found, w)
				break
			}
		}
	}
	return found
}
