package targets

import (
	"os"
	"path/filepath"
	"strings"

	"bcimport/importer"
)

// FileOutside is the target file that every run of what lies in a folder is told to use:
// the one that is named, if any; empty where a run may look for one itself. Whoever can
// put files there must not be able to say where the program connects to.
func FileOutside(dir, named string) (string, error) {
	if named != "" {
		path, err := filepath.Abs(named)
		if err != nil || within(dir, path) {
			return "", importer.Invalidf("the target file %s is in the watched folder", named).Hintf("move it to a folder where only you can write")
		}
		return path, nil
	}
	here, err := os.Getwd()
	if err != nil || !within(dir, here) {
		return "", nil
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", importer.Invalidf("find the configuration folder: %w", err)
	}
	return filepath.Join(folder, "bcimport", FileName), nil
}

// within reports whether a path is in a folder or is that folder, links resolved.
func within(folder, path string) bool {
	resolve := func(p string) string {
		if real, err := filepath.EvalSymlinks(p); err == nil {
			return real
		}
		return p
	}
	rest, err := filepath.Rel(resolve(folder), resolve(path))
	return err == nil && rest != ".." && !strings.HasPrefix(rest, ".."+string(filepath.Separator))
}
