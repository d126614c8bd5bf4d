package table

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
)

// Shape says what rows have.
type Shape struct {
	Columns int // texts that are shown, searched and sorted by
	Facets  int // texts of few values that rows are filtered by, as a reason
}

// Row is a row of a table.
type Row struct {
	// N is the position among all rows, from 0.
	N int
	// Line is where the row stands in its file. The rows of a line follow each other.
	Line int
	// Cells are the texts of the columns, Facets those of the facets.
	Cells, Facets []string
	// Ticked reports whether the row is accepted.
	Ticked bool
	// Joined rows of a line are ticked together, as the parts of an address.
	Joined bool
}

// Table holds rows, which may be shown while more come. It is safe for concurrent use.
type Table struct {
	shape Shape
	ctx   context.Context // of the work in the background
	stop  context.CancelFunc
	work  sync.WaitGroup

	mu     sync.RWMutex
	rows   *spool // the cells as they are
	texts  *spool // the cells as they are searched
	lines  []int32
	values []dictionary
	facets [][]uint16
	ticked bits
	joined bits
	filled bool

	orders  orders
	matches matches
}

// New makes an empty table whose texts are in files in a folder. The caller closes it.
func New(folder string, shape Shape) (*Table, error) {
	rows, err := newSpool(folder, 16)
	if err != nil {
		return nil, err
	}
	texts, err := newSpool(folder, 4096)
	if err != nil {
		return nil, errors.Join(err, rows.close())
	}
	t := &Table{
		shape: shape, rows: rows, texts: texts,
		values: make([]dictionary, shape.Facets), facets: make([][]uint16, shape.Facets),
		orders: orders{of: map[int]*order{}},
	}
	t.ctx, t.stop = context.WithCancel(context.Background())
	return t, nil
}

// Append adds rows behind all others; their N is given by the table.
func (t *Table) Append(rows ...Row) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, r := range rows {
		if err := t.append(r); err != nil {
			return fmt.Errorf("keep the rows of a table: %w", err)
		}
	}
	return nil
}

func (t *Table) append(r Row) error {
	if len(r.Cells) != t.shape.Columns || len(r.Facets) != t.shape.Facets || len(t.lines) == math.MaxInt32 {
		return errors.New("a row does not have the shape of its table")
	}
	for i, text := range r.Facets {
		code, err := t.values[i].code(text)
		if err != nil {
			return err
		}
		t.facets[i] = append(t.facets[i], code)
	}
	n := len(t.lines)
	t.lines = append(t.lines, int32(min(r.Line, math.MaxInt32)))
	t.ticked = t.ticked.grown(n + 1)
	t.joined = t.joined.grown(n + 1)
	t.ticked.set(n, r.Ticked)
	t.joined.set(n, r.Joined)
	return errors.Join(
		t.rows.append(func(to []byte) []byte { return appendCells(to, r.Cells) }),
		t.texts.append(func(to []byte) []byte { return appendFolded(to, r.Cells) }))
}

// Filled says that no more rows come. The orders of all columns are prepared.
func (t *Table) Filled() {
	t.mu.Lock()
	t.filled = true
	t.mu.Unlock()
	t.work.Go(func() {
		for column := range t.shape.Columns {
			if s, err := t.snapshot(); err == nil && t.ctx.Err() == nil {
				t.order(t.ctx, s, column)
			}
		}
	})
}

// Len is the number of rows so far.
func (t *Table) Len() int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.lines)
}

// Close drops all rows. It may be called again.
func (t *Table) Close() error {
	t.stop()
	t.orders.mu.Lock()
	t.orders.closed = true
	t.orders.mu.Unlock()
	t.work.Wait()
	t.mu.Lock()
	defer t.mu.Unlock()
	return errors.Join(t.rows.close(), t.texts.close())
}

// snapshot is a table as it is at a moment, its ticks aside.
type snapshot struct {
	n, columns  int
	filled      bool
	rows, texts view
	lines       []int32
	facets      [][]uint16
	values      [][]string
}

func (t *Table) snapshot() (snapshot, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := snapshot{n: len(t.lines), columns: t.shape.Columns, filled: t.filled, lines: t.lines}
	var err, also error
	s.rows, err = t.rows.view()
	s.texts, also = t.texts.view()
	for i := range t.facets {
		s.facets = append(s.facets, t.facets[i])
		s.values = append(s.values, t.values[i].texts)
	}
	return s, errors.Join(err, also)
}
