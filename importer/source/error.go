package source

import (
	"fmt"
	"strings"

	"bcimport/importer"
)

// Error is why an input as a whole cannot be read. Every error of this package is one or
// wraps one.
type Error struct {
	// File is the path as it was given to Open.
	File string
	// Line is the physical line, from 1; 0 when the problem has no line.
	Line int
	// Column is the character within the line, from 1; 0 when not known.
	Column int
	// Message is one clause.
	Message string
	// Hint says what to do about it; empty when the message says it all.
	Hint string

	cause error
}

// Error returns one line, without the hint: "file: line 12, column 3: message".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	b.WriteString(": ")
	if e.Line > 0 {
		fmt.Fprintf(&b, "line %d", e.Line)
		if e.Column > 0 {
			fmt.Fprintf(&b, ", column %d", e.Column)
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	return b.String()
}

// Advice returns the hint, as importer.Hints asks for it.
func (e *Error) Advice() importer.Hint { return importer.PlainHint(e.Hint) }

// Unwrap returns the operating system's error, or nil if the content is at fault.
func (e *Error) Unwrap() error { return e.cause }
