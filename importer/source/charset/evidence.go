package charset

import (
	"hash/fnv"
	"io"
	"slices"
	"unicode/utf8"
)

// Bounds of what is kept as evidence, whatever the file.
const (
	samplesOfAByte = 64 // words for each byte beyond ASCII
	longestWord    = 64 // bytes, but for the end of a character; a longer one is several
)

// evidence is what a pass over a file in an unknown encoding of one byte finds: for
// each byte beyond ASCII some of the words that have it.
type evidence struct {
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
	case b >= 0x80, b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9':
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
	if n := len(c.word); n >= longestWord && (utf8.RuneStart(b) || n == longestWord+utf8.UTFMax) {
		c.endWord()
	}
	if len(c.word) == 0 {
		c.wordRow, c.wordCol = c.row, c.col
	}
	c.beyond = c.beyond || b >= 0x80
	c.word = append(c.word, b)
}

// endWord keeps the word if it is evidence.
func (c *collector) endWord() {
	if c.beyond {
		c.keep()
	}
	c.word, c.beyond = c.word[:0], false
}

func (c *collector) keep() {
	if c.line == 0 && !utf8.Valid(c.word) {
		c.broken = string(c.word)
		c.line, c.column = c.wordRow, c.wordCol+validRunes(c.word)
	}
	if c.byRaw[string(c.word)] != nil {
		return
	}
	s := &sample{raw: string(c.word), line: c.wordRow, hash: hashOf(c.word)}
	for i, b := range c.word {
		if b >= 0x80 && slices.Index(c.word, b) == i {
			c.offer(b, s)
		}
	}
	if s.uses > 0 {
		c.byRaw[s.raw] = s
	}
}

// hashOf mixes FNV-1a, whose hashes of similar words are near each other.
func hashOf(word []byte) uint64 {
	h := fnv.New64a()
	h.Write(word)
	x := h.Sum64()
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
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
