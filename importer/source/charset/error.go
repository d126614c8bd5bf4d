package charset

import (
	"fmt"

	"bcimport/mapping/phrase"
)

// Error is a file whose encoding is not certain.
type Error struct {
	// Line and Column are the place of the first byte that shows it, from 1.
	Line, Column int
	// Message is one clause, Hint what to do about it.
	Message, Hint phrase.Phrase
}

func (e *Error) Error() string {
	return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
}
