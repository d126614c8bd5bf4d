package runfiles

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// ErrNoRun is a run that is not there, or no longer.
var ErrNoRun = errors.New("this run does not exist")

// Find is the run folder of an ID, which may come from anywhere, below a folder. record is the
// file by which a run folder is known.
func Find(dir, id, record string) (folder string, err error) {
	name, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil || !filepath.IsLocal(string(name)) || strings.ContainsRune(string(name), 0) {
		return "", ErrNoRun
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", err
	}
	defer root.Close()
	if info, err := root.Lstat(filepath.Join(string(name), record)); err != nil || !info.Mode().IsRegular() {
		return "", ErrNoRun
	}
	return filepath.Join(dir, string(name)), nil
}

// ID is by what a run folder below a folder is known in addresses.
func ID(dir, folder string) string {
	name, err := filepath.Rel(dir, folder)
	if err != nil {
		name = folder
	}
	return base64.RawURLEncoding.EncodeToString([]byte(name))
}
