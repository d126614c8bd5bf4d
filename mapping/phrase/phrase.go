// Package phrase keeps an English text apart from what stands in its places, so that readers of
// other languages can be told the same. It knows no sentence itself.
package phrase

import (
	"errors"
	"fmt"
	"strings"
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

// New returns the phrase of a format. Arguments that are a Phrase, a Known or an error whose text
// is or ends with a phrase are said in the reader's language, and stand under the verb %s; all
// others stay as they are.
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
		case error:
			args[i] = errorIn(a, translate)
		}
	}
	return fmt.Sprintf(translate(p.Format), args...)
}

// errorIn returns the text of an error, of which a phrase in it is said in another language.
func errorIn(err error, translate func(string) string) string {
	var said interface {
		error
		Phrase() Phrase
	}
	text := err.Error()
	if errors.As(err, &said) {
		if before, found := strings.CutSuffix(text, said.Error()); found {
			return before + said.Phrase().In(translate)
		}
	}
	return text
}

// Error is an error whose text is a phrase.
type Error struct{ phrase Phrase }

// Errorf returns an error with the phrase of a format, by the rules of New. It wraps the errors
// among the arguments.
func Errorf(format string, args ...any) error { return &Error{New(format, args...)} }

func (e *Error) Error() string { return e.phrase.String() }

// Phrase returns the text of the error as data.
func (e *Error) Phrase() Phrase { return e.phrase }

// Unwrap returns the errors that stand in the text.
func (e *Error) Unwrap() []error {
	var inner []error
	for _, arg := range e.phrase.Args {
		if err, ok := arg.(error); ok {
			inner = append(inner, err)
		}
	}
	return inner
}
