package charset

import (
	"bytes"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// nameLists are several hundred names and words of each language, some of them made
// up, and none of them one that the program learns from.
func nameLists(t testing.TB) map[string][]string {
	files, err := filepath.Glob("testdata/names/*.txt")
	if err != nil || len(files) != 12 {
		t.Fatal(files, err)
	}
	lists, learnt := map[string][]string{}, map[string]bool{}
	for _, word := range strings.Fields(strings.ToLower(names)) {
		learnt[word] = true
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Fields(string(data))
		lists[strings.TrimSuffix(filepath.Base(file), ".txt")] = words
		for _, word := range words {
			if learnt[strings.ToLower(word)] {
				t.Errorf("%s is learnt", word)
			}
		}
	}
	return lists
}

// encodingsOf are the encodings in which files of a language are written.
func encodingsOf(language string) []string {
	switch language {
	case "polish", "czech", "hungarian":
		return []string{"windows-1250", "iso-8859-2"}
	case "turkish":
		return []string{"windows-1254"}
	case "russian":
		return []string{"windows-1251"}
	}
	return []string{"windows-1252", "iso-8859-1", "iso-8859-15"}
}

// encodable leaves the words that an encoding has all letters of.
func encodable(words []string, c Codec) []string {
	var able []string
	for _, word := range words {
		if text, ok := c.decode(string(c.encode(nil, []byte(word)))); ok && text == word {
			able = append(able, word)
		}
	}
	return able
}

// detectWords returns words in an encoding, a word a line, as they are read.
func detectWords(words []string, c Codec) (text string, err error) {
	raw := c.encode(nil, []byte(strings.Join(words, "\n")))
	found, _, err := Detect(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(raw)), nil })
	if err != nil {
		return "", err
	}
	text, _ = found.decode(string(raw))
	return text, nil
}

// TestDetect_ReadsEachWordRightOrNot holds single words, where least is known.
func TestDetect_ReadsEachWordRightOrNot(t *testing.T) {
	t.Parallel()
	read, refused := 0, 0
	for language, words := range nameLists(t) {
		for _, name := range common() {
			c, _ := Lookup(name)
			able := encodable(words, c)
			for i := 0; i < len(able); i += 30 {
				switch text, err := detectWords(able[i:i+1], c); {
				case err != nil:
					refused++
				case text != able[i]:
					t.Errorf("%s in %s: %s is read as %s", language, name, able[i], text)
				default:
					read++
				}
			}
		}
	}
	t.Logf("%d words are files that are read, %d are not", read, refused)
	if read < 4*refused {
		t.Error("too many are refused")
	}
}

// TestDetect_ReadsFilesOfAnyWords is the same for files of one language.
func TestDetect_ReadsFilesOfAnyWords(t *testing.T) {
	t.Parallel()
	lists := nameLists(t)
	rapid.Check(t, func(t *rapid.T) {
		language := rapid.SampledFrom(slices.Sorted(maps.Keys(lists))).Draw(t, "language")
		name := rapid.SampledFrom(common()).Draw(t, "encoding")
		c, _ := Lookup(name)
		able := encodable(lists[language], c)
		if len(able) == 0 {
			t.Skip("the encoding lacks letters of every word")
		}
		words := rapid.SliceOfN(rapid.SampledFrom(able), 1, 40).Draw(t, "words")
		if text, err := detectWords(words, c); err == nil && text != strings.Join(words, "\n") {
			t.Fatalf("%q is read as %q", words, text)
		}
	})
}

// TestDetect_HardlyEverRefusesAListOfPeople: with twenty names beyond ASCII in the
// encodings of their language.
func TestDetect_HardlyEverRefusesAListOfPeople(t *testing.T) {
	t.Parallel()
	lists := nameLists(t)
	dice := rand.New(rand.NewPCG(3, 4))
	for n, most := range map[int]float64{5: 0.15, 20: 0.03, 100: 0.01} {
		files, refused := 0, 0
		for _, language := range slices.Sorted(maps.Keys(lists)) {
			for _, name := range encodingsOf(language) {
				c, _ := Lookup(name)
				able := encodable(lists[language], c)
				for range 4 {
					words := make([]string, n)
					for i := range words {
						words[i] = able[dice.IntN(len(able))]
					}
					files++
					text, err := detectWords(words, c)
					if err != nil {
						refused++
					} else if text != strings.Join(words, "\n") {
						t.Errorf("%s in %s: %q is read as %q", language, name, words, text)
					}
				}
			}
		}
		t.Logf("%d words: %d of %d files are refused", n, refused, files)
		if float64(refused) > most*float64(files) {
			t.Errorf("%d words: %d of %d files are refused", n, refused, files)
		}
	}
}
