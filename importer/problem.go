package importer

import (
	"fmt"

	"bcimport/mapping"
	"bcimport/mapping/phrase"
)

// Kind says what a Problem means to whoever asked for the work.
type Kind int

const (
	// KindInvalid is something given that can't be used; nothing was written.
	KindInvalid Kind = iota + 1
	// KindBroken is a failure of the program or of the machine that it runs on.
	KindBroken
	// KindHalted is work that ended in order before its end and can be gone on with.
	KindHalted
)

// Problem is an error for two readers: code asks for its kind and its cause, a person
// reads the cause and what to do about it. The zero Kind is a problem that nobody has
// judged yet.
type Problem struct {
	Kind  Kind
	Cause error
	Hint  Hint // empty when the cause says it all
}

func (p *Problem) Error() string { return p.Cause.Error() }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Cause }

// Advice returns what to do about the problem.
func (p *Problem) Advice() Hint { return p.Hint }

// Hintf returns the problem with a hint, by the rules of NewHint.
func (p *Problem) Hintf(format string, args ...any) *Problem {
	p.Hint = NewHint(format, args...)
	return p
}

// NewInvalid returns a Problem of kind KindInvalid with a cause.
func NewInvalid(cause error) *Problem { return &Problem{Kind: KindInvalid, Cause: cause} }

// Errorf is fmt.Errorf for an error that readers of other languages are told, too.
func Errorf(format string, args ...any) error { return phrase.Errorf(format, args...) }

// Invalidf returns a Problem of kind KindInvalid, with a cause made as by Errorf.
func Invalidf(format string, args ...any) *Problem {
	return &Problem{Kind: KindInvalid, Cause: phrase.Errorf(format, args...)}
}

// Brokenf returns a Problem of kind KindBroken, with a cause made as by Errorf.
func Brokenf(format string, args ...any) *Problem {
	return &Problem{Kind: KindBroken, Cause: phrase.Errorf(format, args...)}
}

// ErrSetGone is the cause of a Problem with a record set that the service does not have, or of
// which it does not say what can be written.
var ErrSetGone = phrase.Errorf("the service does not have the record set")

// Hint says in the imperative what to do about a problem. The options and steps that it
// names are data, because each face of the program has words of its own for them. The
// zero value is empty.
type Hint struct {
	format string
	args   []any
}

// NewHint makes a hint of a format as fmt.Sprintf takes it. An argument that is an
// Option, a Step, a Path or a Hint is shown in the face's words, and a mapping.Phrase in its
// language, under the verb %s.
func NewHint(format string, args ...any) Hint { return Hint{format, args} }

// PlainHint makes a hint of a text that names no option and no step.
func PlainHint(text string) Hint {
	if text == "" {
		return Hint{}
	}
	return Hint{"%s", []any{text}}
}

// Empty reports whether there is nothing to do.
func (h Hint) Empty() bool { return h.format == "" }

// In returns the hint in a face's words.
func (h Hint) In(words Words) string {
	return h.Translated(words, func(text string) string { return text })
}

// Translated is In for a face of another language: translate returns what it has for an
// English text, a hint's format or a part of it, and the text itself where it has nothing.
func (h Hint) Translated(words Words, translate func(text string) string) string {
	args := make([]any, len(h.args))
	for i, arg := range h.args {
		switch a := arg.(type) {
		case Option:
			args[i] = words.Option(a)
		case Step:
			args[i] = words.Step(a)
		case Path:
			args[i] = words.Path(a)
		case Hint:
			args[i] = a.Translated(words, translate)
		case mapping.Phrase:
			args[i] = a.In(translate)
		case string:
			args[i] = translate(a)
		default:
			args[i] = arg
		}
	}
	return fmt.Sprintf(translate(h.format), args...)
}

// Words are what a face of the program calls the things that a person can choose: a
// command line has flags and commands, a page has controls and buttons.
type Words interface {
	// Option names an option and, where it is not empty, the value to give it.
	Option(Option) string
	// Step names something that can be done next.
	Step(Step) string
	// Path names a file or a folder.
	Path(Path) string
}

// Path is where a file or a folder is.
type Path string

// Option is a setting of a connection or of a run.
type Option struct {
	// Name is that of the setting in bcimport.yaml, or in the same form: allow_clear.
	Name string
	// Value is what to set it to; empty where a hint names the option alone.
	Value string
}

// Hints lists what to do about an error and about all that it joins or wraps, in order.
// An error says it by a method Advice() Hint.
func Hints(err error) []Hint {
	var found []Hint
	if e, ok := err.(interface{ Advice() Hint }); ok && !e.Advice().Empty() {
		found = append(found, e.Advice())
	}
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			found = append(found, Hints(inner)...)
		}
	case interface{ Unwrap() error }:
		if inner := e.Unwrap(); inner != nil {
			found = append(found, Hints(inner)...)
		}
	}
	return found
}

// KindOf returns the kind of the outermost problem in an error that has been judged, and
// the zero Kind where there is none.
func KindOf(err error) Kind {
	if p, ok := err.(*Problem); ok && p.Kind != 0 {
		return p.Kind
	}
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			if kind := KindOf(inner); kind != 0 {
				return kind
			}
		}
	case interface{ Unwrap() error }:
		return KindOf(e.Unwrap())
	}
	return 0
}
