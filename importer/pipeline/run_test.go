package pipeline

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
)

// bench is a runner with its fakes.
type bench struct {
	*Runner
	contacts *fakeContacts
	journal  *fakeJournal
	watch    *fakeProgress
}

func newBench(ids ...string) *bench {
	journal, watch := newFakeJournal(), &fakeProgress{}
	contacts := newFakeContacts(journal, ids...)
	return &bench{
		Runner: &Runner{
			Contacts: contacts, Journal: journal, Progress: watch, Workers: 3, Chunk: 4,
			OnConflict: importer.Merge, MaxFailures: -1, GiveUpAfter: 15 * time.Minute,
		},
		contacts: contacts, journal: journal, watch: watch,
	}
}

func (b *bench) run(ctx context.Context, rows ...importer.Entry) error {
	return b.Run(ctx, len(rows), &fakeEntries{rows: rows})
}

// sound fails the test for what the fakes saw.
func (b *bench) sound(t *testing.T) {
	t.Helper()
	for _, problem := range append(b.contacts.problems, b.journal.problems...) {
		t.Error(problem)
	}
}

func (b *bench) expect(t *testing.T, statuses ...importer.Status) {
	t.Helper()
	b.sound(t)
	for seq, want := range statuses {
		if got := b.journal.outcomes[seq]; got.Status != want {
			t.Errorf("row %d is %q (%s), want %q", seq, got.Status, got.Message, want)
		}
	}
}

func stops(t *testing.T, err, reason error) {
	t.Helper()
	var stopped *importer.Stopped
	if !errors.As(err, &stopped) || !errors.Is(err, reason) {
		t.Errorf("run ended with %v, want a stop because of %v", err, reason)
	}
}

func TestRun_ServerDownForAllStopsAndFailsNoRow(t *testing.T) {
	t.Parallel()
	for _, kind := range []mishap{lostFirst, throttled} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench()
			var rows []importer.Entry
			for i := range 40 {
				id := fmt.Sprint("c", i)
				b.contacts.history[id] = []version{{values: map[string]string{}, by: -1}}
				rows = append(rows, row(i, id, "email", "a"))
			}
			start := time.Now()
			b.contacts.latency = time.Second
			b.contacts.mishap = func(string, string, int) mishap {
				if time.Since(start) > 5*time.Second { // after some rows have met good answers and some faults
					return kind
				}
				return fine
			}
			stops(t, b.run(t.Context(), rows...), importer.ErrServerDown)
			b.sound(t)
			for _, o := range b.journal.outcomes {
				if o.Status != importer.Updated && o.Status != importer.NotAttempted && o.Status != importer.Unknown {
					t.Errorf("line %d is %s", o.Line, o.Status)
				}
			}
			if took := time.Since(start); took < 15*time.Minute || took > 17*time.Minute {
				t.Errorf("gave up after %s", took)
			}
		})
	}
}

func TestRun_RowThatFailsAloneIsGivenUpAndTheRunGoesOn(t *testing.T) {
	t.Parallel()
	for kind, want := range map[mishap]importer.Status{throttled: importer.Failed, locked: importer.Failed, lostFirst: importer.Unknown} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench("sick", "well")
			b.contacts.mishap = func(op, id string, _ int) mishap {
				if id == "sick" && op == "write" {
					return kind
				}
				return fine
			}
			rows := []importer.Entry{row(0, "sick", "email", "a")}
			for i := 1; i < 3000; i++ { // answers of the service all the while
				rows = append(rows, row(i, "well", "email", fmt.Sprint(i)))
			}
			b.contacts.latency = time.Second
			if err := b.run(t.Context(), rows...); err != nil {
				t.Fatal(err)
			}
			b.expect(t, want, importer.Updated)
			if o := b.journal.outcomes[0]; o.Attempts < 10 {
				t.Errorf("given up after %d attempts", o.Attempts)
			}
		})
	}
}

