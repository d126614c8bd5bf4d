package mapping

import (
	"fmt"
	"strings"

	"bcimport/mapping/spelling"
)

// Nearest returns the known words that a misspelt one may mean, best first; up to three,
// or none.
func Nearest(word string, known []string) []string {
	if words := spelling.Nearest(word, known); len(words) <= 3 {
		return words
	}
	return nil
}

// hint ends a message about an unknown word: with what it may mean, else with
// lead and the known words.
func hint(word string, known []string, lead string) string {
	if words := spelling.Nearest(word, known); len(words) > 0 && len(words) <= 3 {
		return ", did you mean " + strings.Join(quoted(words), " or ") + "?"
	}
	if len(known) == 0 {
		return ""
	}
	return "; " + lead + " " + listed(known)
}

// listed names words, the first few if they are many.
func listed(words []string) string {
	const most = 20
	if len(words) <= most {
		return strings.Join(quoted(words), ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(quoted(words[:most]), ", "), len(words)-most)
}

func quoted(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quote(w)
	}
	return out
}

// quote quotes a text for a message, shortened if it is long. Letters of any
// script stay readable; what does not print is escaped.
func quote(text string) string { return fmt.Sprintf("%q", shortened(text)) }
