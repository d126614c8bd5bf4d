package runs

import (
	"errors"

	"bcimport/importer"
)

// judge returns the state of the run after this part, and why it ended before its last row.
func (x *execution) judge(err error) (importer.EndKind, importer.Ending, error) {
	state := importer.EndSucceeded
	var stopped *importer.Stopped
	var tooMany *TooManyUpdates
	switch {
	case errors.As(err, &tooMany):
		state = importer.EndRefused
	case errors.As(err, &stopped):
		state = importer.EndStopped
	case err != nil:
		state = importer.EndBroken
	default:
		state, err = x.judgeRows()
	}
	ending := importer.Ending{FinishedAt: startTime(), State: "finished", Kind: state, StoppedByFailureLimit: errors.Is(err, importer.ErrTooManyFailures)}
	if err != nil {
		ending.State, ending.Reason = "stopped", err.Error()
		if stopped != nil {
			ending.Reason = stopped.Reason.Error()
		}
	}
	return state, ending, err
}

// judgeRows returns the state of a run whose last row has ended.
func (x *execution) judgeRows() (importer.EndKind, error) {
	failures, open, err := x.failed()
	switch {
	case err != nil:
		return importer.EndBroken, err
	case open > 0:
		return importer.EndStopped, ErrOpenRows
	case failures > 0, len(x.suspicious) > 0:
		return importer.EndIncomplete, nil
	}
	return importer.EndSucceeded, nil
}

// failed counts the rows of the whole run that did not succeed, and of them those that
// a resumption can settle.
func (x *execution) failed() (failures, open int, err error) {
	counts, err := x.record.Counts()
	if err != nil {
		return 0, 0, err
	}
	failures = x.about.Rows()
	for status, n := range counts {
		if importer.Status(status).Result() != "failure" {
			failures -= n
		}
	}
	return failures, counts[string(importer.Unknown)] + counts[string(importer.NotAttempted)], nil
}

// lost is a record that can't be written any more: what is in it is true.
func (x *execution) lost(err error) error {
	return importer.Brokenf("%w", err).Hintf("the journal is intact; fix the cause, then continue with: %s", x.step(importer.StepResume))
}

// withoutReports is a run whose reports can't be written: the record has it all.
func (x *execution) withoutReports(runErr, err error) error {
	problem := importer.Brokenf("write reports: %w", errors.Join(runErr, err))
	if runErr != nil {
		return problem.Hintf("the journal is intact; fix the cause, then continue with: %s", x.step(importer.StepResume))
	}
	return problem.Hintf("the journal is intact; fix the cause, then write them with: %s", x.step(importer.StepReport))
}
