package damage

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// placeholders are words that people and programs write where there is nothing to
// write, in small letters. Those that are false are names as well where they begin with a
// capital: None, Geen.
var placeholders = map[string]bool{
	"n/a": true, "n.a.": true, "n. a.": true, "n.a": true, "n/d": true, "n.d.": true, "n/v": true, "n.v.": true, "n.b.": true, "nvt": true, "n.v.t.": true,
	"k.a.": true, "k. a.": true, "k.a": true, "k/a": true, "s/o": true, "s.o.": true, "tbd": true, "tba": true, "tbc": true, "t.b.d.": true,
	"(null)": true, "<null>": true, "[null]": true, `\n`: true, "none": false, "(none)": true, "<none>": true, "undefined": true, "<na>": true,
	"unknown": true, "not available": true, "not applicable": true, "not known": true, "not specified": true, "empty": false, "(empty)": true, "(blank)": true, "(blanks)": true,
	"keine angabe": true, "keine angaben": true, "unbekannt": true, "nicht bekannt": true, "nicht vorhanden": true, "entfällt": true, "keine": false, "(leer)": true,
	"inconnu": true, "inconnue": true, "non renseigné": true, "non communiqué": true, "néant": true, "aucun": false, "aucune": true, "sans objet": true, "(vide)": true,
	"desconocido": true, "desconocida": true, "ninguno": true, "ninguna": true, "sin datos": true, "no disponible": true, "no aplica": true, "vacío": true, "(vacío)": true,
	"sconosciuto": true, "sconosciuta": true, "nessuno": false, "nessuna": true, "non disponibile": true, "(vuoto)": true,
	"onbekend": true, "geen": false, "niet bekend": true, "niet van toepassing": true, "(leeg)": true,
	"ukendt": true, "ingen": false, "mangler": true, "okänd": true, "okänt": true, "saknas": false, "inget": false, "ukjent": true, "ikke kjent": true, "(tom)": true,
	"brak danych": true, "nieznany": true, "nieznana": true, "nie dotyczy": true, "neznámý": true, "neznámá": true, "neuvedeno": true, "tuntematon": true, "ei tiedossa": true, "(tyhjä)": true,
	"не указано": true, "нет данных": true, "неизвестно": true, "bilinmiyor": true, "yok": false, "nincs": false, "ismeretlen": true,
	"ohne angabe": true, "o.a.": true, "o. a.": true, "nicht angegeben": true, "fehlt": true, "siehe oben": true, "dito": true, "leer": false,
	"non défini": true, "non définie": true, "non fourni": true, "non disponible": true, "à compléter": true, "à définir": true, "non specificato": true, "non fornito": true,
	"ej angivet": true, "ej tillämpligt": true, "ikke oplyst": true, "ikke angivet": true, "ikke angitt": true, "ikke relevant": true, "ei tietoa": true, "puuttuu": true, "niet opgegeven": true,
	"brak": false, "b/d": true, "nezadáno": true, "není": true, "žádný": true, "žádná": true, "s/d": true, "no informado": true, "no consta": true, "nulo": false,
	"missing": true, "not set": true, "not provided": true, "<unset>": true, "[object object]": true, "null null": true, "undefined undefined": true, "none none": true,
	"não informado": true, "não disponível": true, "não aplicável": true,
	"desconhecido": true, "desconhecida": true, "nenhum": true, "nenhuma": true,
}

// longestPlaceholder is the length of the longest of them, in bytes.
const longestPlaceholder = 32

// isPlaceholder recognizes a text that stands for nothing: n/a, NULL, -, ???, 00000. A
// last name may well be Null.
func isPlaceholder(p Purpose, text string) bool {
	if len(text) > longestPlaceholder || text == "" {
		return false
	}
	switch {
	case !isAlphanumeric(text[0]) && !isAlphanumeric(text[len(text)-1]) && strings.Trim(text, "-–—_.·…?!*#/\\~=+|,;:'\"()[]{}<> ") == "":
		return true // -, --, …, ?, #
	case p == Phone && sameDigits(text):
		return true
	}
	switch text {
	case "NULL", "null", "NaN", "nan", "nil", "NIL":
		return true
	case "Null":
		return p != LastName
	case "xx", "xxx", "xxxx", "XX", "XXX", "XXXX":
		return true
	}
	always, listed := isListed(text)
	return always || listed && !(p.isName() && isCapitalized(text))
}

// placeholderLengths are the lengths of the placeholders, as bits, by the last five bits
// of their first and last bytes, which know no capitals.
var placeholderLengths = sync.OnceValue(func() *[32][32]uint64 {
	var lengths [32][32]uint64
	for word := range placeholders {
		lengths[word[0]&31][word[len(word)-1]&31] |= 1 << len(word)
	}
	return &lengths
})

// isWestern reports whether it is a text of ASCII characters and letters up to U+00FF, ASCII at both
// ends, which is as long in small letters.
func isWestern(text string) bool {
	for i := range len(text) {
		if c := text[i]; c > 0xc3 || c == 0xc2 {
			return false
		}
	}
	return text[0] < utf8.RuneSelf && text[len(text)-1] < utf8.RuneSelf
}

// mayBeListed reports false for most western texts that are none of the words; they are
// not empty.
func mayBeListed(text string) bool {
	return placeholderLengths()[text[0]&31][text[len(text)-1]&31]&(1<<len(text)) != 0
}

// isListed looks for a text among the words, whatever its capitals.
func isListed(text string) (always, listed bool) {
	if isWestern(text) && !mayBeListed(text) {
		return false, false
	}
	var small [longestPlaceholder]byte // no memory is asked for
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= utf8.RuneSelf:
			always, listed = placeholders[strings.ToLower(text)]
			return always, listed
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		}
		small[i] = c
	}
	always, listed = placeholders[string(small[:len(text)])]
	return always, listed
}

func isAlphanumeric(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' }

// isCapitalized reports whether a word is written as names are: Geen, not GEEN or geen.
func isCapitalized(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(first) && text[size:] == strings.ToLower(text[size:])
}

// sameDigits reports whether a number is one digit over and over, as no phone has it: 00000.
func sameDigits(text string) bool {
	first, n := rune(0), 0
	for _, r := range text {
		if r < '0' || r > '9' {
			if r >= utf8.RuneSelf || unicode.IsLetter(r) {
				return false
			}
			continue
		}
		if n > 0 && r != first {
			return false
		}
		first = r
		n++
	}
	return first == '0' || n > 3 && (first == '1' || first == '9') // there is 22 22 22 22
}
