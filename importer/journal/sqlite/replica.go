package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"bcimport/importer"
)

// Replica is a journal that is made of the commits of another one. It is not safe for
// concurrent use.
type Replica struct {
	file *File
	last int64 // place in the log
}

// NewReplica begins a replica in a folder, in place of a journal that is there. The errors
// are those of Remove.
func NewReplica(folder string) (*Replica, error) {
	if err := Remove(folder); err != nil {
		return nil, err
	}
	file, err := create(folder)
	if err != nil {
		return nil, err
	}
	return &Replica{file: file}, nil
}

// Apply records commits, all or none. They come in their order: importer.ErrDamaged where
// one is missing.
func (r *Replica) Apply(commits ...Commit) error {
	var all Commit
	last := r.last
	for _, c := range commits {
		if len(c.Entries) > 0 && c.First != last+1 {
			return fmt.Errorf("%w: entry %d stands behind entry %d", importer.ErrDamaged, c.First, last)
		}
		last += int64(len(c.Entries))
		if all.First == 0 {
			all.First = c.First
		}
		all.Entries, all.Changes = append(all.Entries, c.Entries...), append(all.Changes, c.Changes...)
	}
	if err := r.file.write(all); err != nil {
		return err
	}
	r.last = last
	return nil
}

// Close gives the file back. Open opens it as any other.
func (r *Replica) Close() error { return r.file.Close() }

// Remove removes the journal of a folder, if there is one: importer.ErrInUse where it is open.
func Remove(folder string) error {
	if _, err := os.Lstat(filepath.Join(folder, Name)); err == nil {
		there, err := open(filepath.Join(folder, Name))
		if errors.Is(err, importer.ErrInUse) {
			return err
		}
		if err == nil {
			there.Close()
		}
	}
	for _, side := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(filepath.Join(folder, Name+side)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove journal: %w", err)
		}
	}
	return nil
}
