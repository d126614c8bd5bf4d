package entity

import (
	"strings"
	"unicode"
)

// mostDigits bounds a number's digits, whole and decimals together. Business Central's
// own numbers have 18.
const mostDigits = 60

// decimal is a number taken apart: 0.DIGITS times ten to the power of point.
type decimal struct {
	negative bool
	digits   []byte
	point    int
}

// parseNumber reads a number as people and spreadsheets write it. mark is the decimal mark,
// 0 where that is not known: then a number that can be read in two ways is refused.
//
// A number of 16 or 17 digits whose last are what binary arithmetic leaves, as
// 0.30000000000000004, is rounded to the 15 that a spreadsheet shows: where at least the
// last three of the 15 are then zeros.
func parseNumber(cell string, mark rune) (string, *Problem) {
	if isNormal(cell) && (mark == '.' || strings.IndexByte(cell, '.') < 0) && len(cell) <= 15 {
		return cell, nil
	}
	d, wrong := readNumber(cell, mark)
	if wrong != nil {
		return "", wrong
	}
	if d.length() > mostDigits {
		return "", problem(InvalidNumber, ReasonNumberTooLong, cell)
	}
	return d.withoutNoise().String(), nil
}

// numeral is a cell in which the sign and the exponent have been found.
type numeral struct {
	cell     string
	negative bool
	mantissa string
	exponent int
	scaled   bool // an exponent is written
}

func readNumber(cell string, mark rune) (decimal, *Problem) {
	n, wrong := numeralOf(cell)
	if wrong != nil {
		return decimal{}, wrong
	}
	if mark == 0 {
		if mark, wrong = n.mark(); wrong != nil {
			return decimal{}, wrong
		}
		return n.read(mark, "")
	}
	return n.read(mark, string(mark))
}

// numeralOf finds the sign and the exponent, and refuses what has anything but digits and
// marks.
func numeralOf(cell string) (numeral, *Problem) {
	rest, negative, ok := unsigned(cell)
	if !ok {
		return numeral{}, problem(InvalidNumber, ReasonNumberInvalid, cell)
	}
	n := numeral{cell: cell, negative: negative, mantissa: rest}
	if i := strings.IndexAny(rest, "eE"); i > 0 {
		if exponent, ok := exponentOf(rest[i+1:]); ok {
			n.mantissa, n.exponent, n.scaled = rest[:i], exponent, true
		}
	}
	if n.mantissa == "" || strings.ContainsFunc(n.mantissa, isForeign) {
		return numeral{}, problem(InvalidNumber, foreignReason(cell), cell)
	}
	return n, nil
}

// unsigned takes off a sign before or behind, or the parentheses of bookkeepers.
func unsigned(cell string) (rest string, negative, ok bool) {
	rest = cell
	signs := 0
	take := func(text string, found, minus bool) {
		if found {
			signs++
			rest, negative = strings.TrimFunc(text, isBlank), negative || minus
		}
	}
	for _, minus := range []string{"-", "\u2212"} {
		text, found := strings.CutPrefix(rest, minus)
		take(text, found, true)
		text, found = strings.CutSuffix(rest, minus)
		take(text, found, true)
	}
	text, found := strings.CutPrefix(rest, "+")
	take(text, found, false)
	if text, found = strings.CutPrefix(rest, "("); found {
		text, found = strings.CutSuffix(text, ")")
		take(text, found, true)
	}
	return rest, negative, signs <= 1
}

// exponentOf reads what stands behind an E.
func exponentOf(text string) (int, bool) {
	negative := strings.HasPrefix(text, "-")
	text = strings.TrimLeft(text, "+-")
	if len(text) == 0 || len(text) > 3 || !areDigits(text) {
		return 0, false
	}
	if negative {
		return -number(text), true
	}
	return number(text), true
}

// isForeign reports whether a character is neither a digit nor a mark.
func isForeign(r rune) bool {
	return !(r >= '0' && r <= '9' || r == '.' || r == ',' || isBlank(r) || isApostrophe(r))
}

func isBlank(r rune) bool { return r == ' ' || r >= unicode.MaxASCII && unicode.Is(unicode.Zs, r) }

func isApostrophe(r rune) bool { return r == '\'' || r == '\u2019' }

func foreignReason(cell string) string {
	switch {
	case !strings.ContainsAny(cell, "0123456789"):
		return ReasonNumberInvalid
	case strings.ContainsAny(cell, "%\u2030"):
		return ReasonNumberPercent
	case strings.ContainsFunc(cell, func(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Sc, r) }):
		return ReasonNumberUnit
	default:
		return ReasonNumberInvalid
	}
}

// mark says which mark is the decimal mark where the number alone shows it.
func (n numeral) mark() (rune, *Problem) {
	text := n.mantissa
	dots, commas := strings.Count(text, "."), strings.Count(text, ",")
	switch {
	case dots == 0 && commas == 0:
		return '.', nil
	case dots > 0 && commas > 0:
		return rune(text[strings.LastIndexAny(text, ".,")]), nil
	}
	found, other := '.', ','
	if commas > 0 {
		found, other = other, found
	}
	if dots+commas > 1 {
		return other, nil
	}
	if !n.isAmbiguous(strings.IndexRune(text, found)) {
		return found, nil
	}
	decimal, _ := n.read(found, "")
	grouped, _ := n.read(other, "")
	return 0, problem(AmbiguousNumber, ReasonNumberAmbiguous, n.cell, decimal.String(), grouped.String())
}

// isAmbiguous reports whether the only mark can be either: 1.234, but not 0.234, 1234.567
// or 1.234E+03.
func (n numeral) isAmbiguous(at int) bool {
	before, after := n.mantissa[:at], n.mantissa[at+1:]
	return !n.scaled && len(before) >= 1 && len(before) <= 3 && before[0] != '0' && areDigits(before) &&
		len(after) == 3 && areDigits(after)
}

