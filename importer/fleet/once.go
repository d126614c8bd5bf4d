package fleet

import (
	"context"
	"errors"
	"time"

	"bcimport/importer/objects"
)

// telling is how long whoever tells something has for it, where there may be others.
const telling = time.Minute

// told is that people are told of something.
type told struct {
	At   time.Time `json:"at"`
	Done bool      `json:"done,omitempty"`
}

// once tells something once, whichever process does, and reports whether people know.
// Whoever began to tell it and has not done so after a time has died: it is told again.
func once(ctx context.Context, o Objects, name string, now time.Time, patience time.Duration, tell func() error) (done bool, err error) {
	err = put(ctx, name, told{At: now}, o.Create)
	if errors.Is(err, objects.ErrExists) {
		var before told
		if err := get(ctx, o, name, &before); err != nil || before.Done || now.Sub(before.At) < patience {
			return before.Done, err
		}
		err = put(ctx, name, told{At: now}, o.Put)
	}
	if err != nil {
		return false, err
	}
	if err := tell(); err != nil {
		return false, errors.Join(err, o.Delete(ctx, name))
	}
	return true, put(ctx, name, told{now, true}, o.Put)
}
