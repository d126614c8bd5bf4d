package pipeline

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bcimport/importer"
)

// endless hands out rows without keeping them.
type endless struct{ next, total int }

func (e *endless) Next() (importer.Entry, error) {
	if e.next == e.total {
		return (&fakeEntries{}).Next()
	}
	e.next++
	return row(e.next-1, fmt.Sprint("c", e.next), "email", "new"), nil
}

// instant is a service that does everything at once.
type instant struct{ fakeContacts }

func (*instant) Read(_ context.Context, ids []string) ([]importer.Response, error) {
	answers := make([]importer.Response, len(ids))
	for i, id := range ids {
		answers[i] = importer.Response{Disposition: importer.Confirmed, Contact: importer.Contact{ID: id, ETag: "1", Values: row(0, id, "email", "old").Edit.Values}}
	}
	return answers, nil
}

func (*instant) Write(_ context.Context, intents []importer.Intent) ([]importer.Response, error) {
	answers := make([]importer.Response, len(intents))
	for i, in := range intents {
		answers[i] = importer.Response{Disposition: importer.Confirmed, Attempts: 1, Contact: importer.Contact{ID: in.ID, ETag: "2", Values: row(0, in.ID, "email", "new").Edit.Values}}
	}
	return answers, nil
}

// forgetful is a journal that keeps nothing.
type forgetful struct{ *fakeJournal }

func (forgetful) Intend(context.Context, []importer.Intent) error  { return nil }
func (forgetful) Record(context.Context, []importer.Outcome) error { return nil }

type blind struct{ updated int }

func (b *blind) Found(int) {}

func (b *blind) Ended(outcomes []importer.Outcome, _ time.Duration) { b.updated += len(outcomes) }

func instantRunner(watch importer.Progress) *Runner {
	return &Runner{
		Contacts: &instant{}, Journal: forgetful{newFakeJournal()}, Progress: watch,
		Workers: 5, Chunk: 100, OnConflict: importer.Merge, GiveUpAfter: time.Minute,
	}
}

// BenchmarkRun is the dealing, planning and judging alone: no wire, no disk.
func BenchmarkRun(b *testing.B) {
	b.ReportAllocs()
	if err := instantRunner(&blind{}).Run(b.Context(), b.N, &endless{total: b.N}); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
