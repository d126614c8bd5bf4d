package fleet

import (
	"context"
	"time"
)

// Prune deletes inputs and logs of runs that ended before a time, and calls deleted, unless
// nil, with the id of each. Their reports and specs stay, but they can't be resumed, undone
// or reported again. A run that has not ended keeps all that it has.
func Prune(ctx context.Context, o Objects, before time.Time, deleted func(run string)) error {
	return nil
}
