package charset

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordScore is how a word reads in one encoding. Likelihoods are logarithms.
type wordScore struct {
	text            string
	letters         bool      // all of it beyond ASCII are letters
	mayHideLetter   bool      // a sign stands where another encoding may have a letter
	likelihood      []float64 // as a word of each language
	surprisal       []float64 // in each language: how unlikely its characters beyond ASCII are where they stand
	noiseLikelihood float64   // how likely it is as no word of any language
	noiseSurprisal  float64   // its doubt then
}

// maxSurprisal is above the doubt of any word that a person would take for one.
const maxSurprisal = 6

// languageModel reads words. For one goroutine.
type languageModel struct {
	languages []*language
	known     map[string]*wordScore
}

func newLanguageModel() *languageModel {
	return &languageModel{languages: languages(), known: map[string]*wordScore{}}
}

func (s *languageModel) score(text string) *wordScore {
	if r := s.known[text]; r != nil {
		return r
	}
	runes := []rune(text)
	r := &wordScore{
		text: text, letters: !slices.ContainsFunc(runes, isSymbol), mayHideLetter: mayHideLetter(runes),
		likelihood: make([]float64, len(s.languages)), surprisal: make([]float64, len(s.languages)),
	}
	s.known[text] = r
	symbols, symbolsSurprisal, n := judgeSymbols(runes)
	r.noiseLikelihood = -symbols
	script := scriptOf(text)
	nonASCII := 0
	for _, c := range runes {
		if !isLetter(c) {
			continue
		}
		r.noiseLikelihood -= 4.5
		if c >= 0x80 {
			nonASCII++
			if script == unicode.Latin {
				r.noiseLikelihood -= 1.5
			}
		}
	}
	if n+nonASCII > 0 {
		r.noiseSurprisal = (symbolsSurprisal + float64(2*maxSurprisal*nonASCII)) / float64(n+nonASCII)
	}
	for i, l := range s.languages {
		if l.script != script {
			r.likelihood[i], r.surprisal[i] = math.Inf(-1), 2*maxSurprisal
			continue
		}
		likelihood, surprisal, m := l.score(runes)
		r.likelihood[i] = likelihood - symbols
		if n+m > 0 {
			r.surprisal[i] = (symbolsSurprisal + surprisal) / float64(n+m)
		}
	}
	return r
}

