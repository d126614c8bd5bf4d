package proposal

import (
	"slices"
	"strings"
	"unicode"

	"bcimport/mapping/entity"
)

// grade is how well a column's name fits a field.
type grade int

// The grades, the best last.
const (
	notNamed  grade = iota
	holds           // it holds a name of the field and says more: Preis netto
	resembles       // the same words, in another order or form: Price, Unit
	exact           // a name of the field
)

// naming is what a column's name says: a field, and how well.
type naming struct {
	field string
	grade grade
	// caption is the name of the field that it resembles.
	caption string
}

// captions finds the fields of a set by the names of columns.
type captions struct {
	exact map[string][]naming // by fold
	words map[string][]naming // by wordsOf, sorted
	lists []captionWords
}

type captionWords struct {
	naming
	words []string
}

// newCaptions takes the names of the fields and their captions. Those that an environment
// gives, and so are not known without it, go before.
func newCaptions(set, known *entity.Entity) captions {
	c := captions{exact: map[string][]naming{}, words: map[string][]naming{}}
	own := map[string]string{}
	for i := range set.Fields {
		f := &set.Fields[i]
		usual := known.Find(f.Name).Captions
		for _, caption := range f.Captions {
			if known.Builtin && !slices.Contains(usual, caption) && own[fold(caption)] == "" {
				own[fold(caption)] = f.Name
			}
		}
	}
	for i := range set.Fields {
		f := &set.Fields[i]
		for _, caption := range slices.Concat([]string{f.Name}, f.Captions, usualNames(set, f.Name)) {
			if field := own[fold(caption)]; field == "" || field == f.Name {
				c.add(naming{f.Name, exact, caption})
			}
		}
	}
	return c
}

// usualNames are names that the fields of every set have, and that a profile leaves out.
func usualNames(set *entity.Entity, field string) []string {
	switch field {
	case set.Key:
		return []string{"id", "SystemId", "System ID", "GUID", "Record ID", "Datensatz-ID", "BC ID", set.One + " id", set.One + " guid"}
	case "lastModifiedDateTime":
		return []string{
			"Last Modified", "Last Date Modified", "Last Modified Date Time", "Modified On", "Modified At", "Geändert am", "Zuletzt geändert", "Letzte Änderung", "Korrigiert am",
			"Ændret den", "Sidst ændret", "Rettet den", "Date dern. modification", "Dernière modification", "Modifié le", "Fecha últ. modificación", "Última modificación", "Data ultima modifica",
			"Ultima modifica", "Laatst gewijzigd", "Gewijzigd op", "Senast ändrad", "Ändrad den",
		}
	}
	return nil
}

func (c *captions) add(n naming) {
	key := fold(n.caption)
	if key == "" {
		return
	}
	c.exact[key] = with(c.exact[key], n)
	words := wordsOf(n.caption)
	n.grade = resembles
	sorted := sortedKey(words)
	c.words[sorted] = with(c.words[sorted], n)
	if !slices.ContainsFunc(words, func(w string) bool { return len(w) > 2 }) || isGeneral(words) {
		return
	}
	n.grade = holds
	c.lists = append(c.lists, captionWords{n, words})
}

// with adds a field that is not there yet.
func with(all []naming, n naming) []naming {
	if slices.ContainsFunc(all, func(other naming) bool { return other.field == n.field }) {
		return all
	}
	return append(all, n)
}

// isGeneral reports whether a word says too little where it stands beside others.
func isGeneral(words []string) bool {
	if len(words) > 1 {
		return false
	}
	switch words[0] {
	case "nummer", "numero", "number", "name", "navn", "nom", "nombre", "nome", "naam", "namn", "code", "codice", "codigo", "type", "typ", "tipo", "soort", "item", "vare",
		"artikel", "article", "articulo", "articolo", "product", "customer", "kunde", "client", "cliente", "klant", "kund", "vendor", "supplier", "lieferant", "kreditor", "leverandor",
		"fournisseur", "proveedor", "fornitore", "leverancier", "leverantor", "mail", "region", "land", "ref", "reference", "referencia", "stock", "unit", "einheit", "enhed", "unite",
		"unidad", "eenheid", "enhet", "status", "firma", "company", "sku":
		return true
	}
	return false
}

