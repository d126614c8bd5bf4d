package instance

import "os/exec"

// detach does nothing: Windows starts the browser apart.
func detach(*exec.Cmd) {}
