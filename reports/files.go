package reports

import (
	"fmt"
	"io/fs"
	"os"
	"strings"

	"bcimport/reports/atomicfile"
)

// sweep removes the reports that killed processes were writing.
func sweep(root *os.Root) error {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return fmt.Errorf("read run folder: %w", err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), atomicfile.Suffix) && Ours(e.Name()) && !e.IsDir() {
			root.Remove(e.Name()) // a link itself, not its target; what stays does no harm
		}
	}
	return nil
}

// remove removes an older report and reports whether it is still there, because a program
// such as Excel holds it.
func remove(root *os.Root, name string) (stays bool) {
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	return root.Remove(name) != nil
}
