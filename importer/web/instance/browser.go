package instance

import (
	"context"
	"errors"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"bcimport/importer/web/guard"
)

const (
	forwardFolder = "bcimport-open-"
	forwardFile   = "open.html"
)

// OpenBrowser has the user's browser open an address. The address holds a key and must stand
// in no list of processes, so that the browser is given a file that only its user can read
// and that leads on. opened returns when the address was opened or its context ended; then
// the file is removed and OpenBrowser returns.
func OpenBrowser(ctx context.Context, address string, opened func(context.Context)) error {
	folder, err := makeForwardFolder()
	if err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	file := filepath.Join(folder, forwardFile)
	defer removeForward(folder)
	if err := os.WriteFile(file, []byte(forward(address)), 0o600); err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	ctx, stop := context.WithTimeout(ctx, guard.KeyLife)
	defer stop()
	used := make(chan struct{})
	go func() { opened(ctx); close(used) }()
	started := make(chan error, 1) // what starts the browser may last as long as that
	go func() { started <- start(file) }()
	select {
	case err = <-started:
		if err != nil {
			stop()
			err = fmt.Errorf("open the browser: %w", err)
		}
		<-used
	case <-used:
	}
	return err
}

// forward is a page that leads to an address.
func forward(address string) string {
	to := html.EscapeString(address)
	return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">` +
		`<meta http-equiv="refresh" content="0;url=` + to + `"><title>bcimport</title></head>` +
		`<body><a rel="noreferrer" href="` + to + `">bcimport</a></body></html>`
}

// makeForwardFolder makes a folder that only the user can read. On Linux, browsers that come
// as snaps see neither /tmp nor hidden folders, so it is in the user's own folder.
func makeForwardFolder() (string, error) {
	parent := ""
	if runtime.GOOS == "linux" {
		if home, err := os.UserHomeDir(); err == nil {
			parent = home
			sweep(home)
		}
	}
	folder, err := os.MkdirTemp(parent, forwardFolder)
	if err != nil && parent != "" {
		return os.MkdirTemp("", forwardFolder)
	}
	return folder, err
}

// sweep removes what programs that were killed have left behind.
func sweep(parent string) {
	left, _ := filepath.Glob(filepath.Join(parent, forwardFolder+"*")) // the pattern is sound
	for _, folder := range left {
		if info, err := os.Lstat(folder); err == nil && info.IsDir() && time.Since(info.ModTime()) > 2*guard.KeyLife {
			removeForward(folder)
		}
	}
}

// removeForward removes a folder of one file; one that holds more stays.
func removeForward(folder string) {
	os.Remove(filepath.Join(folder, forwardFile))
	os.Remove(folder)
}

// start starts the user's browser on a file. It returns before or after the browser ends, as
// the system has it.
func start(file string) error {
	name, args := opener(runtime.GOOS)
	cmd := exec.Command(name, append(args, file)...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "BCIMPORT_") }) // secrets
	detach(cmd)
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return fmt.Errorf("%s: %w", name, err)
	}
	return err
}

// opener is the program that opens a file as its user would.
func opener(system string) (name string, args []string) {
	switch system {
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler"}
	case "darwin":
		return "open", nil
	default:
		return "xdg-open", nil
	}
}
