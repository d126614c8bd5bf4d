package judge

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// nameOrder finds first and last names that stand in each other's place.
type nameOrder struct {
	set      *entity.Entity
	rows     int // with both names, beside which those are known that a record holds or held
	swapped  int
	examples []importer.Example

	right, wrong int // rows whose e-mail address has the names in that order
	wrongLines   []importer.Example
	first, last  sample[struct{}]
}

func newNameOrder(set *entity.Entity) nameOrder {
	return nameOrder{set: set, first: newSample[struct{}](), last: newSample[struct{}]()}
}

func (p person) named() bool {
	return p.first != "" && p.last != "" && !strings.EqualFold(p.first, p.last)
}

// compare takes what a row wants and what it was before. Where the e-mail address
// bears the row out, the row corrects names that were swapped before.
func (n *nameOrder) compare(line int, key string, wanted, before person) {
	if !wanted.named() || !before.named() {
		return
	}
	n.rows++
	if !sameName(wanted.first, before.last) || !sameName(wanted.last, before.first) {
		return
	}
	email := wanted.email
	if email == "" {
		email = before.email
	}
	if orderIn(email, wanted) > 0 {
		return
	}
	n.swapped++
	n.examples = firstLines(n.examples, n.swapExample(line, key, wanted))
}

// sameName reports whether two names are the same but for their capitals.
func sameName(a, b string) bool { return strings.EqualFold(norm.NFC.String(a), norm.NFC.String(b)) }

func (n *nameOrder) swapExample(line int, key string, p person) importer.Example {
	return importer.Example{Line: line, Key: strings.Clone(key), Field: n.fields()[0], Before: strings.Clone(p.last), After: strings.Clone(p.first)}
}

// fields are those of the first and the last name; empty where there is none.
func (n *nameOrder) fields() []string {
	names := make([]string, 2)
	for i := range n.set.Fields {
		switch f := &n.set.Fields[i]; f.Purpose {
		case entity.FirstName:
			names[0] = f.Name
		case entity.LastName:
			names[1] = f.Name
		}
	}
	return names
}

// judge takes what a row says alone.
func (n *nameOrder) judge(line int, key string, p person) {
	if !p.named() {
		return
	}
	switch orderIn(p.email, p) {
	case 1:
		n.right++
	case -1:
		n.wrong++
		if len(n.wrongLines) < mostExamples {
			n.wrongLines = firstLines(n.wrongLines, n.swapExample(line, key, p))
		}
	default:
		return
	}
	n.first.ofSmall(p.first)
	n.last.ofSmall(p.last)
}

// suspicion is nil unless every fifth row and more has its names swapped. A file in
// which nothing else can be known is judged by its addresses, where nearly all have
// the names the other way round; as some firms write theirs so, there must be fewer
// last names than first names, too, as there never are.
func (n *nameOrder) suspicion(evidence importer.Evidence, rows int) *importer.Suspicion {
	if rows >= fewRows && n.swapped >= 10 && 5*n.swapped >= n.rows {
		return &importer.Suspicion{Code: importer.NamesSwapped, Evidence: evidence, Fields: n.fields(), Count: n.swapped, Of: n.rows, Examples: n.examples}
	}
	return nil
}

func (n *nameOrder) byEmail(rows int) *importer.Suspicion {
	firsts, lasts := len(n.first.kept)<<n.first.shift, len(n.last.kept)<<n.last.shift
	if rows < fewRows || n.wrong < 15 || 2*n.wrong < rows || n.wrong < 4*n.right || firsts <= lasts {
		return nil
	}
	return &importer.Suspicion{
		Code: importer.NamesSwapped, Evidence: importer.AgainstEmails, Fields: n.fields(), Count: n.wrong, Of: n.wrong + n.right, Examples: n.wrongLines,
	}
}

// orderIn returns the order of names in an e-mail address: it has a person's names in their order (1),
// the other way round (-1), or does not say (0).
func orderIn(email string, p person) int {
	local, _, found := strings.Cut(email, "@")
	if !found {
		return 0
	}
	var room [3][64]byte // so that hardly any row asks for memory
	words, two := twoWords(appendBare(room[0][:0], local))
	if !two {
		return 0
	}
	first, last := appendBare(room[1][:0], p.first), appendBare(room[2][:0], p.last)
	right, wrong := isOrder(words, first, last), isOrder(words, last, first)
	switch {
	case right && !wrong:
		return 1
	case wrong && !right:
		return -1
	}
	return 0
}

// twoWords takes a text apart into its words, where there are two of them.
func twoWords(text []byte) (words [2][]byte, two bool) {
	n, inWord := 0, false
	for at := 0; at < len(text); {
		letter, size := text[at]|0x20-'a' < 26, 1
		if text[at] >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRune(text[at:])
			letter = unicode.IsLetter(r)
		}
		switch {
		case letter && !inWord && n == len(words):
			return words, false
		case letter && !inWord:
			words[n] = text[at : at+size]
			n++
		case letter:
			words[n-1] = words[n-1][:len(words[n-1])+size]
		}
		inWord = letter
		at += size
	}
	return words, n == len(words)
}

// isOrder reports whether two words are two names, of which one may be an initial.
func isOrder(words [2][]byte, a, b []byte) bool {
	fits := func(word, name []byte) (whole, initial bool) {
		return bytes.Equal(word, name), len(word) == 1 && bytes.HasPrefix(name, word)
	}
	wholeA, initialA := fits(words[0], a)
	wholeB, initialB := fits(words[1], b)
	return wholeA && (wholeB || initialB) || initialA && wholeB
}

// addressed are letters as e-mail addresses have them. It is safe for concurrent use.
var addressed = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "å", "aa", "ø", "oe", "æ", "ae", "ı", "i")

// latin holds what bareLetters makes of each letter up to Latin Extended-A.
var latin = sync.OnceValue(func() *[0x180]string {
	var table [0x180]string
	for r := range table {
		table[r] = bareLetters(string(rune(r)))
	}
	return &table
})

// appendBare adds what bareLetters makes of a name.
func appendBare(to []byte, name string) []byte {
	begin := len(to)
	for i := range len(name) {
		c := name[i]
		if c >= utf8.RuneSelf {
			return appendBareBeyond(to[:begin], name)
		}
		if c-'A' < 26 {
			c |= 0x20
		}
		to = append(to, c)
	}
	return to
}

// appendBareBeyond is appendBare for a name with letters beyond ASCII.
func appendBareBeyond(to []byte, name string) []byte {
	table := latin()
	for _, r := range name {
		if int(r) >= len(table) {
			return append(to, bareLetters(name)...)
		}
	}
	for _, r := range name {
		to = append(to, table[r]...)
	}
	return to
}

// bareLetters writes a name as e-mail addresses do.
func bareLetters(name string) string {
	plain := true
	for i := range len(name) {
		plain = plain && name[i] < 0x80
	}
	name = strings.ToLower(name)
	if plain {
		return name
	}
	name = addressed.Replace(norm.NFC.String(name))
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(name))
}
