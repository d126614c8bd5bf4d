package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/reports"
)

// mostSeries is how many files a metrics file tells of, the latest of them.
const mostSeries = 20

// metrics are the last runs of this process, as the textfile collector of Prometheus's
// node_exporter reads them. The zero value is ready.
type metrics struct{ samples []sample }

// sample is how a run ended.
type sample struct {
	Command  string         `json:"command"`
	Target   string         `json:"target"`
	File     string         `json:"file"`
	Code     Code           `json:"code"`
	At       time.Time      `json:"at"`
	Rows     map[string]int `json:"rows"` // by status; nil for a run that did not begin, and so for what follows
	Requests int            `json:"requests"`
	Seconds  float64        `json:"seconds"`
}

var manyDigits = regexp.MustCompile(`[0-9][0-9T_.:-]{2,}[0-9]`)

// newSample is a run that has just ended, of which summary is nil where it did not
// begin. A date or number in a file's name becomes *, so that each night's file is
// the same series.
func newSample(command, target, file string, code Code, summary *reports.Summary) sample {
	s := sample{Command: command, Target: target, File: manyDigits.ReplaceAllString(filepath.Base(file), "*"), Code: code, At: time.Now()}
	if runes := []rune(s.File); len(runes) > 100 {
		s.File = string(runes[:100])
	}
	if summary != nil {
		s.Rows, s.Requests, s.Seconds = rowsOf(summary), summary.Requests.Total, summary.Seconds
	}
	return s
}

// add takes a sample in place of an older one with the same labels.
func (m *metrics) add(s sample) {
	kept := slices.DeleteFunc(slices.Clone(m.samples), func(old sample) bool { return old.labels() == s.labels() })
	kept = append(kept, s)
	m.samples = kept[max(0, len(kept)-mostSeries):]
}

func (s sample) labels() string {
	return fmt.Sprintf(`command="%s",target="%s",file="%s"`, label(s.Command), label(s.Target), label(s.File))
}

// label writes a text as the value of a label.
func label(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(text, "\uFFFD"))
}

// text is the exposition of the samples.
func (m *metrics) text() string {
	var b strings.Builder
	family := func(name, help string, values func(s sample, put func(labels string, value float64))) {
		head(&b, name, help)
		for _, s := range m.samples {
			values(s, func(labels string, value float64) { put(&b, name, s.labels()+labels, value) })
		}
	}
	family("bcimport_run_exit_code", "Exit code of the last run: 0 is success, 1 did not begin.",
		func(s sample, put func(string, float64)) { put("", float64(s.Code)) })
	family("bcimport_run_finished_timestamp_seconds", "When the last run ended, or could not begin.",
		func(s sample, put func(string, float64)) { put("", seconds(s.At)) })
	family("bcimport_run_seconds", "How long the last run worked, the parts before a resume included.",
		func(s sample, put func(string, float64)) {
			if s.Rows != nil {
				put("", s.Seconds)
			}
		})
	family("bcimport_run_requests", "Requests of the last run, without those for tokens.",
		func(s sample, put func(string, float64)) {
			if s.Rows != nil {
				put("", float64(s.Requests))
			}
		})
	family("bcimport_run_rows", "Rows of the last run by status.",
		func(s sample, put func(string, float64)) {
			for _, status := range importer.Statuses() {
				if n, known := s.Rows[string(status)]; known {
					put(fmt.Sprintf(`,status="%s"`, status), float64(n))
				}
			}
		})
	return b.String()
}

func head(b *strings.Builder, name, help string) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

func put(b *strings.Builder, name, labels string, value float64) {
	fmt.Fprintf(b, "%s{%s} %s\n", name, labels, strconv.FormatFloat(value, 'f', -1, 64))
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// writeMetrics replaces a metrics file at once, readable by the collector's user.
func writeMetrics(path, text string) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".bcimport-*.tmp") // the collector reads *.prom alone
	if err != nil {
		return err
	}
	_, err = temp.WriteString(text)
	err = errors.Join(err, temp.Chmod(0o644), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}
