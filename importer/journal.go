package importer

import (
	"context"
	"time"

	"bcimport/mapping"
)

// Journal is the run on disk. A call that returns nil has made its arguments
// durable. It must be safe for concurrent use. Any error stops the run: nothing is
// sent that is not journaled.
type Journal interface {
	// Want remembers keys that need a lookup; those known already are ignored.
	Want(ctx context.Context, lookups []Lookup) error
	// Wanted returns up to n remembered keys behind the position after, and the
	// position of the last one. Keys that are resolved are left out.
	Wanted(ctx context.Context, after int64, n int) ([]Lookup, int64, error)
	// Resolve records what lookups brought.
	Resolve(ctx context.Context, found []Found) error
	// Resolved returns what is recorded for the lookups, in their order; a zero
	// Disposition where nothing is.
	Resolved(ctx context.Context, lookups []Lookup) ([]Found, error)

	// Intend records writes about to be sent. An outcome of an earlier part of the
	// run makes way (Intent.Again).
	Intend(ctx context.Context, intents []Intent) error
	// Record records the outcomes of rows; a later one replaces an earlier one.
	Record(ctx context.Context, outcomes []Outcome) error
	// Planned returns the values that earlier rows of a dry run would leave in
	// each of the contacts, nil for a contact that none would change.
	Planned(ctx context.Context, ids []string) ([][]mapping.Value, error)
	// Later fills in what later rows have set since (Left.Later).
	Later(ctx context.Context, rows []*Unfinished) error
	// Written returns what ended rows did, or would do, to each of the contacts.
	Written(ctx context.Context, ids []string) ([][]Written, error)
}

// Progress receives how a run goes. It must be safe for concurrent use.
type Progress interface {
	// Found receives how many lookups of keys have ended, before any row has.
	Found(keys int)
	// Ended receives rows as they end, and how long a worker was busy with them.
	Ended(outcomes []Outcome, took time.Duration)
}

// Nameless is a row that did not succeed and whose record's number is not known.
type Nameless struct {
	Seq int
	ID  string
}

// Naming is the part of a journal that knows what people call the records.
type Naming interface {
	// Nameless returns up to n such rows behind a position.
	Nameless(ctx context.Context, after, n int) ([]Nameless, error)
	// Name records what people call the records of rows; a name that was read stays.
	Name(ctx context.Context, rows []int, people []Person) error
}
