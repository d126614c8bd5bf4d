package pipeline

import (
	"context"
	"errors"
	"io"

	"golang.org/x/sync/errgroup"

	"bcimport/importer"
	"bcimport/importer/layout"
)

const (
	blocks     = 8         // on their way at once
	blockRows  = 256       // of one at the most
	blockBytes = 128 << 10 // of the rows of one, but for the last of them
)

// block is some rows on their way.
type block struct {
	entries []importer.Entry
	err     error // what comes after them
}

// Each maps the rows that are left and shows their entries to see, in input order; an
// entry is good until see returns. Rows are read and mapped ahead of that, in two
// goroutines that have ended when Each returns: with the first error of the rows or of
// see, or with that of ctx. No stage waits for the next one to take a block: with fewer
// cores than stages, one of them would often be idle.
func (m *Mapper) Each(ctx context.Context, see func(*importer.Entry) error) error {
	g, ctx := errgroup.WithContext(ctx)
	free, read, mapped := make(chan *block, blocks), make(chan *block, blocks), make(chan *block, blocks)
	for range blocks {
		free <- &block{entries: make([]importer.Entry, 0, blockRows)}
	}
	g.Go(func() error {
		defer close(read)
		return pass(ctx, free, read, func(b *block) error { b.fill(m.rows, m.surveyor); return nil })
	})
	g.Go(func() error {
		defer close(mapped)
		return pass(ctx, read, mapped, m.mapBlock)
	})
	g.Go(func() error {
		return pass(ctx, mapped, free, func(b *block) error { return b.show(see) })
	})
	return g.Wait()
}

// pass works on every block that comes, up to the last one, and passes it on.
func pass(ctx context.Context, from <-chan *block, to chan<- *block, work func(*block) error) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case b, more := <-from:
			if !more {
				return nil
			}
			if err := work(b); err != nil {
				return err
			}
			last := b.err != nil
			select {
			case <-ctx.Done():
				return ctx.Err()
			case to <- b:
			}
			if last {
				return nil
			}
		}
	}
}

// fill reads the next rows. Where a surveyor learns from them, those are left out that
// may be no records.
func (b *block) fill(rows importer.Rows, surveyor *layout.Surveyor) {
	b.entries = b.entries[:0]
	for n, size := 0, 0; n < blockRows && size < blockBytes; n++ {
		row, err := rows.Next()
		if err != nil {
			b.err = err
			return
		}
		size += len(row.Raw)
		if surveyor != nil {
			surveyor.Add(row.Seq, row.Record)
			if surveyor.Certain() <= row.Seq {
				continue
			}
		}
		b.entries = b.entries[:len(b.entries)+1] // the entry's memory is used again
		b.entries[len(b.entries)-1].Row = row
	}
}

// mapBlock maps the rows of a block.
func (m *Mapper) mapBlock(b *block) error {
	for i := range b.entries {
		if err := m.mapRow(&b.entries[i]); err != nil {
			return err
		}
	}
	return nil
}

// show shows the entries of a block; io.EOF is a good end of it.
func (b *block) show(see func(*importer.Entry) error) error {
	for i := range b.entries {
		if err := see(&b.entries[i]); err != nil {
			return err
		}
	}
	if errors.Is(b.err, io.EOF) {
		return nil
	}
	return b.err
}
