package entity

import (
	"strings"
	"time"
)

// noDateTime is the empty time of Business Central.
const noDateTime = "0001-01-01T00:00:00Z"

// parseDateTime reads a time as RFC 3339 writes it, with T or a blank between. A time
// without a zone is refused: it is not known which instant it is. What is finer than a
// millisecond is cut off, as Business Central keeps no more.
func parseDateTime(cell string) (string, *Problem) {
	if isNormalTime(cell) {
		return cell, nil
	}
	at, zoned, ok := readDateTime(cell)
	switch {
	case !ok:
		return "", problem(InvalidDateTime, ReasonDateTimeInvalid, cell)
	case !zoned:
		return "", problem(InvalidDateTime, ReasonDateTimeZone, cell)
	}
	text, ok := canonicalTime(at)
	if !ok {
		return "", problem(InvalidDateTime, ReasonDateTimeInvalid, cell)
	}
	return text, nil
}

// readDateTime returns the instant that a text names, and whether it names a zone.
func readDateTime(text string) (at time.Time, zoned, ok bool) {
	date, rest, ok := isoDate(text)
	if !ok || !date.exists() || rest == "" || !strings.ContainsRune("Tt ", rune(rest[0])) {
		return time.Time{}, false, false
	}
	clock := strings.TrimLeft(rest[1:], " ")
	end := strings.IndexAny(clock, "Zz+- ")
	if end < 0 {
		end = len(clock)
	}
	zone := strings.ToUpper(strings.TrimLeft(clock[end:], " "))
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00"} {
		full := text[:len(noDate)] + "T" + clock[:end]
		if zone == "" {
			at, err := time.Parse(layout, full+"Z")
			if err == nil {
				return at, false, true
			}
			continue
		}
		if at, err := time.Parse(layout, full+zone); err == nil {
			return at.UTC(), true, true
		}
	}
	return time.Time{}, false, false
}

// canonicalTime returns the canonical text of an instant.
func canonicalTime(at time.Time) (string, bool) {
	at = at.UTC().Truncate(time.Millisecond)
	if at.Year() < 1 || at.Year() > 9999 {
		return "", false
	}
	text := at.Format("2006-01-02T15:04:05.999Z")
	if text == noDateTime {
		return "", true
	}
	return text, true
}

// isNormalTime reports whether a text is the canonical text of a time.
func isNormalTime(text string) bool {
	date, rest, ok := isoDate(text)
	if !ok || !date.exists() || len(rest) < len("T00:00:00Z") || rest[0] != 'T' || rest[3] != ':' || rest[6] != ':' || text == noDateTime {
		return false
	}
	hours, minutes, seconds, fraction := rest[1:3], rest[4:6], rest[7:9], rest[9:]
	if !areDigits(hours) || !areDigits(minutes) || !areDigits(seconds) || hours > "23" || minutes > "59" || seconds > "59" {
		return false
	}
	if fraction == "Z" {
		return true
	}
	digits, zoned := strings.CutSuffix(fraction, "Z")
	digits, dotted := strings.CutPrefix(digits, ".")
	return zoned && dotted && len(digits) >= 1 && len(digits) <= 3 && areDigits(digits) && digits[len(digits)-1] != '0'
}

func receivedDateTime(text string) (string, bool) {
	if isNormalTime(text) {
		return text, true
	}
	at, zoned, ok := readDateTime(text)
	if !ok || !zoned {
		return "", false
	}
	return canonicalTime(at)
}

// comparableDateTime is the canonical text of a time, whatever zone it names.
func comparableDateTime(text string) string {
	if canonical, ok := receivedDateTime(text); ok {
		return canonical
	}
	return text
}
