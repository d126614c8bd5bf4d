package cli_test

import (
	"bufio"
	"encoding/json"
	"strconv"
	"strings"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/rogpeppe/go-internal/testscript"
)

// assertMetric FILE NAME [LABEL=VALUE...] VALUE wants exactly one sample with these
// labels, and that value unless it is "-"; negated, it wants none.
func assertMetric(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 3 {
		ts.Fatalf("usage: metric FILE NAME [LABEL=VALUE...] VALUE")
	}
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(ts.ReadFile(args[0])))
	ts.Check(err)
	name, labels, want := args[1], args[2:len(args)-1], args[len(args)-1]
	var found []float64
	for _, m := range families[name].GetMetric() {
		if labelled(m, labels) {
			found = append(found, m.GetGauge().GetValue())
		}
	}
	switch {
	case neg && len(found) == 0:
	case neg || len(found) != 1:
		ts.Fatalf("%s has %d samples with %v: %v", name, len(found), labels, found)
	case want != "-" && want != strconv.FormatFloat(found[0], 'f', -1, 64):
		ts.Fatalf("%s of %v is %v, want %s", name, labels, found[0], want)
	}
}

func labelled(m *dto.Metric, labels []string) bool {
	held := map[string]string{}
	for _, l := range m.GetLabel() {
		held[l.GetName()] = l.GetValue()
	}
	for _, label := range labels {
		name, value, _ := strings.Cut(label, "=")
		if held[name] != value {
			return false
		}
	}
	return true
}

// assertRecords [KEY=TEXT...] wants every line of stderr to be an object with time,
// level and msg, and one of them to have these texts. Negated, none has them.
func assertRecords(ts *testscript.TestScript, neg bool, args []string) {
	found := len(args) == 0
	lines := bufio.NewScanner(strings.NewReader(ts.ReadFile("stderr")))
	for lines.Scan() {
		var record map[string]any
		if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
			ts.Fatalf("%q is no object: %v", lines.Text(), err)
		}
		for _, key := range []string{"time", "level", "msg"} {
			if text, _ := record[key].(string); text == "" {
				ts.Fatalf("%q has no %s", lines.Text(), key)
			}
		}
		fits := len(args) > 0
		for _, arg := range args {
			key, text, _ := strings.Cut(arg, "=")
			value, there := record[key]
			said, err := json.Marshal(value)
			ts.Check(err)
			fits = fits && there && strings.Contains(strings.Trim(string(said), `"`), text)
		}
		found = found || fits
	}
	if found == neg {
		ts.Fatalf("records with %v: %v, in\n%s", args, found, ts.ReadFile("stderr"))
	}
}
