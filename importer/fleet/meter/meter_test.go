package meter_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/fleet/dispatch"
	"bcimport/importer/fleet/meter"
	"bcimport/importer/runs"
)

// connection has sent some requests.
type connection struct {
	runs.Service
	sent *importer.Requests
}

func (c connection) Requests() importer.Requests { return *c.sent }

func (connection) Close() {}

// metrics are what is served, but for what every Go program has.
func metrics(t *testing.T, at string) string {
	t.Helper()
	res, err := http.Get("http://" + at + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res.Status, err)
	}
	var ours []string
	for line := range strings.Lines(string(body)) {
		if strings.HasPrefix(line, "bcimport_") {
			ours = append(ours, strings.TrimSpace(line))
		}
	}
	return strings.Join(ours, "\n")
}

func TestMeter_ServesWhatAWorkerDid(t *testing.T) {
	t.Parallel()
	m := meter.New()
	at, stop, err := m.Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	sent := &importer.Requests{Reads: 3, Writes: 2, Token: 1}
	connect := m.Counting(func(context.Context, runs.Destination, func() error) (runs.Service, error) {
		return connection{sent: sent}, nil
	})
	service, err := connect(t.Context(), runs.Destination{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m.Began(dispatch.Run{}, 1)
	m.Began(dispatch.Run{}, 2)
	m.Began(dispatch.Run{}, 1)
	m.Began(dispatch.Run{}, 1)
	m.Finished(dispatch.Run{}, fleet.Result{End: importer.EndIncomplete, Rows: map[string]int{"updated": 5, "invalid": 1}}, "")
	m.Finished(dispatch.Run{}, fleet.Result{}, fleet.ServerDown)
	m.Finished(dispatch.Run{}, fleet.Result{End: importer.EndRefused}, "")
	m.Looked(fleet.Standing{Submitted: 2, Left: 4, NewlyLeft: 1, Missing: map[string]bool{"*.csv": true}})
	m.Looked(fleet.Standing{Submitted: 1, NewlyMissing: 1})
	m.Beat()
	m.Appended(3 * time.Millisecond)
	holds := func(wants ...string) {
		t.Helper()
		got := metrics(t, at)
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("no %q in\n%s", want, got)
			}
		}
	}
	holds("bcimport_fleet_runs_in_work 1", `bcimport_fleet_runs_ended_total{end="incomplete"} 1`, `bcimport_fleet_runs_ended_total{end="refused"} 1`,
		`bcimport_fleet_inbox_files_total{state="taken"} 3`, `bcimport_fleet_inbox_files_total{state="left"} 1`, `bcimport_fleet_inbox_files_total{state="missing"} 1`,
		`bcimport_fleet_attempts_unfinished_total{reason="server_down"} 1`,
		`bcimport_fleet_rows_total{status="updated"} 5`, "bcimport_fleet_heartbeats_total 1", "bcimport_fleet_takeovers_total 1",
		"bcimport_fleet_append_seconds_count 1", `bcimport_fleet_requests_total{kind="reads"} 3`)
	sent.Reads = 10
	service.Close()
	service.Close()
	holds(`bcimport_fleet_requests_total{kind="reads"} 10`, `bcimport_fleet_requests_total{kind="writes"} 2`)
}

func TestMeter_AddressInUseIsTold(t *testing.T) {
	t.Parallel()
	at, stop, err := meter.New().Serve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	if _, _, err := meter.New().Serve(at); importer.KindOf(err) != importer.KindInvalid || len(importer.Hints(err)) == 0 {
		t.Error(err)
	}
}
