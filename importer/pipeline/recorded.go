package pipeline

import (
	"context"
	"fmt"
	"io"
	"slices"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// RecordedEntries is a journal that holds what an undo puts back.
type RecordedEntries interface {
	// Entries returns up to n entries from a position.
	Entries(ctx context.Context, from, n int) ([]importer.Entry, error)
}

// Recorded hands out the entries that a journal holds (undo). set is what the service says
// of their records now; fields that it does not have are Entry.Gone.
func Recorded(ctx context.Context, journal RecordedEntries, set *entity.Entity) importer.Entries {
	return &recorded{ctx: context.WithoutCancel(ctx), journal: journal, set: set}
}

type recorded struct {
	ctx     context.Context
	journal RecordedEntries
	set     *entity.Entity
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
	r.leaveGone(&e)
	return e, nil
}

// leaveGone takes the fields out of an entry that the set does not have any more.
func (r *recorded) leaveGone(e *importer.Entry) {
	edit := &e.Edit
	for _, v := range edit.Values {
		if _, has := r.set.Field(v.Field); !has {
			e.Gone = append(e.Gone, v)
		}
	}
	if len(e.Gone) == 0 {
		return
	}
	is := func(v mapping.Value) bool { return isGone(*e, v.Field) }
	edit.Values, edit.Base = slices.DeleteFunc(edit.Values, is), slices.DeleteFunc(edit.Base, is)
	if e.Baseline != nil {
		e.Baseline = slices.DeleteFunc(e.Baseline, func(x importer.Expectation) bool { return isGone(*e, x.Field) })
	}
}

func isGone(e importer.Entry, field string) bool {
	return slices.ContainsFunc(e.Gone, func(v mapping.Value) bool { return v.Field == field })
}

// withGone tells of the values that the record can't have any more, whatever became of the
// others: without them, nothing that was to be done is done.
func (t *task) withGone(status importer.Status, code string, m importer.Message) (importer.Status, string, importer.Message) {
	switch status {
	case importer.Updated, importer.Unchanged:
		status = importer.Rejected
	case importer.Conflicted, importer.WouldUpdate:
	default:
		return status, code, m
	}
	parts := make([]importer.Message, len(t.entry.Gone))
	for i, v := range t.entry.Gone {
		parts[i] = message("cell", mapping.PlainMessage(v.Field), short(v.Text))
		t.outcome.Blames = append(t.outcome.Blames, v.Field)
	}
	told := message("field_gone", mapping.Enumeration("semicolons", parts...))
	if status == importer.Conflicted {
		return status, code, sentences(m, told)
	}
	return status, "field_gone", sentences(told, m)
}
