package mapping

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong in a mapping file, or between the mapping
// and the header of the input.
type Problem struct {
	File    string
	Line    int // in the mapping file, from 1
	Column  int // in characters, from 1
	Message string
}

// Error returns the problem as file:line:column: message.
func (p Problem) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// Problems are all that is wrong at once, in the order of the file. As an error
// it is never empty; errors.As finds it in what Parse and Bind return.
type Problems []Problem

// Error returns one problem a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// asError sorts the problems; none is no error.
func (p Problems) asError() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return p
}

// place is a position in the mapping file.
type place struct{ line, column int }

var start = place{1, 1}
