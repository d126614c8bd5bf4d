package reports

import (
	"strings"
	"unicode/utf8"

	"bcimport/importer"
)

// saidWords stand between the program's words in a message and the service's.
const saidWords = "Business Central said:"

// appendShape adds the words of a row's message without what may be values: texts in
// quotes, words that hold a digit or an @, and in what the service said also the values
// that stand in quotes before. What a lookup suggests differs from row to row and is
// none of the words.
func appendShape(b []byte, o importer.Outcome, message string) []byte {
	if o.Status == importer.NotFound || o.Status == importer.Ambiguous {
		return b
	}
	ours, said, more := strings.Cut(message, saidWords)
	if !more {
		return appendWords(b, ours, func(string) {})
	}
	const shortest = 3 // shorter values may be parts of words
	b = appendWords(b, ours, func(value string) {
		if len(value) >= shortest {
			said = strings.ReplaceAll(said, value, "")
		}
	})
	return appendWords(append(b, saidWords...), said, func(string) {})
}

// appendWords adds the words of a text, a blank behind each, and passes what is in quotes
// to value.
func appendWords(b []byte, text string, value func(string)) []byte {
	word, isValue := len(b), false
	end := func() {
		if isValue || len(b) == word {
			b = b[:word]
		} else {
			b = append(b, ' ')
		}
		word, isValue = len(b), false
	}
	for i := 0; i < len(text); {
		if inside, size := quotation(text[i:], len(b) == word); size > 0 {
			value(inside)
			i += size
			continue
		}
		c := text[i]
		i++
		switch {
		case c == ' ':
			end()
			continue
		case c >= '0' && c <= '9', c == '@':
			isValue = true
		}
		b = append(b, c)
	}
	end()
	return b
}

// quotation is what stands in the quotes with which a text begins, and how many bytes
// it takes with them; 0 where it begins with none, or they do not end. A single
// quote is one only where a word may begin.
func quotation(text string, wordBegins bool) (inside string, size int) {
	switch text[0] {
	case '"':
		for i := 1; i < len(text); i++ {
			switch text[i] {
			case '\\':
				i++
			case '"':
				return text[1:i], i + 1
			}
		}
		return "", 0
	case '\'':
		if !wordBegins {
			return "", 0
		}
	case 0xc2, 0xe2: // the first bytes of the others
	default:
		return "", 0
	}
	begin, n := utf8.DecodeRuneInString(text)
	at := strings.IndexAny(text[n:], endsOf(begin)) // below 0 for what is no quote
	if at < 0 {
		return "", 0
	}
	_, last := utf8.DecodeRuneInString(text[n+at:])
	return text[n : n+at], n + at + last
}

// endsOf are the quotes that end what a quote begins.
func endsOf(quote rune) string {
	switch quote {
	case '\'':
		return "'"
	case '‘':
		return "’"
	case '“':
		return "”"
	case '„':
		return "“”"
	case '«':
		return "»"
	}
	return ""
}
