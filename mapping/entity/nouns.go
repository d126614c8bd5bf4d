package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Nouns are what texts for people call the records of a set. The zero value speaks of
// customer contacts.
type Nouns struct {
	// One and Many are the everyday words: "item", "items".
	One, Many string
	// ExactOne and ExactMany tell the records from those of related sets: "customer
	// contact", "customer contacts". Nearly always they are One and Many.
	ExactOne, ExactMany string
	// Keys are what finds one record besides its id, in words: "number", "e-mail address".
	Keys []string
	// Number is the one of Keys that people know a record by; empty where there is none.
	Number string
}

// Nouns returns what texts call the records of a set; nil is customerContacts.
func (e *Entity) Nouns() Nouns {
	if e == nil || e.One == "" || e.Many == "" {
		return contactNouns()
	}
	n := Nouns{One: e.One, Many: e.Many, ExactOne: e.One, ExactMany: e.Many}
	if e.Set == CustomerContacts {
		n.ExactOne, n.ExactMany = contactNouns().ExactOne, contactNouns().ExactMany
	}
	for _, field := range e.Keys {
		n.Keys = append(n.Keys, keyWord(field))
		if n.Number == "" && field != "email" {
			n.Number = keyWord(field)
		}
	}
	return n
}

func contactNouns() Nouns {
	return Nouns{
		One: "contact", Many: "contacts", ExactOne: "customer contact", ExactMany: "customer contacts",
		Keys: []string{keyWord("number"), keyWord("email")}, Number: keyWord("number"),
	}
}

// keyWord is what people call a field that finds a record.
func keyWord(field string) string {
	if field == "email" {
		return "e-mail address"
	}
	return field
}

// Named reports whether people know the records by numbers or codes.
func (n Nouns) Named() bool { return n.One == "" || n.Number != "" }

// In returns a text with nouns in the places of its placeholders: {one}, {many}, {a one},
// {one's}, {exact one}, {a exact one} and {exact many}; {One}, {Many} and {A exact one} at
// its beginning; {key}, {keys} and {key or id} for what finds a record.
func (n Nouns) In(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var out strings.Builder
	for {
		before, rest, opened := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		word, known := n.word(name)
		out.WriteString(before)
		switch {
		case !opened:
			return out.String()
		case !closed || !known:
			out.WriteString("{")
			text = rest
		default:
			out.WriteString(word)
			text = after
		}
	}
}

// word returns what stands in the place of a placeholder.
func (n Nouns) word(name string) (word string, known bool) {
	if n.One == "" {
		n = contactNouns()
	}
	switch name {
	case "one":
		return n.One, true
	case "many":
		return n.Many, true
	case "One":
		return capital(n.One), true
	case "Many":
		return capital(n.Many), true
	case "a one":
		return article(n.One) + " " + n.One, true
	case "one's":
		return possessive(n.One), true
	case "exact one":
		return n.ExactOne, true
	case "a exact one":
		return article(n.ExactOne) + " " + n.ExactOne, true
	case "exact many":
		return n.ExactMany, true
	case "key":
		if n.Number == "" {
			return "key", true
		}
		return n.Number, true
	case "keys":
		return list(append([]string{"id"}, n.Keys...)), true
	case "key or id":
		if n.Number == "" {
			return "id", true
		}
		return n.Number + " or id", true
	}
	return "", false
}

// list names words: "id", "id or number", "id, number or e-mail address".
func list(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

func possessive(word string) string {
	if strings.HasSuffix(word, "s") {
		return word + "'"
	}
	return word + "'s"
}

// article returns a or an, by how a word begins when it is spoken.
func article(word string) string {
	if len(word) > 1 && unicode.IsUpper(rune(word[0])) && unicode.IsUpper(rune(word[1])) {
		return vowel("AEFHILMNORSX", word[0]) // spoken letter by letter: an SKU
	}
	lower := strings.ToLower(word)
	for _, start := range []string{"uni", "use", "usu", "uti", "eu", "one "} {
		if strings.HasPrefix(lower, start) && !strings.HasPrefix(lower, "unin") && !strings.HasPrefix(lower, "unim") {
			return "a"
		}
	}
	if strings.HasPrefix(lower, "hour") {
		return "an"
	}
	return vowel("aeiou", lower[0])
}

func vowel(vowels string, first byte) string {
	if strings.IndexByte(vowels, first) >= 0 {
		return "an"
	}
	return "a"
}
