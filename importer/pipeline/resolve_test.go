package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
)

func refusals(codes ...string) []mapping.CellError {
	var all []mapping.CellError
	for _, code := range codes {
		all = append(all, mapping.CellError{Code: code, Message: mapping.PlainMessage("About " + code + ".")})
	}
	return all
}

func numbered(seq int, key string, pairs ...string) importer.Entry {
	e := row(seq, "", pairs...)
	e.Edit.Key = key
	e.Locator = importer.Locator{Lookup: importer.Lookup{By: mapping.MatchNumber, Key: key}}
	return e
}

func TestResolve_EachKeyIsLookedUpOnceBeforeTheFirstWrite(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench("a")
		asked := map[string]int{}
		b.contacts.found = func(l importer.Lookup, n int) importer.Found {
			asked[l.Key]++
			f := importer.Found{Lookup: l, Disposition: importer.Confirmed}
			switch l.Key {
			case "ONE":
				f.IDs = nil
				if n < 4 {
					return importer.Found{Lookup: l, Disposition: importer.Lost, Fault: importer.Fault{HTTPStatus: 503, Code: "http_503"}}
				}
				f.IDs = []string{"a"}
			case "TWO":
				f.IDs = []string{"a", "b"}
			case "GONE":
				f.IDs = []string{"elsewhere"}
			case "NOSET":
				return importer.Found{Lookup: l, Disposition: importer.Missing, Fault: importer.Fault{HTTPStatus: 404, Code: "http_404"}}
			case "DENIED":
				return importer.Found{Lookup: l, Disposition: importer.Refused, Fault: importer.Fault{HTTPStatus: 403, Code: "denied"}}
			}
			return f
		}
		none := numbered(3, "NONE", "email", "x")
		none.Edit.Key = "none" // as the row has it
		rows := []importer.Entry{
			numbered(0, "ONE", "email", "x"), numbered(1, "ONE", "lastName", "y"), numbered(2, "TWO", "email", "x"),
			none, numbered(4, "GONE", "email", "x"), numbered(5, "NOSET", "email", "x"),
			numbered(6, "DENIED", "email", "x"), {Row: row(7, "").Row, Refusals: refusals("invalid_email", "invalid_email", "too_long")},
		}
		if err := b.Resolve(t.Context(), &fakeEntries{rows: rows}); err != nil {
			t.Fatal(err)
		}
		if asked["ONE"] != 4 || asked["TWO"] != 1 || b.contacts.writes > 0 {
			t.Errorf("asked %v", asked)
		}
		if err := b.run(t.Context(), rows...); err != nil {
			t.Fatal(err)
		}
		b.expect(t, importer.Updated, importer.Updated, importer.Ambiguous, importer.NotFound, importer.NotFound, importer.Rejected, importer.Rejected, importer.Invalid)
		for seq, code := range []string{"", "name_will_be_rebuilt", "ambiguous_key", "key_not_found", "outside_set", "http_404", "denied", "invalid_email;too_long"} {
			if got := b.journal.outcomes[seq].Code; got != code {
				t.Errorf("row %d has code %q, want %q", seq, got, code)
			}
		}
		if m := inBrackets(b.journal.outcomes[3].Message); !strings.Contains(m, `"none"`) {
			t.Errorf("message %q does not say the key as given", m)
		}
	})
}

func TestResolve_KeyThatFailsAloneIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		b.Chunk, b.MaxFailures, b.contacts.latency = 2, 600, 20*time.Second
		b.contacts.found = func(l importer.Lookup, n int) importer.Found {
			if l.Key == "SICK" {
				return importer.Found{Lookup: l, Disposition: importer.Lost, Fault: importer.Fault{HTTPStatus: 500, Code: "http_500"}}
			}
			return importer.Found{Lookup: l, Disposition: importer.Confirmed}
		}
		rows := []importer.Entry{numbered(0, "SICK", "email", "x")}
		for i := 1; i < 600; i++ {
			rows = append(rows, numbered(i, fmt.Sprint("K", i), "email", "x"))
		}
		if err := b.Resolve(t.Context(), &fakeEntries{rows: rows}); err != nil {
			t.Fatal(err)
		}
		if err := b.run(t.Context(), rows...); err != nil {
			t.Fatal(err)
		}
		b.expect(t, importer.Failed, importer.NotFound)
	})
}

func TestResolve_AsManyKeysThatFailAsWorkersAreGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		b.Chunk = 1
		b.contacts.found = func(l importer.Lookup, n int) importer.Found {
			if strings.HasPrefix(l.Key, "SICK") {
				return importer.Found{Lookup: l, Disposition: importer.Lost, Fault: importer.Fault{HTTPStatus: 500, Code: "http_500"}}
			}
			return importer.Found{Lookup: l, Disposition: importer.Confirmed}
		}
		var rows []importer.Entry
		var want []importer.Status
		for i := range b.Workers {
			rows = append(rows, numbered(i, fmt.Sprint("SICK", i), "email", "x"))
			want = append(want, importer.Failed)
		}
		rows = append(rows, numbered(b.Workers, "WELL", "email", "x"))
		if err := b.Resolve(t.Context(), &fakeEntries{rows: rows}); err != nil {
			t.Fatal(err)
		}
		if err := b.run(t.Context(), rows...); err != nil {
			t.Fatal(err)
		}
		b.expect(t, append(want, importer.NotFound)...)
	})
}

func TestResolve_ServerDownAndInterruptAreStops(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		b.contacts.found = func(l importer.Lookup, _ int) importer.Found {
			return importer.Found{Lookup: l, Disposition: importer.Lost, Fault: importer.Fault{Code: "timeout"}}
		}
		rows := []importer.Entry{numbered(0, "A", "email", "x"), numbered(1, "B", "email", "x")}
		start := time.Now()
		stops(t, b.Resolve(t.Context(), &fakeEntries{rows: rows}), importer.ErrServerDown)
		if took := time.Since(start); took < 15*time.Minute {
			t.Errorf("gave up after %s", took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		stops(t, b.Resolve(ctx, &fakeEntries{rows: rows}), importer.ErrInterrupted)
		b.sound(t)
		if len(b.journal.resolved) > 0 {
			t.Errorf("resolved %v", b.journal.resolved)
		}
	})
}

func TestRun_KeyThatWasNeverLookedUpBreaksTheRun(t *testing.T) {
	t.Parallel()
	b := newBench()
	var stopped *importer.Stopped
	if err := b.run(t.Context(), numbered(0, "ONE", "email", "x")); err == nil || errors.As(err, &stopped) {
		t.Errorf("run ended with %v", err)
	}
}
