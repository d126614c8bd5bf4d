package pipeline

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
)

// wobbly is a service that gives no answer to every other reading, and that has lost
// some contacts.
type wobbly struct {
	importer.Contacts
	mu    sync.Mutex
	tries map[string]int
	down  bool
}

func (w *wobbly) Read(_ context.Context, ids []string) ([]importer.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	answers := make([]importer.Response, len(ids))
	for i, id := range ids {
		w.tries[id]++
		switch {
		case w.down:
			answers[i] = importer.Response{Disposition: importer.Lost, Fault: importer.Fault{Code: "no_answer"}}
		case id == "gone":
			answers[i] = importer.Response{Disposition: importer.Missing}
		case w.tries[id]%2 == 1:
			answers[i] = importer.Response{Disposition: importer.NotDone, Fault: importer.Fault{HTTPStatus: 503, Code: "busy"}}
		default:
			answers[i] = importer.Response{Disposition: importer.Confirmed, Contact: importer.Contact{ID: id, ETag: "e"}}
		}
	}
	return answers, nil
}

func exporting(w *wobbly) *Exporter {
	return &Exporter{Contacts: w, Workers: 3, Chunk: 4, GiveUpAfter: time.Minute, Numbers: func(_ context.Context, ids []string) ([]string, error) {
		numbers := make([]string, len(ids))
		for i, id := range ids {
			numbers[i] = "CT-" + id
		}
		return numbers, nil
	}}
}

func TestExporter_EveryContactOnceInOrderThoughReadingFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ids := []string{"gone"}
		for i := range 50 {
			ids = append(ids, fmt.Sprint(i))
		}
		next := 0
		err := exporting(&wobbly{tries: map[string]int{}}).Run(t.Context(), ids, func(contacts []importer.Exported) error {
			for _, c := range contacts {
				if c.ID != fmt.Sprint(next) || c.Number != "CT-"+c.ID {
					t.Errorf("got %+v, want %d", c, next)
				}
				next++
			}
			return nil
		})
		if err != nil || next != 50 {
			t.Errorf("%d contacts, error %v", next, err)
		}
	})
}

func TestExporter_GivesUpOnAServerThatIsDown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		err := exporting(&wobbly{tries: map[string]int{}, down: true}).Run(t.Context(), []string{"a", "b"}, func([]importer.Exported) error { return nil })
		if took := time.Since(begin); !errors.Is(err, importer.ErrServerDown) || took < time.Minute || took > 3*time.Minute {
			t.Errorf("error %v after %v", err, took)
		}
	})
}
