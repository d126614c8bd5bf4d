package limits

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestRetryAfter bounds what a Retry-After is trusted with. Business Central's limits
// clear within minutes and its updates within hours; more comes from a broken proxy.
const longestRetryAfter = 24 * time.Hour

// RetryAfter reads a Retry-After header, in seconds or as a date; Business
// Central documents the header for 502 and 503 without its form
// (include-http-status-error-codes.md). Absent, malformed, negative and excessive
// values are 0: our own backoff decides.
func RetryAfter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	if header == "" {
		return 0
	}
	var d time.Duration
	if seconds, err := strconv.ParseFloat(header, 64); err == nil {
		if !(seconds > 0 && seconds <= longestRetryAfter.Seconds()) {
			return 0
		}
		d = time.Duration(seconds * float64(time.Second))
	} else if at, err := http.ParseTime(header); err == nil {
		d = at.Sub(now)
	}
	if d <= 0 || d > longestRetryAfter {
		return 0
	}
	return d
}
