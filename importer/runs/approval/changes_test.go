package approval

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"bcimport/importer"
)

// TestChanges_AreCountedAsAnApprovalCountsThem ticks by the numbers of changes.
func TestChanges_AreCountedAsAnApprovalCountsThem(t *testing.T) {
	t.Parallel()
	plan := planOf(row(2, "email", "lastName"), importer.Outcome{Line: 3, Status: importer.Unchanged}, row(4, "email"), row(5, "city", "email"))
	var seen []string
	ticks := map[int]bool{}
	for c, err := range Changes(t.Context(), plan) {
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, fmt.Sprint(c.N, c.Row.Line, c.Field))
		ticks[c.N] = c.Field == "email"
	}
	if want := []string{"0 2email", "1 2lastName", "2 4email", "3 5city", "4 5email"}; !slices.Equal(seen, want) {
		t.Errorf("got %q", seen)
	}
	a, err := Judge(t.Context(), plan, Options{Accept: func(c Change) bool { return ticks[c.N] }}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := accepted(t, plan, a), []string{"2 email", "4 email", "5 email"}; !slices.Equal(got, want) || a.Accepted != 3 {
		t.Errorf("got %q of %d", got, a.Accepted)
	}
}

func TestChanges_EndWithAPlanThatCannotBeRead(t *testing.T) {
	t.Parallel()
	broken := func(yield func(importer.Outcome, error) bool) { yield(importer.Outcome{}, importer.ErrDamaged) }
	for _, err := range Changes(t.Context(), broken) {
		if err == nil {
			t.Error("it is no error")
		}
	}
}