// of returns the fields that a column's name can mean, all of one grade.
func (c *captions) of(header string) []naming {
	if found := c.exact[fold(header)]; len(found) > 0 {
		return found
	}
	words := wordsOf(header)
	if isForeign(words) {
		return nil
	}
	if found := c.words[sortedKey(words)]; len(words) > 0 && len(found) > 0 {
		return found
	}
	return c.within(words)
}

// within finds the longest name that stands within others words.
func (c *captions) within(words []string) []naming {
	var found []naming
	longest := 0
	for _, l := range c.lists {
		if len(l.words) < longest || len(l.words) >= len(words) || !containsRun(words, l.words) {
			continue
		}
		if len(l.words) > longest {
			found, longest = nil, len(l.words)
		}
		found = with(found, l.naming)
	}
	return found
}

func containsRun(all, part []string) bool {
	for i := 0; i+len(part) <= len(all); i++ {
		if slices.Equal(all[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// isForeign reports whether a name says that it is of another party's records: the
// vendor's item number is none of the item's own.
func isForeign(words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		switch word {
		case "vendor", "supplier", "manufacturer", "vendors", "suppliers", "lieferant", "lieferanten", "kreditor", "kred", "hersteller", "leverandor", "leverandorens", "producent",
			"fournisseur", "fabricant", "proveedor", "fabricante", "fornitore", "produttore", "leverancier", "fabrikant", "leverantor", "tillverkare", "lfd", "pos", "zeile", "line", "row", "linje", "rad":
			return true
		}
		return false
	})
}

// wordsOf splits a name into words, each in its usual form. Currencies and small words are
// left out.
func wordsOf(name string) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() == 0 {
			return
		}
		if w := usualWord(fold(word.String())); w != "" {
			words = append(words, w)
		}
		word.Reset()
	}
	var last rune
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '№' && r != 'º':
			end()
		case unicode.IsUpper(r) && unicode.IsLower(last):
			end()
			fallthrough
		default:
			word.WriteRune(r)
		}
		last = r
	}
	end()
	return words
}

// usualWord is the form of a word that its abbreviations have in common; empty for a word
// that says nothing.
func usualWord(word string) string {
	switch word {
	case "of", "the", "in", "per", "de", "du", "des", "der", "die", "das", "del", "di", "la", "le", "pr", "je", "and", "und", "og", "och", "et", "y", "e", "en",
		"eur", "euro", "usd", "dkk", "sek", "nok", "gbp", "chf", "kr", "lcy", "mw":
		return ""
	case "nr", "num", "nbr", "number", "nummer", "numero", "n", "nro":
		return "no"
	case "desc", "descr", "descrip":
		return "description"
	case "bez":
		return "bezeichnung"
	case "beschr":
		return "beschreibung"
	case "cat", "categ":
		return "category"
	case "grp":
		return "group"
	case "qty":
		return "quantity"
	case "tel", "ph":
		return "phone"
	case "cust":
		return "customer"
	case "vend":
		return "vendor"
	case "addr", "adr":
		return "address"
	}
	if stem, found := strings.CutSuffix(word, "nummer"); found {
		return stem + "nr"
	}
	return word
}

func sortedKey(words []string) string {
	return strings.Join(slices.Sorted(slices.Values(words)), " ")
}

// names are all names of a set's fields.
func (c *captions) names() []string {
	var all []string
	for _, namings := range c.exact {
		for _, n := range namings {
			all = append(all, n.caption)
		}
	}
	slices.Sort(all)
	return all
}
