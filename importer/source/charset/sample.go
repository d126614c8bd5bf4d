package charset

import (
	"hash/fnv"
	"io"
	"slices"
	"unicode/utf8"
)

// Bounds of a sample, whatever the file.
const (
	maxWordsPerByte = 64 // words for each byte beyond ASCII
	maxWordBytes    = 64 // a longer word counts as several; a character is not cut
)

// wordSample is what a pass over a file in an unknown one-byte encoding finds: for each byte
// beyond ASCII some of the words that have it.
type wordSample struct {
	words []*sampledWord // by line
	// line and column of the first byte that is not UTF-8, and its word.
	line, column int
	broken       string
	// Position of the first NUL; 0 if there is none.
	nulLine, nulColumn int
}

// sampledWord is one word of a file: letters, digits and all bytes beyond ASCII.
type sampledWord struct {
	raw  string
	line int // of its first occurrence
	hash uint64
	uses int // bytes whose lists hold it
}

// sampler takes the sample. Of the different words with a byte it keeps those with the
// smallest hashes: a random choice over the whole file that is the same each time.
type sampler struct {
	wordSample
	byByte [256][]*sampledWord
	byRaw  map[string]*sampledWord

	word             []byte
	nonASCII         bool // word has a byte beyond ASCII
	wordRow, wordCol int
	row, col         int // position of the next character, as UTF-8, from 1
	afterCR          bool
}

func sampleWords(r io.Reader) (*wordSample, error) {
	c := &sampler{byRaw: map[string]*sampledWord{}, row: 1, col: 1}
	buf := make([]byte, 64<<10)
	for {
		n, err := r.Read(buf)
		for _, b := range buf[:n] {
			c.add(b)
		}
		if err == io.EOF {
			c.endWord()
			c.finish()
			return &c.wordSample, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func (c *sampler) add(b byte) {
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

func (c *sampler) grow(b byte) {
	if n := len(c.word); n >= maxWordBytes && (utf8.RuneStart(b) || n == maxWordBytes+utf8.UTFMax) {
		c.endWord()
	}
	if len(c.word) == 0 {
		c.wordRow, c.wordCol = c.row, c.col
	}
	c.nonASCII = c.nonASCII || b >= 0x80
	c.word = append(c.word, b)
}

// endWord keeps the word if it has a byte beyond ASCII.
func (c *sampler) endWord() {
	if c.nonASCII {
		c.keep()
	}
	c.word, c.nonASCII = c.word[:0], false
}

func (c *sampler) keep() {
	if c.line == 0 && !utf8.Valid(c.word) {
		c.broken = string(c.word)
		c.line, c.column = c.wordRow, c.wordCol+validRunes(c.word)
	}
	if c.byRaw[string(c.word)] != nil {
		return
	}
	s := &sampledWord{raw: string(c.word), line: c.wordRow, hash: hashOf(c.word)}
	for i, b := range c.word {
		if b >= 0x80 && slices.Index(c.word, b) == i {
			c.offer(b, s)
		}
	}
	if s.uses > 0 {
		c.byRaw[s.raw] = s
	}
}

// hashOf mixes the bits of FNV-1a, which gives similar words similar hashes.
func hashOf(word []byte) uint64 {
	h := fnv.New64a()
	h.Write(word)
	x := h.Sum64()
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// offer adds a word to those of a byte, in place of the one with the largest hash if there
// are enough.
func (c *sampler) offer(b byte, s *sampledWord) {
	kept := c.byByte[b]
	if len(kept) == maxWordsPerByte {
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
	at, _ := slices.BinarySearchFunc(kept, s.hash, func(k *sampledWord, hash uint64) int {
		if k.hash < hash {
			return -1
		}
		return 1
	})
	c.byByte[b] = slices.Insert(kept, at, s)
}

func (c *sampler) finish() {
	for _, s := range c.byRaw {
		c.words = append(c.words, s)
	}
	slices.SortFunc(c.words, func(a, b *sampledWord) int {
		if a.line != b.line {
			return a.line - b.line
		}
		if a.raw < b.raw {
			return -1
		}
		return 1
	})
}

// validRunes returns the number of characters before the first byte that is not UTF-8.
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
