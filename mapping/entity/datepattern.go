package entity

import (
	"strings"

	"bcimport/mapping/phrase"
)

// CheckDatePattern returns what is wrong with the Formats.Date of a mapping: a pattern has
// one day (d, dd), one month (M, MM, or MMM for its name) and one year (yy, yyyy), and
// what stands between them as it is. The empty pattern and ExcelSerial are right.
func CheckDatePattern(pattern string) error {
	if pattern == "" || pattern == ExcelSerial {
		return nil
	}
	counts := map[byte]int{}
	before := ""
	for rest := pattern; rest != ""; {
		token, tail := nextToken(rest)
		if isField(token) {
			counts[token[0]]++
			if err := checkToken(pattern, token, before, tail); err != nil {
				return err
			}
		} else if isLetter(token[0]) || token[0] >= '0' && token[0] <= '9' {
			return phrase.Errorf("date pattern %q holds %q; write it with d, dd, M, MM, MMM, yy and yyyy, as dd.MM.yyyy", pattern, token)
		}
		before, rest = token, tail
	}
	for _, part := range []struct {
		letter      byte
		name, write phrase.Known
	}{{'d', phrase.Known("day"), phrase.Known("d or dd")}, {'M', phrase.Known("month"), phrase.Known("M, MM or MMM")}, {'y', phrase.Known("year"), phrase.Known("yy or yyyy")}} {
		switch counts[part.letter] {
		case 0:
			return phrase.Errorf("date pattern %q has no %s; write %s for it", pattern, part.name, part.write)
		case 1:
		default:
			return phrase.Errorf("date pattern %q has the %s more than once; leave one of them out", pattern, part.name)
		}
	}
	return nil
}

func checkToken(pattern, token, before, tail string) error {
	switch token {
	case "d", "dd", "M", "MM", "MMM", "yy", "yyyy":
	case "m", "mm", "mmm":
		return phrase.Errorf("date pattern %q has %q, which is a minute; write %s for the month", pattern, token, strings.ToUpper(token))
	case "D", "DD", "Y", "YY", "YYYY":
		return phrase.Errorf("date pattern %q has %q; write %s", pattern, token, strings.ToLower(token))
	default:
		return phrase.Errorf("date pattern %q has %q; write d or dd, M, MM or MMM, and yy or yyyy", pattern, token)
	}
	next, _ := nextToken(tail)
	if (token == "d" || token == "M") && (isField(next) || isField(before)) {
		return phrase.Errorf("date pattern %q has %s without a mark beside it; write %s", pattern, token, token+token)
	}
	return nil
}

// nextToken splits off a run of one letter, or one character that stands for itself.
func nextToken(pattern string) (token, rest string) {
	if pattern == "" {
		return "", ""
	}
	n := 1
	if isLetter(pattern[0]) {
		for n < len(pattern) && pattern[n] == pattern[0] {
			n++
		}
	}
	return pattern[:n], pattern[n:]
}

// isField reports whether a token stands for a part of a date, rightly written or not.
func isField(token string) bool { return token != "" && strings.Contains("dDmMyY", token[:1]) }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// day is a date before it is known whether there is such a day.
type day struct{ year, month, day int }

// matchDate reads the date at the start of a cell by a pattern, and returns what follows.
func matchDate(cell, pattern string) (d day, rest string, ok bool) {
	before := ""
	for token := ""; pattern != ""; before = token {
		token, pattern = nextToken(pattern)
		if !isField(token) {
			if cell, ok = cutMark(cell, token); !ok {
				return d, "", false
			}
			continue
		}
		next, _ := nextToken(pattern)
		value, tail, ok := cutPart(cell, token, isField(before) || isField(next))
		if !ok {
			return d, "", false
		}
		if cell = tail; token == "MMM" && next != "." {
			cell = strings.TrimPrefix(cell, ".") // of an abbreviation
		}
		switch token[0] {
		case 'd':
			d.day = value
		case 'M':
			d.month = value
		default:
			d.year = value
		}
	}
	return d, cell, true
}

// cutMark takes a mark off; a blank of the pattern stands for any blank.
func cutMark(cell, mark string) (string, bool) {
	if mark == " " {
		for i, r := range cell {
			if !isBlank(r) {
				return cell[i:], i > 0
			}
		}
		return "", cell != ""
	}
	return strings.CutPrefix(cell, mark)
}

// cutPart takes a part of a date off. A day or month may have one digit between marks.
func cutPart(cell, token string, joined bool) (value int, rest string, ok bool) {
	least, most := 1, 2
	switch token {
	case "MMM":
		return cutMonth(cell)
	case "yyyy":
		least, most = 4, 4
	case "yy":
		least = 2
	case "dd", "MM":
		if joined {
			least = 2
		}
	}
	n := 0
	for n < len(cell) && n < most && cell[n] >= '0' && cell[n] <= '9' {
		value = 10*value + int(cell[n]-'0')
		n++
	}
	if token == "yy" {
		value = fullYear(value)
	}
	return value, cell[n:], n >= least
}

// fullYear takes two digits as Excel does: 00 to 29 are 2000 to 2029, 30 to 99 are 1930 to
// 1999.
func fullYear(year int) int {
	if year < 30 {
		return 2000 + year
	}
	return 1900 + year
}
