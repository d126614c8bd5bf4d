package yamlnode

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"bcimport/mapping/phrase"
)

// Problem is one thing that is wrong in a file, or between it and what it speaks of.
type Problem struct {
	File    string
	Line    int // in the file, from 1
	Column  int // in characters, from 1
	Message string
	// Said is the message as data, for readers of other languages.
	Said phrase.Phrase
}

// Error returns the problem as file:line:column: message.
func (p Problem) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
}

// newProblem returns a problem at a place of a file.
func newProblem(file string, at Place, said phrase.Phrase) Problem {
	return Problem{File: file, Line: at.Line, Column: at.Column, Message: said.String(), Said: said}
}

// Problems are all that is wrong at once, in the order of the file. As an error
// it is never empty.
type Problems []Problem

// Error returns one problem a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// Sorted sorts the problems and returns them as an error; none is no error.
func (p Problems) Sorted() error {
	if len(p) == 0 {
		return nil
	}
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return p
}

// Place is a position in the file.
type Place struct{ Line, Column int }

// Start returns where a file begins.
func Start() Place { return Place{1, 1} }
