package targets

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"bcimport/importer"
	"bcimport/importer/businesscentral"
)

// StateFolder is where the program keeps what is not the user's: the sandbox's
// contacts, and runs whose input's folder can't be written to. Go knows no such
// folder, so each system's own convention is followed.
func StateFolder() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "bcimport"), nil
	}
	if runtime.GOOS == "windows" {
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "bcimport"), nil
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", importer.Invalidf("find the state folder: %w", err).Hintf("set HOME or XDG_STATE_HOME")
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "bcimport"), nil
	}
	return filepath.Join(home, ".local", "state", "bcimport"), nil
}

// SandboxState is the file that holds the sandbox's records.
func SandboxState() (string, error) {
	folder, err := StateFolder()
	return filepath.Join(folder, "sandbox.jsonl"), err
}

// metadataFolder is where the $metadata of API roots is kept, in the user's cache; empty
// where nothing is kept. A service on this machine is asked each time: the next one at its
// address may be another.
func metadataFolder(root string) string {
	u, err := url.Parse(root)
	if err != nil || root == "" || businesscentral.Loopback(u.Hostname()) {
		return ""
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "bcimport", "metadata")
}
