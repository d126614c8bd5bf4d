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

// errorIn returns the text of an error in another language, as far as it ends with a phrase.
func errorIn(err error, translate func(string) string) string {
	text := err.Error()
	switch e := err.(type) {
	case interface{ Phrase() Phrase }:
		return e.Phrase().In(translate)
	case interface{ Unwrap() []error }:
		own := make([]string, len(e.Unwrap()))
		for i, inner := range e.Unwrap() {
			own[i] = errorIn(inner, translate)
		}
		if joined := errors.Join(e.Unwrap()...); joined != nil && joined.Error() == text {
			return strings.Join(own, "\n")
		}
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			if before, found := strings.CutSuffix(text, inner.Error()); found {
				return before + errorIn(inner, translate)
			}
		}
	}
	return text
}

// Error is an error whose text is a phrase.
type Error struct {
	phrase Phrase
	plain  error // the same in English alone
}

// Errorf is fmt.Errorf for a text that readers of other languages are told, too: arguments are
// said by the rules of New, also those under the verb %w.
func Errorf(format string, args ...any) error {
	return &Error{New(strings.ReplaceAll(format, "%w", "%s"), args...), fmt.Errorf(format, args...)}
}

func (e *Error) Error() string { return e.plain.Error() }

// Phrase returns the text of the error as data.
func (e *Error) Phrase() Phrase { return e.phrase }

// Unwrap returns an error that wraps what the format wraps.
func (e *Error) Unwrap() error { return e.plain }
