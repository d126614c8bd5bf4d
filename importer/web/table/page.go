package table

import (
	"context"
	"fmt"
)

// InOrder sorts by no column: rows stand as they came.
const InOrder = -1

// Filter chooses rows.
type Filter struct {
	// Search is a text that one of the cells holds, whatever the case of its letters.
	Search string
	// Facets are the values that facets have, by their numbers.
	Facets map[int]string
}

// Query asks for a page.
type Query struct {
	Filter
	// Sort is the column that is sorted by, or InOrder.
	Sort       int
	Descending bool
	// Page is counted from 1; one behind the last is the last. Size is the rows of a page.
	Page, Size int
}

// Page is a part of a table.
type Page struct {
	Rows []Row
	// Number says which it is, of Pages, and First the place of its first row, from 1.
	Number, Pages, First int
	// Matches is how many rows the filter takes, Of how many there are so far.
	Matches, Of int
	// Filling reports whether more rows come, and Sorting whether the order is still made: a
	// page that is asked for again is in order then.
	Filling, Sorting bool
}

// Page returns a page.
func (t *Table) Page(ctx context.Context, q Query) (Page, error) {
	s, err := t.snapshot()
	if err != nil {
		return Page{}, fmt.Errorf("read the rows of a table: %w", err)
	}
	chosen, err := t.choose(ctx, s, q.Filter)
	if err != nil {
		return Page{}, err
	}
	p := Page{Number: max(q.Page, 1), Matches: chosen.count(), Of: s.n, Filling: !s.filled}
	size := max(q.Size, 1)
	p.Pages = max((p.Matches+size-1)/size, 1)
	p.Number = min(p.Number, p.Pages)
	skip := (p.Number - 1) * size
	p.First = min(skip+1, p.Matches)
	var positions []int
	if q.Sort < 0 || q.Sort >= t.shape.Columns {
		positions = chosen.from(skip, size, q.Descending)
	} else {
		order := t.order(ctx, s, q.Sort)
		p.Sorting = len(order) < s.n && (order == nil || s.filled)
		positions = sortedFrom(chosen, order, s.n, skip, size, q.Descending)
	}
	p.Rows, err = t.read(s, positions)
	return p, err
}

// sortedFrom returns the chosen positions of a page in an order; rows that it does not hold
// yet follow it.
func sortedFrom(chosen bits, order []int32, n, skip, size int, descending bool) []int {
	var found []int
	take := func(i int) (more bool) {
		switch {
		case !chosen.has(i):
		case skip > 0:
			skip--
		default:
			found = append(found, i)
		}
		return len(found) < size
	}
	for at := range order {
		if descending {
			at = len(order) - 1 - at
		}
		if i := int(order[at]); i < n && !take(i) {
			return found
		}
	}
	for i := len(order); i < n && take(i); i++ {
	}
	return found
}

// choose returns the rows that a filter takes.
func (t *Table) choose(ctx context.Context, s snapshot, f Filter) (bits, error) {
	chosen := all(s.n)
	if f.Search != "" {
		found, err := t.search(ctx, s, f.Search)
		if err != nil {
			return nil, err
		}
		for i := range chosen {
			chosen[i] &= found[i]
		}
	}
	for facet, text := range f.Facets {
		code, known := find(s.values[facet], text)
		for i, c := range s.facets[facet][:s.n] {
			if !known || c != code {
				chosen[i>>6] &^= 1 << (i & 63)
			}
		}
	}
	return chosen, nil
}

// read returns the rows at positions.
func (t *Table) read(s snapshot, positions []int) ([]Row, error) {
	rows := make([]Row, 0, len(positions))
	var buffer []byte
	for _, n := range positions {
		var err error
		block := n / s.rows.block
		if buffer, err = s.rows.read(block, block+1, buffer); err != nil {
			return nil, fmt.Errorf("read the rows of a table: %w", err)
		}
		rows = append(rows, s.row(n, buffer))
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	for i := range rows {
		rows[i].Ticked, rows[i].Joined = t.ticked.has(rows[i].N), t.joined.has(rows[i].N)
	}
	return rows, nil
}

// row takes a row out of its block.
func (s snapshot) row(n int, block []byte) Row {
	for range n % s.rows.block * s.columns {
		_, block = nextCell(block)
	}
	r := Row{N: n, Line: int(s.lines[n])}
	for range s.columns {
		var cell []byte
		cell, block = nextCell(block)
		r.Cells = append(r.Cells, string(cell))
	}
	for i, codes := range s.facets {
		r.Facets = append(r.Facets, s.values[i][codes[n]])
	}
	return r
}
