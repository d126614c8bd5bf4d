package news

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"bcimport/importer"
	"bcimport/importer/notify"
	"bcimport/importer/runs"
	"bcimport/reports"
)

// newTestTeller makes a teller of a run that tells an address, and what it warned of.
func newTestTeller(t *testing.T, address string) (*Teller, *[]string) {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "address"), []byte(address), 0o600); err != nil {
		t.Fatal(err)
	}
	warned := &[]string{}
	return &Teller{
		Command: "run", Files: []string{"c.csv"}, MetricsFile: filepath.Join(folder, "bcimport.prom"),
		Receivers: func() (*notify.Notifier, error) {
			return New(filepath.Join(folder, "bcimport.yaml"), notify.Config{Webhook: &notify.Webhook{URLFile: "address"}}, nil, "1")
		},
		Target: func() string { return "production" }, ExitCode: func(importer.EndKind) int { return 3 }, Words: plainWords{},
		Warn: func(text string) { *warned = append(*warned, text) },
	}, warned
}

// TestTeller_TellsPeopleAndMonitoringOfARun, and a run is not waited for before the end.
func TestTeller_TellsPeopleAndMonitoringOfARun(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	defer server.Close()
	teller, warned := newTestTeller(t, server.URL)
	wait := teller.Begin(t.Context())
	if err := teller.Prepare(); err != nil {
		t.Fatal(err)
	}
	teller.Ended(runs.Result{File: "c.csv", Kind: importer.EndIncomplete, Summary: &reports.Summary{State: "finished"}})
	wait()
	written, err := os.ReadFile(teller.MetricsFile)
	if err != nil || !strings.Contains(string(written), `bcimport_run_exit_code{command="run",file="c.csv",target="production"} 3`) {
		t.Errorf("metrics are %s, %v", written, err)
	}
	if calls.Load() != 1 || len(*warned) > 0 || !teller.Told() {
		t.Errorf("%d calls, warned of %q, told: %v", calls.Load(), *warned, teller.Told())
	}
}

// TestTeller_WhoReadsTheErrorIsNotNotified: monitoring counts the run all the same.
func TestTeller_WhoReadsTheErrorIsNotNotified(t *testing.T) {
	t.Parallel()
	teller, warned := newTestTeller(t, "http://127.0.0.1:1")
	teller.Attended = true
	teller.Receivers = func() (*notify.Notifier, error) { t.Error("somebody is asked for"); return nil, nil }
	wait := teller.Begin(t.Context())
	teller.NotBegun(errors.New("no target"))
	wait()
	if _, err := os.Stat(teller.MetricsFile); err != nil || len(*warned) > 0 {
		t.Errorf("%v, warned of %q", err, *warned)
	}
}

// TestTeller_SaysWhomARunFolderAloneNames: nobody is told then, and the run goes on.
func TestTeller_SaysWhomARunFolderAloneNames(t *testing.T) {
	t.Parallel()
	teller, warned := newTestTeller(t, "")
	teller.Receivers = func() (*notify.Notifier, error) { return nil, &Untold{"/else/bcimport.yaml"} }
	if err := teller.Prepare(); err != nil || len(*warned) != 1 || !strings.HasSuffix((*warned)[0], "/else/bcimport.yaml was named only by the run folder; pass config to use it") {
		t.Errorf("%v, warned of %q", err, *warned)
	}
}
