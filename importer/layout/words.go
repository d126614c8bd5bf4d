package layout

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// grade says how much of a cell is a word for a total.
type grade int

const (
	notTotal   grade = iota
	partTotal        // "Berlin Total", "Number of contacts: 12"
	wholeTotal       // "Total", "Total: 12"
)

// folded is a text as words are looked up: composed and without case.
func folded(text string) string { return strings.ToLower(norm.NFC.String(text)) }

// totality grades a cell.
func totality(text string) grade {
	const longest = 80
	if len(text) > longest {
		return notTotal
	}
	head, tail := folded(text), ""
	if i := strings.IndexAny(head, "0123456789:=("); i >= 0 {
		head, tail = head[:i], strings.Trim(head[i:], ":=() \u00a0")
	}
	head = strings.Trim(head, " \u00a0-–—*_.>")
	if tail != "" && !figure(tail) {
		return notTotal
	}
	if totalWord(head) {
		return wholeTotal
	}
	words := strings.Fields(head)
	if n := len(words); n > 1 && (totalWord(words[0]) || totalWord(words[n-1])) {
		return partTotal
	}
	return notTotal
}

// totalWord knows a folded word for a total, a subtotal or a number of records, in
// the languages whose headers are known to the proposal of a mapping, and as Excel and
// LibreOffice write them into subtotals and pivot tables.
func totalWord(word string) bool {
	switch word {
	case "total", "totals", "subtotal", "subtotals", "sub-total", "sub total", "grand total", "sum", "count", "grand count", "overall", "σ", "∑", // en
		"summe", "summen", "gesamt", "gesamtsumme", "gesamtergebnis", "ergebnis", "teilergebnis", "zwischensumme", "endsumme", "teilsumme", "insgesamt", "anzahl", "gesamtanzahl", "gesamtzahl", "summiert", // de
		"i alt", "ialt", "hovedtotal", "antal", "subtotaler", "totalt", // da
		"totaux", "sous-total", "sous total", "total général", "total general", "somme", "nombre", "ensemble", "résultat", // fr
		"totaal", "subtotaal", "eindtotaal", "som", "aantal", // nl
		"totale", "totali", "subtotale", "totale complessivo", "totale generale", "somma", "conteggio", "risultato", // it
		"totales", "suma", "cuenta", "recuento", "resultado", // es
		"soma", "contagem", "total geral", // pt
		"summa", "totalsumma", "delsumma", "slutsumma", "totalsum", "delsum", "antall", // sv, nb
		"celkem", "celkový součet", "součet", "mezisoučet", "počet", // cs
		"razem", "suma końcowa", "suma częściowa", "suma pośrednia", "ogółem", "łącznie", "liczba", // pl
		"yhteensä", "kaikki yhteensä", "välisumma", "loppusumma", "lukumäärä", "lkm": // fi
		return true
	}
	return false
}

var (
	amount   = regexp.MustCompile(`^[-+(]?(?:\d+|\d{1,3}(?:[., '’\x{a0}\x{202f}]\d{3})+)(?:[.,]\d+)?\)?-?$`)
	calendar = regexp.MustCompile(`^(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})$`)
	paging   = regexp.MustCompile(`(?i)^(?:seite|blatt|page|side|sida|sivu|pagina|página|strana|strona|oldal|p\.|s\.)\s*\d+`)
	moment   = regexp.MustCompile(`\b(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}:\d{2})\b`)
)

func dated(text string) bool {
	const longest = len("31/ 12/ 2026")
	return text != "" && text[0]-'0' < 10 && len(text) <= longest && calendar.MatchString(text)
}

func digits(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// figure reports whether a text is an amount, a count or a date: digits with a mark and
// groups, a currency or a short unit around them. What begins with + or with a zero
// before other digits is a phone number or a key.
func figure(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) > 40 || !strings.ContainsAny(text, "0123456789") {
		return false
	}
	if dated(text) {
		return true
	}
	text = strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Sc, r) || r == '%' })
	text = withoutUnit(text)
	if strings.HasPrefix(text, "+") || len(text) > 1 && text[0] == '0' && '0' <= text[1] && text[1] <= '9' {
		return false
	}
	return amount.MatchString(text)
}

// withoutUnit cuts up to three letters off either end: EUR, kr, Stk.
func withoutUnit(text string) string {
	const most = 3
	rest := strings.TrimLeftFunc(text, unicode.IsLetter)
	if utf8.RuneCountInString(text)-utf8.RuneCountInString(rest) <= most {
		text = rest
	}
	bare := strings.TrimSuffix(text, ".")
	rest = strings.TrimRightFunc(bare, unicode.IsLetter)
	if n := utf8.RuneCountInString(bare) - utf8.RuneCountInString(rest); n > 0 && n <= most {
		text = rest
	}
	return strings.TrimSpace(text)
}

// label reports whether a text may be a heading or a note: it has letters and does
// not stand for an unknown key.
func label(text string) bool {
	switch folded(text) {
	case "null", "nil", "none", "n/a", "na", "tbd", "tba", "new", "neu", "unknown", "unbekannt":
		return false
	}
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1 && !strings.Contains(text, "@")
}

// note reports whether a text is more than a name.
func note(text string) bool {
	return plainNote(text) || strings.HasSuffix(text, ":") || len(strings.Fields(text)) > 2
}

// plainNote reports whether a text can't be a value of a record: a page number, a time of
// printing, a footnote, a sentence.
func plainNote(text string) bool {
	if personal(text) {
		return false
	}
	if paging.MatchString(text) || strings.HasPrefix(text, "*") || strings.HasPrefix(text, "©") {
		return true
	}
	words := len(strings.Fields(text))
	switch text[len(text)-1] {
	case '.', '!':
		return words > 3
	}
	return words > 1 && moment.MatchString(text)
}

// personal reports whether a text belongs to a record: an e-mail address or a phone number.
func personal(text string) bool {
	if strings.Contains(text, "@") {
		return true
	}
	n := 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			n++
		case !strings.ContainsRune("+-()/. \u00a0", r):
			return false
		}
	}
	return n > 5 && !figure(text)
}

// ruled reports whether a text is a line that is drawn with signs.
func ruled(text string) bool {
	const signs = "-=_*~+.|—–─━═·"
	if text == "" || text[0]-'0' < 10 || (text[0]|0x20)-'a' < 26 { // as nearly all keys begin
		return false
	}
	return utf8.RuneCountInString(text) >= 3 && !strings.ContainsFunc(text, func(r rune) bool { return !slices.Contains([]rune(signs), r) })
}
