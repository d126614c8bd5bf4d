package entity

import (
	"strings"
	"time"
)

// serialDate reads the serial number of a day in Excel's 1900 system. The time that its
// decimals stand for is no part of the date.
func serialDate(cell string) (string, *Problem) {
	if d, rest, ok := isoDate(cell); ok {
		return d.canonical(cell, rest, ExcelSerial)
	}
	d, ok := serialDay(cell)
	if !ok {
		return "", noDateIn(cell, ExcelSerial)
	}
	return d.canonical(cell, "", ExcelSerial)
}

// serialDay returns the day of a serial number. 60 is the 29th of February 1900, which
// Excel has and the calendar has not.
func serialDay(cell string) (day, bool) {
	const leapDay, last = 60, 2958465 // 9999-12-31
	whole, fraction, _ := strings.Cut(strings.Replace(cell, ",", ".", 1), ".")
	if whole == "" || len(whole) > 7 || !areDigits(whole) || !areDigits(fraction) {
		return day{}, false
	}
	serial := number(whole)
	switch {
	case serial < 1 || serial > last:
		return day{}, false
	case serial == leapDay:
		return day{year: 1900, month: 2, day: 29}, true
	case serial < leapDay:
		serial++
	}
	year, month, number := time.Date(1899, time.December, 30+serial, 0, 0, 0, 0, time.UTC).Date()
	return day{year: year, month: int(month), day: number}, true
}
