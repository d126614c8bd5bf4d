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

// newTestReporter makes a reporter of a run that tells an address, and what it warned of.
func newTestReporter(t *testing.T, address string) (*Reporter, *[]string) {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "address"), []byte(address), 0o600); err != nil {
		t.Fatal(err)
	}
	warned := &[]string{}
	return &Reporter{
		Command: "run", Files: []string{"c.csv"}, MetricsFile: filepath.Join(folder, "bcimport.prom"),
		Receivers: func() (*notify.Notifier, error) {
			return New(filepath.Join(folder, "bcimport.yaml"), notify.Config{Webhook: &notify.Webhook{URLFile: "address"}}, nil, "1")
		},
		Target: func() string { return "production" }, ExitCode: func(importer.EndKind) int { return 3 }, Words: plainWords{},
		Warn: func(text string) { *warned = append(*warned, text) },
	}, warned
}

// TestReporter_TellsPeopleAndMonitoringOfARun, and a run is not waited for before the end.
func TestReporter_TellsPeopleAndMonitoringOfARun(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	defer server.Close()
	reporter, warned := newTestReporter(t, server.URL)
	wait := reporter.Begin(t.Context())
	if err := reporter.Prepare(); err != nil {
		t.Fatal(err)
	}
	reporter.Ended(runs.Result{File: "c.csv", Kind: importer.EndIncomplete, Summary: &reports.Summary{State: "finished"}})
	wait()
	written, err := os.ReadFile(reporter.MetricsFile)
	if err != nil || !strings.Contains(string(written), `bcimport_run_exit_code{command="run",file="c.csv",target="production"} 3`) {
		t.Errorf("metrics are %s, %v", written, err)
	}
	if calls.Load() != 1 || len(*warned) > 0 || !reporter.Reported() {
		t.Errorf("%d calls, warned of %q, told: %v", calls.Load(), *warned, reporter.Reported())
	}
}

// TestReporter_WhoReadsTheErrorIsNotNotified: monitoring counts the run all the same.
func TestReporter_WhoReadsTheErrorIsNotNotified(t *testing.T) {
	t.Parallel()
	reporter, warned := newTestReporter(t, "http://127.0.0.1:1")
	reporter.Attended = true
	reporter.Receivers = func() (*notify.Notifier, error) { t.Error("somebody is asked for"); return nil, nil }
	wait := reporter.Begin(t.Context())
	reporter.NotBegun(errors.New("no target"))
	wait()
	if _, err := os.Stat(reporter.MetricsFile); err != nil || len(*warned) > 0 {
		t.Errorf("%v, warned of %q", err, *warned)
	}
}

// TestReporter_SaysWhomARunFolderAloneNames: nobody is told then, and the run goes on.
func TestReporter_SaysWhomARunFolderAloneNames(t *testing.T) {
	t.Parallel()
	reporter, warned := newTestReporter(t, "")
	reporter.Receivers = func() (*notify.Notifier, error) { return nil, &Suppressed{"/else/bcimport.yaml"} }
	if err := reporter.Prepare(); err != nil || len(*warned) != 1 || !strings.HasSuffix((*warned)[0], "/else/bcimport.yaml was named only by the run folder; pass config to use it") {
		t.Errorf("%v, warned of %q", err, *warned)
	}
}
