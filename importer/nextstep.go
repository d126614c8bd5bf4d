package importer

// Standing is how a run stands after its end, as far as it decides what can be done next.
type Standing struct {
	Run        string // as the steps name it
	Undo       bool   // its rows put back what another run has changed
	Approves   bool   // it is a plan on a target that takes approved plans only
	Kind       EndKind
	Rows       map[Status]int
	Superseded int    // failed rows that need nothing, because a later row has set the same fields
	Failed     string // the file that holds the failed rows; empty where there is none
}

// NextSteps lists what can be done after a run, the most urgent first. It is empty where
// nothing is left to be done.
func NextSteps(s Standing) []Step {
	if s.Kind == EndRefused {
		return []Step{{Kind: StepRaiseMaxUpdate, Run: s.Run}}
	}
	var steps []Step
	add := func(when bool, kind StepKind, file string) {
		if when {
			steps = append(steps, Step{Kind: kind, Run: s.Run, File: file})
		}
	}
	open := s.Rows[NotAttempted] + s.Rows[Unknown]
	toCorrect := s.failures() - s.Superseded - open - s.Rows[Failed]
	add(open > 0 || s.unfinished(), StepResume, "")
	add(s.Rows[WouldUpdate] > 0 && s.Undo, StepUndo, "")
	add(s.Rows[WouldUpdate] > 0 && !s.Undo && s.Approves, StepApprove, "")
	add(s.Rows[WouldUpdate] > 0 && !s.Undo && !s.Approves, StepRunPlan, "")
	add(toCorrect > 0 && s.Failed != "", StepRunFailed, s.Failed)
	add(s.Rows[Failed] > 0, StepResumeFailed, "")
	add(toCorrect > 0 && s.Failed == "", StepReview, "")
	return steps
}

// unfinished reports whether the run ended before its last row.
func (s Standing) unfinished() bool { return s.Kind != EndSucceeded && s.Kind != EndIncomplete }

// failures returns the number of rows that did not succeed.
func (s Standing) failures() int {
	n := 0
	for status, rows := range s.Rows {
		if status.Result() == "failure" {
			n += rows
		}
	}
	return n
}
