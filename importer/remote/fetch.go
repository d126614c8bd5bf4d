package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"bcimport/importer"
	"bcimport/reports/atomicfile"
)

// file is what is known of a file elsewhere.
type file struct {
	name     string
	size     int64
	modified time.Time
	// version is another one whenever the content is, as far as the place can tell.
	version string
}

// same reports whether two looks have met the same content. A store may tell its times more
// precisely in one answer than in another.
func (f file) same(other file) bool {
	return f.name == other.name && f.size == other.size && f.version == other.version && f.modified.Unix() == other.modified.Unix()
}

// folder is a folder elsewhere. Its methods end with the context with which it was opened.
type folder interface {
	// list lists the files that are directly in it.
	list(ctx context.Context) ([]file, error)
	// open opens a file: fs.ErrNotExist where there is none.
	open(ctx context.Context, name string) (io.ReadCloser, file, error)
	// move gives a file another name below the folder, which must be free: fs.ErrExist.
	move(ctx context.Context, name, to string) error
	close() error
}

// Fetch copies the file at an address into a folder on this machine, as a whole or not at
// all, under its own name and with the time of its last change. It returns where it is. An
// error ends with the cause and, where the caller did not stop it, is a Problem.
func Fetch(ctx context.Context, address, into string, a Access) (string, error) {
	u, err := parse(address)
	if err != nil {
		return "", err
	}
	to, err := fetchAt(ctx, func() (folder, string, error) { return openFolderOf(ctx, u, a) }, into)
	return to, explain(ctx, address, err)
}

func fetchAt(ctx context.Context, open func() (folder, string, error), into string) (string, error) {
	f, name, err := open()
	if err != nil {
		return "", err
	}
	to := filepath.Join(into, name)
	if _, err := copyTo(ctx, f, name, to); err != nil {
		return "", errors.Join(err, f.close())
	}
	return to, f.close()
}

// explain says of which address an error is.
func explain(ctx context.Context, address string, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if known := (*importer.Problem)(nil); errors.As(err, &known) {
		return err
	}
	problem := importer.Invalidf("fetch %s: %w", Shown(address), err)
	if errors.Is(err, fs.ErrNotExist) {
		return problem.Hintf("check the path, and that the user may see the file")
	}
	return problem
}

// copyTo copies a file, and finds out that it is whole and the same at the end.
func copyTo(ctx context.Context, f folder, name, to string) (file, error) {
	in, about, err := f.open(ctx, name)
	if err != nil {
		return file{}, err
	}
	defer in.Close()
	if err := checkRoom(filepath.Dir(to), about.size); err != nil {
		return file{}, err
	}
	out, err := atomicfile.CreateAt(to)
	if err != nil {
		return file{}, err
	}
	defer out.Discard()
	n, err := io.Copy(&bounded{out.Writer, about.size}, in) // in may have a fast way of its own to write
	if err != nil && !errors.Is(err, errGrew) {
		return file{}, err
	}
	if err != nil || n != about.size {
		return file{}, fmt.Errorf("%w: %d of %d bytes", errChanged, n, about.size)
	}
	if err := unchanged(ctx, f, about); err != nil {
		return file{}, err
	}
	if err := out.Commit(); err != nil {
		return file{}, err
	}
	return about, os.Chtimes(to, time.Time{}, about.modified)
}

var (
	errChanged = errors.New("it changed while it was read, or was cut off")
	errGrew    = errors.New("it grew")
)

func unchanged(ctx context.Context, f folder, about file) error {
	again, now, err := f.open(ctx, about.name)
	if err != nil {
		return err
	}
	again.Close()
	if !now.same(about) {
		return errChanged
	}
	return nil
}

// bounded takes no more bytes than a file had at first: one that grows does not fill the disk.
type bounded struct {
	to   io.Writer
	left int64
}

func (b *bounded) Write(p []byte) (int, error) {
	if int64(len(p)) > b.left {
		return 0, errGrew
	}
	b.left -= int64(len(p))
	return b.to.Write(p)
}

// checkRoom refuses a file for which a disk has no room: a run needs about as much again
// for its record and its reports.
func checkRoom(dir string, size int64) error {
	free, known := room(dir)
	if known && size > free/2 {
		return importer.Invalidf("the file has %s, and %s has %s free", megabytes(size), dir, megabytes(free)).
			Hintf("free disk space, twice the file's size at least, or set TMPDIR to a folder on a larger disk")
	}
	return nil
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", (n+999_999)/1_000_000) }
