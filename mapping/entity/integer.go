package entity

import (
	"strconv"
	"strings"
)

// parseInteger reads a whole number, with needless decimals perhaps: 12,0 is 12. bits is
// 32, or 64 for anything else.
func parseInteger(cell string, mark rune, bits int) (string, *Problem) {
	if len(cell) < len("2147483647") && isNormal(cell) && strings.IndexByte(cell, '.') < 0 {
		return cell, nil
	}
	if bits != 32 {
		bits = 64
	}
	d, wrong := readNumber(cell, mark)
	if wrong != nil {
		return "", wrong
	}
	if d = d.withoutNoise(); !d.isWhole() {
		return "", problem(InvalidNumber, ReasonIntegerFraction, cell)
	}
	least := int64(-1) << (bits - 1)
	if d.length() <= mostDigits {
		text := d.String()
		if _, err := strconv.ParseInt(text, 10, bits); err == nil {
			return text, nil
		}
	}
	return "", problem(OutOfRange, ReasonIntegerRange, cell, strconv.FormatInt(least, 10), strconv.FormatInt(-(least+1), 10))
}
