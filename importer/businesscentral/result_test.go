package businesscentral

import (
	"net/http"
	"testing"
	"time"

	"bcimport/importer/businesscentral/limits"
)

var epoch = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func TestResult_TellsTroubleOfTheServer(t *testing.T) {
	t.Parallel()
	asked := http.Header{"Retry-After": {"9"}}
	tests := map[string]struct {
		r    reply
		want limits.Result
	}{
		"good":              {reply{status: 200, wrote: true}, limits.Result{Sent: true}},
		"good with words":   {reply{status: 200, wrote: true, header: asked}, limits.Result{Sent: true}},
		"stale":             {reply{status: 409, wrote: true}, limits.Result{Sent: true}},
		"lock that asks":    {reply{status: 409, wrote: true, header: asked}, limits.Result{Sent: true, Transient: true, Wait: 9 * time.Second}},
		"refused":           {reply{status: 400, wrote: true}, limits.Result{Sent: true}},
		"throttled":         {reply{status: 429, wrote: true, header: asked}, limits.Result{Sent: true, Transient: true, Throttled: true, Overloaded: true, Wait: 9 * time.Second}},
		"throttled, cut":    {reply{status: 429, wrote: true, header: asked, err: errTooLong}, limits.Result{Sent: true, Transient: true, Throttled: true, Overloaded: true, Wait: 9 * time.Second}},
		"unavailable":       {reply{status: 503, wrote: true, header: asked}, limits.Result{Sent: true, Transient: true, Overloaded: true, Wait: 9 * time.Second}},
		"server error":      {reply{status: 500, wrote: true}, limits.Result{Sent: true, Transient: true}},
		"not implemented":   {reply{status: 501, wrote: true}, limits.Result{Sent: true}},
		"not signed in":     {reply{status: 401, wrote: true}, limits.Result{Sent: true, Denied: true}},
		"not permitted":     {reply{status: 403, wrote: true}, limits.Result{Sent: true, Denied: true}},
		"redirect":          {reply{status: 307, wrote: true}, limits.Result{Sent: true, Transient: true}},
		"nothing came back": {reply{wrote: true, err: errTooLong}, limits.Result{Sent: true, Transient: true}},
		"nothing went out":  {reply{err: errTooLong}, limits.Result{Transient: true}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.r.result(epoch); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}