// judgeSymbols judges what the languages don't: characters beyond ASCII that are no
// letters, capitals behind small letters, two scripts in one word, and letters that
// stand alone where a sign is likelier. cost is how unlikely all that is,
// doubt the same over n places.
func judgeSymbols(text []rune) (cost, surprisal float64, n int) {
	at := func(i int) rune {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	if len(text) == 1 && strings.ContainsRune("ЂЃђѓЉЊЌЋЏљњќћџ", text[0]) {
		cost, surprisal, n = 8, 2*maxSurprisal, 1 // no word, but the signs of another encoding, as € and …
	}
	for i, c := range text {
		if c >= 0x80 && !isLetter(c) {
			if d := symbolCost(at(i-2), at(i-1), c, at(i+1), at(i+2)); d > 0 {
				cost, surprisal, n = cost+d, surprisal+d, n+1
			}
		}
		before := at(i - 1)
		if c < 0x80 && before < 0x80 {
			continue
		}
		if unicode.IsDigit(before) && unicode.Is(unicode.Latin, c) && isLetter(c) && !isLetter(at(i+1)) {
			cost, surprisal, n = cost+6, surprisal+12, n+1 // 3½ in another encoding
		}
		if unicode.IsUpper(c) && unicode.IsLower(before) {
			cost, surprisal, n = cost+5, surprisal+30, n+1
		}
		if isLetter(c) && isLetter(before) && scriptOf(string(c)) != scriptOf(string(before)) {
			cost, surprisal, n = cost+6, surprisal+12, n+1
		}
	}
	return cost, surprisal, n
}

// isSymbol tells characters beyond ASCII that are no letters.
func isSymbol(c rune) bool { return c >= 0x80 && !isLetter(c) }

// mayHideLetter tells whether a sign beyond ASCII stands within a word, or at its end, where
// another encoding may have a letter: Hejdukov‘, Ol’ver. John’s and “Blue” are none.
func mayHideLetter(text []rune) bool {
	for i, c := range text {
		if !isSymbol(c) {
			continue
		}
		after := i+1 < len(text) && unicode.IsLower(text[i+1])
		before := i > 1 && unicode.IsLower(text[i-1]) && isLetter(text[i-2])
		switch {
		case c == '’' && before && i+2 == len(text) && text[i+1] == 's':
		case strings.ContainsRune("”»“‹›", c) && before && i+1 == len(text) && !isLetter(text[0]):
		case before && (after || i+1 == len(text)), after && (i == 0 || text[i-1] >= 0x80 || isLetter(text[i-1])):
			return true
		}
	}
	return false
}

// symbolCost is how unlikely a sign is between its neighbours.
func symbolCost(second, before, c, after, next rune) float64 {
	letterBefore, letterAfter := isLetter(before), isLetter(after)
	number := unicode.IsDigit(before)
	is := func(symbols string) bool { return strings.ContainsRune(symbols, c) }
	const usual, rare, never = 3, 5, 12
	switch {
	case is("\u00a0\u00ad"): // no-break space, soft hyphen
		return 0
	case is("’‘´`") && letterBefore && letterAfter:
		// O’Brien, d’Or, dell’Orto, John’s; not Mar’a
		switch {
		case after == 's' && !isLetter(next):
			return 1
		case !isLetter(second) || unicode.IsUpper(after) || before == 'l' || after == 't' && !isLetter(next):
			return usual
		}
		return 2 * rare
	case is("’‘´`”“»«›‹") && letterBefore != letterAfter:
		return usual
	case is("„‚") && letterAfter && !letterBefore:
		return usual
	case is("–—") && (!letterBefore || !unicode.IsLower(after)):
		return usual
	case is("€") && !letterBefore && !letterAfter:
		return 1
	case is("£§½¼¾×…•±µ") && !letterBefore && !letterAfter:
		return usual
	case is("ºª²³") && !letterAfter && (number || letterBefore && !isLetter(second)):
		return usual + 1
	case is("°®™©…") && !letterAfter:
		return rare
	case is("¿¡µ") && !letterBefore && letterAfter:
		return rare
	case is("·") && before == 'l' && after == 'l': // Catalan
		return usual
	case is("ˇ˘˛˙˝¸¨¯ˆ˜¤¦"):
		return never
	case !letterBefore && !letterAfter:
		return 2 * rare
	}
	return never
}

// decode reads bytes in a one-byte encoding; ok is false if one has no meaning there.
func (c Codec) decode(raw string) (text string, ok bool) {
	d, ok := c.decoder.(*charmapDecoder)
	if !ok {
		return "", false
	}
	var b strings.Builder
	for i := range len(raw) {
		r := d.runes[raw[i]]
		if r == utf8.RuneError {
			return "", false
		}
		b.WriteRune(r)
	}
	return b.String(), true
}

// corpusFit is how well words read together.
type corpusFit struct {
	likelihood    []float64 // of each word
	surprisal     []float64
	languageShare []float64 // of each language
}

// fitCorpus judges words as those of one file: it finds out in what shares the languages
// stand in it, and then how likely each word is in such a file.
func fitCorpus(words []*wordScore) corpusFit {
	f := corpusFit{likelihood: make([]float64, len(words)), surprisal: make([]float64, len(words))}
	if len(words) == 0 {
		return f
	}
	n := len(words[0].likelihood)
	languageShare := make([]float64, n)
	f.languageShare = languageShare
	for i := range languageShare {
		languageShare[i] = 1 / float64(n)
	}
	const rounds, noiseShare = 10, 0.02
	next, part := make([]float64, n), make([]float64, n)
	for range rounds {
		for i := range next {
			next[i] = 0.1
		}
		for w, r := range words {
			best := r.noiseLikelihood
			for _, likelihood := range r.likelihood {
				best = max(best, likelihood)
			}
			noiseLikelihood := noiseShare * math.Exp(r.noiseLikelihood-best)
			sum, surprisal := noiseLikelihood, noiseLikelihood*r.noiseSurprisal
			for i, likelihood := range r.likelihood {
				part[i] = languageShare[i] * math.Exp(likelihood-best)
				sum += part[i]
				surprisal += part[i] * r.surprisal[i]
			}
			f.likelihood[w], f.surprisal[w] = best+math.Log(sum), surprisal/sum
			for i := range next {
				next[i] += part[i] / sum
			}
		}
		total := 0.0
		for _, x := range next {
			total += x
		}
		for i := range languageShare {
			languageShare[i] = next[i] / total
		}
	}
	return f
}
