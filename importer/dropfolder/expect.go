package dropfolder

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Expectation says that a file has to arrive by a time of day, or by several each day.
type Expectation struct {
	days  [7]bool     // by time.Weekday
	times []timeOfDay // at least one, in the order of the day
}

// timeOfDay is a time on a wall clock.
type timeOfDay struct{ hour, minute int }

var expectation = regexp.MustCompile(`^(\S+) by (\d{1,2}:\d{2}(?:(?:\s*,\s*|\s+and\s+)\d{1,2}:\d{2})*)$`)

var clockTime = regexp.MustCompile(`\d{1,2}:\d{2}`)

// ParseExpectation reads `daily by 03:00`, `weekdays by 18:30`, `monday by 03:00` or, for
// several deliveries a day, `daily by 03:00, 12:00 and 18:30`.
func ParseExpectation(text string) (Expectation, error) {
	wrong := fmt.Errorf("%q is not like `daily by 03:00`, `weekdays by 06:00 and 18:30` or `monday by 03:00`", text)
	m := expectation.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return Expectation{}, wrong
	}
	e := Expectation{}
	for _, written := range clockTime.FindAllString(m[2], -1) {
		at, err := time.Parse("15:04", fmt.Sprintf("%05s", written))
		if err != nil {
			return Expectation{}, wrong
		}
		e.times = append(e.times, timeOfDay{at.Hour(), at.Minute()})
	}
	slices.SortFunc(e.times, func(a, b timeOfDay) int { return cmp.Or(a.hour-b.hour, a.minute-b.minute) })
	some := false
	for day := range e.days {
		weekday := time.Weekday(day)
		e.days[day] = m[1] == "daily" || m[1] == "weekdays" && weekday != time.Saturday && weekday != time.Sunday ||
			strings.EqualFold(m[1], weekday.String())
		some = some || e.days[day]
	}
	if !some {
		return Expectation{}, wrong
	}
	return e, nil
}

// Deadline returns the last deadline that is not after now, in the time zone of now.
func (e Expectation) Deadline(now time.Time) time.Time {
	for back := 0; ; back++ { // a week at most: some day has one
		for _, at := range slices.Backward(e.times) {
			d := time.Date(now.Year(), now.Month(), now.Day()-back, at.hour, at.minute, 0, 0, now.Location())
			if e.days[d.Weekday()] && !d.After(now) {
				return d
			}
		}
	}
}

// Missed returns the last deadline and reports whether no file has arrived between the one
// before and it, as far as that can be known when files are awaited since a time. last is
// when the last file arrived, zero for never.
func (e Expectation) Missed(since, last, now time.Time) (deadline time.Time, missed bool) {
	deadline = e.Deadline(now)
	before := e.Deadline(deadline.Add(-time.Second))
	return deadline, since.Before(deadline) && !last.After(before)
}

// Late reports whether a file that arrives at a time is the one that was due before: it
// counts for that deadline, not for the next one, unless that is nearer. last is when a
// file arrived in time, zero for never.
func (e Expectation) Late(since, last, arrived time.Time) bool {
	deadline, missed := e.Missed(since, last, arrived)
	return missed && arrived.Sub(deadline) < e.next(arrived).Sub(arrived)
}

// next returns the first deadline after now.
func (e Expectation) next(now time.Time) time.Time {
	for ahead := 0; ; ahead++ { // a week at most
		for _, at := range e.times {
			d := time.Date(now.Year(), now.Month(), now.Day()+ahead, at.hour, at.minute, 0, 0, now.Location())
			if e.days[d.Weekday()] && d.After(now) {
				return d
			}
		}
	}
}

// Deliveries are what is known of the files of one pattern: since when they are awaited,
// when the last one arrived in time, and when the last that was late for its deadline.
type Deliveries struct {
	Since   time.Time `json:"since"`
	Arrived time.Time `json:"arrived,omitzero"`
	Late    time.Time `json:"late,omitzero"`
}

// Came takes note of a file that arrived at a time. expected is nil where none is.
func (d *Deliveries) Came(expected *Expectation, at time.Time) {
	switch {
	case !at.After(d.Arrived) || !at.After(d.Late):
	case expected != nil && !d.Late.After(expected.Deadline(at)) && expected.Late(d.Since, d.Arrived, at):
		d.Late = at
	default:
		d.Arrived = at
	}
}

// Missed returns the last deadline and reports whether no file has come for it.
func (d Deliveries) Missed(expected *Expectation, now time.Time) (deadline time.Time, missed bool) {
	if expected == nil {
		return time.Time{}, false
	}
	deadline, missed = expected.Missed(d.Since, d.Arrived, now)
	return deadline, missed && !d.Late.After(deadline)
}
