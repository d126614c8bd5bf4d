package table

import (
	"bytes"
	"context"
	"slices"
	"sync"
)

// mostSearches is how many searches are remembered.
const mostSearches = 4

// matches are what the latest searches have found.
type matches struct {
	mu   sync.Mutex
	last []match
}

// match is what was found among the first rows.
type match struct {
	needle string
	n      int
	rows   bits
}

// search returns the rows of a snapshot that hold a text in one of their cells.
func (t *Table) search(ctx context.Context, s snapshot, text string) (bits, error) {
	needle := string(appendFold(nil, text))
	t.matches.mu.Lock()
	defer t.matches.mu.Unlock()
	m := match{needle: needle}
	if i := slices.IndexFunc(t.matches.last, func(m match) bool { return m.needle == needle && m.n <= s.n }); i >= 0 {
		m = t.matches.last[i]
		t.matches.last = slices.Delete(t.matches.last, i, i+1)
	}
	if m.n < s.n {
		rows, err := s.search(ctx, m)
		if err != nil {
			return nil, err
		}
		m = match{needle, s.n, rows}
	}
	t.matches.last = append(t.matches.last, m)
	t.matches.last = t.matches.last[max(0, len(t.matches.last)-mostSearches):]
	return m.rows, nil
}

// search looks through the rows that came since a search.
func (s snapshot) search(ctx context.Context, m match) (bits, error) {
	rows := slices.Clone(m.rows).grown(s.n)
	var buffer []byte
	for b := m.n / s.texts.block; b < s.texts.blocks(); b++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var err error
		if buffer, err = s.texts.read(b, b+1, buffer); err != nil {
			return nil, err
		}
		searchBlock(buffer, []byte(m.needle), func(i int) { rows.set(b*s.texts.block+i, true) })
	}
	return rows, nil
}

// searchBlock tells the rows of a block that hold a text, by their positions in it.
func searchBlock(block, needle []byte, found func(i int)) {
	row := 0
	for {
		at := bytes.Index(block, needle)
		if at < 0 {
			return
		}
		row += bytes.Count(block[:at], []byte{rowEnd})
		found(row)
		end := at + bytes.IndexByte(block[at:], rowEnd)
		block = block[end+1:]
		row++
	}
}
