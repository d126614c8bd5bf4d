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
	dot, comma := strings.LastIndexByte(cell, '.'), strings.LastIndexByte(cell, ',')
	switch {
	case dot < 0 && comma < 0, n.comma.Cell != "" && n.dot.Cell != "":
	case dot >= 0 && comma >= 0: // the last of both is the decimal mark, or it is no number
		if text, read := readNumber(cell, rune(cell[max(dot, comma)])); read {
			n.keep(line, cell, text, dot < comma)
		}
	default:
		n.addMarked(line, cell)
	}
}

// addMarked takes a cell with one kind of mark.
func (n *numbers) addMarked(line int, cell string) {
	byComma, withComma := readNumber(cell, ',')
	byDot, withDot := readNumber(cell, '.')
	switch {
	case withComma && !withDot:
		n.keep(line, cell, byComma, true)
	case withDot && !withComma:
		n.keep(line, cell, byDot, false)
	case withComma && byComma != byDot && len(n.either) < mostExamples:
		n.either = append(n.either, Example{Line: line, Cell: kept(cell), Readings: []string{byDot, byComma}})
	}
}

// keep keeps the first cell that is read with one mark alone.
func (n *numbers) keep(line int, cell, reading string, comma bool) {
	e := &n.dot
	if comma {
		e = &n.comma
	}
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
