package source

import (
	"hash/fnv"
	"io"
	"slices"
	"unicode/utf8"
)

// Bounds of what is kept as evidence, whatever the file.
const (
	samplesOfAByte = 64 // words for each byte beyond ASCII
	longestWord    = 64 // bytes; what a longer one has beyond them is left out
)

// evidence is what a pass over a file in an unknown encoding of one byte finds: the
// bytes that it has and, for each beyond ASCII, some of the words that have it.
type evidence struct {
	has   [256]bool
	words []*sample // by line
	// line and column of the first byte that is not UTF-8, and the word that it
	// stands in.
	line, column int
	broken       string
	// Position of the first NUL; 0 if there is none.
	nulLine, nulColumn int
}

// sample is one word of a file: letters, digits and all bytes beyond ASCII.
type sample struct {
	raw  string
	line int // where it stands first
	hash uint64
	uses int // samples that hold it
}

// collector makes evidence of bytes. Of the different words with a byte it keeps
// those with the smallest hashes: a choice by chance over the whole file that is the
// same each time.
type collector struct {
	evidence
	samples [256][]*sample
	byRaw   map[string]*sample

	word             []byte
	cut              bool // it is longer than that
	beyond           bool // it has a byte beyond ASCII
	wordRow, wordCol int
	row, col         int // position of the next character, as UTF-8, from 1
	afterCR          bool
}

func collect(r io.Reader) (*evidence, error) {
	c := &collector{byRaw: map[string]*sample{}, row: 1, col: 1}
	buf := make([]byte, 64<<10)
	for {
		n, err := r.Read(buf)
		for _, b := range buf[:n] {
			c.add(b)
		}
		if err == io.EOF {
			c.endWord()
			c.finish()
			return &c.evidence, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (c *collector) add(b byte) {
	switch {
	case b >= 0x80:
		c.has[b] = true
		c.beyond = true
		c.grow(b)
	case b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9':
		c.grow(b)
	default:
		c.endWord()
		if b == 0 && c.nulLine == 0 {
			c.nulLine, c.nulColumn = c.row, c.col
		}
	}
	switch {
	case b == '\n' && c.afterCR:
	case b == '\n' || b == '\r':
		c.row, c.col = c.row+1, 1
	case utf8.RuneStart(b):
		c.col++
	}
	c.afterCR = b == '\r'
}

func (c *collector) grow(b byte) {
	if len(c.word) == 0 {
		c.wordRow, c.wordCol = c.row, c.col
	}
	if len(c.word) == longestWord {
		c.cut = true
		return
	}
	c.word = append(c.word, b)
}

// endWord keeps the word if it is evidence.
func (c *collector) endWord() {
	if c.beyond {
		c.keep()
	}
	c.word, c.cut, c.beyond = c.word[:0], false, false
}

func (c *collector) keep() {
	if c.cut {
		c.word = wholeRunes(c.word)
	}
	if c.line == 0 && !utf8.Valid(c.word) {
		c.broken = string(c.word)
		c.line, c.column = c.wordRow, c.wordCol+validRunes(c.word)
	}
	h := fnv.New64a()
	h.Write(c.word)
	hash := h.Sum64()
	if c.byRaw[string(c.word)] != nil {
		return
	}
	s := &sample{raw: string(c.word), line: c.wordRow, hash: hash}
	for i, b := range c.word {
		if b >= 0x80 && slices.Index(c.word, b) == i {
			c.offer(b, s)
		}
	}
	if s.uses > 0 {
		c.byRaw[s.raw] = s
	}
}

// offer puts a word among the samples of a byte, in place of the one with the
// largest hash if there are enough.
func (c *collector) offer(b byte, s *sample) {
	kept := c.samples[b]
	if len(kept) == samplesOfAByte {
		last := kept[len(kept)-1]
		if last.hash <= s.hash {
			return
		}
		if last.uses--; last.uses == 0 {
			delete(c.byRaw, last.raw)
		}
		kept = kept[:len(kept)-1]
	}
	s.uses++
	at, _ := slices.BinarySearchFunc(kept, s.hash, func(k *sample, hash uint64) int {
		if k.hash < hash {
			return -1
		}
		return 1
	})
	c.samples[b] = slices.Insert(kept, at, s)
}

func (c *collector) finish() {
	for _, s := range c.byRaw {
		c.words = append(c.words, s)
	}
	slices.SortFunc(c.words, func(a, b *sample) int {
		if a.line != b.line {
			return a.line - b.line
		}
		if a.raw < b.raw {
			return -1
		}
		return 1
	})
}

// validRunes is the number of characters before the first byte that is not UTF-8.
func validRunes(word []byte) int {
	n := 0
	for len(word) > 0 {
		r, size := utf8.DecodeRune(word)
		if r == utf8.RuneError && size == 1 {
			break
		}
		word = word[size:]
		n++
	}
	return n
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
