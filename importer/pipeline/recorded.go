package pipeline

import (
	"context"
	"fmt"
	"io"

	"bcimport/importer"
)

// RecordedEntries is a journal that holds what an undo puts back.
type RecordedEntries interface {
	// Entries returns up to n entries from a position.
	Entries(ctx context.Context, from, n int) ([]importer.Entry, error)
}

// Recorded hands out the entries that a journal holds (undo).
func Recorded(ctx context.Context, journal RecordedEntries) importer.Entries {
	return &recorded{ctx: context.WithoutCancel(ctx), journal: journal}
}

type recorded struct {
	ctx     context.Context
	journal RecordedEntries
	next    int
	block   []importer.Entry
}

func (r *recorded) Next() (importer.Entry, error) {
	if len(r.block) == 0 {
		block, err := r.journal.Entries(r.ctx, r.next, 500)
		if err != nil {
			return importer.Entry{}, fmt.Errorf("read what to put back: %w", err)
		}
		if len(block) == 0 {
			return importer.Entry{}, io.EOF
		}
		r.next, r.block = r.next+len(block), block
	}
	e := r.block[0]
	r.block = r.block[1:]
	return e, nil
}
