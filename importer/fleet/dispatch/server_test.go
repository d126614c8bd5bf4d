//go:build fleet

package dispatch

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

// The server of these tests is one that runs already: TEMPORAL_TEST_ADDRESS, and its
// namespace in TEMPORAL_TEST_NAMESPACE. Without it they are skipped.

var save = flag.String("save-history", "", "file for the history of the story that is replayed by a test")

// connected is a client of the server with a task queue and keys of its own.
func connected(t *testing.T) *Client {
	t.Helper()
	address := os.Getenv("TEMPORAL_TEST_ADDRESS")
	if address == "" {
		t.Skip("TEMPORAL_TEST_ADDRESS names no server")
	}
	c, err := Dial(t.Context(), Options{
		Address: address, Namespace: cmp.Or(os.Getenv("TEMPORAL_TEST_NAMESPACE"), DefaultNamespace), Queue: "test-" + rand.Text(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// started is a worker at work; stop ends it in order, and may be called again.
func (c *Client) started(t *testing.T, slots int, d doer) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	w, err := c.NewWorker(WorkerOptions{Slots: slots, Doer: d, Log: slog.New(slog.DiscardHandler), Stopping: 5 * time.Second,
		Scan: func(context.Context, string) (Scanned, error) { return Scanned{Submitted: 1}, nil }})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// until waits for something to be so.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("not in time: %s", what)
}

// within waits for a channel.
func within[T any](t *testing.T, c <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(40 * time.Second):
		t.Fatal("nothing came in time")
	}
	return v
}

// standingOf is how the runs of a key stand; the zero one for a key without a workflow.
func (c *Client) standingOf(t *testing.T, key string) Standing {
	t.Helper()
	s, err := c.Standings(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	if len(s) == 0 {
		return Standing{}
	}
	return s[0]
}

func (c *Client) submitted(t *testing.T, key string, runs ...Run) {
	t.Helper()
	for _, r := range runs {
		if err := c.Submit(t.Context(), key, r); err != nil {
			t.Fatal(err)
		}
	}
}

// allEnded waits until so many runs have ended, and says how.
func (c *Client) allEnded(t *testing.T, key string, n int) string {
	t.Helper()
	var s Standing
	until(t, fmt.Sprintf("%d runs of %s have ended", n, key), func() bool {
		s = c.standingOf(t, key)
		return len(s.Ended) == n
	})
	return ids(s.Ended)
}

// history is all that the server keeps of the workflows of a key, as text.
func (c *Client) history(t *testing.T, key string) *history.History {
	t.Helper()
	all := &history.History{}
	events := c.sdk.GetWorkflowHistory(t.Context(), prefix+key, "", false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		e, err := events.Next()
		if err != nil {
			t.Fatal(err)
		}
		all.Events = append(all.Events, e)
	}
	return all
}

func text(t *testing.T, h *history.History) string {
	t.Helper()
	data, err := protojson.MarshalOptions{Indent: " "}.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestServer_Story has all that happens to runs happen to those of one key: its history is
// what the replaying test replays.
func TestServer_Story(t *testing.T) {
	t.Parallel()
	c, key := connected(t), "story"+rand.Text()
	var mu sync.Mutex
	var order []string
	atOnce, most := 0, 0
	hold := make(chan struct{})
	held := make(chan struct{}, 1)
	stop := c.started(t, 4, func(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error) {
		mu.Lock()
		order = append(order, run)
		atOnce++
		most = max(most, atOnce)
		mu.Unlock()
		defer func() { mu.Lock(); atOnce--; mu.Unlock() }()
		result := fleet.Result{Run: run, End: importer.EndSucceeded, Rows: map[string]int{"updated": 3}, Message: secret}
		switch {
		case errors.Is(context.Cause(ctx), fleet.ErrCancelled):
			result.End, result.Reason = importer.EndStopped, fleet.Cancelled
		case run == "held":
			held <- struct{}{}
			<-hold
		case run == "bad":
			return result, &fleet.Error{Kind: fleet.ErrRefused, Reason: fleet.OtherTarget}
		case run == "twice" && by.Epoch.Number == 1:
			return result, errors.New(secret)
		case run == "panics" && by.Epoch.Number == 1:
			panic(secret)
		case run == "long":
			for {
				beat(fleet.Progress{Run: run, Phase: fleet.Working, Of: 10, Done: 4})
				select {
				case <-ctx.Done():
					result.End, result.Reason = importer.EndStopped, fleet.Cancelled
					return result, nil
				case <-time.After(100 * time.Millisecond):
				}
			}
		}
		return result, nil
	})
	c.submitted(t, key, Run{ID: "held", Target: "north", Input: "contacts.csv"})
	within(t, held)
	c.submitted(t, key, Run{ID: "a"}, Run{ID: "bad"}, Run{ID: "a"}, Run{ID: "twice"}, Run{ID: "panics"}, Run{ID: "first", Priority: 1}, Run{ID: "gone"}, Run{ID: "long"})
	if err := c.Cancel(t.Context(), key, "gone"); err != nil {
		t.Fatal(err)
	}
	until(t, "seven runs wait", func() bool { return len(c.standingOf(t, key).Waiting) == 7 })
	if s := c.standingOf(t, key); s.Work == nil || s.Work.ID != "held" || s.Work.Target != "north" || !s.Work.Begun || s.Work.Worker == "" || s.Work.Attempt != 1 {
		t.Errorf("in work %+v", s.Work)
	}
	close(hold)
	until(t, "the long run's progress", func() bool {
		w := c.standingOf(t, key).Work
		return w != nil && w.ID == "long" && w.Progress.Done == 4
	})
	if err := c.Cancel(t.Context(), key, "long"); err != nil {
		t.Fatal(err)
	}
	c.submitted(t, key, Run{ID: "a"}, Run{ID: "last"})
	if got := c.allEnded(t, key, 9); got != "held succeeded , gone stopped cancelled, first succeeded , a succeeded , bad refused other_target, twice succeeded , panics succeeded , long stopped cancelled, last succeeded " {
		t.Errorf("ended %q", got)
	}
	stop()
	want := []string{"held", "gone", "first", "a", "bad", "twice", "twice", "panics", "panics", "long", "last"}
	if !slices.Equal(order, want) || most != 1 {
		t.Errorf("done %q, %d at once", order, most)
	}
	h := c.history(t, key)
	if all := text(t, h); strings.Contains(all, secret) || strings.Contains(all, "anna") {
		t.Error("the history holds a message")
	} else if *save != "" {
		host, err := os.Hostname()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(*save, []byte(strings.ReplaceAll(all, `"`+host, `"machine`)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d events for 9 runs", len(h.Events))
}

// A run that is cancelled before any worker has it is ended by the first one.
func TestServer_RunCancelledWithoutWorkers(t *testing.T) {
	t.Parallel()
	c, key := connected(t), "idle"+rand.Text()
	first := c.started(t, 1, func(ctx context.Context, _ fleet.Attempt, run string, _ func(fleet.Progress)) (fleet.Result, error) {
		<-ctx.Done()
		return fleet.Result{}, &fleet.Error{Kind: fleet.ErrLater, Reason: fleet.HandedOver}
	})
	c.submitted(t, key, Run{ID: "a"})
	until(t, "it is in work", func() bool { w := c.standingOf(t, key).Work; return w != nil && w.Begun })
	first()
	s := c.standingOf(t, key)
	if s.Asked || s.Work == nil || s.Work.Begun || s.Work.Last != fleet.HandedOver {
		t.Errorf("without a worker: %+v, in work %+v", s, s.Work)
	}
	if err := c.Cancel(t.Context(), key, "a"); err != nil {
		t.Fatal(err)
	}
	var causes []error
	c.started(t, 1, func(ctx context.Context, _ fleet.Attempt, run string, _ func(fleet.Progress)) (fleet.Result, error) {
		causes = append(causes, context.Cause(ctx))
		return fleet.Result{End: importer.EndStopped, Reason: fleet.Cancelled}, nil
	})
	if got := c.allEnded(t, key, 1); got != "a stopped cancelled" {
		t.Errorf("ended %q, causes %v", got, causes)
	}
}

// What a worker hands over, another one has at once.
func TestServer_WorkerThatEndsHandsOver(t *testing.T) {
	t.Parallel()
	c := connected(t)
	const runs = 4
	var mu sync.Mutex
	taken := map[string]time.Time{}
	epochs := map[string][]fleet.Epoch{}
	first := c.started(t, runs, func(ctx context.Context, by fleet.Attempt, run string, beat func(fleet.Progress)) (fleet.Result, error) {
		beat(fleet.Progress{Run: run})
		mu.Lock()
		epochs[run] = append(epochs[run], by.Epoch)
		mu.Unlock()
		<-ctx.Done()
		if !errors.Is(context.Cause(ctx), fleet.ErrDrained) {
			t.Error(context.Cause(ctx))
		}
		return fleet.Result{}, &fleet.Error{Kind: fleet.ErrLater, Reason: fleet.HandedOver}
	})
	id := rand.Text()
	for i := range runs {
		c.submitted(t, fmt.Sprint(id, i), Run{ID: fmt.Sprint("run", i)})
	}
	until(t, "all are in work", func() bool { mu.Lock(); defer mu.Unlock(); return len(epochs) == runs })
	c.started(t, runs, func(_ context.Context, by fleet.Attempt, run string, _ func(fleet.Progress)) (fleet.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		taken[run] = time.Now()
		epochs[run] = append(epochs[run], by.Epoch)
		return fleet.Result{End: importer.EndSucceeded}, nil
	})
	begun := time.Now()
	first()
	until(t, "all were taken over", func() bool { mu.Lock(); defer mu.Unlock(); return len(taken) == runs })
	t.Logf("the worker ended within %s", time.Since(begun))
	for run, at := range taken {
		e := epochs[run]
		t.Logf("%s was taken over after %s", run, at.Sub(begun))
		if at.Sub(begun) > 5*time.Second || len(e) != 2 || e[0].Number != 1 || e[1].Number != 2 || !e[0].Scheduled.Equal(e[1].Scheduled) {
			t.Errorf("%s was taken over after %s by attempts %v", run, at.Sub(begun), e)
		}
	}
}

func TestServer_SchedulesAreAsWantedAndNothingElse(t *testing.T) {
	t.Parallel()
	c := connected(t)
	apply := func(want ...Schedule) (told []string) {
		t.Helper()
		changes, err := c.Changes(t.Context(), want)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changes {
			if err := c.Apply(t.Context(), change); err != nil {
				t.Fatal(err)
			}
			told = append(told, fmt.Sprint(change.Target, " ", change.Kind, " ", change.Before, " → ", change.After))
		}
		return told
	}
	settled := func(want ...Schedule) { // lists of the server lag behind
		t.Helper()
		until(t, "nothing is left to change", func() bool {
			changes, err := c.Changes(t.Context(), want)
			if err != nil {
				t.Fatal(err)
			}
			return len(changes) == 0
		})
	}
	north := Schedule{Target: "north", Every: time.Second}
	south := Schedule{Target: "south", Times: []string{"30 1 * * *", "0 6 * * 1-5"}, Zone: "Europe/Berlin"}
	if got := apply(north, south); len(got) != 2 || got[1] != "south added  → at 30 1 * * * and 0 6 * * 1-5 (Europe/Berlin)" {
		t.Errorf("%q", got)
	}
	settled(north, south)
	looked := make(chan string, 100)
	ctx, cancel := context.WithCancel(t.Context())
	w, err := c.NewWorker(WorkerOptions{Slots: 1, Log: slog.New(slog.DiscardHandler), Scan: func(_ context.Context, target string) (Scanned, error) {
		select {
		case looked <- target:
		default:
		}
		return Scanned{}, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	if target := within(t, looked); target != "north" {
		t.Errorf("looked at %s", target)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	north.Every = time.Minute
	if got := apply(north); len(got) != 2 || got[0] != "north changed every 1 s → every 1 min" || !strings.HasPrefix(got[1], "south removed") {
		t.Errorf("%q", got)
	}
	settled(north)
	if changes, err := c.Changes(t.Context(), []Schedule{{Target: "east", Times: []string{"99 1 * * *"}}}); err != nil || len(changes) != 2 {
		t.Errorf("%v, %v", changes, err)
	} else if err := c.Apply(t.Context(), changes[0]); importer.KindOf(err) != importer.KindInvalid {
		t.Errorf("%v: %v", changes[0], err)
	}
	apply()
	settled()
}

// A key whose history has grown long goes on in a new execution: no run is lost, done
// twice or out of turn, whatever is signalled meanwhile.
func TestServer_LongHistoryIsLeftBehindWithoutLosingARun(t *testing.T) {
	t.Parallel()
	const runs = 400
	c, key := connected(t), "long"+rand.Text()
	done := make(chan string, 2*runs)
	var atOnce atomic.Int32
	c.started(t, 4, func(_ context.Context, _ fleet.Attempt, run string, _ func(fleet.Progress)) (fleet.Result, error) {
		if atOnce.Add(1) > 1 {
			t.Error("two runs of a key at once")
		}
		defer atOnce.Add(-1)
		done <- run
		return fleet.Result{Run: run, End: importer.EndSucceeded}, nil
	})
	var want []string
	for i := range runs {
		want = append(want, fmt.Sprintf("run-%03d", i))
	}
	go func() {
		for _, id := range want {
			if err := c.Submit(t.Context(), key, Run{ID: id}); err != nil {
				t.Error(err)
			}
		}
	}()
	var got []string
	for range runs {
		got = append(got, within(t, done))
	}
	if !slices.Equal(got, want) {
		t.Errorf("done %q", got)
	}
	if begun := c.history(t, key).Events[0].GetWorkflowExecutionStartedEventAttributes(); begun.GetContinuedExecutionRunId() == "" {
		t.Error("no history was long enough")
	}
	until(t, "nothing waits", func() bool { s := c.standingOf(t, key); return s.Work == nil && len(s.Waiting) == 0 })
	if len(done) > 0 {
		t.Errorf("done again: %q", <-done)
	}
}
