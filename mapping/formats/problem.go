package formats

import (
	"strconv"
	"strings"

	"bcimport/mapping/entity"
)

// Problem returns why the column can't be read without a word from a person, nil where it
// can.
func (f Finding) Problem() *entity.Problem {
	switch f.State {
	case Mixed:
		return f.mixed()
	case Ambiguous:
		return f.ambiguous()
	}
	return nil
}

func (f Finding) mixed() *entity.Problem {
	p := &entity.Problem{Code: entity.MixedFormats, Reason: entity.ReasonNumbersMixed}
	if f.Type == entity.Date {
		p.Reason = entity.ReasonDatesMixed
	}
	for _, e := range f.Examples {
		p.Args = append(p.Args, e.Cell, strconv.Itoa(e.Line))
	}
	return p
}

func (f Finding) ambiguous() *entity.Problem {
	e := f.Examples[0]
	p := &entity.Problem{Args: append([]string{e.Cell, strconv.Itoa(e.Line)}, e.Readings[:min(2, len(e.Readings))]...)}
	switch {
	case f.Type == entity.Boolean:
		p.Code, p.Reason = entity.InvalidBoolean, entity.ReasonColumnBooleans
	case f.Type != entity.Date:
		p.Code, p.Reason = entity.AmbiguousNumber, entity.ReasonColumnNumbers
	case len(f.Patterns) == 1:
		p.Code, p.Reason = entity.AmbiguousDate, entity.ReasonColumnSerials
	default:
		p.Code, p.Reason = entity.AmbiguousDate, entity.ReasonColumnDates
		p.Args = append(p.Args, strings.Join(f.Patterns, " or "))
	}
	return p
}
