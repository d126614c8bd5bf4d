package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// detection tells the encoding of a text that has neither a mark nor an encoding in
// the mapping.
type detection struct {
	encoding string
	why      string // in words; empty where there is nothing to say
}

// detectEncoding tells the encoding of a text without one in the mapping; empty where
// a mark tells it. head is its beginning.
func detectEncoding(path string, p packing, head []byte) (encoding, why string, bad *Error) {
	for mark := range marks() {
		if bytes.HasPrefix(head, []byte(mark)) {
			return "", "", nil
		}
	}
	if encoding = guessUTF16(head); encoding != "" {
		return encoding, "because every second byte of its letters is NUL", nil
	}
	in, err := p.open(path)
	if err != nil {
		return "", "", unpackable(err)
	}
	defer in.Close()
	d, bad := detect(in)
	return d.encoding, d.why, bad
}

// candidateEncodings are told from each other by the words of a file, in the order
// in which they are taken where none of its bytes tells them apart.
func candidateEncodings() []string {
	return []string{"windows-1252", "windows-1250", "windows-1254", "windows-1251", "iso-8859-15", "iso-8859-1", "iso-8859-2"}
}

// tonguesOf are the languages that an encoding was made for.
func tonguesOf(encoding string) []tongue {
	switch encoding {
	case "windows-1250", "iso-8859-2":
		return central()
	case "windows-1254":
		return turkish()
	case "windows-1251":
		return cyrillic()
	}
	return western()
}

// detect reads a text to its end. The error says that it is none, or that its
// words read well in several encodings: that is never guessed.
func detect(r io.Reader) (detection, *Error) {
	var look survey
	buf := make([]byte, 64<<10)
	for {
		n, err := r.Read(buf)
		look.add(buf[:n])
		if errors.Is(err, io.EOF) {
			return look.judge()
		}
		if err != nil {
			return detection{}, unreadable(err, "")
		}
	}
}

// survey collects the evidence of a text.
type survey struct {
	rest    []byte // the begin of a character that the next bytes finish
	wide    int    // characters of UTF-8 beyond ASCII
	broken  int    // bytes that are none
	badLine int    // of the first of them
	badAt   int
	here    position

	used    [256]bool
	word    []byte
	ascii   bool // no byte of the word is beyond ASCII
	words   position
	seen    map[string]int // words with their first line
	ordered []string
}

// position counts lines and characters.
type position struct {
	lines  int // line ends passed
	column int
	last   byte
}

func (p *position) pass(b byte) {
	switch {
	case b == '\n' && p.last == '\r':
	case b == '\n', b == '\r':
		p.lines++
		p.column = 0
	default:
		p.column++
	}
	p.last = b
}

const (
	mostWords   = 5000 // distinct ones
	longestWord = 60   // bytes
)

func (s *survey) add(p []byte) {
	if len(s.rest) == 0 && plainASCII(p) {
		s.skip(p)
		return
	}
	for _, b := range p {
		s.addWord(b)
	}
	s.addUTF8(p)
}

// skip passes over a block of ASCII, but for the word at its end.
func (s *survey) skip(p []byte) {
	if len(p) == 0 {
		return
	}
	s.addWord(p[0]) // ends a word
	s.words = s.here
	lines := bytes.Count(p, []byte("\n")) + bytes.Count(p, []byte("\r")) - bytes.Count(p, []byte("\r\n"))
	if p[0] == '\n' && s.here.last == '\r' {
		lines--
	}
	s.here.lines += lines
	s.here.column = len(p) - 1 - bytes.LastIndexAny(p, "\r\n")
	s.here.last = p[len(p)-1]
	s.words = s.here
	if isASCIILetter(p[0]) && len(s.word) > 0 && !bytes.ContainsFunc(p, func(r rune) bool { return !isASCIILetter(byte(r)) }) {
		return // the word goes on
	}
	s.endWord()
	start := len(p)
	for start > 0 && isASCIILetter(p[start-1]) && len(p)-start < longestWord {
		start--
	}
	s.word, s.ascii = append(s.word, p[start:]...), true
}

