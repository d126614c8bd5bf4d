package entity

import "slices"

// Formats says how a file writes values. The zero value leaves it to the values, which
// are refused where they can be read in two ways.
type Formats struct {
	// Decimal is the decimal mark, ',' or '.'; 0: not said. The other of the two, blanks
	// and apostrophes group digits.
	Decimal rune
	// Date is a pattern such as dd.MM.yyyy (CheckDatePattern), ExcelSerial, or empty: not
	// said.
	Date string
	// True and False are the words of a boolean, taken without case. Where both are empty,
	// the usual words of eight languages are.
	True, False []string
}

// ExcelSerial is the Formats.Date of a file that writes dates as the serial numbers of
// Excel's 1900 system.
const ExcelSerial = "excel"

// Blank returns what a blank cell of a boolean is where the formats list the empty text as
// one of its words.
func (f Formats) Blank() (canonical string, listed bool) {
	switch {
	case slices.Contains(f.True, ""):
		return "true", true
	case slices.Contains(f.False, ""):
		return "false", true
	}
	return "", false
}
