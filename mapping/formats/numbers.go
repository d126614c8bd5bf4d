package formats

import (
	"strings"

	"bcimport/mapping/entity"
)

// numbers finds the decimal mark.
type numbers struct {
	comma, dot Example // the first that is read with one mark alone
	either     []Example
}

func (n *numbers) add(line int, cell string) {
	if n.comma.Cell != "" && n.dot.Cell != "" || strings.IndexByte(cell, ',') < 0 && strings.IndexByte(cell, '.') < 0 {
		return
	}
	byComma, withComma := readNumber(cell, ',')
	byDot, withDot := readNumber(cell, '.')
	switch {
	case withComma && !withDot:
		keepFirst(&n.comma, line, cell, byComma)
	case withDot && !withComma:
		keepFirst(&n.dot, line, cell, byDot)
	case withComma && byComma != byDot && len(n.either) < mostExamples:
		n.either = append(n.either, Example{Line: line, Cell: kept(cell), Readings: []string{byDot, byComma}})
	}
}

func keepFirst(e *Example, line int, cell, reading string) {
	if e.Cell == "" {
		*e = Example{Line: line, Cell: kept(cell), Readings: []string{reading}}
	}
}

func readNumber(cell string, mark rune) (string, bool) {
	if text, plain, ok := plainNumber(cell, byte(mark)); plain {
		return text, ok
	}
	text, problem := entity.Field{Type: entity.Number}.Parse(cell, entity.Formats{Decimal: mark})
	return text, problem == nil
}

// plainNumber reads what most columns hold, digits with one mark that can't group them,
// without the cost of a problem; plain is false for anything else.
func plainNumber(cell string, mark byte) (text string, plain, ok bool) {
	at := -1
	for i := range len(cell) {
		switch c := cell[i]; {
		case c >= '0' && c <= '9':
		case (c == '.' || c == ',') && at < 0:
			at = i
		default:
			return "", false, false
		}
	}
	decimals := len(cell) - at - 1
	if at < 1 || decimals < 1 || decimals > 2 {
		return "", false, false
	}
	return cell, true, cell[at] == mark
}

func (n *numbers) finding() Finding {
	switch comma, dot := n.comma.Cell != "", n.dot.Cell != ""; {
	case comma && dot:
		return Finding{State: Mixed, Examples: []Example{n.comma, n.dot}}
	case comma:
		return Finding{State: Sure, Decimal: ','}
	case dot:
		return Finding{State: Sure, Decimal: '.'}
	case len(n.either) > 0:
		return Finding{State: Ambiguous, Examples: n.either}
	}
	return Finding{}
}
