package spelling

import (
	"fmt"
	"strings"

	"bcimport/mapping/phrase"
)

// Hint ends a message about an unknown word: with what it may mean, else with
// lead and the known words.
func Hint(word string, known []string, lead phrase.Phrase) phrase.Phrase {
	switch words := quoted(Nearest(word, known)); len(words) {
	case 1:
		return phrase.New(", did you mean %s?", words[0])
	case 2:
		return phrase.New(", did you mean %s or %s?", words[0], words[1])
	case 3:
		return phrase.New(", did you mean %s or %s or %s?", words[0], words[1], words[2])
	}
	if len(known) == 0 {
		return phrase.Phrase{}
	}
	return phrase.New("; %s %s", lead, Listed(known))
}

// Listed names words, the first few if they are many.
func Listed(words []string) phrase.Phrase {
	const most, few = 20, 4 // a few more are named as well
	if len(words) <= most+few {
		return phrase.New("%s", strings.Join(quoted(words), ", "))
	}
	return phrase.New("%s and %d more", strings.Join(quoted(words[:most]), ", "), len(words)-most)
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = Quote(w)
	}
	return out
}

// Quote quotes a text for a message, shortened if it is long. Letters of any
// script stay readable; what does not print is escaped.
func Quote(text string) string { return fmt.Sprintf("%q", Shortened(text)) }

// Shortened cuts a text that is too long for a message.
func Shortened(text string) string {
	const most = 60
	n := 0
	for i := range text {
		if n == most {
			return text[:i] + "…"
		}
		n++
	}
	return text
}
