package charset

import (
	"strings"
	"unicode"
)

// isSymbol reports whether a character is beyond ASCII and no letter.
func isSymbol(c rune) bool { return c >= 0x80 && !isLetter(c) }

// mayHideLetter reports whether a symbol is within a word or at its end, where another
// encoding may have a letter: Hejdukov‘, Ol’ver; not John’s or “Blue”.
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

// symbolScore judges what no language knows: symbols, capitals behind small letters, two
// scripts in one word, and letters alone where a symbol is likelier.
type symbolScore struct {
	cost      float64 // how unlikely all of it is, as a negative logarithm
	surprisal float64 // the same as a sum over the places
	places    int
}

func (s *symbolScore) add(cost, surprisal float64) {
	s.cost += cost
	s.surprisal += surprisal
	s.places++
}

func (m *languageModel) judgeSymbols(text []rune) symbolScore {
	var s symbolScore
	at := func(i int) rune {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	if len(text) == 1 && strings.ContainsRune("ЂЃђѓЉЊЌЋЏљњќћџ", text[0]) {
		s.add(8, 2*maxSurprisal) // no word, but a symbol of another encoding, such as € or …
	}
	for i, c := range text {
		if isSymbol(c) {
			if cost := symbolCost(m.symbols, symbol{at(i - 2), at(i - 1), c, at(i + 1), at(i + 2)}); cost > 0 {
				s.add(cost, cost)
			}
		}
		before := at(i - 1)
		if c < 0x80 && before < 0x80 {
			continue
		}
		if unicode.IsDigit(before) && unicode.Is(unicode.Latin, c) && isLetter(c) && !isLetter(at(i+1)) {
			s.add(6, 12) // 3½ in another encoding
		}
		if unicode.IsUpper(c) && unicode.IsLower(before) {
			s.add(5, 30)
		}
		if isLetter(c) && isLetter(before) && scriptOf(string(c)) != scriptOf(string(before)) {
			s.add(6, 12)
		}
	}
	return s
}

// symbol is a symbol with the two characters on each side of it.
type symbol struct{ second, before, char, after, next rune }

func (s symbol) afterLetter() bool  { return isLetter(s.before) }
func (s symbol) beforeLetter() bool { return isLetter(s.after) }

// betweenLetters, atEdge and alone say how many of both neighbours are letters.
func (s symbol) betweenLetters() bool { return s.afterLetter() && s.beforeLetter() }
func (s symbol) atEdge() bool         { return s.afterLetter() != s.beforeLetter() }
func (s symbol) alone() bool          { return !s.afterLetter() && !s.beforeLetter() }

// opens reports whether the symbol is where a quotation mark opens.
func (s symbol) opens() bool { return s.beforeLetter() && !s.afterLetter() }

// beforePossessive reports whether the rest of the word is an s, as in John’s.
func (s symbol) beforePossessive() bool {
	return s.betweenLetters() && s.after == 's' && !isLetter(s.next)
}

// elides reports whether the symbol joins two words as an apostrophe does: O’Brien, d’Or,
// dell’Orto, can’t; not Mar’a.
func (s symbol) elides() bool {
	return s.betweenLetters() &&
		(!isLetter(s.second) || unicode.IsUpper(s.after) || s.before == 'l' || s.after == 't' && !isLetter(s.next))
}

// dashes reports whether the symbol is where a dash joins numbers or names.
func (s symbol) dashes() bool { return !s.afterLetter() || !unicode.IsLower(s.after) }

// raised reports whether the symbol is behind a number or a single letter: 1º, m².
func (s symbol) raised() bool {
	return !s.beforeLetter() && (unicode.IsDigit(s.before) || s.afterLetter() && !isLetter(s.second))
}

func (s symbol) endsWord() bool        { return !s.beforeLetter() }
func (s symbol) betweenCatalanL() bool { return s.before == 'l' && s.after == 'l' }
func (s symbol) anywhere() bool        { return true }

// symbolRule is what a symbol costs in a place that fits.
type symbolRule struct {
	symbols string // empty: all
	fits    func(symbol) bool
	cost    float64
}

// symbolRules returns how unlikely symbols are, as negative logarithms. The first rule
// that fits decides.
func symbolRules() []symbolRule {
	const usual, rare, never = 3, 5, 12
	return []symbolRule{
		{"\u00a0\u00ad", symbol.anywhere, 0}, // no-break space, soft hyphen
		{"’‘´`", symbol.beforePossessive, 1},
		{"’‘´`", symbol.elides, usual},
		{"’‘´`", symbol.betweenLetters, 2 * rare},
		{"’‘´`”“»«›‹", symbol.atEdge, usual},
		{"„‚", symbol.opens, usual},
		{"–—", symbol.dashes, usual},
		{"€", symbol.alone, 1},
		{"£§½¼¾×…•±µ", symbol.alone, usual},
		{"ºª²³", symbol.raised, usual + 1},
		{"°®™©…", symbol.endsWord, rare},
		{"¿¡µ", symbol.opens, rare},
		{"·", symbol.betweenCatalanL, usual},
		{"ˇ˘˛˙˝¸¨¯ˆ˜¤¦", symbol.anywhere, never},
		{"", symbol.alone, 2 * rare},
		{"", symbol.anywhere, never},
	}
}

func symbolCost(rules []symbolRule, s symbol) float64 {
	for _, r := range rules {
		if (r.symbols == "" || strings.ContainsRune(r.symbols, s.char)) && r.fits(s) {
			return r.cost
		}
	}
	return 0
}
