package entity

import "strings"

// noDate is the empty date of Business Central.
const noDate = "0001-01-01"

// parseDate reads a date by the pattern of the formats. Without one it takes what can be
// read in one way alone: the year first, or a year of four digits behind a day above 12. A
// time of midnight is no part of the date; another is refused, because the day of a time
// depends on the zone.
func parseDate(cell, pattern string) (string, *Problem) {
	switch pattern {
	case "":
		return plainDate(cell)
	case ExcelSerial:
		return serialDate(cell)
	}
	d, rest, ok := matchDate(cell, pattern)
	if !ok {
		if d, rest, ok = isoDate(cell); !ok {
			return "", noDateIn(cell, pattern)
		}
	}
	return d.canonical(cell, rest, pattern)
}

// canonical returns the canonical text of a day, where rest is what follows it in the cell.
func (d day) canonical(cell, rest, pattern string) (string, *Problem) {
	switch {
	case rest == "" || isMidnight(rest):
	case looksLikeTime(rest):
		return "", problem(InvalidDate, ReasonDateTime, cell)
	default:
		return "", noDateIn(cell, pattern)
	}
	if !d.exists() {
		return "", problem(InvalidDate, ReasonDateImpossible, cell)
	}
	text := d.append(make([]byte, 0, len(noDate)))
	switch string(text) {
	case noDate:
		return "", nil
	case cell:
		return cell, nil
	}
	return string(text), nil
}

// noDateIn is the problem of a cell that is no date in the form of the formats.
func noDateIn(cell, pattern string) *Problem {
	switch pattern {
	case "":
		return problem(InvalidDate, ReasonDateInvalid, cell)
	case ExcelSerial:
		return problem(InvalidDate, ReasonDateSerialInvalid, cell)
	}
	return problem(InvalidDate, ReasonDatePattern, cell, pattern)
}

// exists reports whether the calendar has the day.
func (d day) exists() bool {
	if d.year < 1 || d.year > 9999 || d.day < 1 {
		return false
	}
	switch d.month {
	case 1, 3, 5, 7, 8, 10, 12:
		return d.day <= 31
	case 4, 6, 9, 11:
		return d.day <= 30
	case 2:
		isLeap := d.year%4 == 0 && (d.year%100 != 0 || d.year%400 == 0)
		return d.day <= 28 || d.day == 29 && isLeap
	}
	return false
}

func (d day) String() string { return string(d.append(nil)) }

func (d day) append(dst []byte) []byte {
	dst = append(appendDigits(dst, d.year, 4), '-')
	dst = append(appendDigits(dst, d.month, 2), '-')
	return appendDigits(dst, d.day, 2)
}

func appendDigits(dst []byte, n, width int) []byte {
	dst = append(dst, "0000"[:width]...)
	for i := len(dst) - 1; n > 0 && width > 0; i, width = i-1, width-1 {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
	return dst
}

// isoDate reads a date in ISO's form at the start of a text.
func isoDate(text string) (d day, rest string, ok bool) {
	if len(text) < len(noDate) || text[4] != '-' || text[7] != '-' ||
		!areDigits(text[:4]) || !areDigits(text[5:7]) || !areDigits(text[8:10]) {
		return day{}, "", false
	}
	return day{year: number(text[:4]), month: number(text[5:7]), day: number(text[8:10])}, text[10:], true
}

// number is what a few digits say.
func number(digits string) int {
	n := 0
	for i := range len(digits) {
		n = 10*n + int(digits[i]-'0')
	}
	return n
}

// isMidnight reports whether what follows a date is a time at which nothing has passed.
func isMidnight(rest string) bool {
	rest = strings.TrimSuffix(strings.TrimLeft(rest, "T \u00a0"), "Z")
	hours, fraction, _ := strings.Cut(rest, ".")
	return (hours == "00:00" || hours == "00:00:00" || hours == "0:00" || hours == "0:00:00") && strings.Trim(fraction, "0") == ""
}

func looksLikeTime(rest string) bool {
	rest = strings.TrimLeft(rest, "T ,\u00a0")
	return len(rest) > 3 && rest[0] >= '0' && rest[0] <= '9' && strings.Contains(rest[:min(3, len(rest))], ":")
}

// plainDate reads a date without a pattern.
func plainDate(cell string) (string, *Problem) {
	if d, rest, ok := isoDate(cell); ok {
		return d.canonical(cell, rest, "")
	}
	for _, mark := range []string{"/", ".", "-"} {
		if d, rest, ok := matchDate(cell, "yyyy"+mark+"M"+mark+"d"); ok {
			return d.canonical(cell, rest, "")
		}
		if d, rest, ok := matchDate(cell, "d"+mark+"M"+mark+"yyyy"); ok {
			return d.plain(cell, rest)
		}
		if _, _, ok := matchDate(cell, "d"+mark+"M"+mark+"yy"); ok {
			return "", problem(AmbiguousDate, ReasonDateShortYear, cell)
		}
	}
	if d, ok := serialDay(cell); ok && d.exists() && len(cell) >= 5 {
		return "", problem(AmbiguousDate, ReasonDateSerial, cell, d.String())
	}
	return "", noDateIn(cell, "")
}

// plain decides whether the day or the month comes first, by the numbers alone.
func (d day) plain(cell, rest string) (string, *Problem) {
	swapped := day{year: d.year, month: d.day, day: d.month}
	switch {
	case d.day == d.month || !swapped.exists():
		return d.canonical(cell, rest, "")
	case !d.exists():
		return swapped.canonical(cell, rest, "")
	}
	return "", problem(AmbiguousDate, ReasonDateAmbiguous, cell, d.String(), swapped.String())
}

// receivedDate reads a date of the service.
func receivedDate(text string) (string, bool) {
	d, rest, ok := isoDate(text)
	if !ok {
		return "", false
	}
	canonical, wrong := d.canonical(text, rest, "")
	return canonical, wrong == nil
}