func plainASCII(p []byte) bool {
	for _, b := range p {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func isASCIILetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

// addWord collects the words that have a byte beyond ASCII.
func (s *survey) addWord(b byte) {
	if isASCIILetter(b) || b >= utf8.RuneSelf {
		if len(s.word) == 0 {
			s.ascii = true
		}
		if b >= utf8.RuneSelf {
			s.ascii = false
			s.used[b] = true
		}
		if len(s.word) < longestWord {
			s.word = append(s.word, b)
		}
	} else {
		s.endWord()
	}
	s.words.pass(b)
}

func (s *survey) endWord() {
	if len(s.word) > 0 && !s.ascii && len(s.ordered) < mostWords {
		if s.seen == nil {
			s.seen = map[string]int{}
		}
		if _, known := s.seen[string(s.word)]; !known {
			s.seen[string(s.word)] = s.words.lines + 1
			s.ordered = append(s.ordered, string(s.word))
		}
	}
	s.word = s.word[:0]
}

func (s *survey) addUTF8(p []byte) {
	if len(s.rest) > 0 {
		p = append(s.rest, p...)
		s.rest = nil
	}
	for len(p) > 0 {
		if p[0] >= utf8.RuneSelf && !utf8.FullRune(p) {
			s.rest = bytes.Clone(p)
			return
		}
		r, size := utf8.DecodeRune(p)
		s.here.pass(p[0])
		switch {
		case r == utf8.RuneError && size == 1:
			if s.broken++; s.broken == 1 {
				s.badLine, s.badAt = s.here.lines+1, s.here.column
			}
		case size > 1:
			s.wide++
		}
		p = p[size:]
	}
}

// judge weighs the evidence.
func (s *survey) judge() (detection, *Error) {
	s.endWord()
	if s.broken += len(s.rest); s.broken == 0 {
		return detection{encoding: "utf-8"}, nil
	}
	if s.wide*4 >= s.broken {
		return detection{}, &Error{
			Line: s.badLine, Column: s.badAt, Message: "bytes that are not utf-8, in a file that is UTF-8 elsewhere: two encodings are mixed",
			Hint: "save the file anew as CSV UTF-8, and look at this line then",
		}
	}
	ranked := s.rank()
	if len(ranked) == 0 {
		return detection{}, &Error{
			Line: s.badLine, Column: s.badAt, Message: "bytes that are not utf-8, nor text in a code page that is known here",
			Hint: "save the file as CSV UTF-8, or say input.encoding in the mapping",
		}
	}
	best := ranked[0]
	if len(ranked) > 1 && best.rate-ranked[1].rate < clearly {
		return detection{}, s.ambiguous(best, ranked[1])
	}
	return detection{encoding: best.name, why: s.because(best)}, nil
}

// clearly is how much better one encoding must read than the next: two letters in
// places where its languages have them.
const clearly = 5

// codePage is how the words read in an encoding.
type codePage struct {
	codec
	rate  float64
	alike []string // encodings in which all bytes of the file mean the same
}

// rank reads the words in every encoding, the best first. Encodings that tell no
// byte of the file apart stand together.
func (s *survey) rank() []codePage {
	var ranked []codePage
	var meanings []string
	for _, name := range candidateEncodings() {
		c, _ := lookup(name)
		meaning, ok := s.meaning(c)
		if !ok {
			continue
		}
		known := false
		for i := range ranked {
			if meanings[i] == meaning {
				ranked[i].alike = append(ranked[i].alike, name)
				ranked[i].rate = max(ranked[i].rate, s.rate(c))
				known = true
			}
		}
		if !known {
			ranked = append(ranked, codePage{codec: c, rate: s.rate(c)})
			meanings = append(meanings, meaning)
		}
	}
	for i := 1; i < len(ranked); i++ {
		for j := i; j > 0 && ranked[j].rate > ranked[j-1].rate; j-- {
			ranked[j], ranked[j-1] = ranked[j-1], ranked[j]
		}
	}
	return ranked
}

// meaning is what the bytes of the file mean; ok is false if one has no meaning, or
// that of a control character.
func (s *survey) meaning(c codec) (string, bool) {
	var all []byte
	for b := 0x80; b < 0x100; b++ {
		if s.used[b] {
			all = append(all, byte(b))
		}
	}
	text, err := decodeText(c, all)
	if err != nil || strings.ContainsFunc(text, unicode.IsControl) {
		return "", false
	}
	return text, true
}

// rate tells how well the words read in an encoding: in the one language that fits
// them best, and in others as far as they are worth it.
func (s *survey) rate(c codec) float64 {
	words := make([][]rune, len(s.ordered))
	for i, word := range s.ordered {
		text, err := decodeText(c, []byte(word))
		if err != nil {
			return -1 << 20
		}
		words[i] = []rune(text)
	}
	tongues := tonguesOf(c.name)
	rates := make([][]float64, len(tongues))
	for i, t := range tongues {
		rates[i] = make([]float64, len(words))
		for j, word := range words {
			rates[i][j] = t.rate(word)
		}
	}
	return inFewLanguages(rates)
}

// anotherLanguage is what a further language costs: with many at will, every code
// page finds one for each of its letters.
const anotherLanguage = 4

// inFewLanguages adds up the rates of words, each in the best of the languages taken.
func inFewLanguages(rates [][]float64) float64 {
	taken := -1
	total := 0.0
	for i, rate := range rates {
		sum := 0.0
		for _, r := range rate {
			sum += r
		}
		if taken < 0 || sum > total {
			taken, total = i, sum
		}
	}
	best := slices.Clone(rates[taken])
	for {
		gain, next := 0.0, -1
		for i, rate := range rates {
			sum := 0.0
			for j, r := range rate {
				sum += max(0, r-best[j])
			}
			if sum > gain {
				gain, next = sum, i
			}
		}
		if gain <= anotherLanguage {
			return total
		}
		total += gain - anotherLanguage
		for j, r := range rates[next] {
			best[j] = max(best[j], r)
		}
	}
}

func decodeText(c codec, raw []byte) (string, error) {
	text, _, err := transform.Bytes(c.decoder, raw)
	return string(text), err
}

func (s *survey) because(best codePage) string {
	words := []string{}
	for _, word := range s.ordered {
		if text, err := decodeText(best.codec, []byte(word)); err == nil && len(words) < 2 {
			words = append(words, fmt.Sprintf("%q (line %d)", text, s.seen[word]))
		}
	}
	why := "because of words such as " + strings.Join(words, " and ")
	if len(best.alike) > 0 {
		why += "; " + strings.Join(best.alike, ", ") + " would read the same"
	}
	return why
}

// ambiguous shows the words that differ, both ways.
func (s *survey) ambiguous(a, b codePage) *Error {
	var words []string
	line := 0
	for _, word := range s.ordered {
		left, err1 := decodeText(a.codec, []byte(word))
		right, err2 := decodeText(b.codec, []byte(word))
		if err1 == nil && err2 == nil && left != right && len(words) < 5 {
			words = append(words, fmt.Sprintf("%q or %q (line %d)", left, right, s.seen[word]))
			if line == 0 {
				line = s.seen[word]
			}
		}
	}
	return &Error{
		Line:    line,
		Message: fmt.Sprintf("the encoding can't be told: %s or %s? They read %s", a.name, b.name, strings.Join(words, ", ")),
		Hint:    fmt.Sprintf("say which is right in the mapping: input.encoding: %s, or %s; or save the file as CSV UTF-8", a.name, b.name),
	}
}
