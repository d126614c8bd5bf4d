package journal

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"bcimport/importer"
)

func past(t testing.TB, v *View, s importer.Sought) (found []string) {
	t.Helper()
	for p, err := range v.Past(s) {
		must(t, err)
		for _, c := range p.Outcome.Changes {
			found = append(found, fmt.Sprintf("%d %s %s %s>%s open=%v", p.Outcome.Seq, p.At.Format("15:04"), c.Field, c.Before, c.Left(), c.Open))
		}
	}
	return found
}

func check(t *testing.T, l *log, s importer.Sought, want ...string) {
	t.Helper()
	for name, v := range map[string]*View{"kept": l.view, "opened again": newLog(t, l.entries...).view} {
		if got := past(t, v, s); !slices.Equal(got, want) {
			t.Errorf("%s, %+v: got %q, want %q", name, s, got, want)
		}
	}
}

func TestPast_IsFoundByWhateverARecordIsKnownBy(t *testing.T) {
	t.Parallel()
	l := newLog(t)
	in := intent(4)
	in.Key, in.ID = "Kühn & Söhne", "e0000000-0000-0000-0000-00000000000a"
	o := updated(4)
	o.Key, o.ID, o.Name, o.Number = in.Key, in.ID, "Straße \"Süd\"", "SKT-00123"
	l.intend(t, intent(0), in, intent(5))
	l.record(t, updated(0), o, updated(5))
	want := "4 12:00 email old>new open=false"
	check(t, l, importer.Sought{IDs: []string{in.ID}}, want)
	for _, text := range []string{"kühn & söhne", "E0000000-0000-0000-0000-00000000000A", "skt-00123", "Straße \"Süd\""} {
		check(t, l, importer.Sought{Text: text}, want)
	}
	for _, text := range []string{"straße \"süd\"", "SKT-0012", "Straße", "e0000000-0000-0000-0000-00000000000b"} {
		check(t, l, importer.Sought{Text: text})
	}
	check(t, l, importer.Sought{})
}

func TestPast_TellsEachWriteOfARowByItsTime(t *testing.T) {
	t.Parallel()
	l := newLog(t)
	first := intent(0)
	l.intend(t, first)
	second := intent(0)
	second.Attempt, second.Applied, second.At = 2, first.Changes, noon().Add(time.Hour)
	second.Changes = []importer.Change{{Field: "city", Before: "A", After: "B"}}
	other := intent(26) // the same record, between the two
	other.At = noon().Add(time.Minute)
	other.Changes = []importer.Change{{Field: "email", Before: "new", After: "newer"}}
	l.intend(t, other)
	l.intend(t, second)
	o := updated(26)
	o.Changes = other.Changes
	l.record(t, o)
	check(t, l, importer.Sought{IDs: []string{"a"}},
		"0 12:00 email old>new open=false", "26 12:01 email new>newer open=false", "0 13:00 city A>B open=true")
	whole := updated(0)
	whole.Attempts, whole.Changes = 2, slices.Concat(first.Changes, second.Changes)
	l.record(t, whole)
	check(t, l, importer.Sought{IDs: []string{"a"}},
		"0 12:00 email old>new open=false", "26 12:01 email new>newer open=false", "0 13:00 city A>B open=false")
}

func TestPast_PlansAndFailuresChangedNothing(t *testing.T) {
	t.Parallel()
	l := newLog(t)
	planned, failed := updated(0), updated(1)
	planned.Status, failed.Status, failed.Changes = importer.WouldUpdate, importer.Failed, nil
	l.record(t, planned, failed)
	check(t, l, importer.Sought{Text: "K"})
	known := 0
	for _, err := range l.view.Known(importer.Sought{Text: "K"}) {
		must(t, err)
		known++
	}
	if known != 2 {
		t.Errorf("%d rows are known", known)
	}

	// What was planned before the run is forgotten, and what it wrote then is not.
	e, err := Value(l.view.Last()+1, Forget, nil)
	l.add(t, e, err)
	check(t, l, importer.Sought{Text: "K"})
	l.intend(t, intent(0))
	l.record(t, updated(0))
	check(t, l, importer.Sought{Text: "K"}, "0 12:00 email old>new open=false")
}
