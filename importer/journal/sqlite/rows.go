package sqlite

import (
	"context"
	"fmt"
	"iter"

	"bcimport/importer"
	"bcimport/importer/journal"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// ask asks the view of the log.
func ask[T any](f *File, what string, question func(v *journal.View) (T, error)) (answer T, err error) {
	v, err := f.log()
	if err == nil {
		answer, err = question(v)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", what, err)
	}
	return answer, err
}

// Unfinished returns what is recorded of the rows at n positions; nil for a row of
// which nothing is.
func (f *File) Unfinished(_ context.Context, from, n int) ([]*importer.Unfinished, error) {
	return ask(f, "read rows", func(v *journal.View) ([]*importer.Unfinished, error) { return v.Unfinished(from, n) })
}

// Later fills in the fields that later successful rows of the same record set.
func (f *File) Later(_ context.Context, rows []*importer.Unfinished) error {
	_, err := ask(f, "read later rows", func(v *journal.View) (struct{}, error) { return struct{}{}, v.Later(rows) })
	return err
}

// Written returns what ended rows did, or would do, to each of the records.
func (f *File) Written(_ context.Context, ids []string) ([][]importer.Written, error) {
	return ask(f, "read earlier writes", func(v *journal.View) ([][]importer.Written, error) { return v.Written(ids) })
}

// Planned returns what earlier rows of a dry run would leave in each record.
func (f *File) Planned(_ context.Context, ids []string) ([][]mapping.Value, error) {
	return ask(f, "read plan", func(v *journal.View) ([][]mapping.Value, error) { return v.Planned(ids) })
}

// Entries returns up to n entries of an undo from a position.
func (f *File) Entries(_ context.Context, from, n int) ([]importer.Entry, error) {
	return ask(f, "read what to put back", func(v *journal.View) ([]importer.Entry, error) { return v.Entries(from, n) })
}

// Nameless returns up to n rows behind a position that did not succeed, whose record
// is known and its number is not.
func (f *File) Nameless(_ context.Context, after, n int) ([]importer.Nameless, error) {
	return ask(f, "read rows without a number", func(v *journal.View) ([]importer.Nameless, error) { return v.Nameless(after, n) })
}

// Name records what people call the records of rows that ended; a name that was read
// stays.
func (f *File) Name(ctx context.Context, rows []int, people []importer.Person) error {
	named, err := ask(f, "record names", func(v *journal.View) ([]importer.Outcome, error) { return v.Named(rows, people) })
	if err != nil || len(named) == 0 {
		return err
	}
	return f.Record(ctx, named)
}

// Counts returns how many rows ended with each status; rows that were never
// reached are in none.
func (f *File) Counts() (map[string]int, error) {
	if f.isOld() {
		return f.counts4()
	}
	v, err := f.log()
	if err != nil {
		return nil, fmt.Errorf("count outcomes: %w", err)
	}
	var c counts
	if err := f.getIfThere("counts", &c); err == nil && c.Rows != nil && c.Place == v.Last() {
		return c.Rows, nil
	}
	return ask(f, "count outcomes", (*journal.View).Counts)
}

// counts are those of a run that ended, at the last place of its log.
type counts struct {
	Place int64          `json:"place"`
	Rows  map[string]int `json:"rows"`
}

// Outcomes returns what is recorded of every row that was reached, in input
// order. A row with an intent and no outcome is unknown: the run was killed. The
// rows of an undo are all here, also those that were never reached. What a row
// sets (Sets) is not among it.
func (f *File) Outcomes(context.Context) iter.Seq2[importer.Outcome, error] {
	return sequence(f, "read outcomes", (*journal.View).Outcomes)
}

// Intents gives every write that was recorded before it was sent, by row and
// attempt.
func (f *File) Intents() iter.Seq2[importer.Intent, error] {
	return sequence(f, "read intents", (*journal.View).Intents)
}

// UndoEntries gives an entry for every record that the run changed, or may have
// changed, and that puts back the fields wanted (nil: all).
func (f *File) UndoEntries(set *entity.Entity, fields []string) iter.Seq2[importer.Entry, error] {
	return sequence(f, "read what was written", func(v *journal.View) iter.Seq2[importer.Entry, error] { return v.UndoEntries(set, fields) })
}

// Known gives the rows of what is sought that have been recorded, in no order.
func (f *File) Known(s importer.Sought) iter.Seq2[importer.Outcome, error] {
	return sequence(f, "search rows", func(v *journal.View) iter.Seq2[importer.Outcome, error] { return v.Known(s) })
}

// Past gives what the run wrote to the records that are sought, or may have written, in the
// order in which it did. What a plan would write is none of it.
func (f *File) Past(s importer.Sought) iter.Seq2[importer.Past, error] {
	return sequence(f, "search writes", func(v *journal.View) iter.Seq2[importer.Past, error] { return v.Past(s) })
}

func sequence[T any](f *File, what string, of func(v *journal.View) iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		v, err := f.log()
		if err != nil {
			var none T
			yield(none, fmt.Errorf("%s: %w", what, err))
			return
		}
		for value, err := range of(v) {
			if err != nil {
				err = fmt.Errorf("%s: %w", what, err)
			}
			if !yield(value, err) {
				return
			}
		}
	}
}

// Lines gives every entry of the log as a JSON object on one line.
func (f *File) Lines() iter.Seq2[[]byte, error] {
	return sequence(f, "read log", (*journal.View).Lines)
}
