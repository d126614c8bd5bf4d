package proposal

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// names finds what a column's name means: every meaning that a language gives it.
type names map[string][]meaning

// newNames takes the vocabulary, and before it the captions that an environment gives to
// the fields of contacts.
func newNames(set *entity.Entity) names {
	n := names{}
	for _, e := range vocabulary() {
		for name := range strings.SplitSeq(e.names, ",") {
			key := fold(name)
			known := false
			for i, m := range n[key] {
				if m.field == e.field {
					if !slices.Contains(strings.Split(m.words, ", "), e.lang) {
						n[key][i].words += ", " + e.lang
					}
					n[key][i].sure = m.sure || e.sure
					known = true
				}
			}
			if !known {
				n[key] = append(n[key], meaning{e.field, e.sure, e.lang})
			}
		}
	}
	if set == nil || set.Set != entity.CustomerContacts {
		return n
	}
	for _, f := range set.Fields {
		for _, caption := range f.Captions {
			if key := fold(caption); key != "" && f.ReadOnly == "" {
				n[key] = []meaning{{f.Name, true, "Business Central"}}
			}
		}
	}
	return n
}

// of returns the meanings of a column's name; several are a name that languages
// understand differently.
func (n names) of(header string) []meaning {
	return n[fold(header)]
}

// unaccented are letters that do not decompose, and signs for "number".
var unaccented = strings.NewReplacer("ß", "ss", "ø", "o", "Ø", "o", "æ", "ae", "Æ", "ae", "ł", "l", "Ł", "l", "№", "n", "º", "", "ª", "")

// fold reduces a name to its letters and digits in lower case, without accents.
func fold(name string) string {
	var out strings.Builder
	for _, r := range norm.NFD.String(unaccented.Replace(name)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out.WriteRune(unicode.ToLower(r))
		}
	}
	return out.String()
}

// HasValues reports whether a cell is an e-mail address, an id, a contact number or a
// phone number, and so no name of a column.
func HasValues(cells []string) bool {
	return slices.ContainsFunc(cells, func(cell string) bool {
		cell = mapping.TrimBlank(cell)
		return mailShape.MatchString(cell) || guidShape.MatchString(cell) || contactShape.MatchString(cell) ||
			strings.HasPrefix(cell, "+") && isPhone(cell)
	})
}
