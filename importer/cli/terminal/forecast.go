package terminal

import (
	"fmt"
	"time"

	"bcimport/importer/runs"
	"bcimport/reports/lines"
)

// ForecastWords says what rows will take.
func ForecastWords(f runs.Forecast) string {
	return fmt.Sprintf("about %s, %s", lines.Count(f.Requests, "request"), roughly(f.Takes))
}

// roughly rounds a duration to what a forecast can know.
func roughly(d time.Duration) string {
	switch {
	case d < time.Second:
		return "a few seconds"
	case d < time.Minute:
		return d.Round(time.Second).String()
	case d < time.Hour:
		return d.Round(10 * time.Second).String()
	}
	return d.Round(time.Minute).String()
}
