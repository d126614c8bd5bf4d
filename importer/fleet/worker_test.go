package fleet_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

func TestDo_RunsAFileAndLeavesItsReports(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	spec := w.submit(w.file(25, "Secret Title"), nil)
	var mu sync.Mutex
	var last fleet.Progress
	r, err := w.worker(new(life)).Do(t.Context(), w.attempt(1), spec.ID, func(p fleet.Progress) {
		mu.Lock()
		defer mu.Unlock()
		last = p
	})
	if err != nil || r.End != importer.EndSucceeded || r.Rows["updated"] != 25 || r.Reason != "" || r.Run != spec.ID {
		t.Fatalf("result %+v, error %v", r, err)
	}
	w.once(25)
	if last.Run != spec.ID || last.Of != 25 && last.Of != 0 {
		t.Errorf("progress %+v", last)
	}
	for _, name := range []string{"report.csv", "changes.csv", "summary.json", "report.html"} {
		if !slices.Contains(r.Reports, name) || w.objects.text("runs/"+spec.ID+"/"+name) == "" {
			t.Errorf("there is no %s among %v", name, r.Reports)
		}
	}
	if len(w.news) != 1 || w.news[0].Kind != "success" || w.news[0].Rows["updated"] != 25 {
		t.Errorf("news %+v", w.news)
	}
	again, err := w.do(spec.ID, 2)
	if err != nil || again.Rows["updated"] != 25 || len(w.news) != 1 {
		t.Errorf("again %+v, error %v, news %d", again, err, len(w.news))
	}
	text, _ := json.Marshal(r)
	if strings.Contains(string(text)+w.objects.text("runs/"+spec.ID+"/spec.json"), "Secret") || strings.Contains(w.objects.text("runs/"+spec.ID+"/spec.json"), "/somewhere") {
		t.Error("a value, or a folder of the submitting machine, stands in what is passed around")
	}
}
