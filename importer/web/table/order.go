package table

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"slices"
	"sync"
	"time"
)

// sortWait is how long a page waits for its order: it is shown in another rather than late.
const sortWait = 100 * time.Millisecond

// orders are the orders that rows were asked for in.
type orders struct {
	mu     sync.Mutex
	of     map[int]*order // by column
	closed bool           // none is made any more
}

// order is the positions of the first rows, sorted by a column.
type order struct {
	n         int
	positions []int32
	ready     chan struct{} // closed once positions are there
	before    *order        // of fewer rows, which serves until then
}

// order returns the positions of rows sorted by a column, as far as they are sorted; the rest
// follows in its own order. It is nil while there is none yet.
func (t *Table) order(ctx context.Context, s snapshot, column int) []int32 {
	o := t.orderOf(s, column)
	wait := time.NewTimer(sortWait)
	defer wait.Stop()
	select {
	case <-o.ready:
		return o.positions
	case <-wait.C:
	case <-ctx.Done():
	}
	t.orders.mu.Lock()
	defer t.orders.mu.Unlock()
	if o.before != nil {
		return o.before.positions
	}
	return nil
}

// orderOf returns the order of a column. It is made anew where enough rows have come since.
func (t *Table) orderOf(s snapshot, column int) *order {
	t.orders.mu.Lock()
	defer t.orders.mu.Unlock()
	last := t.orders.of[column]
	if last != nil {
		select {
		case <-last.ready:
			if s.n <= last.n || !s.filled && s.n < last.n+last.n/2 {
				return last
			}
		default:
			return last
		}
	}
	o := &order{n: s.n, ready: make(chan struct{}), before: last}
	if t.orders.closed {
		return o
	}
	if last != nil {
		last.before = nil
	}
	t.orders.of[column] = o
	t.work.Go(func() {
		positions := sorted(t.ctx, s, column)
		t.orders.mu.Lock()
		defer t.orders.mu.Unlock()
		o.positions, o.n = positions, len(positions)
		close(o.ready)
	})
	return o
}

// sortKey is what a row is sorted by: its first bytes as a number, and the others elsewhere.
type sortKey struct {
	first    uint64
	at       uint32
	size     uint8
	position int32
}

// sorted sorts the rows of a snapshot; it returns none where it is interrupted.
func sorted(ctx context.Context, s snapshot, column int) []int32 {
	keys := make([]sortKey, 0, s.n)
	var texts []byte
	err := s.eachRow(ctx, func(n int, record []byte) {
		var cell []byte
		for range column + 1 {
			cell, record = nextCell(record)
		}
		from := len(texts)
		texts = appendKey(texts, cell)
		var first [8]byte
		copy(first[:], texts[from:])
		keys = append(keys, sortKey{binary.BigEndian.Uint64(first[:]), uint32(from), uint8(len(texts) - from), int32(n)})
	})
	if err != nil {
		return nil
	}
	slices.SortFunc(keys, func(a, b sortKey) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		if a.size > 8 || b.size > 8 {
			if c := bytes.Compare(texts[a.at:a.at+uint32(a.size)], texts[b.at:b.at+uint32(b.size)]); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.position, b.position)
	})
	positions := make([]int32, len(keys))
	for i, k := range keys {
		positions[i] = k.position
	}
	return positions
}

// eachRow visits the cells of all rows of a snapshot as they are kept.
func (s snapshot) eachRow(ctx context.Context, visit func(n int, record []byte)) error {
	const together = 256 // blocks
	var buffer []byte
	n := 0
	for first := 0; first < s.rows.blocks(); first += together {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		if buffer, err = s.rows.read(first, first+together, buffer); err != nil {
			return err
		}
		for rest := buffer; len(rest) > 0; n++ {
			record := rest
			for range s.columns {
				_, rest = nextCell(rest)
			}
			visit(n, record)
		}
	}
	return nil
}
