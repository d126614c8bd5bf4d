package words

import (
	"maps"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message/catalog"
)

// table holds the texts of one language by the English ones. A text with two forms has that
// of one and that of any other number of what its first %d counts.
type table map[string][]string

// Texts returns what a language has for an English text: one form, two by the number, or
// none.
func Texts(code, text string) []string { return tables()[code][text] }

// Keys lists the English texts that a language has words for.
func Keys(code string) []string {
	var keys []string
	for key := range tables()[code] {
		keys = append(keys, key)
	}
	return keys
}

var tables = sync.OnceValue(func() map[string]table {
	return map[string]table{
		"en": joined(english(), englishReports()),
		"de": joined(german(), germanOfPlans(), germanColumns(), germanReports()),
		"fr": spaced(joined(french(), frenchOfPlans(), frenchColumns(), frenchReports())),
		"da": joined(danish(), danishOfPlans(), danishColumns(), danishReports()),
	}
})

// joined returns the texts of several screens as one table.
func joined(tables ...table) table {
	all := table{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}

// catalogues returns the tables as the printers of x/text take them.
var catalogues = sync.OnceValue(func() *catalog.Builder {
	all := catalog.NewBuilder(catalog.Fallback(language.English))
	for code, texts := range tables() {
		tag := language.Make(code)
		for key, forms := range texts {
			// An error is one of the table, which a test of it finds.
			if len(forms) == 2 {
				_ = all.Set(tag, key, plural.Selectf(counted(key), "%d", plural.One, forms[0], plural.Other, forms[1]))
			} else {
				_ = all.SetString(tag, key, forms[0])
			}
		}
	}
	return all
})
