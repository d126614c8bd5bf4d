package source

import (
	"slices"

	"bcimport/importer"
	"bcimport/mapping"
)

// Columns that a mended file carries beside the user's own. A run ignores status and
// message; it reads the decision.
const (
	DecisionColumn = mapping.DecisionColumn
	StatusColumn   = "bcimport_status"
	MessageColumn  = "bcimport_message"
)

// ResultColumns is where the columns of the program stand in a file of failed rows: in place
// of those that an earlier one left, else at the end, the decision before both others.
type ResultColumns struct {
	Decision     int // -1 where there is none
	Status       int
	Message      int
	Width        int // columns of the file, these included
	inputs       int // columns of the input
	addsDecision bool
	repeated     bool // the input has a status or a message
}

// ResultColumnsIn places the columns for an input with that header. decides tells that some
// row is in conflict; the column for the decision stays where the input has it.
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

// WithResultColumns returns the cells of a row of the input with room for the columns; cells that
// the row lacks are zero.
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

// NeedsDecision tells whether a row with this status gets an empty cell for the decision.
// Any other keeps what the person has written.
func NeedsDecision(status string) bool { return status == string(importer.Conflicted) }
