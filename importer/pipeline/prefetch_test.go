package pipeline

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
)

// looks has the runner look at the rows and returns the lines that were shown, with
// what their contacts hold in email.
func (b *bench) looks(t *testing.T, rows ...importer.Entry) map[int]string {
	t.Helper()
	shown := map[int]string{}
	err := b.Look(t.Context(), len(rows), &fakeEntries{rows: rows}, func(e importer.Entry, c importer.Contact) { shown[e.Row.Line] = c.Text("email") })
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// crowd is rows for n contacts that hold nothing.
func (b *bench) crowd(n int) (rows []importer.Entry) {
	for i := range n {
		id := fmt.Sprint("c", i)
		b.contacts.history[id] = []version{{values: map[string]string{"email": fmt.Sprint("held ", i)}, by: -1}}
		rows = append(rows, row(i, id, "email", fmt.Sprint("new ", i)))
	}
	return rows
}

func TestLook_WhatIsReadIsNotReadAgain(t *testing.T) {
	t.Parallel()
	b := newBench()
	rows := b.crowd(2500)
	shown := b.looks(t, rows...)
	if len(shown) < importer.SampleRows || len(shown) >= importer.SampleRows+b.Chunk || b.contacts.reads != len(shown) || b.contacts.writes > 0 {
		t.Fatalf("%d rows shown, %d read, %d written", len(shown), b.contacts.reads, b.contacts.writes)
	}
	for line, email := range shown {
		if want := fmt.Sprint("held ", line-2); email != want {
			t.Fatalf("line %d holds %q, want %q", line, email, want)
		}
	}
	if err := b.run(t.Context(), rows...); err != nil {
		t.Fatal(err)
	}
	b.sound(t)
	if b.contacts.reads != len(rows) || b.contacts.writes != len(rows) {
		t.Errorf("%d reads and %d writes for %d rows", b.contacts.reads, b.contacts.writes, len(rows))
	}
}

func TestLook_RowsOfOneContactAreReadOnce(t *testing.T) {
	t.Parallel()
	b := newBench("a")
	rows := []importer.Entry{row(0, "a", "email", "x"), row(1, "A", "email", "y"), row(2, "gone", "email", "z"), {Row: row(3, "").Row, Refusals: refusals("missing_key")}}
	if shown := b.looks(t, rows...); len(shown) != 2 || b.contacts.reads != 2 {
		t.Errorf("shown are %v, and %d contacts were read", shown, b.contacts.reads)
	}
}

func TestLook_WhatAnotherChangesMeanwhileIsReadAgain(t *testing.T) {
	t.Parallel()
	b := newBench("a", "b")
	rows := []importer.Entry{row(0, "a", "email", "x"), row(1, "b", "email", "y")}
	b.looks(t, rows...)
	b.contacts.apply("a", []importer.Change{{Field: "lastName", After: "theirs"}}, -1)
	b.contacts.apply("b", []importer.Change{{Field: "email", After: "theirs"}}, -1)
	if err := b.run(t.Context(), rows...); err != nil {
		t.Fatal(err)
	}
	b.expect(t, importer.Updated, importer.Conflicted)
	if got := b.contacts.now("a").values; got["lastName"] != "theirs" || got["email"] != "x" {
		t.Errorf("a holds %v", got)
	}
}

func TestLook_PassingFaultsAreTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		rows := b.crowd(40)
		b.contacts.mishap = func(_, _ string, n int) mishap { return []mishap{fine, throttled, lostFirst, fine}[min(n, 3)] }
		if shown := b.looks(t, rows...); len(shown) != len(rows) {
			t.Errorf("%d of %d rows are shown", len(shown), len(rows))
		}
	})
}

func TestLook_ServerDownAndInterruptAreStops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		rows := b.crowd(40)
		b.contacts.mishap = func(string, string, int) mishap { return lostFirst }
		see := func(importer.Entry, importer.Contact) { t.Error("a row is shown that nobody read") }
		stops(t, b.Look(t.Context(), len(rows), &fakeEntries{rows: rows}, see), importer.ErrServerDown)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		stops(t, b.Look(ctx, len(rows), &fakeEntries{rows: rows}, see), importer.ErrInterrupted)
		b.contacts.stop = importer.ErrSignIn
		stops(t, b.Look(t.Context(), len(rows), &fakeEntries{rows: rows}, see), importer.ErrSignIn)
	})
}

func TestRun_EveryRowOfADryRunIsSeen(t *testing.T) {
	t.Parallel()
	b := newBench("a", "b")
	b.DryRun = true
	var mu sync.Mutex
	seen := map[int]importer.Contact{}
	b.See = func(e importer.Entry, c importer.Contact) {
		mu.Lock()
		defer mu.Unlock()
		seen[e.Row.Line] = importer.Contact{Values: append([]mapping.Value(nil), c.Values...)}
	}
	if err := b.run(t.Context(), row(0, "a", "email", "x"), row(1, "b", "email", "y"), row(2, "a", "email", "z"), row(3, "gone", "email", "z")); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 3 || seen[2].Text("email") != "" || seen[4].Text("email") != "x" {
		t.Errorf("seen are %v", seen)
	}
}
