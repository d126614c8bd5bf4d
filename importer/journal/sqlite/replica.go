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
type Replica struct{ file *File }

// NewReplica begins a replica in a folder, in place of a journal that is there; one that
// another process holds is importer.ErrInUse.
func NewReplica(folder string) (*Replica, error) {
	if there, err := open(filepath.Join(folder, Name)); err == nil { // it is made where there is none
		there.Close()
	} else if errors.Is(err, importer.ErrInUse) {
		return nil, err
	}
	if err := Remove(folder); err != nil {
		return nil, err
	}
	file, err := create(folder)
	if err != nil {
		return nil, err
	}
	return &Replica{file}, nil
}

// Apply records commits, all or none. They come in their order.
func (r *Replica) Apply(commits ...Commit) error {
	var all Commit
	for _, c := range commits {
		if all.First == 0 {
			all.First = c.First
		}
		all.Entries, all.Changes = append(all.Entries, c.Entries...), append(all.Changes, c.Changes...)
	}
	return r.file.write(all)
}

// Close gives the file back. Open opens it as any other.
func (r *Replica) Close() error { return r.file.Close() }

// Remove removes the journal of a folder; it must not be open.
func Remove(folder string) error {
	for _, side := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(filepath.Join(folder, Name+side)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove journal: %w", err)
		}
	}
	return nil
}
