package messages

import (
	"maps"
	"slices"
	"strings"

	"bcimport/mapping/entity"
)

// Texts are all texts of a language about rows, by their IDs; of English those that the core
// does not say.
func Texts(code string) map[string]string {
	if code == "en" {
		return english()
	}
	all := maps.Clone(In(code).catalogue.Formats)
	maps.Copy(all, In(code).catalogue.Separators)
	return all
}

// KnownNouns are the English words that a language has nouns for.
func KnownNouns(code string) []string { return slices.Sorted(maps.Keys(In(code).nouns)) }

// Placeholder is what stands in the place of {one} and the like.
func (l *Language) Placeholder(place string, of *entity.Entity) string {
	return l.formsOf(of.Nouns()).word(strings.Trim(place, "{}"))
}

// Hints are all hints of a language, by their English texts.
func Hints(code string) map[string]string { return In(code).hints }

// Phrases are all phrases of a language, by their English texts; of English those that the core
// says in another way.
func Phrases(code string) map[string]string {
	if code == "en" {
		return englishFiles()
	}
	return In(code).phrases
}

// OfAnySet is ofAnySet.
func OfAnySet(text string, set *entity.Entity) string { return ofAnySet(text, set.Nouns()) }

// Notes are all notes of a language, by their English formats.
func Notes(code string) map[string]string { return In(code).notes }

// Clause returns the words of a note.
func Clause(code, text string) (string, bool) { return In(code).clause(text) }

// Unused lists the formats of notes that none of some texts has.
func Unused(code string, texts []string) []string {
	joined, parts := map[string]bool{}, map[string]bool{}
	for _, text := range texts {
		parts[text] = true
		for i := range text {
			for _, joint := range joints() {
				if strings.HasPrefix(text[i:], joint) {
					joined[joint], parts[text[:i]], parts[text[i+len(joint):]] = true, true, true
				}
			}
		}
	}
	var unused []string
	for english := range In(code).notes {
		form := noteFormats(map[string]string{english: ""})
		if !joined[english] && (len(form) == 0 || !slices.ContainsFunc(slices.Collect(maps.Keys(parts)), form[0].form.MatchString)) {
			unused = append(unused, english)
		}
	}
	return unused
}
