//go:build fleet

package fleet_test

import (
	"slices"
	"testing"
	"time"

	"bcimport/importer/fleet"
	"bcimport/importer/objects/objectstest"
	"bcimport/importer/objects/stores"
)

// TestLook_TakesBlobsAsItTakesFiles has inboxes, runs and logs in Azure Blob, whose times are whole seconds
// and whose versions are the service's own.
func TestLook_TakesBlobsAsItTakesFiles(t *testing.T) {
	address := objectstest.Azurite(t, "..")
	for name, tt := range map[string]struct {
		more    string // of the fleet file
		dropped []string
		first   fleet.Standing // what the first look finds
	}{
		"by time":   {"", []string{"titles-1.csv", "others.csv"}, fleet.Standing{Waiting: 1}},
		"by marker": {"marker: .done\n", []string{"titles-1.csv", "titles-1.csv.done", "titles-2.csv"}, fleet.Standing{Waiting: 1, Submitted: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, nil)
			var err error
			if w.folder, err = stores.Open(t.Context(), address(t)); err != nil {
				t.Fatal(err)
			}
			i := w.scanner(fleetFile(t, "repeat: set-aside\n"+tt.more), new(life))
			for _, name := range tt.dropped {
				w.drop(name, 10, "Head of Ropes")
			}
			if s := w.look(i, time.Second); s.Waiting != tt.first.Waiting || s.Submitted != tt.first.Submitted {
				t.Errorf("at first %+v", s)
			}
			w.look(w.scanner(i.File, new(life)), time.Minute) // restarted between
			ids := w.runs()
			if len(ids) != 1 {
				t.Fatalf("runs %v", ids)
			}
			if r, err := w.do(ids[0], 1); err != nil || r.Rows["updated"] != 10 {
				t.Fatalf("result %+v, error %v", r, err)
			}
			w.once(10)

			w.drop("titles-1.csv", 10, "Head of Ropes") // the same again
			if slices.Contains(tt.dropped, "titles-1.csv.done") {
				w.drop("titles-1.csv.done", 0, "")
			}
			w.look(i, time.Minute)
			w.look(i, time.Minute)
			if ids = w.runs(); len(ids) != 2 {
				t.Fatalf("runs %v", ids)
			}
			if r, err := w.do(ids[1], 1); err != nil || r.Reason != fleet.SetAside {
				t.Errorf("the same again: result %+v, error %v", r, err)
			}
			w.once(10)
			var want []string
			for _, id := range ids {
				want = append(want, "inbox/north/done/"+id+"/titles-1.csv")
			}
			if left := w.names("inbox/"); !slices.Equal(left, append(want, "inbox/north/"+tt.dropped[len(tt.dropped)-1])) {
				t.Errorf("in the inbox: %v", left)
			}
		})
	}
}
