// Package captions calls the fields of record sets as people who read the page do. Start with
// New.
package captions

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"bcimport/importer"
	"bcimport/importer/web/words/messages"
	"bcimport/mapping/entity"
	"bcimport/mapping/profile"
)

// Printer has the words of a language.
type Printer interface {
	T(text string, args ...any) string
	Lang() string
}

// New returns what the fields of a set are called in a language: as Business Central does
// where that is known, else as the environment of the set, and at last by their own names. A
// nil set is none that is known.
func New(set *entity.Entity, words Printer) func(field string) string {
	if set == nil {
		set = &entity.Entity{}
	}
	usual, known := profile.Captions(set.Set, words.Lang()), map[string]string{}
	return func(field string) string {
		name, done := known[field]
		if !done {
			f, _ := set.Field(field)
			name = cmp.Or(usual[field], everywhere(field, words), strings.Join(f.Captions[:min(1, len(f.Captions))], ""), field)
			known[field] = name
		}
		return name
	}
}

// everywhere is what fields are called that many sets have; empty for others.
func everywhere(field string, words Printer) string {
	switch field {
	case "email":
		return words.T("E-mail")
	case "firstName":
		return words.T("First name")
	case "lastName":
		return words.T("Last name")
	case "professionalTitle":
		return words.T("Job title")
	case "primaryPhoneNumber":
		return words.T("Phone")
	case "number":
		return words.T("No.")
	case "type":
		return words.T("Type")
	case "blocked":
		return words.T("Blocked")
	}
	return ""
}

// Ordered returns sets as people choose of them: those first of which it is known what a write
// does, in the order in which they are updated most often.
func Ordered(sets []importer.SetSummary) []importer.SetSummary {
	known := profile.All()
	place := func(s importer.SetSummary) int {
		switch i := slices.Index(known, s.Name); {
		case i >= 0 && s.Builtin:
			return i
		case s.Builtin:
			return len(known)
		}
		return len(known) + 1
	}
	all := slices.Clone(sets)
	slices.SortStableFunc(all, func(a, b importer.SetSummary) int { return place(a) - place(b) })
	return all
}

// Usual reports whether a set is one of those that are updated most often.
func Usual(set string) bool { return slices.Contains(profile.All(), set) }

// Set is what people call a set, with its name.
func Set(s importer.SetSummary, words Printer) string {
	called := cmp.Or(usualSet(s.Name, words), smallSet(s.Name, words), s.Many, s.Name)
	if called == s.Name {
		return called
	}
	return called + " (" + s.Name + ")"
}

// smallSet is what the records of a set are called that others refer to; empty where that is not
// known.
func smallSet(name string, words Printer) string {
	language := messages.In(words.Lang())
	set, known := profile.Find(name)
	if language == nil || !known {
		return ""
	}
	_, many := language.Nouns(set.Nouns())
	first, size := utf8.DecodeRuneInString(many)
	return string(unicode.ToUpper(first)) + many[size:]
}

// usualSet is what the page of the records is called; empty for a set that is not known.
func usualSet(name string, words Printer) string {
	switch name {
	case entity.CustomerContacts:
		return words.T("Customer contacts")
	case "contacts":
		return words.T("Contacts")
	case "customers":
		return words.T("Customers")
	case "vendors":
		return words.T("Vendors")
	case "items":
		return words.T("Items")
	case "itemVariants":
		return words.T("Item variants")
	case "itemCategories":
		return words.T("Item categories")
	case "employees":
		return words.T("Employees")
	case "fixedAssets":
		return words.T("Fixed assets")
	case "bankAccounts":
		return words.T("Bank accounts")
	case "paymentTerms":
		return words.T("Payment terms")
	case "salespeoplePurchasers":
		return words.T("Salespeople and purchasers")
	}
	return ""
}
