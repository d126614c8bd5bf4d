package dropfolder

import (
	"testing"
	"time"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestExpectation_MissedOnceTheDeadlineHasPassedWithoutAFile(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		expect, since, last, now string
		missed                   bool
	}{
		"came in time":                       {"daily by 03:00", "2026-11-01 12:00", "2026-11-25 02:10", "2026-11-25 03:00", false},
		"did not come":                       {"daily by 03:00", "2026-11-01 12:00", "2026-11-24 02:10", "2026-11-25 03:00", true},
		"not yet due":                        {"daily by 03:00", "2026-11-01 12:00", "2026-11-24 02:10", "2026-11-25 02:59", false},
		"came the evening before":            {"daily by 03:00", "2026-11-01 12:00", "2026-11-24 22:00", "2026-11-25 04:00", false},
		"came late for the day before":       {"daily by 03:00", "2026-11-01 12:00", "2026-11-24 03:00", "2026-11-25 04:00", true},
		"nobody has looked before":           {"daily by 03:00", "2026-11-25 03:30", "", "2026-11-25 04:00", false},
		"never came":                         {"daily by 03:00", "2026-11-24 03:30", "", "2026-11-25 03:00", true},
		"Sunday is no weekday":               {"weekdays by 18:30", "2026-11-01 12:00", "2026-11-20 18:00", "2026-11-22 20:00", false},
		"Monday is one":                      {"weekdays by 18:30", "2026-11-01 12:00", "2026-11-20 18:00", "2026-11-23 18:30", true},
		"by weekday":                         {"monday by 3:00", "2026-11-01 12:00", "2026-11-18 18:00", "2026-11-25 18:30", false},
		"by weekday, missed":                 {"Monday by 03:00", "2026-11-01 12:00", "2026-11-15 18:00", "2026-11-25 18:30", true},
		"clocks go forward over the hour":    {"daily by 02:30", "2026-03-01 12:00", "2026-03-28 02:00", "2026-03-29 04:00", true},
		"came in the short night":            {"daily by 02:30", "2026-03-01 12:00", "2026-03-29 01:50", "2026-03-29 04:00", false},
		"clocks go back, hour comes twice":   {"daily by 02:30", "2026-10-01 12:00", "2026-10-25 01:00", "2026-10-25 04:00", false},
		"missed in the night of the switch":  {"daily by 02:30", "2026-10-01 12:00", "2026-10-24 01:00", "2026-10-25 04:00", true},
		"the year's last day by the first":   {"daily by 00:00", "2026-10-01 12:00", "2026-12-31 23:59", "2027-01-01 00:00", false},
		"the second of three is missing":     {"daily by 03:00, 12:00 and 18:30", "2026-11-01 12:00", "2026-11-25 02:10", "2026-11-25 12:00", true},
		"the third of three is not due":      {"daily by 18:30, 3:00,12:00", "2026-11-01 12:00", "2026-11-25 11:10", "2026-11-25 18:29", false},
		"two a day, both came":               {"weekdays by 06:00 and 18:00", "2026-11-01 12:00", "2026-11-25 17:10", "2026-11-25 18:00", false},
		"over the end of the year, not come": {"daily by 00:00", "2026-10-01 12:00", "2026-12-30 23:59", "2027-01-01 00:00", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, err := ParseExpectation(tt.expect)
			if err != nil {
				t.Fatal(err)
			}
			var last time.Time
			if tt.last != "" {
				last = at(t, tt.last)
			}
			if deadline, missed := e.Missed(at(t, tt.since), last, at(t, tt.now)); missed != tt.missed {
				t.Errorf("missed %v by %v", missed, deadline)
			}
		})
	}
}

func TestParseExpectation_RefusesWhatIsNoTime(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "daily", "daily by 24:00", "daily by 3", "nightly by 03:00", "daily by 03:60", "daily by -3:00"} {
		if e, err := ParseExpectation(text); err == nil {
			t.Errorf("%q is read as %+v", text, e)
		}
	}
}

// TestExpectation_LateFileIsThatOfTheDeadlineBefore: it does not count for the next one.
func TestExpectation_LateFileIsThatOfTheDeadlineBefore(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		expect, last, came string
		late               bool
	}{
		"in time":                       {"daily by 03:00", "2026-11-24 02:10", "2026-11-25 02:10", false},
		"half an hour late":             {"daily by 03:00", "2026-11-24 02:10", "2026-11-25 03:30", true},
		"the evening before":            {"daily by 03:00", "2026-11-25 02:10", "2026-11-25 22:00", false},
		"a second one the same night":   {"daily by 03:00", "2026-11-25 02:10", "2026-11-25 03:30", false},
		"late for the first of two":     {"daily by 03:00 and 12:00", "2026-11-24 11:00", "2026-11-25 03:30", true},
		"in time for the second of two": {"daily by 03:00 and 12:00", "2026-11-25 02:00", "2026-11-25 11:30", false},
		"in time, after one was lost":   {"daily by 03:00", "2026-11-22 02:10", "2026-11-25 02:10", false},
		"on Monday, late for Friday":    {"weekdays by 18:00", "2026-11-19 17:00", "2026-11-21 09:00", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, err := ParseExpectation(tt.expect)
			if err != nil {
				t.Fatal(err)
			}
			if got := e.Late(at(t, "2026-11-01 12:00"), at(t, tt.last), at(t, tt.came)); got != tt.late {
				t.Errorf("late: %v", got)
			}
		})
	}
}
