package limits

import (
	"net/http"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		header string
		want   time.Duration
	}{
		"absent":             {"", 0},
		"seconds":            {"120", 2 * time.Minute},
		"blanks around":      {" 3 ", 3 * time.Second},
		"fraction":           {"1.5", 1500 * time.Millisecond},
		"zero":               {"0", 0},
		"negative":           {"-5", 0},
		"a day":              {"86400", 24 * time.Hour},
		"more than a day":    {"86401", 0},
		"beyond any number":  {"99999999999999999999999", 0},
		"infinite":           {"Inf", 0},
		"not a number":       {"NaN", 0},
		"garbage":            {"soon", 0},
		"date":               {epoch.Add(90 * time.Second).Format(http.TimeFormat), 90 * time.Second},
		"date of RFC 850":    {epoch.Add(90 * time.Second).Format("Monday, 02-Jan-06 15:04:05 GMT"), 90 * time.Second},
		"date in the past":   {epoch.Add(-time.Hour).Format(http.TimeFormat), 0},
		"date far away":      {epoch.AddDate(1, 0, 0).Format(http.TimeFormat), 0},
		"date cut in middle": {"Fri, 02 Jan 20", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := RetryAfter(tt.header, epoch); got != tt.want {
				t.Errorf("%q: %v, want %v", tt.header, got, tt.want)
			}
		})
	}
}
