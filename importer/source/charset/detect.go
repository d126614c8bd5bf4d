// Package charset decodes and encodes the character encodings of text files and detects
// which one a file is in: by its byte-order mark (Mark), by the byte order of UTF-16
// (DetectUTF16), else by the words of the whole file (Detect). It is strict: bytes that an
// encoding lacks are an error and never replaced, and where two encodings are plausible it
// chooses neither. It knows nothing of tables.
//
// Start with Detect. It samples the words with bytes beyond ASCII (sample.go), scores them in
// each encoding by models of languages (wordscore.go, language.go), fits the languages to the
// file (corpusfit.go) and compares the candidates (candidate.go, detect.go).
package charset

import (
	"bytes"
	"errors"
	"io"
	"slices"

	"bcimport/mapping/phrase"
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
func Detect(open func() (io.ReadCloser, error)) (Codec, phrase.Phrase, error) {
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
			return Codec{}, phrase.Phrase{}, err
		}
		if isUTF8 {
			c, _ := Lookup("utf-8")
			return c, phrase.Phrase{}, nil
		}
	}
	c, why, bad := (&detector{found, newLanguageModel()}).decide()
	if bad != nil {
		return Codec{}, phrase.Phrase{}, bad
	}
	return c, why, nil
}

// detector decides which encoding of one byte a file is in.
type detector struct {
	*wordSample
	*languageModel
}

func (d *detector) decide() (Codec, phrase.Phrase, *Error) {
	if d.nulLine > 0 {
		return Codec{}, phrase.Phrase{}, &Error{Line: d.nulLine, Column: d.nulColumn, Message: phrase.New("%s", ErrNUL), Hint: phrase.New("open it in the program that made it and save it as .xlsx or CSV UTF-8")}
	}
	if e := d.mixedError(); e != nil {
		return Codec{}, phrase.Phrase{}, e
	}
	names := common()
	if d.maybeRare() {
		names = slices.Concat(names, rare())
	}
	all := d.candidatesFor(names, d.words)
	best := mostLikely(all)
	if best == nil {
		return Codec{}, phrase.Phrase{}, d.unknownError(nil)
	}
	others := slices.DeleteFunc(all, func(c *candidate) bool { return c == best })
	contradicting := d.contradictingWords(best, others)
	if best.implausible(len(contradicting)) {
		if best.rare && best.implausibleWords()*5 <= len(d.words)*2 {
			return Codec{}, phrase.Phrase{}, d.unsupportedError(best, others)
		}
		return Codec{}, phrase.Phrase{}, d.unknownError(best)
	}
	rivals := slices.DeleteFunc(slices.Clone(others), func(c *candidate) bool { return best.outweighs(c) })
	switch {
	case len(rivals) > 0:
		return Codec{}, phrase.Phrase{}, d.ambiguousError(best, rivals)
	case len(contradicting)*10 > len(d.words):
		return Codec{}, phrase.Phrase{}, d.ambiguousError(best, others)
	case slices.Contains(unsupported(), best.codec.name):
		return Codec{}, phrase.Phrase{}, d.unsupportedError(best, others)
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