// read reads the digits with a decimal mark; said is the mark that the formats name.
func (n numeral) read(mark rune, said string) (decimal, *Problem) {
	whole, fraction, marked := strings.Cut(n.mantissa, string(mark))
	if marked && (fraction == "" || !areDigits(fraction)) {
		return decimal{}, n.misgrouped(said)
	}
	d := decimal{negative: n.negative, digits: make([]byte, 0, len(n.mantissa))}
	var ok bool
	if d.digits, ok = appendGroups(d.digits, whole); !ok || n.scaled && len(d.digits) != len(whole) {
		return decimal{}, n.misgrouped(said)
	}
	d.point = len(d.digits) + n.exponent
	d.digits = append(d.digits, fraction...)
	if len(d.digits) == 0 {
		return decimal{}, problem(InvalidNumber, ReasonNumberInvalid, n.cell)
	}
	return d.trimmed(), nil
}

func (n numeral) misgrouped(said string) *Problem {
	if said == "" {
		return problem(InvalidNumber, ReasonNumberMarks, n.cell)
	}
	return problem(InvalidNumber, ReasonNumberGrouping, n.cell, said)
}

// appendGroups appends the digits of a whole number, whose groups must have three digits
// and one mark between them all.
func appendGroups(dst []byte, whole string) ([]byte, bool) {
	var mark rune
	run := 0
	for i, r := range whole {
		if r >= '0' && r <= '9' {
			dst = append(dst, byte(r))
			run++
			continue
		}
		first := mark == 0
		switch {
		case first && (run == 0 || run > 3 || whole[0] == '0'), !first && (run != 3 || r != mark), i == 0:
			return dst, false
		}
		mark, run = r, 0
	}
	return dst, mark == 0 || run == 3
}

func areDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// trimmed takes off zeros that say nothing.
func (d decimal) trimmed() decimal {
	for len(d.digits) > 0 && d.digits[0] == '0' {
		d.digits, d.point = d.digits[1:], d.point-1
	}
	for len(d.digits) > 0 && d.digits[len(d.digits)-1] == '0' {
		d.digits = d.digits[:len(d.digits)-1]
	}
	if len(d.digits) == 0 {
		return decimal{}
	}
	return d
}

// length is how many digits the number has when it is written out.
func (d decimal) length() int {
	return max(d.point, len(d.digits)) + max(0, -d.point)
}

// isWhole reports whether there are no decimals.
func (d decimal) isWhole() bool { return len(d.digits) <= d.point || len(d.digits) == 0 }

// withoutNoise takes off what binary arithmetic leaves behind the 15th digit.
func (d decimal) withoutNoise() decimal {
	const shown = 15
	if n := len(d.digits); n <= shown || n > 17 || d.isWhole() {
		return d
	}
	rounded := decimal{negative: d.negative, digits: append([]byte{'0'}, d.digits[:shown]...), point: d.point + 1}
	if d.digits[shown] >= '5' {
		i := shown
		for ; rounded.digits[i] == '9'; i-- {
			rounded.digits[i] = '0'
		}
		rounded.digits[i]++
	}
	if rounded = rounded.trimmed(); len(rounded.digits) > shown-3 {
		return d
	}
	return rounded
}

// String returns the canonical text.
func (d decimal) String() string {
	if len(d.digits) == 0 {
		return "0"
	}
	out := make([]byte, 0, d.length()+3)
	if d.negative {
		out = append(out, '-')
	}
	if d.point <= 0 {
		out = append(out, '0')
	}
	for i := range max(d.point, 0) {
		if i < len(d.digits) {
			out = append(out, d.digits[i])
		} else {
			out = append(out, '0')
		}
	}
	if !d.isWhole() {
		out = append(out, '.')
		for range -d.point {
			out = append(out, '0')
		}
		out = append(out, d.digits[max(d.point, 0):]...)
	}
	return string(out)
}

// isNormal reports whether a text is a canonical number.
func isNormal(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	whole, fraction, marked := strings.Cut(digits, ".")
	switch {
	case whole == "" || !areDigits(whole) || len(whole) > 1 && whole[0] == '0', digits == "0" && digits != text:
		return false
	}
	return !marked || fraction != "" && areDigits(fraction) && fraction[len(fraction)-1] != '0'
}

// normalNumber returns the canonical text of a number as JSON writes it, to the last digit.
func normalNumber(text string) (string, bool) {
	if short := withoutZeros(text); isNormal(short) {
		return short, len(short) <= mostDigits
	}
	mantissa, exponent, scaled := text, 0, false
	if i := strings.IndexAny(text, "eE"); i > 0 {
		if exponent, scaled = exponentOf(text[i+1:]); !scaled {
			return "", false
		}
		mantissa = text[:i]
	}
	mantissa, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, marked := strings.Cut(mantissa, ".")
	if whole == "" || !areDigits(whole) || !areDigits(fraction) || marked && fraction == "" {
		return "", false
	}
	d := decimal{negative: negative, digits: []byte(whole + fraction), point: len(whole) + exponent}.trimmed()
	if d.length() > mostDigits {
		return "", false
	}
	return d.String(), true
}

// withoutZeros takes off the zeros at the end of decimals.
func withoutZeros(text string) string {
	i := strings.IndexByte(text, '.')
	if i < 0 || i+1 == len(text) || !areDigits(text[i+1:]) {
		return text
	}
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// comparableNumber is the canonical text of a number, and the empty number is 0.
func comparableNumber(text string) string {
	if text == "" {
		return "0"
	}
	if normal, ok := normalNumber(text); ok {
		return normal
	}
	return text
}
