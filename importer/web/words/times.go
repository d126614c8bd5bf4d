package words

import "time"

// layouts are the forms of a day and of a time of day.
type layouts struct{ day, clock, seconds, between string }

func (p *Printer) layouts() layouts {
	switch p.code {
	case "de":
		return layouts{"02.01.2006", "15:04", "15:04:05", ", "}
	case "fr":
		return layouts{"02/01/2006", "15:04", "15:04:05", " "}
	case "da":
		return layouts{"02.01.2006", "15.04", "15.04.05", " "}
	}
	return layouts{"2 Jan 2006", "15:04", "15:04:05", ", "}
}

// Date writes the day of a time, in the time's own zone.
func (p *Printer) Date(t time.Time) string { return t.Format(p.layouts().day) }

// Clock writes the time of day, in the time's own zone.
func (p *Printer) Clock(t time.Time) string { return t.Format(p.layouts().clock) }

// Time writes the day and the time of day, in the time's own zone; nothing for the zero time.
func (p *Printer) Time(t time.Time) string { return p.moment(t, p.layouts().clock) }

// Seconds is Time with the seconds.
func (p *Printer) Seconds(t time.Time) string { return p.moment(t, p.layouts().seconds) }

func (p *Printer) moment(t time.Time, clock string) string {
	if t.IsZero() {
		return ""
	}
	l := p.layouts()
	return t.Format(l.day + l.between + clock)
}

// Duration writes a length of time in at most two units.
func (p *Printer) Duration(d time.Duration) string {
	switch {
	case d < time.Second:
		return p.T("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return p.T("%s s", p.Decimal(d.Seconds(), 1))
	case d < time.Minute:
		return p.T("%d s", int64(d/time.Second))
	case d < time.Hour:
		return p.twoUnits(Mark("%d min"), d/time.Minute, Mark("%d s"), d%time.Minute/time.Second)
	case d < 48*time.Hour:
		return p.twoUnits(Mark("%d h"), d/time.Hour, Mark("%d min"), d%time.Hour/time.Minute)
	}
	return p.T("%d days", int64(d/(24*time.Hour)))
}

// twoUnits writes a length of time in two units, the smaller one only where it is not 0.
func (p *Printer) twoUnits(large string, n time.Duration, small string, rest time.Duration) string {
	if rest == 0 {
		return p.T(large, int64(n))
	}
	return p.T(large, int64(n)) + " " + p.T(small, int64(rest))
}
