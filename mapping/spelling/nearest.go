// Package spelling guesses which known word a misspelt one means.
package spelling

import (
	"slices"
	"unicode"
)

// longestGuess bounds the work on absurd words, in characters.
const longestGuess = 80

// Nearest returns the known words that a misspelt one may mean: those that are
// nearest by edit distance, else those that contain it or are contained in it,
// give or take a letter in four. Several are equally near.
func Nearest(word string, known []string) []string {
	w := letters(word)
	if len(w) == 0 || len(w) > longestGuess {
		return nil
	}
	const far = 1 << 20
	best := far
	var words []string
	for _, k := range known {
		d, near := likeness(w, letters(k))
		if !near || d > best || slices.Contains(words, k) {
			continue
		}
		if d < best {
			best, words = d, nil
		}
		words = append(words, k)
	}
	return words
}

// likeness rates two words, 0 being the same; a word inside another rates
// behind every misspelling.
func likeness(a, b []rune) (int, bool) {
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(long) > longestGuess || len(short) == 0 {
		return 0, false
	}
	if d := distance(short, long, false); d <= (len(long)+1)/3 {
		return d, true
	}
	d := distance(short, long, true)
	return longestGuess + d, len(short) >= 4 && d <= len(short)/4
}

// distance counts the letters to insert, delete or replace to get from a to b,
// or with within to the part of b that is most like a.
func distance(a, b []rune, within bool) int {
	row := make([]int, len(b)+1)
	if !within {
		for j := range row {
			row[j] = j
		}
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	if within {
		return slices.Min(row)
	}
	return row[len(b)]
}

// letters reduces a word to its letters and digits in lower case, so that
// "E-Mail", "e_mail" and "email" are alike.
func letters(word string) []rune {
	var out []rune
	for _, r := range word {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}
