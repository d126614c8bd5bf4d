package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// numberFormat is how a workbook shows a number, as far as that changes its meaning.
type numberFormat struct {
	date    bool
	pattern string // of digits and separators, such as 00000 or 0# ## ## ## ##; empty: none
}

// formatOf returns the number format of an id, and of its code if the workbook defines it
// (ECMA-376 part 1, 18.8.30).
func formatOf(id int, code string) numberFormat {
	switch {
	case code == "" && (14 <= id && id <= 22 || 27 <= id && id <= 36 || 45 <= id && id <= 47 || 50 <= id && id <= 58):
		return numberFormat{date: true}
	case code == "":
		return numberFormat{}
	}
	positive, _, _ := strings.Cut(code, ";")
	plain, literal := withoutLiterals(positive)
	switch {
	case strings.Contains(positive, "[<"), strings.Contains(positive, "[>"), strings.Contains(positive, "[="): // such as [<=9999999]###-####: for some numbers only
		return numberFormat{}
	case strings.EqualFold(plain, "general"):
		return numberFormat{}
	case strings.ContainsAny(strings.ToLower(plain), "ymdhs"):
		return numberFormat{date: true}
	case digitPattern(plain) && (literal || strings.HasPrefix(plain, "0") && len(plain) > 1 || strings.ContainsAny(plain, " +-/()")):
		return numberFormat{pattern: withLiterals(positive)}
	}
	return numberFormat{}
}

// withoutLiterals returns a format's code without its quoted, escaped and bracketed parts:
// the placeholders of digits and dates. literal is true if there was quoted text.
func withoutLiterals(code string) (plain string, literal bool) {
	var out strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"', '[':
			end := strings.IndexByte(code[i+1:], map[byte]byte{'"': '"', '[': ']'}[c])
			if end < 0 {
				return out.String(), literal
			}
			literal = literal || c == '"'
			i += end + 1
		case '\\':
			i++
			literal = true
		case '_', '*':
			i++
		default:
			out.WriteByte(c)
		}
	}
	return out.String(), literal
}

// withLiterals returns a format's code with its literals unquoted and without colours, widths
// and fillers.
func withLiterals(code string) string {
	var out strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
		case '[':
			if end := strings.IndexByte(code[i:], ']'); end > 0 {
				i += end
			}
		case '_', '*':
			i++
		case '\\':
			if i++; i < len(code) {
				out.WriteByte(code[i])
			}
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// digitPattern reports whether a format only places digits, without decimals, thousands,
// percent or exponent.
func digitPattern(plain string) bool {
	return strings.ContainsAny(plain, "0#") && strings.Trim(plain, "0# +-/()") == ""
}

// text returns a number as text: a date in ISO form, digits as the format places them, else
// the shortest decimal with all its digits.
func (f numberFormat) text(value string, date1904 bool) string {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return value
	}
	if f.date {
		if text, ok := dateText(n, date1904); ok {
			return text
		}
	}
	if f.pattern != "" && n >= 0 && n == math.Trunc(n) && n < 1e18 {
		return fillPattern(strconv.FormatFloat(n, 'f', -1, 64), f.pattern)
	}
	if math.Abs(n) >= 1e21 {
		return strconv.FormatFloat(n, 'E', -1, 64)
	}
	if n != math.Trunc(n) {
		n = rounded(n)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// rounded returns a number with the 15 digits that spreadsheets show, so that the sum of 0.1
// and 0.2 is 0.3.
func rounded(n float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		return n
	}
	return r
}

// fillPattern puts digits into a pattern from the right, as a spreadsheet does: a 0 without
// a digit becomes a zero, a # nothing, and remaining digits go before the first placeholder.
func fillPattern(digits, pattern string) string {
	var out []byte // reversed
	first := strings.IndexAny(pattern, "0#")
	left := len(digits)
	for i := len(pattern) - 1; i >= 0; i-- {
		c := pattern[i]
		switch {
		case c != '0' && c != '#':
			if i > first && left == 0 && !strings.Contains(pattern[:i], "0") {
				continue // a separator of digits that are missing
			}
			out = append(out, c)
		case left > 0:
			left--
			out = append(out, digits[left])
			for i == first && left > 0 {
				left--
				out = append(out, digits[left])
			}
		case c == '0':
			out = append(out, '0')
		}
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}

// dateText returns a serial date in ISO form, with the time if it has one. Excel counts a
// 29 February 1900, which did not exist, so days before March 1900 are one off.
func dateText(serial float64, date1904 bool) (string, bool) {
	if serial < 0 || serial >= 2958466 {
		return "", false
	}
	days, fraction := math.Modf(serial)
	seconds := math.Round(fraction * 86400)
	if seconds == 86400 {
		days, seconds = days+1, 0
	}
	if days == 0 && !date1904 {
		return time.Unix(int64(seconds), 0).UTC().Format(time.TimeOnly), true
	}
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 61:
		start = start.AddDate(0, 0, 1)
	}
	return formatTime(start.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)), true
}

// formatTime returns a date with its time, if it has one.
func formatTime(at time.Time) string {
	if at.Hour() == 0 && at.Minute() == 0 && at.Second() == 0 {
		return at.Format(time.DateOnly)
	}
	return at.Format(time.DateTime)
}

// isoText returns a date that a workbook stores in ISO form (ECMA-376 part 1, 18.18.11), with
// or without the time and its zone. A date of the year 1899 is a time alone.
func isoText(value string) string {
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02Z07:00", time.DateOnly} {
		at, err := time.Parse(layout, value)
		switch {
		case err != nil:
			continue
		case at.Year() == 1899:
			return at.Format(time.TimeOnly)
		}
		return formatTime(at)
	}
	return value
}

// unescape replaces the characters that OOXML writes as _x000D_ (ST_Xstring, ECMA-376 part
// 1, 22.9.2.19) and makes all line ends LF.
func unescape(s string) string {
	if strings.Contains(s, "_x") {
		var out strings.Builder
		for i := 0; i < len(s); {
			if r, ok := escaped(s[i:]); ok {
				out.WriteRune(r)
				i += 7
				continue
			}
			out.WriteByte(s[i])
			i++
		}
		s = out.String()
	}
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

func escaped(s string) (rune, bool) {
	if len(s) < 7 || s[:2] != "_x" || s[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	if err != nil || n == 0 || 0xd800 <= n && n <= 0xdfff || !unicode.IsControl(rune(n)) && n != '_' {
		return 0, false
	}
	return rune(n), true
}
