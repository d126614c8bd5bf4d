package mapping

import "bcimport/mapping/spelling"

// Nearest returns the known words that a misspelt one may mean, best first; up to three,
// or none.
func Nearest(word string, known []string) []string {
	if words := spelling.Nearest(word, known); len(words) <= 3 {
		return words
	}
	return nil
}

// shortened keeps a value from filling a message.
func shortened(text string) string { return spelling.Shortened(text) }
