package charset

import (
	"math"
	"slices"
	"unicode"
)

// wordScore is how plausible a word is in one encoding. Likelihoods are logarithms; a
// surprisal is a negative logarithm, per place where the word has a character beyond ASCII.
type wordScore struct {
	text            string
	letters         bool      // all its characters beyond ASCII are letters
	mayHideLetter   bool      // a symbol is where another encoding may have a letter
	likelihood      []float64 // as a word of each language
	surprisal       []float64 // as a word of each language
	noiseLikelihood float64   // as no word of any language
	noiseSurprisal  float64
}

// maxSurprisal is above the surprisal of any word that a person would take for one.
const maxSurprisal = 6

// languageModel scores words, each once. It is for one goroutine.
type languageModel struct {
	languages []*language
	symbols   []symbolRule
	known     map[string]*wordScore
}

func newLanguageModel() *languageModel {
	return &languageModel{languages: languages(), symbols: symbolRules(), known: map[string]*wordScore{}}
}

// score returns the score of a word, the same pointer for the same text.
func (m *languageModel) score(text string) *wordScore {
	if s := m.known[text]; s != nil {
		return s
	}
	runes := []rune(text)
	s := &wordScore{
		text: text, letters: !slices.ContainsFunc(runes, isSymbol), mayHideLetter: mayHideLetter(runes),
		likelihood: make([]float64, len(m.languages)), surprisal: make([]float64, len(m.languages)),
	}
	m.known[text] = s
	symbols := m.judgeSymbols(runes)
	s.scoreAsNoise(runes, symbols)
	script := scriptOf(text)
	for i, l := range m.languages {
		if l.script != script {
			s.likelihood[i], s.surprisal[i] = math.Inf(-1), 2*maxSurprisal
			continue
		}
		likelihood, surprisal, places := l.score(runes)
		s.likelihood[i] = likelihood - symbols.cost
		if symbols.places+places > 0 {
			s.surprisal[i] = (symbols.surprisal + surprisal) / float64(symbols.places+places)
		}
	}
	return s
}

// scoreAsNoise scores a word as one of no language: every letter in it is equally likely,
// those beyond ASCII less so in the Latin script, where most letters are ASCII.
func (s *wordScore) scoreAsNoise(text []rune, symbols symbolScore) {
	s.noiseLikelihood = -symbols.cost
	latin := scriptOf(s.text) == unicode.Latin
	nonASCII := 0
	for _, c := range text {
		if !isLetter(c) {
			continue
		}
		s.noiseLikelihood -= 4.5
		if c >= 0x80 {
			nonASCII++
			if latin {
				s.noiseLikelihood -= 1.5
			}
		}
	}
	if symbols.places+nonASCII > 0 {
		s.noiseSurprisal = (symbols.surprisal + float64(2*maxSurprisal*nonASCII)) / float64(symbols.places+nonASCII)
	}
}
