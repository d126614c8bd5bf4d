package charset

import (
	_ "embed"
	"math"
	"strings"
	"sync"
	"unicode"
)

// names.txt holds names and words that have letters beyond ASCII, by language.
//
//go:embed names.txt
var names string

// language knows which letter follows which in the words of one language.
type language struct {
	home   []string // the encodings that its files are usually in
	script *unicode.RangeTable
	total  int
	one    map[rune]int // how often there is a letter
	two    map[[2]rune]int
	three  map[[3]rune]int
	after  map[rune]int // how often something follows a letter
	after2 map[[2]rune]int
}

// edge stands before the first letter of a word and behind its last.
const edge = '.'

// languages are those of names.txt. They are learnt once, when a file first needs
// them, and never changed.
var languages = sync.OnceValue(learnLanguages)

func learnLanguages() []*language {
	var all []*language
	var l *language
	for line := range strings.Lines(names) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if _, home, ok := strings.Cut(line, ":"); ok {
			l = &language{
				home: strings.Fields(home), script: unicode.Latin,
				one: map[rune]int{}, two: map[[2]rune]int{}, three: map[[3]rune]int{}, after: map[rune]int{}, after2: map[[2]rune]int{},
			}
			all = append(all, l)
			continue
		}
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return !isLetter(r) }) {
			l.script = scriptOf(word)
			l.learn(strings.ToLower(word))
		}
	}
	return all
}

func (l *language) learn(word string) {
	a, b := rune(edge), rune(edge)
	for _, c := range word + string(edge) {
		l.total++
		l.one[c]++
		l.two[[2]rune{b, c}]++
		l.three[[3]rune{a, b, c}]++
		l.after[b]++
		l.after2[[2]rune{a, b}]++
		a, b = b, c
	}
}

// chance is how likely the letter c is behind a and b, as a logarithm. What was
// not learnt of three letters is judged by the last two, then by the last alone.
func (l *language) chance(a, b, c rune) float64 {
	strange := 0.5 // how often a letter is to be expected that was never seen
	if c >= 0x80 {
		strange = 0.05
	}
	p := (float64(l.one[c]) + strange) / float64(l.total+1)
	p = (float64(l.two[[2]rune{b, c}]) + 4*p) / float64(l.after[b]+4)
	p = (float64(l.three[[3]rune{a, b, c}]) + 6*p) / float64(l.after2[[2]rune{a, b}]+6)
	return math.Log(p)
}

// word is how likely the letters of a text are in the language, and the sum over
// those n places where one is beyond ASCII of how unlikely it is. What is no letter
// parts words.
func (l *language) word(text []rune) (likely, unlikely float64, n int) {
	a, b := rune(edge), rune(edge)
	next := func(c rune) {
		chance := l.chance(a, b, c)
		likely += chance
		if b >= 0x80 || c >= 0x80 {
			unlikely -= chance
			n++
		}
		a, b = b, c
	}
	for _, c := range text {
		if isLetter(c) {
			next(unicode.ToLower(c))
			continue
		}
		if b != edge {
			next(edge)
		}
		a, b = edge, edge
	}
	if b != edge {
		next(edge)
	}
	return likely, unlikely, n
}

// scriptOf tells by its first letter beyond ASCII which script a word is in.
func scriptOf(text string) *unicode.RangeTable {
	for _, c := range text {
		switch {
		case unicode.Is(unicode.Cyrillic, c):
			return unicode.Cyrillic
		case unicode.Is(unicode.Greek, c) && isLetter(c):
			return unicode.Greek
		}
	}
	return unicode.Latin
}

// isLetter leaves out what Unicode calls a letter and names don't have.
func isLetter(c rune) bool {
	return unicode.IsLetter(c) && !strings.ContainsRune("ªºµƒˆˇ", c)
}
