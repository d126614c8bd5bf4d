package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
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
	command, target, file string
	code                  Code
	summary               *reports.Summary // nil for a run that did not begin
	at                    time.Time
}

var manyDigits = regexp.MustCompile(`[0-9][0-9T_.:-]{2,}[0-9]`)

// add takes a sample in place of an older one with the same labels. A date or number
// in a file's name becomes *, so that each night's file is the same series.
func (m *metrics) add(s sample) {
	s.file = manyDigits.ReplaceAllString(filepath.Base(s.file), "*")
	if runes := []rune(s.file); len(runes) > 100 {
		s.file = string(runes[:100])
	}
	kept := m.samples[:0:0]
	for _, old := range m.samples {
		if old.labels() != s.labels() {
			kept = append(kept, old)
		}
	}
	kept = append(kept, s)
	m.samples = kept[max(0, len(kept)-mostSeries):]
}

func (s sample) labels() string {
	return fmt.Sprintf(`command="%s",target="%s",file="%s"`, label(s.command), label(s.target), label(s.file))
}

// label writes a text as the value of a label.
func label(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(text, "\uFFFD"))
}

// text is the exposition of the samples.
func (m *metrics) text() string {
	var b strings.Builder
	family := func(name, help string, values func(s sample, put func(labels string, value float64))) {
		fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
		for _, s := range m.samples {
			values(s, func(labels string, value float64) {
				fmt.Fprintf(&b, "%s{%s%s} %s\n", name, s.labels(), labels, strconv.FormatFloat(value, 'f', -1, 64))
			})
		}
	}
	family("bcimport_run_exit_code", "Exit code of the last run: 0 is success, 1 did not begin.",
		func(s sample, put func(string, float64)) { put("", float64(s.code)) })
	family("bcimport_run_finished_timestamp_seconds", "When the last run ended, or could not begin.",
		func(s sample, put func(string, float64)) { put("", float64(s.at.UnixMilli())/1000) })
	family("bcimport_run_seconds", "How long the last run worked, the parts before a resume included.",
		func(s sample, put func(string, float64)) {
			if s.summary != nil {
				put("", s.summary.Seconds)
			}
		})
	family("bcimport_run_requests", "Requests of the last run, without those for tokens.",
		func(s sample, put func(string, float64)) {
			if s.summary != nil {
				put("", float64(s.summary.Requests.Total))
			}
		})
	family("bcimport_run_rows", "Rows of the last run by status.",
		func(s sample, put func(string, float64)) {
			if s.summary == nil {
				return
			}
			for _, status := range importer.Statuses() {
				put(fmt.Sprintf(`,status="%s"`, status), float64(*s.summary.Rows.Of(status)))
			}
		})
	return b.String()
}

// write replaces the metrics file at once, readable by the collector's user.
func (m *metrics) write(path string) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".bcimport-*.tmp") // the collector reads *.prom alone
	if err != nil {
		return err
	}
	_, err = temp.WriteString(m.text())
	err = errors.Join(err, temp.Chmod(0o644), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}
