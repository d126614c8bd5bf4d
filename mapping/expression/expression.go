// Package expression computes texts from a row's cells by expressions of a mapping. What
// an expression may do is bounded, so that a mapping from anybody can be run. It imports
// nothing of this program.
package expression

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"bcimport/mapping/phrase"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
	"golang.org/x/text/unicode/norm"
)

// Expression computes a field's text from cells: row["First Name"] is a cell, by
// its column's header. It does not change and is safe for concurrent use.
type Expression struct {
	program *vm.Program
	columns []string // that it names, each once
}

// Columns returns the headers that the expression names, each once, without outer white
// space. The slice is shared: it must not be changed.
func (e *Expression) Columns() []string { return e.columns }

// Bounds of an expression. It has no loops, no variables and no function that
// makes long texts of short ones, so that its time and memory are bounded by its
// size and its cells.
const (
	mostNodes     = 300
	longestCell   = 10_000 // bytes of a cell that an expression takes
	longestResult = 100_000
)

// functions are those of the expression language that are offered, beside replace.
var functions = []string{
	"trim", "trimPrefix", "trimSuffix", "upper", "lower", "split", "indexOf", "lastIndexOf", "hasPrefix", "hasSuffix",
	"len", "first", "last", "string", "int",
}

// Compile checks an expression that must be a text. The error says what is wrong,
// and where in the expression.
func Compile(text string) (*Expression, error) {
	e := &Expression{}
	check := &columnVisitor{}
	options := []expr.Option{
		expr.Env(map[string]map[string]string{"row": {}}), expr.AsKind(reflect.String), expr.MaxNodes(mostNodes),
		expr.DisableAllBuiltins(), expr.Patch(check),
		expr.Function("replace", replaceAll, new(func(text, old, with string) string)),
	}
	for _, name := range functions {
		options = append(options, expr.EnableBuiltin(name))
	}
	program, err := expr.Compile(text, options...)
	if check.err != nil {
		return nil, check.err
	}
	var wrong *file.Error
	switch {
	case errors.As(err, &wrong):
		return nil, phrase.Errorf("%s (line %d, character %d of the expression)", firstLine(wrong.Message), wrong.Line, wrong.Column+1)
	case err != nil:
		return nil, errors.New(firstLine(err.Error()))
	}
	if check.rows != check.inRow {
		return nil, phrase.Errorf(`row must be followed by a column's name, as row["First Name"]`)
	}
	if len(check.columns) == 0 {
		return nil, phrase.Errorf(`it names no column; name a cell with row["First Name"]`)
	}
	e.program, e.columns = program, check.columns
	return e, nil
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// columnVisitor collects the columns and refuses what is unbounded.
type columnVisitor struct {
	columns []string
	inRow   int // uses of row that name a column
	rows    int // all uses of row
	err     error
}

func (v *columnVisitor) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.MemberNode:
		if id, ok := n.Node.(*ast.IdentifierNode); ok && id.Value == "row" {
			name, ok := n.Property.(*ast.StringNode)
			if !ok {
				v.refuse(phrase.Errorf(`row[…] must hold a column's name in quotes`))
				return
			}
			column := strings.TrimSpace(name.Value)
			name.Value = norm.NFC.String(column)
			v.inRow++
			for _, known := range v.columns {
				if known == column {
					return
				}
			}
			v.columns = append(v.columns, column)
		}
	case *ast.IdentifierNode:
		if n.Value == "row" {
			v.rows++
		}
	case *ast.VariableDeclaratorNode:
		v.refuse(phrase.Errorf("let is not supported"))
	case *ast.SequenceNode:
		v.refuse(phrase.Errorf("several expressions with ; are not supported"))
	case *ast.BinaryNode:
		if n.Operator == ".." {
			v.refuse(phrase.Errorf("ranges with .. are not supported"))
		}
	}
}

func (v *columnVisitor) refuse(why error) {
	if v.err == nil {
		v.err = why
	}
}

// replaceAll is replace(text, old, new), bounded.
func replaceAll(params ...any) (any, error) {
	text, old, with := params[0].(string), params[1].(string), params[2].(string)
	if n := len(text) + strings.Count(text, old)*(len(with)-len(old)); n > longestResult {
		return nil, errors.New("the text becomes too long")
	}
	return strings.ReplaceAll(text, old, with), nil
}

// Text computes the text; cells are those of Columns, in their order.
func (e *Expression) Text(cells []string) (string, error) {
	row := make(map[string]string, len(cells))
	for i, cell := range cells {
		if len(cell) > longestCell {
			return "", fmt.Errorf("the cell in column %q has more than %d bytes", e.columns[i], longestCell)
		}
		row[norm.NFC.String(e.columns[i])] = cell
	}
	// A machine has state, so goroutines cannot share one.
	machine := vm.VM{MemoryBudget: 100_000}
	result, err := machine.Run(e.program, map[string]map[string]string{"row": row})
	if err != nil {
		return "", errors.New(firstLine(err.Error()))
	}
	text, _ := result.(string) // the compiler saw to it
	if len(text) > longestResult {
		return "", errors.New("the text becomes too long")
	}
	return text, nil
}
