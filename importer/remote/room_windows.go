package remote

import "golang.org/x/sys/windows"

// room is how many bytes are free for this user on the disk of a folder.
func room(dir string) (free int64, known bool) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, false
	}
	var here uint64
	if err := windows.GetDiskFreeSpaceEx(path, &here, nil, nil); err != nil {
		return 0, false
	}
	return int64(here), true
}
