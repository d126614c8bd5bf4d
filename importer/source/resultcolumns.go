package source

import (
	"slices"

	"bcimport/importer"
	"bcimport/mapping"
)

// Columns that a file of failed rows has beside the user's own. A run ignores status and
// message and reads the decision.
const (
	DecisionColumn = mapping.DecisionColumn
	StatusColumn   = "bcimport_status"
	MessageColumn  = "bcimport_message"
)

// ResultColumns are the places of the program's columns in a file of failed rows: those of an
// earlier one, else at the end, the decision before both others.
type ResultColumns struct {
	Decision     int // -1 where there is none
	Status       int
	Message      int
	Width        int // columns of the file, these included
	inputs       int // columns of the input
	addsDecision bool
	repeated     bool // the input has a status or a message
}

// ResultColumnsIn returns the places for an input with that header. decides is true if a row
// is in conflict; the column for the decision keeps its place in the input.
func ResultColumnsIn(header []string, decides bool) ResultColumns {
	r := ResultColumns{
		Decision: slices.Index(header, DecisionColumn), Status: slices.Index(header, StatusColumn), Message: slices.Index(header, MessageColumn),
		Width: len(header), inputs: len(header),
	}
	r.repeated = r.Status >= 0 || r.Message >= 0
	if r.addsDecision = r.Decision < 0 && decides; r.addsDecision {
		r.addDecision()
	}
	for _, at := range []*int{&r.Status, &r.Message} {
		if *at < 0 {
			*at = r.Width
			r.Width++
		}
	}
	return r
}

func (r *ResultColumns) addDecision() {
	r.Decision = r.Width
	r.Width++
	for _, at := range []int{r.Status, r.Message} {
		if at >= 0 {
			r.Decision = min(r.Decision, at)
		}
	}
	for _, at := range []*int{&r.Status, &r.Message} {
		if *at >= 0 {
			*at++
		}
	}
}

// WithResultColumns returns the cells of a row of the input with room for the columns; cells
// that the row lacks are zero.
func WithResultColumns[Cell any](r ResultColumns, cells []Cell) []Cell {
	var none Cell
	for len(cells) < r.inputs {
		cells = append(cells, none)
	}
	if r.addsDecision {
		cells = slices.Insert(cells, r.Decision, none)
	}
	for len(cells) < r.Width {
		cells = append(cells, none)
	}
	return cells
}

// NeedsDecision reports whether a row with this status gets an empty cell for the decision.
// Any other keeps what the user has entered.
func NeedsDecision(status string) bool { return status == string(importer.Conflicted) }
