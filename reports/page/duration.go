package page

import (
	"fmt"
	"strconv"
	"time"
)

// axisLabel returns a time on an axis, counted from the start.
func axisLabel(d time.Duration) string {
	switch {
	case d == 0:
		return "0"
	case d%time.Hour == 0:
		return fmt.Sprintf("%d h", d/time.Hour)
	case d > time.Hour:
		return fmt.Sprintf("%d:%02d h", d/time.Hour, d%time.Hour/time.Minute)
	case d%time.Minute == 0:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d > time.Minute:
		return fmt.Sprintf("%d:%02d min", d/time.Minute, d%time.Minute/time.Second)
	case d < time.Second:
		return fmt.Sprintf("%d ms", d/time.Millisecond)
	}
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}

// durationWords returns a length of time in words, in at most two units.
func durationWords(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return inTwoUnits(d, time.Minute, "min", time.Second, "s")
	case d < 48*time.Hour:
		return inTwoUnits(d, time.Hour, "h", time.Minute, "min")
	}
	return fmt.Sprintf("%d days", d/(24*time.Hour))
}

// inTwoUnits writes a length of time in two units, the smaller one only where it is not 0.
func inTwoUnits(d, large time.Duration, largeName string, small time.Duration, smallName string) string {
	words := fmt.Sprintf("%d %s", d/large, largeName)
	if rest := d % large / small; rest > 0 {
		words += fmt.Sprintf(" %d %s", rest, smallName)
	}
	return words
}
