package kept_test

import (
	"testing"
	"time"

	"bcimport/importer/web/kept"
)

func TestValues_AreKeptForAWhile(t *testing.T) {
	t.Parallel()
	v := kept.Values[string, int]{Time: time.Minute}
	at := time.Date(2026, 11, 28, 16, 0, 0, 0, time.UTC)
	v.Put("a", 1, at)
	v.Put("b", 2, at)
	v.Put("a", 3, at.Add(30*time.Second))
	for _, c := range []struct {
		key   string
		after time.Duration
		want  int
	}{{"a", 31 * time.Second, 3}, {"b", 59 * time.Second, 2}, {"b", time.Minute, 0}, {"a", 89 * time.Second, 3}, {"a", 90 * time.Second, 0}, {"c", 0, 0}} {
		if got, known := v.Get(c.key, at.Add(c.after)); got != c.want || known != (c.want != 0) {
			t.Errorf("%s after %s: %d, %v", c.key, c.after, got, known)
		}
	}
}

func TestValues_AreTheLatest(t *testing.T) {
	t.Parallel()
	v := kept.Values[int, int]{Most: 2}
	for i := range 3 {
		v.Put(i, i+1, time.Time{})
	}
	for key, want := range []int{0, 2, 3} {
		if got, _ := v.Get(key, time.Now()); got != want {
			t.Errorf("%d: %d, want %d", key, got, want)
		}
	}
}
