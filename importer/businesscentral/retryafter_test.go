package businesscentral

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
			if got := retryAfter(tt.header, epoch); got != tt.want {
				t.Errorf("%q: %v, want %v", tt.header, got, tt.want)
			}
		})
	}
}

func TestVerdict_TellsTroubleOfTheServer(t *testing.T) {
	t.Parallel()
	asked := http.Header{"Retry-After": {"9"}}
	tests := map[string]struct {
		r    reply
		want verdict
	}{
		"good":              {reply{status: 200, wrote: true}, verdict{sent: true}},
		"good with words":   {reply{status: 200, wrote: true, header: asked}, verdict{sent: true}},
		"stale":             {reply{status: 409, wrote: true}, verdict{sent: true}},
		"lock that asks":    {reply{status: 409, wrote: true, header: asked}, verdict{sent: true, passing: true, asked: 9 * time.Second}},
		"refused":           {reply{status: 400, wrote: true}, verdict{sent: true}},
		"throttled":         {reply{status: 429, wrote: true, header: asked}, verdict{sent: true, passing: true, throttled: true, strained: true, asked: 9 * time.Second}},
		"throttled, cut":    {reply{status: 429, wrote: true, header: asked, err: errTooLong}, verdict{sent: true, passing: true, throttled: true, strained: true, asked: 9 * time.Second}},
		"unavailable":       {reply{status: 503, wrote: true, header: asked}, verdict{sent: true, passing: true, strained: true, asked: 9 * time.Second}},
		"server error":      {reply{status: 500, wrote: true}, verdict{sent: true, passing: true}},
		"not implemented":   {reply{status: 501, wrote: true}, verdict{sent: true}},
		"not signed in":     {reply{status: 401, wrote: true}, verdict{sent: true, denied: true}},
		"not permitted":     {reply{status: 403, wrote: true}, verdict{sent: true, denied: true}},
		"redirect":          {reply{status: 307, wrote: true}, verdict{sent: true, passing: true}},
		"nothing came back": {reply{wrote: true, err: errTooLong}, verdict{sent: true, passing: true}},
		"nothing went out":  {reply{err: errTooLong}, verdict{passing: true}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.r.verdict(epoch); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}
