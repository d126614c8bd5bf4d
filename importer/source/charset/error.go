package charset

import "fmt"

// Error says why the encoding of a file is not certain.
type Error struct {
	// Line and Column are where the first byte stands that shows it, from 1.
	Line, Column int
	// Message is one clause in words, Hint what to do about it.
	Message, Hint string
}

func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}
