package sandbox

import "bcimport/importer/sandbox/statefile"

// ErrInUse says that another Server has the state file open.
var ErrInUse = statefile.ErrInUse

// Reset starts a state file afresh: the next Server has the contacts of its
// seed. The error is ErrInUse while a Server has it open.
func Reset(path string) error { return statefile.Reset(path) }
