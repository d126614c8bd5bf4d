package charset

import (
	_ "embed"
	"math"
	"strings"
	"sync"
	"unicode"
)

// names.txt holds names and words with letters beyond ASCII, by language.
//
//go:embed names.txt
var names string

// language is a model of the letters of one language: how often each follows two others.
type language struct {
	encodings []string // in which its files usually are
	script    *unicode.RangeTable
	total     int
	unigrams  map[rune]int // how often a letter occurs
	bigrams   map[[2]rune]int
	trigrams  map[[3]rune]int
	contexts1 map[rune]int // how often something follows a letter
	contexts2 map[[2]rune]int
}

// boundary precedes the first letter of a word and follows its last.
const boundary = '.'

// languages returns those of names.txt. They are learnt once, when a file first needs them,
// and never changed.
var languages = sync.OnceValue(learnLanguages)

func learnLanguages() []*language {
	var all []*language
	var l *language
	for line := range strings.Lines(names) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if _, encodings, ok := strings.Cut(line, ":"); ok {
			l = &language{
				encodings: strings.Fields(encodings), script: unicode.Latin,
				unigrams: map[rune]int{}, bigrams: map[[2]rune]int{}, trigrams: map[[3]rune]int{}, contexts1: map[rune]int{}, contexts2: map[[2]rune]int{},
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
	a, b := rune(boundary), rune(boundary)
	for _, c := range word + string(boundary) {
		l.total++
		l.unigrams[c]++
		l.bigrams[[2]rune{b, c}]++
		l.trigrams[[3]rune{a, b, c}]++
		l.contexts1[b]++
		l.contexts2[[2]rune{a, b}]++
		a, b = b, c
	}
}

// logProbability returns how likely the letter c is after a and b, as a logarithm. Three
// letters that were not learnt are judged by the last two, then by the last alone.
func (l *language) logProbability(a, b, c rune) float64 {
	unseen := 0.5 // the count assumed for a letter that was not learnt
	if c >= 0x80 {
		unseen = 0.05
	}
	p := (float64(l.unigrams[c]) + unseen) / float64(l.total+1)
	p = (float64(l.bigrams[[2]rune{b, c}]) + 4*p) / float64(l.contexts1[b]+4)
	p = (float64(l.trigrams[[3]rune{a, b, c}]) + 6*p) / float64(l.contexts2[[2]rune{a, b}]+6)
	return math.Log(p)
}

// score returns how likely the letters of a text are in the language, and the sum of the
// surprisals of the n places with a letter beyond ASCII. Other characters separate words.
func (l *language) score(text []rune) (likelihood, surprisal float64, n int) {
	a, b := rune(boundary), rune(boundary)
	next := func(c rune) {
		logProbability := l.logProbability(a, b, c)
		likelihood += logProbability
		if b >= 0x80 || c >= 0x80 {
			surprisal -= logProbability
			n++
		}
		a, b = b, c
	}
	for _, c := range text {
		if isLetter(c) {
			next(unicode.ToLower(c))
			continue
		}
		if b != boundary {
			next(boundary)
		}
		a, b = boundary, boundary
	}
	if b != boundary {
		next(boundary)
	}
	return likelihood, surprisal, n
}

// scriptOf returns the script of a word, by its first letter beyond ASCII.
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

// isLetter excludes what Unicode calls a letter but names don't contain.
func isLetter(c rune) bool {
	return unicode.IsLetter(c) && !strings.ContainsRune("ªºµƒˆˇ", c)
}
