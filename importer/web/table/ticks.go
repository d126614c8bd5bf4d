package table

import (
	"cmp"
	"context"
	"encoding/binary"
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

// Marks returns the accepted rows, a bit each, for SetMarks of a table of the same rows.
func (t *Table) Marks() []byte {
	t.mu.RLock()
	defer t.mu.RUnlock()
	marks := make([]byte, 0, len(t.ticked)*8)
	for _, word := range t.ticked {
		marks = binary.LittleEndian.AppendUint64(marks, word)
	}
	return marks[:(len(t.lines)+7)/8]
}

// SetMarks accepts the rows that Marks has returned and no others. Marks of another number of
// rows are passed over.
func (t *Table) SetMarks(marks []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(marks) != (len(t.lines)+7)/8 {
		return
	}
	for n := range t.lines {
		t.ticked.set(n, marks[n>>3]&(1<<(n&7)) != 0)
	}
}

// Count is how many rows have a value of a facet, and how many of them are accepted.
type Count struct {
	Value        string
	Rows, Ticked int
	// By counts them by the values of another facet, in the order of its own counts.
	By []int
}

// Counts counts the rows that a filter takes by the values of a facet, the most frequent first.
func (t *Table) Counts(ctx context.Context, f Filter, facet int) ([]Count, error) {
	counts, _, err := t.Cross(ctx, f, facet, facet)
	return counts, err
}

// Cross counts the rows that a filter takes by the values of two facets, those of the first by
// those of the second.
func (t *Table) Cross(ctx context.Context, f Filter, facet, by int) (counts, others []Count, err error) {
	s, err := t.snapshot()
	if err != nil {
		return nil, nil, err
	}
	chosen, err := t.choose(ctx, s, f)
	if err != nil {
		return nil, nil, err
	}
	width := len(s.values[by])
	both := make([]int, len(s.values[facet])*width)
	ticked := make([]int, len(both))
	t.mu.RLock()
	chosen.each(func(n int) {
		at := int(s.facets[facet][n])*width + int(s.facets[by][n])
		both[at]++
		if t.ticked.has(n) {
			ticked[at]++
		}
	})
	t.mu.RUnlock()
	others, order := sum(s.values[by], both, ticked, 1, width)
	counts, _ = sum(s.values[facet], both, ticked, width, 1)
	for i := range counts {
		row := both[slices.Index(s.values[facet], counts[i].Value)*width:]
		for _, other := range order {
			counts[i].By = append(counts[i].By, row[other])
		}
	}
	return counts, others, nil
}

// sum adds up the counts of each value, which stand step apart, and those of the others within
// them apart; it returns those that are not 0, the greatest first, and the positions of their
// values.
func sum(values []string, both, ticked []int, step, apart int) (counts []Count, order []int) {
	for i, text := range values {
		c := Count{Value: text}
		for at := i * step; at < len(both) && (apart > 1 || at < (i+1)*step); at += apart {
			c.Rows += both[at]
			c.Ticked += ticked[at]
		}
		if c.Rows > 0 {
			counts, order = append(counts, c), append(order, i)
		}
	}
	places := make([]int, len(counts))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(counts[b].Rows, counts[a].Rows) })
	sorted, positions := make([]Count, len(counts)), make([]int, len(counts))
	for i, p := range places {
		sorted[i], positions[i] = counts[p], order[p]
	}
	return sorted, positions
}
