package pipeline

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
)

// counting watches how full the chunks of a run are.
type counting struct {
	*fakeContacts
	chunks []int
}

func (c *counting) Write(ctx context.Context, intents []importer.Intent) ([]importer.Response, error) {
	c.mu.Lock()
	c.chunks = append(c.chunks, len(intents))
	c.mu.Unlock()
	// Operations of a batch are done one after another.
	time.Sleep(time.Duration(len(intents)) * 30 * time.Millisecond)
	return c.fakeContacts.Write(ctx, intents)
}

// deal runs rows over a number of contacts, adjacent rows for each, and returns
// the chunks and the time it took.
func deal(t *testing.T, contacts, each, workers, chunk int) (chunks []int, took time.Duration) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		watch := &counting{fakeContacts: b.contacts}
		b.Contacts, b.Workers, b.Chunk = watch, workers, chunk
		var rows []importer.Entry
		for i := range contacts {
			id := fmt.Sprint("c", i)
			b.contacts.history[id] = []version{{values: map[string]string{}, by: -1}}
			for n := range each {
				rows = append(rows, row(len(rows), id, "email", fmt.Sprint(n)))
			}
		}
		start := time.Now()
		if err := b.run(t.Context(), rows...); err != nil {
			t.Fatal(err)
		}
		b.sound(t)
		for _, o := range b.journal.outcomes {
			if o.Status != importer.Updated {
				t.Errorf("line %d is %s", o.Line, o.Status)
			}
		}
		chunks, took = watch.chunks, time.Since(start)
	})
	return chunks, took
}

func TestDeal_EveryWorkerGetsAsManyChunksOfTheSameSize(t *testing.T) {
	t.Parallel()
	for rows, want := range map[int]int{2000: 20, 2100: 25, 2499: 25, 501: 10, 1: 1} {
		chunks, took := deal(t, rows, 1, 5, 100)
		if len(chunks) != want || slices.Max(chunks)-slices.Min(chunks) > 1 {
			t.Errorf("%d rows in %d chunks, want %d: %v", rows, len(chunks), want, chunks)
		}
		if floor := time.Duration((rows+4)/5) * 30 * time.Millisecond; took > floor*101/100 {
			t.Errorf("%d rows took %s, the floor is %s", rows, took, floor)
		}
	}
}

func TestDeal_RepeatedContactsCostNoEmptySlots(t *testing.T) {
	t.Parallel()
	_, took := deal(t, 100, 10, 5, 100) // ten adjacent rows for each contact
	if floor := 1000 * 30 * time.Millisecond / 5; took > floor*110/100 {
		t.Errorf("took %s, the floor is %s", took, floor)
	}
}

func TestDeal_FewRowsAreSpreadOverTheWorkers(t *testing.T) {
	t.Parallel()
	if chunks, _ := deal(t, 7, 1, 5, 100); len(chunks) < 4 {
		t.Errorf("chunks %v", chunks)
	}
}

func TestDeal_LaterRowsOfAContactUseTheLastAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a")
		if err := b.run(t.Context(), row(0, "a", "email", "1"), row(1, "a", "email", "2"), row(2, "A", "email", "3")); err != nil {
			t.Fatal(err)
		}
		b.expect(t, importer.Updated, importer.Updated, importer.NotFound) // this service tells case
		if b.contacts.reads != 2 {
			t.Errorf("%d reads, want one for each id", b.contacts.reads)
		}
	})
}

func TestDeal_RowsThatNeedNoWorkerAreRecordedAsTheyCome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		var rows []importer.Entry
		for i := range 1000 {
			rows = append(rows, importer.Entry{Row: row(i, "").Row, Refusals: refusals("missing_key")})
		}
		d := &dealer{
			parts: []importer.Entries{&fakeEntries{rows: rows}}, total: len(rows), workers: 2, chunk: 5, health: newServerHealth(time.Minute),
			contacts: map[string]*queue{}, watch: b.watch, limit: failureLimit{most: -1},
			record: func(o []importer.Outcome) error {
				if len(o) > 5 {
					t.Errorf("%d rows were kept in memory", len(o))
				}
				return b.journal.Record(t.Context(), o)
			},
		}
		if err := d.deal(t.Context(), make(chan []*task), nil); err != nil {
			t.Fatal(err)
		}
		if len(b.journal.outcomes) != 1000 || len(b.watch.ended) != 1000 {
			t.Errorf("%d rows recorded, %d shown", len(b.journal.outcomes), len(b.watch.ended))
		}
	})
}

func TestDeal_AnInterruptedReaderStopsReading(t *testing.T) {
	t.Parallel()
	b := newBench("a")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	entries := &fakeEntries{rows: []importer.Entry{row(0, "a", "email", "x")}}
	stops(t, b.Run(ctx, 1, entries), importer.ErrInterrupted)
	if entries.next > 0 || b.contacts.reads > 0 || len(b.journal.outcomes) > 0 {
		t.Errorf("%d rows read, %d contacts read", entries.next, b.contacts.reads)
	}
}

func TestPlanRun_AppliesEarlierRowsOfTheContactNearAndFar(t *testing.T) {
	t.Parallel()
	for _, between := range []int{0, 500} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench("a", "b")
			b.DryRun, b.MaxFailures = true, 1000 // whichever chunk ends first
			rows := []importer.Entry{row(0, "a", "email", "1", "lastName", "L")}
			for i := range between {
				rows = append(rows, row(i+1, fmt.Sprint("none", i), "email", "x"))
			}
			n := len(rows)
			rows = append(rows, row(n, "a", "email", "1"), row(n+1, "a", "email", "2"), row(n+2, "a", "lastName", "L"))
			if err := b.run(t.Context(), rows...); err != nil {
				t.Fatal(err)
			}
			b.expect(t, importer.WouldUpdate)
			for i, want := range []importer.Status{importer.Unchanged, importer.WouldUpdate, importer.Unchanged} {
				if got := b.journal.outcomes[n+i].Status; got != want {
					t.Errorf("row %d behind %d others is %s, want %s", i, between, got, want)
				}
			}
			if c := b.journal.outcomes[n+1].Changes; len(c) != 1 || c[0].Before != "1" || b.contacts.writes > 0 {
				t.Errorf("changes %+v after %d writes", c, b.contacts.writes)
			}
		})
	}
}

// bounded holds how many rows are read and not ended.
type bounded struct {
	endless
	watch *blind
	most  int
}

func (b *bounded) Next() (importer.Entry, error) {
	b.most = max(b.most, b.next-b.watch.updated)
	return b.endless.Next()
}

func TestDeal_ReadsAheadWithinABound(t *testing.T) {
	t.Parallel()
	const rows = 5000
	watch := &blind{}
	entries := &bounded{endless: endless{total: rows}, watch: watch}
	r := instantRunner(watch)
	if err := r.Run(t.Context(), rows, entries); err != nil || watch.updated != rows {
		t.Fatalf("%d rows, %v", watch.updated, err)
	}
	if most := r.Workers * r.Chunk * 4; entries.most > most {
		t.Errorf("%d rows were held, the bound is %d", entries.most, most)
	}
}
