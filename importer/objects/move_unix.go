//go:build !windows

package objects

import (
	"errors"
	"os"
)

// moveIfAbsent gives a file another name that must be free: fs.ErrExist otherwise. A link
// is made or refused at once; a rename would replace.
func moveIfAbsent(from, to string) error {
	return os.Link(from, to)
}

// syncFolder makes the names in a folder outlive a power cut.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
