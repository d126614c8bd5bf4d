package messages

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"bcimport/mapping/entity"
)

// noun is what a language calls the records of a set.
type noun struct {
	one, many string
	gender    gender
	definite  string // of one, where the language has no article before it
}

type gender int

const (
	masculine gender = iota // or common
	feminine
	neuter
)

// forms are the words of a set for the placeholders of a text.
type forms struct {
	noun
	exactOne, exactMany string
	keys                []string // in words
	number              string   // the one of keys that people know a record by, in words
	field               string   // and as a mapping has it
	of                  *Language
}

func (l *Language) formsOf(n entity.Nouns) forms {
	if n.One == "" {
		n = (*entity.Entity)(nil).Nouns()
	}
	f := forms{noun: l.noun(n.One), of: l, field: n.Number, number: l.key(n.Number)}
	exact := l.noun(n.ExactOne)
	f.exactOne, f.exactMany = exact.one, exact.many
	f.keys = []string{l.key("id")}
	for _, key := range n.Keys {
		f.keys = append(f.keys, l.key(key))
	}
	return f
}

// noun returns the language's word for an English one.
func (l *Language) noun(one string) noun {
	if known, ok := l.nouns[one]; ok {
		return known
	}
	return l.record
}

// key returns what people call a field that finds a record.
func (l *Language) key(field string) string { return cmp.Or(l.keys[field], field) }

// arguments returns the arguments of a message, with the names of keys in words.
func (f forms) arguments(id string, args []string) []string {
	switch {
	case id == "no_such_key" && len(args) > 0:
		return append([]string{f.of.key(args[0])}, args[1:]...)
	case id == "missing_key_of" && len(args) == 3:
		keys, one := f.of.keys[args[1]], f.one
		if keys == "" {
			keys = f.list()
		}
		return []string{args[0], keys, one}
	}
	return args
}

// in returns a text with the words of the set in the places of its placeholders.
func (f forms) in(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var out strings.Builder
	for {
		before, rest, opened := strings.Cut(text, "{")
		out.WriteString(before)
		if !opened {
			return out.String()
		}
		name, after, _ := strings.Cut(rest, "}")
		out.WriteString(f.word(name))
		text = after
	}
}

// word returns what stands in the place of a placeholder: {one}, {many}, {One}, {Many},
// {exact one}, {exact many}, {key}, {keys}, {key or id}, {field}, or one of the language's articles with
// one, as {der one}; all with a capital at the beginning of a sentence.
func (f forms) word(name string) string {
	switch name {
	case "one":
		return f.one
	case "many":
		return f.many
	case "One":
		return capital(f.one)
	case "Many":
		return capital(f.many)
	case "exact one":
		return f.exactOne
	case "exact many":
		return f.exactMany
	case "key":
		return cmp.Or(f.number, f.of.key("id"))
	case "keys":
		return f.list()
	case "field":
		return f.field
	case "key or id":
		if f.number == "" {
			return f.of.key("id")
		}
		return f.number + f.of.or + f.of.key("id")
	}
	article := strings.TrimSuffix(name, " one")
	if first, size := utf8.DecodeRuneInString(article); unicode.IsUpper(first) {
		return capital(f.with(string(unicode.ToLower(first)) + article[size:]))
	}
	return f.with(article)
}

// with returns one with an article.
func (f forms) with(article string) string {
	if f.definite != "" {
		return f.definite
	}
	if article == "le" && startsWithVowel(f.one) {
		return "l’" + f.one
	}
	return f.of.articles[article][f.gender] + " " + f.one
}

func startsWithVowel(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return strings.ContainsRune("aeiouéèêâîh", unicode.ToLower(first))
}

func (f forms) list() string {
	last := len(f.keys) - 1
	if last == 0 {
		return f.keys[0]
	}
	return strings.Join(f.keys[:last], ", ") + f.of.or + f.keys[last]
}

func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}
