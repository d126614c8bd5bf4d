//go:build unix

package instance

import (
	"os/exec"
	"syscall"
)

// detach keeps a signal of the terminal from a browser that was started here.
func detach(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
