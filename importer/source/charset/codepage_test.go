package charset

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// codePagesOf are the code pages of DOS and Macintosh in which files of a language are
// written.
func codePagesOf(language string) []string {
	switch language {
	case "polish", "czech", "hungarian":
		return []string{"cp852", "mac-ce"}
	case "turkish":
		return []string{"cp857"}
	case "russian":
		return []string{"cp866", "mac-cyrillic", "koi8-r"}
	case "danish":
		return []string{"cp850", "cp858", "cp865", "mac-roman"}
	}
	return []string{"cp437", "cp850", "cp858", "mac-roman"}
}

// tally is how files were read.
type tally struct {
	read, refused, wrong int
	sample               string
}

func (t tally) String() string {
	return fmt.Sprintf("%d read, %d refused, %d wrong%s", t.read, t.refused, t.wrong, t.sample)
}

// detectSome reads files of n words each. A file that is UTF-8 by chance is left out:
// its encoding can't be known.
func (t *tally) detectSome(words []string, c Codec, n, files int) {
	dice := rand.New(rand.NewPCG(3, 4))
	for range files {
		some := make([]string, n)
		for i := range some {
			some[i] = words[dice.IntN(len(words))]
		}
		text, err := detectWords(some, c)
		switch {
		case utf8.Valid(c.encode(nil, []byte(strings.Join(some, "\n")))):
		case err != nil:
			t.refused++
		case text == strings.Join(some, "\n"):
			t.read++
		default:
			t.wrong++
			for i, word := range strings.Split(text, "\n") {
				if word != some[i] {
					t.sample += fmt.Sprintf(", %s as %s", some[i], word)
				}
			}
		}
	}
}

// TestDetect_ReadsPagesOfDOSAndMacintosh: files of five words and more are read right
// or refused, those of twenty seldom refused. One word alone is not enough; once in two
// hundred times it is a word in a Windows encoding, which most files are in.
func TestDetect_ReadsPagesOfDOSAndMacintosh(t *testing.T) {
	t.Parallel()
	lists := nameLists(t)
	all := map[int]*tally{}
	for _, language := range slices.Sorted(maps.Keys(lists)) {
		for _, page := range codePagesOf(language) {
			c, _ := Lookup(page)
			able := encodable(lists[language], c)
			for n, files := range map[int]int{1: 20, 5: 5, 20: 2, 100: 1} {
				if all[n] == nil {
					all[n] = &tally{}
				}
				all[n].detectSome(able, c, n, files)
			}
		}
	}
	for n, most := range map[int]float64{1: 1, 5: 0.2, 20: 0.15, 100: 0.1} {
		t.Logf("%d words: %v", n, all[n])
		if float64(all[n].refused) > most*float64(all[n].read+all[n].refused) {
			t.Errorf("%d words: too many are refused", n)
		}
		if n > 1 && all[n].wrong > 0 || all[n].wrong*200 > all[n].refused+all[n].read {
			t.Errorf("%d words: %d are read wrong", n, all[n].wrong)
		}
	}
}

// TestDetect_RefusesPagesThatItDoesNotKnow: other pages of DOS and Macintosh share
// most letters with those that are read.
func TestDetect_RefusesPagesThatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	lists := nameLists(t)
	for name, upper := range unknownCodePages() {
		if utf8.RuneCountInString(upper) != 0x80 {
			t.Fatal(name)
		}
		c := newCodePage(name, upper)
		var all tally
		for _, language := range slices.Sorted(maps.Keys(lists)) {
			if able := encodable(lists[language], c); len(able)*10 > len(lists[language])*9 {
				all.detectSome(able, c, 20, 2)
			}
		}
		t.Logf("%s: %v", name, all)
		if all.wrong > 0 {
			t.Errorf("%s: %d are read wrong", name, all.wrong)
		}
	}
}
