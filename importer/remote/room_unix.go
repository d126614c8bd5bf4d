//go:build linux || darwin || freebsd

package remote

import "golang.org/x/sys/unix"

// room is how many bytes are free for this user on the disk of a folder.
func room(dir string) (free int64, known bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return int64(uint64(s.Bavail) * uint64(s.Bsize)), true
}
