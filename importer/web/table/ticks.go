package table

import (
	"cmp"
	"context"
	"slices"
)

// Tick accepts rows or takes that back; joined rows of their lines go with them. Positions
// that there are not are passed over.
func (t *Table) Tick(positions []int, on bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, n := range positions {
		if n >= 0 && n < len(t.lines) {
			t.tick(n, on)
		}
	}
}

// TickAll does so with all rows that a filter takes.
func (t *Table) TickAll(ctx context.Context, f Filter, on bool) error {
	s, err := t.snapshot()
	if err != nil {
		return err
	}
	chosen, err := t.choose(ctx, s, f)
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	chosen.each(func(n int) { t.tick(n, on) })
	return nil
}

func (t *Table) tick(n int, on bool) {
	t.ticked.set(n, on)
	if !t.joined.has(n) {
		return
	}
	first := n
	for first > 0 && t.lines[first-1] == t.lines[n] {
		first--
	}
	for i := first; i < len(t.lines) && t.lines[i] == t.lines[n]; i++ {
		if t.joined.has(i) {
			t.ticked.set(i, on)
		}
	}
}

// Ticked is how many rows are accepted.
func (t *Table) Ticked() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.ticked.count()
}

// Ticks returns which rows are accepted, as they are now.
func (t *Table) Ticks() func(n int) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	ticked := slices.Clone(t.ticked)
	return func(n int) bool { return n >= 0 && n < len(ticked)*64 && ticked.has(n) }
}

// Count is how many rows have a value of a facet, and how many of them are accepted.
type Count struct {
	Value        string
	Rows, Ticked int
}

// Counts counts the rows that a filter takes by the values of a facet, the most frequent first.
func (t *Table) Counts(ctx context.Context, f Filter, facet int) ([]Count, error) {
	s, err := t.snapshot()
	if err != nil {
		return nil, err
	}
	chosen, err := t.choose(ctx, s, f)
	if err != nil {
		return nil, err
	}
	counts := make([]Count, len(s.values[facet]))
	for i, text := range s.values[facet] {
		counts[i].Value = text
	}
	t.mu.RLock()
	chosen.each(func(n int) {
		c := &counts[s.facets[facet][n]]
		c.Rows++
		if t.ticked.has(n) {
			c.Ticked++
		}
	})
	t.mu.RUnlock()
	counts = slices.DeleteFunc(counts, func(c Count) bool { return c.Rows == 0 })
	slices.SortStableFunc(counts, func(a, b Count) int { return cmp.Compare(b.Rows, a.Rows) })
	return counts, nil
}
