// Package charset decodes and encodes the character encodings of text files and detects
// which one a file is in: by its byte-order mark (Mark), by the byte order of UTF-16
// (DetectUTF16), else by the words of the whole file (Detect). It is strict: bytes that an
// encoding lacks are an error and never replaced, and where two encodings are plausible it
// chooses neither. It knows nothing of tables.
//
// Start with Detect. It samples the words with bytes beyond ASCII (sample.go), scores them in
// each encoding by models of languages (wordscore.go, language.go), fits the languages to the
// file (corpusfit.go) and compares the candidates (detect.go).
package charset

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"
)

// common returns the one-byte encodings that most files are in. Of two that read a file
// alike, the more usual one comes first.
func common() []string {
	return []string{"windows-1252", "windows-1250", "windows-1251", "windows-1254", "iso-8859-15", "iso-8859-2", "iso-8859-1"}
}

const (
	// certainMargin is the margin by which an encoding must be the more likely one, as a
	// logarithm: three thousand to one.
	certainMargin = 8
	// maxWordRatio and maxReadableRatio bound the weight of a single word. One that is
	// plausible in both encodings weighs less than certainMargin, so several are needed.
	maxWordRatio     = 10
	maxReadableRatio = 7
)

// Detect returns the encoding of a file without a mark and a clause that explains the
// choice, empty for UTF-8. It calls open for each pass over the file. The error is an *Error
// where the encoding is not certain, else one of reading the file.
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

// validUTF8 reports whether all of r is UTF-8.
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

// wholeRunes returns text without a character at its end whose last bytes are missing.
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
	prior  float64 // how usual the encoding is for the languages of the file, as a logarithm
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

// candidatesFor returns the encodings that define every byte of the words, with the scores
// of the words. Of encodings that decode all bytes alike it returns the first.
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

// prior returns how much more likely than another the encoding is for files in the languages
// of the words, as a logarithm: at most four hundred times, and less for few words. It is
// negative for a rare encoding.
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

// nonASCIIBytes returns the bytes beyond ASCII that the words have, each once.
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

// margin returns how much more likely c is than the other, as a logarithm.
func (c *candidate) margin(other *candidate) float64 {
	total := c.prior - other.prior
	for w := range c.scores {
		total += c.logRatio(other, w)
	}
	return total
}

// outweighs reports whether c is certain against the other. Rarity does not count for words
// with symbols that may be letters in the rare encoding.
func (c *candidate) outweighs(other *candidate) bool {
	if !c.rare && other.rare {
		return c.margin(other) >= certainMargin+rarePenalty*c.hiddenLetters()
	}
	return c.margin(other) >= certainMargin
}

// logRatio returns the weight of one word for c against the other, as a logarithm. For a
// rare encoding only words of letters count.
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

// hiddenLetters returns the share of the words with a symbol where another encoding may
// have a letter.
func (c *candidate) hiddenLetters() float64 {
	n := 0
	for _, r := range c.scores {
		if r.mayHideLetter {
			n++
		}
	}
	return float64(n) / float64(len(c.scores))
}

// implausibleWords returns how many words are implausible.
func (c *candidate) implausibleWords() int {
	n := 0
	for _, surprisal := range c.surprisal {
		if surprisal > maxSurprisal {
			n++
		}
	}
	return n
}

// implausible reports whether too many words are implausible for the encoding to be the
// file's. contradicting is how many of them are plausible in another encoding. A rare encoding
// with a few implausible words is mistaken for a similar one that differs in some letters.
func (c *candidate) implausible(contradicting int) bool {
	bad, words := c.implausibleWords(), len(c.scores)
	return bad*5 > words*2 && contradicting*2 < bad || c.rare && bad*10 > words
}

// contradictingWords returns the words that are implausible in c and plausible in another
// encoding.
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
