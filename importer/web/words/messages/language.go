package messages

import (
	"cmp"
	"fmt"
	"maps"
	"sync"

	"bcimport/importer"
	"bcimport/importer/web/words"
	"bcimport/importer/web/words/messages/causes"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Language says messages and hints in one language. It is safe for concurrent use.
type Language struct {
	code      string
	catalogue mapping.Catalogue
	hints     map[string]string
	phrases   map[string]string
	notes     map[string]string
	read      []noteFormat    // of notes
	nouns     map[string]noun // by the English word
	keys      map[string]string
	record    noun                 // of a set that is not known
	or        string               // between the last two of a list
	articles  map[string][3]string // of masculine or common, feminine and neuter
}

// In returns the language with a code, as de. One that is not known is English.
func In(code string) *Language { return languages()[code] }

// languages are those besides English, which is nil.
var languages = sync.OnceValue(func() map[string]*Language {
	all := map[string]*Language{
		"de": {
			code: "de", catalogue: german(), hints: joined(germanHints(), causes.GermanHints()), phrases: joined(germanPhrases(), germanRemarks(), causes.GermanFiles(), causes.GermanErrors()), notes: germanNotes(), nouns: germanNouns(), or: " oder ",
			keys:     map[string]string{"id": "ID", "number": "Nummer", "e-mail address": "E-Mail-Adresse", "email": "E-Mail-Adresse", "code": "Code"},
			record:   noun{one: "Datensatz", many: "Datensätze"},
			articles: map[string][3]string{"der": {"der", "die", "das"}, "den": {"den", "die", "das"}, "kein": {"kein", "keine", "kein"}},
		},
		"fr": {
			code: "fr", catalogue: french(), hints: joined(frenchHints(), causes.FrenchHints()), phrases: joined(frenchPhrases(), frenchRemarks(), causes.FrenchFiles(), causes.FrenchErrors()), notes: frenchNotes(), nouns: frenchNouns(), or: " ou ",
			keys:     map[string]string{"id": "identifiant", "number": "numéro", "e-mail address": "adresse e-mail", "email": "adresse e-mail", "code": "code"},
			record:   noun{one: "enregistrement", many: "enregistrements"},
			articles: map[string][3]string{"le": {"le", "la", "le"}, "aucun": {"aucun", "aucune", "aucun"}},
		},
		"da": {
			code: "da", catalogue: danish(), hints: joined(danishHints(), causes.DanishHints()), phrases: joined(danishPhrases(), danishRemarks(), causes.DanishFiles(), causes.DanishErrors()), notes: danishNotes(), nouns: danishNouns(), or: " eller ",
			keys:   map[string]string{"id": "id", "number": "nummer", "e-mail address": "mailadresse", "email": "mailadresse", "code": "kode"},
			record: noun{one: "record", many: "records", definite: "recorden"},
		},
	}
	spaced(all["fr"])
	for _, l := range all {
		l.read = noteFormats(l.notes)
	}
	return all
})

// spaced gives the texts of a language the blanks that French has.
func spaced(french *Language) {
	for _, texts := range []map[string]string{french.catalogue.Formats, french.catalogue.Separators, french.hints, french.phrases, french.notes} {
		for key, text := range texts {
			texts[key] = words.FrenchSpaces(text)
		}
	}
}

// joined puts tables of texts together.
func joined(tables ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, one := range tables {
		maps.Copy(all, one)
	}
	return all
}

// Message returns a message in words, as importer.MessageText does in English, but for what
// names settings of a mapping: those it calls by the controls of the page.
func (l *Language) Message(m importer.Message, words importer.Words, nouns entity.Nouns) string {
	if l == nil {
		return englishText(m, words, nouns)
	}
	forms := l.formsOf(nouns)
	return m.In(func(id string, args []string) string {
		switch {
		case id == stepID && len(args) == 1:
			return words.Step(importer.Step{Kind: importer.StepKind(args[0])})
		case id == "not_a_contact_id" && !nouns.Named():
			id = "not_an_id"
		}
		return l.said(id, forms.arguments(id, args), forms)
	})
}

// stepID is the ID of a step that can be done next, whose kind is its argument.
const stepID = "step"

// said returns the words of an ID; the core's own where the language has none.
func (l *Language) said(id string, args []string, of forms) string {
	if format, known := l.catalogue.Formats[id]; known {
		return fill(of.in(format), args)
	}
	return l.catalogue.Words(id, args, entity.Nouns{})
}

// fill returns a format with its arguments, which it takes as %[1]s or %[1]q.
func fill(format string, args []string) string {
	values := make([]any, len(args))
	for i, arg := range args {
		values[i] = arg
	}
	return fmt.Sprintf(format, values...)
}

// Nouns returns what the language calls one record of a set, and many.
func (l *Language) Nouns(nouns entity.Nouns) (one, many string) {
	if l == nil {
		return nouns.One, nouns.Many
	}
	f := l.formsOf(nouns)
	return f.one, f.many
}

// In puts what the language calls the records of a set into a text of its own.
func (l *Language) In(text string, nouns entity.Nouns) string {
	if l == nil {
		return nouns.In(text)
	}
	return l.formsOf(nouns).in(text)
}

// Hint returns what the core advises, in words; in English where the language has none.
func (l *Language) Hint(h importer.Hint, words importer.Words) string {
	if l == nil {
		return h.Translated(words, inEnglish)
	}
	return h.Translated(words, func(text string) string { return cmp.Or(l.hints[text], l.text(text, nil)) })
}
