package charset

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// reading is how a word reads in one encoding. Likelihoods are logarithms.
type reading struct {
	text    string
	letters bool      // all of it beyond ASCII are letters
	glued   bool      // a sign stands where another encoding may have a letter
	likely  []float64 // as a word of each language
	doubt   []float64 // in each language: how unlikely its characters beyond ASCII are where they stand
	noise   float64   // how likely it is as no word of any language
	unsure  float64   // its doubt then
}

// doubtful is above the doubt of any word that a person would take for one.
const doubtful = 6

// scholar reads words. For one goroutine.
type scholar struct {
	languages []*language
	known     map[string]*reading
}

func newScholar() *scholar {
	return &scholar{languages: languages(), known: map[string]*reading{}}
}

func (s *scholar) read(text string) *reading {
	if r := s.known[text]; r != nil {
		return r
	}
	runes := []rune(text)
	r := &reading{
		text: text, letters: !slices.ContainsFunc(runes, isSign), glued: glued(runes),
		likely: make([]float64, len(s.languages)), doubt: make([]float64, len(s.languages)),
	}
	s.known[text] = r
	shared, doubt, n := signs(runes)
	r.noise = -shared
	script := scriptOf(text)
	beyond := 0
	for _, c := range runes {
		if !isLetter(c) {
			continue
		}
		r.noise -= 4.5
		if c >= 0x80 {
			beyond++
			if script == unicode.Latin {
				r.noise -= 1.5
			}
		}
	}
	if n+beyond > 0 {
		r.unsure = (doubt + float64(2*doubtful*beyond)) / float64(n+beyond)
	}
	for i, l := range s.languages {
		if l.script != script {
			r.likely[i], r.doubt[i] = math.Inf(-1), 2*doubtful
			continue
		}
		likely, unlikely, m := l.word(runes)
		r.likely[i] = likely - shared
		if n+m > 0 {
			r.doubt[i] = (doubt + unlikely) / float64(n+m)
		}
	}
	return r
}

// signs judges what the languages don't: characters beyond ASCII that are no
// letters, capitals behind small letters, two scripts in one word, and letters that
// stand alone where a sign is likelier. cost is how unlikely all that is,
// doubt the same over n places.
func signs(text []rune) (cost, doubt float64, n int) {
	at := func(i int) rune {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	if len(text) == 1 && strings.ContainsRune("ЂЃђѓЉЊЌЋЏљњќћџ", text[0]) {
		cost, doubt, n = 8, 2*doubtful, 1 // no word, but the signs of another encoding, as € and …
	}
	for i, c := range text {
		if c >= 0x80 && !isLetter(c) {
			if d := signCost(at(i-2), at(i-1), c, at(i+1), at(i+2)); d > 0 {
				cost, doubt, n = cost+d, doubt+d, n+1
			}
		}
		before := at(i - 1)
		if c < 0x80 && before < 0x80 {
			continue
		}
		if unicode.IsDigit(before) && unicode.Is(unicode.Latin, c) && isLetter(c) && !isLetter(at(i+1)) {
			cost, doubt, n = cost+6, doubt+12, n+1 // 3½ in another encoding
		}
		if unicode.IsUpper(c) && unicode.IsLower(before) {
			cost, doubt, n = cost+5, doubt+30, n+1
		}
		if isLetter(c) && isLetter(before) && scriptOf(string(c)) != scriptOf(string(before)) {
			cost, doubt, n = cost+6, doubt+12, n+1
		}
	}
	return cost, doubt, n
}

// isSign tells characters beyond ASCII that are no letters.
func isSign(c rune) bool { return c >= 0x80 && !isLetter(c) }

// glued tells whether a sign beyond ASCII stands within a word, or at its end, where
// another encoding may have a letter: Hejdukov‘, Ol’ver. John’s and “Blue” are none.
func glued(text []rune) bool {
	for i, c := range text {
		if !isSign(c) {
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

// signCost is how unlikely a sign is between its neighbours.
func signCost(second, before, c, after, next rune) float64 {
	letterBefore, letterAfter := isLetter(before), isLetter(after)
	number := unicode.IsDigit(before)
	is := func(signs string) bool { return strings.ContainsRune(signs, c) }
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

// fitted is how well words read together.
type fitted struct {
	likely []float64 // of each word
	doubt  []float64
	share  []float64 // of each language
}

// fit judges words as those of one file: it finds out in what shares the languages
// stand in it, and then how likely each word is in such a file.
func fit(words []*reading) fitted {
	f := fitted{likely: make([]float64, len(words)), doubt: make([]float64, len(words))}
	if len(words) == 0 {
		return f
	}
	n := len(words[0].likely)
	share := make([]float64, n)
	f.share = share
	for i := range share {
		share[i] = 1 / float64(n)
	}
	const rounds, noiseShare = 10, 0.02
	next, part := make([]float64, n), make([]float64, n)
	for range rounds {
		for i := range next {
			next[i] = 0.1
		}
		for w, r := range words {
			best := r.noise
			for _, likely := range r.likely {
				best = max(best, likely)
			}
			noise := noiseShare * math.Exp(r.noise-best)
			sum, doubt := noise, noise*r.unsure
			for i, likely := range r.likely {
				part[i] = share[i] * math.Exp(likely-best)
				sum += part[i]
				doubt += part[i] * r.doubt[i]
			}
			f.likely[w], f.doubt[w] = best+math.Log(sum), doubt/sum
			for i := range next {
				next[i] += part[i] / sum
			}
		}
		total := 0.0
		for _, x := range next {
			total += x
		}
		for i := range share {
			share[i] = next[i] / total
		}
	}
	return f
}
