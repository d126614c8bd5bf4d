package objects

import (
	"os"

	"golang.org/x/sys/windows"
)

// moveIfAbsent gives a file another name that must be free: fs.ErrExist otherwise. It is
// on the disk when the call returns.
func moveIfAbsent(from, to string) error {
	old, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	name, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	if err := windows.MoveFileEx(old, name, windows.MOVEFILE_WRITE_THROUGH); err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}

// syncFolder does nothing: Windows can't, and the file system's own journal keeps names.
func syncFolder(string) error { return nil }
