package mapping

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// placeholders are words that people and programs write where there is nothing to
// write, in small letters.
var placeholders = map[string]bool{
	"n/a": true, "n.a.": true, "n. a.": true, "n.a": true, "n/d": true, "n.d.": true, "n/v": true, "n.v.": true, "n.b.": true, "nvt": true, "n.v.t.": true,
	"k.a.": true, "k. a.": true, "k.a": true, "k/a": true, "s/o": true, "s.o.": true, "tbd": true, "tba": true, "tbc": true, "t.b.d.": true,
	"(null)": true, "<null>": true, "[null]": true, `\n`: true, "none": true, "(none)": true, "<none>": true, "undefined": true, "<na>": true,
	"unknown": true, "not available": true, "not applicable": true, "not known": true, "not specified": true, "empty": true, "(empty)": true, "(blank)": true, "(blanks)": true,
	"keine angabe": true, "keine angaben": true, "unbekannt": true, "nicht bekannt": true, "nicht vorhanden": true, "entfällt": true, "keine": true, "(leer)": true,
	"inconnu": true, "inconnue": true, "non renseigné": true, "non communiqué": true, "néant": true, "aucun": true, "aucune": true, "sans objet": true, "(vide)": true,
	"desconocido": true, "desconocida": true, "ninguno": true, "ninguna": true, "sin datos": true, "no disponible": true, "no aplica": true, "vacío": true, "(vacío)": true,
	"sconosciuto": true, "sconosciuta": true, "nessuno": true, "nessuna": true, "non disponibile": true, "(vuoto)": true,
	"onbekend": true, "geen": true, "niet bekend": true, "niet van toepassing": true, "(leeg)": true,
	"ukendt": true, "ingen": true, "mangler": true, "okänd": true, "okänt": true, "saknas": true, "inget": true, "ukjent": true, "ikke kjent": true, "(tom)": true,
	"brak danych": true, "nieznany": true, "nieznana": true, "nie dotyczy": true, "neznámý": true, "neznámá": true, "neuvedeno": true, "tuntematon": true, "ei tiedossa": true, "(tyhjä)": true,
	"не указано": true, "нет данных": true, "неизвестно": true, "bilinmiyor": true, "yok": true, "nincs": true, "ismeretlen": true,
	"desconhecido": true, "desconhecida": true, "nenhum": true, "nenhuma": true,
}

// longestPlaceholder is the length of the longest of them, in bytes.
const longestPlaceholder = 32

// isPlaceholder recognizes a text that stands for nothing: n/a, NULL, -, ???, 00000. A
// last name may well be Null.
func isPlaceholder(f *Field, k kind, text string) bool {
	if len(text) > longestPlaceholder || text == "" {
		return false
	}
	switch {
	case strings.Trim(text, "-–—_.·…?!*#/\\~=+|,;:'\"()[]{}<> ") == "":
		return true // -, --, …, ?, #
	case k == kindPhone && sameDigits(text):
		return true
	}
	switch text {
	case "NULL", "null", "NaN", "nan", "nil", "NIL":
		return true
	case "Null":
		return f.Name != "lastName"
	case "xx", "xxx", "xxxx", "XX", "XXX", "XXXX":
		return true
	}
	return placeholders[strings.ToLower(text)]
}

// sameDigits tells a number that is one digit over and over: 00000.
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
	return n > 3 || n > 0 && first == '0'
}
