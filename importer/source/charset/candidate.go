package charset

// candidate is an encoding that a file may be in.
type candidate struct {
	codec       Codec
	equivalents []string // encodings that read every byte of the file as it does
	corpusFit
	scores []*wordScore
	rare   bool    // it is one of rare
	prior  float64 // how usual the encoding is for the languages of the file, as a logarithm
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
