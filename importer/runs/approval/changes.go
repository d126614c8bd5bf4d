package approval

import (
	"context"
	"iter"

	"bcimport/importer"
)

// Changes gives the changes of a plan in their order.
func Changes(ctx context.Context, plan Rows) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		n := 0
		for row, err := range plan {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(Change{}, importer.Invalidf("read the plan: %w", err))
				return
			}
			if row.Status != importer.WouldUpdate {
				continue
			}
			for _, c := range row.Changes {
				if !yield(Change{N: n, Row: row, Change: c}, nil) {
					return
				}
				n++
			}
		}
	}
}
