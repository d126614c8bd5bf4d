package atomicfile

import (
	"context"
	"errors"
	"io"
	"os"
)

// CopyInto writes what in holds into a new file of the owner's alone, until its end or
// that of ctx, and makes it durable. A read that never ends is left to the end of the
// process.
func CopyInto(ctx context.Context, path string, in io.Reader) error {
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	copied := make(chan error, 1)
	go func() {
		_, err := io.Copy(out, in)
		if err == nil {
			err = out.Sync() // a run folder that holds a link to it outlives a power cut
		}
		copied <- errors.Join(err, out.Close())
	}()
	select {
	case err := <-copied:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
