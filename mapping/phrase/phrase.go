// Package phrase keeps an English text apart from what stands in its places, so that readers of
// other languages can be told the same. It knows no sentence itself.
package phrase

import (
	"errors"
	"fmt"
)

// Phrase is an English format, as fmt.Sprintf takes it, with its arguments. The zero value says
// nothing.
type Phrase struct {
	Format string
	Args   []any
}

// Known is an argument that is an English text of the program, and has words in other languages
// as a Phrase does.
type Known string

// New returns the phrase of a format. Arguments that are a Phrase, a Known or an error of Errorf
// are said in the reader's language, and stand under the verb %s; all others stay as they are.
func New(format string, args ...any) Phrase { return Phrase{format, args} }

// String returns the phrase in English.
func (p Phrase) String() string { return p.In(func(text string) string { return text }) }

// In returns the phrase in another language: translate returns what it has for an English
// format or text, and the text itself where it has nothing.
func (p Phrase) In(translate func(text string) string) string {
	if p.Format == "" {
		return ""
	}
	args := make([]any, len(p.Args))
	for i, arg := range p.Args {
		args[i] = arg
		switch a := arg.(type) {
		case Phrase:
			args[i] = a.In(translate)
		case Known:
			args[i] = translate(string(a))
		case *Error:
			args[i] = a.Phrase.In(translate)
		case error:
			if said := (*Error)(nil); errors.As(a, &said) && said.Error() == a.Error() {
				args[i] = said.Phrase.In(translate)
			}
		}
	}
	return fmt.Sprintf(translate(p.Format), args...)
}

// Error is an error whose text is a phrase.
type Error struct{ Phrase Phrase }

// Errorf returns an error with the phrase of a format, by the rules of New.
func Errorf(format string, args ...any) error { return &Error{New(format, args...)} }

func (e *Error) Error() string { return e.Phrase.String() }
