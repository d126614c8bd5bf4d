package cli

import (
	"errors"
	"fmt"

	"bcimport/importer"
	"bcimport/reports"
)

// judge tells how the run stands after this part.
func (p *part) judge(err error) (Code, importer.Ending, error) {
	code, state, reason := OK, "finished", ""
	var stopped *importer.Stopped
	switch {
	case errors.Is(err, errTooManyUpdates):
		code, state, reason = Usage, "stopped", err.Error()
	case errors.As(err, &stopped):
		code, state, reason = Halted, "stopped", stopped.Reason.Error()
	case err != nil:
		code, state, reason = Broken, "stopped", err.Error()
	default:
		failures, open, countErr := p.failed()
		switch {
		case countErr != nil:
			code, state, reason, err = Broken, "stopped", countErr.Error(), countErr
		case open > 0:
			code, state, reason, err = Halted, "stopped", errOpenRows.Error(), errOpenRows
		case failures > 0, len(p.suspicious) > 0:
			code = Incomplete
		}
	}
	return code, importer.Ending{FinishedAt: startTime(), State: state, Reason: reason, ExitCode: int(code), Braked: errors.Is(err, importer.ErrTooManyFailures)}, err
}

// errOpenRows is a run all of whose rows have been tried and that has some whose
// writes are open.
var errOpenRows = errors.New("what became of some writes is not known; resume settles them")

// failed counts the rows of the whole run that did not succeed, and of them those that
// a resumption can settle.
func (p *part) failed() (failures, open int, err error) {
	counts, err := p.file.Counts()
	if err != nil {
		return 0, 0, err
	}
	failures = p.about.Rows()
	for status, n := range counts {
		if importer.Status(status).Result() != "failure" {
			failures -= n
		}
	}
	return failures, counts[string(importer.Unknown)] + counts[string(importer.NotAttempted)], nil
}

// lost is a journal that can't be written any more: what is in it is true.
func (p *part) lost(err error) error {
	return importer.Brokenf("%w", err).Hintf("what was recorded is true; when the cause is mended, go on with: %s", p.resume())
}

// withoutReports is a run whose reports can't be written: the journal has it all.
func (p *part) withoutReports(runErr, err error) error {
	problem := importer.Brokenf("write reports: %w", errors.Join(runErr, err))
	if runErr != nil {
		return problem.Hintf("the journal is whole; when the cause is mended, go on with: %s", p.resume())
	}
	return problem.Hintf("the journal is whole; when the cause is mended, write them with: bcimport report %s", quoteArg(shorter(p.folder)))
}

// tellHowToGoOn prints what ended a part before its last row, and the command that
// goes on.
func (p *part) tellHowToGoOn(code Code, runErr error) {
	switch {
	case errors.Is(runErr, errTooManyUpdates):
		printError(p.streams.Err, importer.Invalidf("%w; nothing was written", runErr).
			Hintf("look at %s, then run again with a higher --max-updates if that is meant", reports.ChangesFile))
	case errors.Is(runErr, errChanged):
		printError(p.streams.Err, importer.Brokenf("%w", runErr).
			Hintf("put the original back and go on with: %s; or begin a new run with the file as it is now", p.resume()))
	case code == Broken && runErr != nil:
		printError(p.streams.Err, importer.Brokenf("%w", runErr).Hintf("when the cause is mended, go on with: %s", p.resume()))
	case code == Halted:
		if !errors.Is(runErr, importer.ErrInterrupted) {
			printError(p.streams.Err, runErr)
		}
		fmt.Fprintf(p.streams.Err, "hint: go on with: %s\n", p.resume())
		if errors.Is(runErr, importer.ErrTooManyFailures) {
			fmt.Fprintln(p.streams.Err, "hint: with --max-failures 100% it goes on whatever fails")
		}
	}
}
