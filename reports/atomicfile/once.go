package atomicfile

import (
	"errors"
	"io/fs"
	"os"
)

// Once writes a file that is not there yet or, with replace, takes the place of what
// is. A link is never followed: another user may have put it there in the meantime.
func Once(path string, data []byte, mode os.FileMode, replace bool) error {
	if replace {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Close())
}
