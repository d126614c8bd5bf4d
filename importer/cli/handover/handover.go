// Package handover gives a command line to bcimport-fleet, the program with the clients of
// clouds and of Temporal. They would make each start of bcimport slower and larger, needed
// or not. Start with To.
package handover

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"bcimport/importer"
)

// program is the one with everything.
const program = "bcimport-fleet"

// To has bcimport-fleet do a command line, with this process's streams and environment, and
// returns its exit code; where the system can, it takes this process's place and To does
// not return. It must be beside the program or in PATH. The error says that nothing began.
func To(args []string) (code int, err error) {
	path, err := find()
	if err != nil {
		return 0, err
	}
	code, err = run(path, append([]string{path}, args...))
	if err != nil {
		return 0, importer.Invalidf("start %s: %w", path, err)
	}
	return code, nil
}

func find() (string, error) {
	name := program
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	self, err := os.Executable()
	if err != nil {
		return "", importer.Invalidf("look for %s: %w", program, err)
	}
	if real, err := filepath.EvalSymlinks(self); err == nil {
		self = real
	}
	if strings.EqualFold(filepath.Base(self), name) { // it would start itself for ever
		return "", importer.Invalidf("%s is built without clouds", self).Hintf("build it again without the tag slim")
	}
	for _, path := range []string{filepath.Join(filepath.Dir(self), name), name} {
		if found, err := exec.LookPath(path); err == nil {
			return found, nil
		}
	}
	return "", importer.NewInvalid(fmt.Errorf("fleets and the stores azblob:// and s3:// need %s, which is neither beside %s nor in PATH", name, self)).
		Hintf("put %s there; make build makes both", name)
}