func TestRun_RowThatFailsIsGivenUpThoughNothingElseIsLeftToDo(t *testing.T) {
	t.Parallel()
	for op, want := range map[string]importer.Status{"read": importer.Failed, "write": importer.Unknown} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench("sick", "well")
			b.contacts.mishap = func(o, id string, _ int) mishap {
				if id == "sick" && o == op {
					return lostFirst
				}
				return fine
			}
			if err := b.run(t.Context(), row(0, "sick", "email", "a"), row(1, "well", "email", "a")); err != nil {
				t.Fatal(err)
			}
			b.expect(t, want, importer.Updated)
		})
	}
}

func TestRun_LastRowLockedForLongFailsAndDoesNotStopTheRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a")
		b.contacts.mishap = func(op, _ string, _ int) mishap {
			if op == "write" {
				return locked
			}
			return fine
		}
		if err := b.run(t.Context(), row(0, "a", "email", "x")); err != nil {
			t.Fatal(err)
		}
		b.expect(t, importer.Failed)
		if o := b.journal.outcomes[0]; o.Code != "Internal_ServerError" || o.HTTPStatus != 409 || len(o.Changes) > 0 {
			t.Errorf("outcome %+v", o)
		}
	})
}

func TestRun_RowsBehindAnUnknownOneAreLeftAndTheRunStops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a", "b")
		b.contacts.mishap = func(op, id string, _ int) mishap {
			if op == "write" && id == "a" {
				return lostFirst
			}
			return fine
		}
		err := b.run(t.Context(), row(0, "a", "email", "x"), row(1, "a", "email", "y"), row(2, "b", "email", "z"), row(3, "a", "email", "w"))
		stops(t, err, importer.ErrUnsettled)
		b.expect(t, importer.Unknown, importer.NotAttempted, importer.Updated, importer.NotAttempted)
		if o := b.journal.outcomes[0]; len(o.Changes) != 1 || !o.Changes[0].Open {
			t.Errorf("changes %+v, want one open", o.Changes)
		}
	})
}

func TestRun_LostSignInStopsAndRecordsWhatIsKnown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a")
		b.contacts.stop = fmt.Errorf("token: %w", importer.ErrSignIn)
		stops(t, b.run(t.Context(), row(0, "a", "email", "x"), importer.Entry{Row: row(1, "").Row, Refusals: refusals("missing_key")}), importer.ErrSignIn)
		b.sound(t)
		if len(b.journal.outcomes) != 1 || b.journal.outcomes[1].Status != importer.Invalid {
			t.Errorf("outcomes %v, want the invalid row alone", b.journal.outcomes)
		}
	})
}

func TestRun_BrokenJournalSendsNothingAndIsNoOrderlyStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a")
		b.journal.broken = errors.New("disk full")
		err := b.run(t.Context(), row(0, "a", "email", "x"))
		var stopped *importer.Stopped
		if !errors.Is(err, importer.ErrJournal) || errors.As(err, &stopped) || b.contacts.writes > 0 {
			t.Errorf("run ended with %v after %d writes", err, b.contacts.writes)
		}
	})
}

func TestRun_JournalThatBreaksAfterAStopIsNoOrderlyStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a", "b")
		b.contacts.latency = time.Second
		b.journal.full = errors.New("disk full")
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		err := b.run(ctx, row(0, "a", "email", "x"), row(1, "a", "email", "y"))
		var stopped *importer.Stopped
		if !errors.Is(err, importer.ErrJournal) || errors.As(err, &stopped) {
			t.Errorf("run ended with %v", err)
		}
	})
}

func TestRun_UnreadableInputEndsTheRunAfterWhatIsInWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a")
		cut := errors.New("cut off")
		err := b.Run(t.Context(), 2, &fakeEntries{rows: []importer.Entry{row(0, "a", "email", "x")}, fail: cut})
		var stopped *importer.Stopped
		if !errors.Is(err, cut) || errors.As(err, &stopped) {
			t.Errorf("run ended with %v", err)
		}
		b.sound(t)
	})
}

func TestRun_InterruptAfterTheLastRowIsNoStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a")
		ctx, cancel := context.WithCancel(t.Context())
		b.contacts.latency = time.Second
		time.AfterFunc(1500*time.Millisecond, cancel) // while the only write is under way
		if err := b.run(ctx, row(0, "a", "email", "x")); err != nil {
			t.Errorf("run ended with %v", err)
		}
		b.expect(t, importer.Updated)
	})
}
