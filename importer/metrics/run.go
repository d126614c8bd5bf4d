package metrics

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// mostRuns bounds the series of a file.
const mostRuns = 20

// longestFile is the length in characters at which a file's name is cut.
const longestFile = 100

// Run is how a run ended, or that it could not begin.
type Run struct {
	Command  string         `json:"command"`
	Target   string         `json:"target"`
	File     string         `json:"file"` // see FileLabel
	ExitCode int            `json:"code"`
	At       time.Time      `json:"at"`
	Rows     map[string]int `json:"rows"` // by status; nil for a run that did not begin, which has none of what follows
	Requests int            `json:"requests"`
	Seconds  float64        `json:"seconds"`
}

// FileLabel returns what a file is called in a label: the last part of its path, with *
// for each date or number, so that the files of all nights are one series.
func FileLabel(path string) string {
	numbers := regexp.MustCompile(`[0-9][0-9T_.:-]{2,}[0-9]`)
	name := []rune(numbers.ReplaceAllString(filepath.Base(path), "*"))
	return string(name[:min(len(name), longestFile)])
}

// Runs are the last runs of a process, the latest of them last.
type Runs []Run

// Add adds a run in place of an older one with the same labels, and drops the oldest
// ones beyond mostRuns.
func (r *Runs) Add(run Run) {
	kept := slices.DeleteFunc(slices.Clone(*r), func(old Run) bool {
		return old.Command == run.Command && old.Target == run.Target && old.File == run.File
	})
	kept = append(kept, run)
	*r = kept[max(0, len(kept)-mostRuns):]
}

// register makes the metrics of the runs.
func (r Runs) register(registry *prometheus.Registry) {
	labels := []string{"command", "target", "file"}
	exitCode := gauge(registry, "bcimport_run_exit_code", "Exit code of the last run: 0 is success, 1 did not begin.", labels)
	finished := gauge(registry, "bcimport_run_finished_timestamp_seconds", "When the last run ended, or could not begin.", labels)
	seconds := gauge(registry, "bcimport_run_seconds", "Duration of the last run, including the time before a resume.", labels)
	requests := gauge(registry, "bcimport_run_requests", "Requests of the last run, without those for tokens.", labels)
	rows := gauge(registry, "bcimport_run_rows", "Rows of the last run by status.", append(labels, "status"))
	for _, run := range r {
		values := []string{valid(run.Command), valid(run.Target), valid(run.File)}
		exitCode.WithLabelValues(values...).Set(float64(run.ExitCode))
		finished.WithLabelValues(values...).Set(timestamp(run.At))
		if run.Rows == nil {
			continue
		}
		seconds.WithLabelValues(values...).Set(run.Seconds)
		requests.WithLabelValues(values...).Set(float64(run.Requests))
		for status, n := range run.Rows {
			rows.WithLabelValues(append(values, valid(status))...).Set(float64(n))
		}
	}
}

func gauge(registry *prometheus.Registry, name, help string, labels []string) *prometheus.GaugeVec {
	vec := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	registry.MustRegister(vec)
	return vec
}

// valid makes a text a label's value, which has to be UTF-8; the name of a file need not be.
func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

func timestamp(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
