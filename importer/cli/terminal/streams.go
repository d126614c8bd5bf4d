// Package terminal is how commands look: lines or records on stderr, results on stdout, a
// bar, and what became of a run. It knows no flags and no commands. Start with Console.
package terminal

import (
	"io"
	"os"

	"golang.org/x/term"
)

// Streams are where a command reads and writes.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// Interactive reports whether stdin and stderr are a terminal.
func (s Streams) Interactive() bool { return IsTerminal(s.In) && IsTerminal(s.Err) }

func IsTerminal(stream any) bool {
	if w, ok := stream.(io.Writer); ok {
		stream = drawing(w)
	}
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
