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

// Remarks is where the columns of the program stand in a file of failed rows: in place
// of those that an earlier one left, else at the end, the decision before both others.
type Remarks struct {
	Decision  int // -1 where there is none
	Status    int
	Message   int
	Width     int // columns of the file, these included
	inputs    int // columns of the input
	makesRoom bool
	repeated  bool // the input has a status or a message
}

// RemarksIn places the columns for an input with that header. decides tells that some
// row is in conflict; the column for the decision stays where the input has it.
func RemarksIn(header []string, decides bool) Remarks {
	r := Remarks{
		Decision: slices.Index(header, DecisionColumn), Status: slices.Index(header, StatusColumn), Message: slices.Index(header, MessageColumn),
		Width: len(header), inputs: len(header),
	}
	r.repeated = r.Status >= 0 || r.Message >= 0
	if r.makesRoom = r.Decision < 0 && decides; r.makesRoom {
		r.makeRoom()
	}
	for _, at := range []*int{&r.Status, &r.Message} {
		if *at < 0 {
			*at = r.Width
			r.Width++
		}
	}
	return r
}

func (r *Remarks) makeRoom() {
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

// Spread returns the cells of a row of the input with room for the columns; cells that
// the row lacks are zero.
func Spread[Cell any](r Remarks, cells []Cell) []Cell {
	var none Cell
	for len(cells) < r.inputs {
		cells = append(cells, none)
	}
	if r.makesRoom {
		cells = slices.Insert(cells, r.Decision, none)
	}
	for len(cells) < r.Width {
		cells = append(cells, none)
	}
	return cells
}

// Undecided tells whether a row with this status gets an empty cell for the decision.
// Any other keeps what the person has written.
func Undecided(status string) bool { return status == string(importer.Conflicted) }
