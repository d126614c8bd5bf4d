package importer

import (
	"strconv"

	"bcimport/mapping"
)

// Message is what a report tells of a row, as an ID with arguments; MessageText makes its
// words.
type Message = mapping.Message

// NotAttemptedMessage is for a row that the run never came to.
func NotAttemptedMessage() Message { return message("not_attempted", StepMessage(StepResume)) }

// NotAcceptedMessage is for a row of a plan none of whose changes was accepted.
func NotAcceptedMessage() Message { return message("not_accepted") }

// CutOffMessage is for a row whose write was recorded and whose outcome was not,
// because the run was killed.
func CutOffMessage() Message { return message("cut_off", StepMessage(StepResume)) }

func message(id string, args ...any) Message { return mapping.NewMessage(id, args...) }

// StepMessage names a step that concerns the run of the row.
func StepMessage(kind StepKind) Message { return message(stepID, string(kind)) }

// MissingCells is the problem of a row with fewer cells than the header.
func MissingCells(have, want int) Message {
	return message("cells", cells(have), want, message("fill_cells"))
}

// ExtraCells is the problem of a row with more cells than the header. blank reports
// whether the extra cells are empty.
func ExtraCells(have, want int, delimiter rune, blank bool) Message {
	if blank {
		return message("cells", cells(have), want, message("remove_delimiters"))
	}
	return message("cells", cells(have), want, message("quote_delimiter", strconv.QuoteRune(delimiter)))
}

func cells(n int) Message {
	if n == 1 {
		return message("one_cell")
	}
	return message("many_cells", n)
}

// CellBeyondHeader is the problem of a row of a sheet that has a value in a column without
// a header, which is called by its letters.
func CellBeyondHeader(column string) Message { return message("cell_beyond_header", column) }
