package entity

import (
	"fmt"
	"slices"
)

// The words by which records of runs keep types and the like, so that their order in the
// code is of no importance. They never change.
var (
	typeWords    = []string{"text", "code", "number", "integer", "boolean", "date", "date_time", "guid", "enumeration"}
	purposeWords = []string{"plain", "email", "phone", "first_name", "last_name"}
	effectWords  = []string{"none", "renames", "posts"}
	storedWords  = []string{"as_sent", "capitals", "without_ends"}
)

// MarshalText returns the type's word.
func (t Type) MarshalText() ([]byte, error) { return wordOf(typeWords, t) }

// UnmarshalText takes the type's word.
func (t *Type) UnmarshalText(word []byte) error { return fromWord(typeWords, t, word) }

// MarshalText returns the purpose's word.
func (p Purpose) MarshalText() ([]byte, error) { return wordOf(purposeWords, p) }

// UnmarshalText takes the purpose's word.
func (p *Purpose) UnmarshalText(word []byte) error { return fromWord(purposeWords, p, word) }

// MarshalText returns the effect's word.
func (e Effect) MarshalText() ([]byte, error) { return wordOf(effectWords, e) }

// UnmarshalText takes the effect's word.
func (e *Effect) UnmarshalText(word []byte) error { return fromWord(effectWords, e, word) }

// MarshalText returns the form's word.
func (s Stored) MarshalText() ([]byte, error) { return wordOf(storedWords, s) }

// UnmarshalText takes the form's word.
func (s *Stored) UnmarshalText(word []byte) error { return fromWord(storedWords, s, word) }

func wordOf[T ~int](words []string, value T) ([]byte, error) {
	if int(value) < 0 || int(value) >= len(words) {
		return nil, fmt.Errorf("%T %d has no word", value, value)
	}
	return []byte(words[value]), nil
}

func fromWord[T ~int](words []string, to *T, word []byte) error {
	at := slices.Index(words, string(word))
	if at < 0 {
		return fmt.Errorf("no %T is called %q", *to, word)
	}
	*to = T(at)
	return nil
}
