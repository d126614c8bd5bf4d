package fleet

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"bcimport/importer"
	"bcimport/importer/runs"
)

// known are the reasons of errors, the first that fits, and whether another attempt may do
// better.
func known() []struct {
	err    error
	reason Reason
	later  bool
} {
	return []struct {
		err    error
		reason Reason
		later  bool
	}{
		{ErrFenced, Fenced, true},
		{errOtherTarget, OtherTarget, false},
		{errOtherContent, InputChanged, false},
		{importer.ErrTooManyFailures, TooManyFailures, false},
		{importer.ErrUnreachable, Unreachable, true},
		{importer.ErrSignIn, SignIn, true},
		{importer.ErrCompanyGone, CompanyGone, true},
		{importer.ErrServerDown, ServerDown, true},
		{runs.ErrOpenRows, RowsOpen, true},
		{importer.ErrUnsettled, RowsOpen, true},
		{importer.ErrNewer, Failure, true}, // another worker may be newer
		{importer.ErrNoRun, NoRun, false},
		{importer.ErrOlder, Damaged, false},
		{importer.ErrDamaged, Damaged, false},
		{importer.ErrInterrupted, HandedOver, true},
		{importer.ErrInUse, Failure, true},
		{fs.ErrPermission, Failure, true},
		{syscall.ENOSPC, Failure, true},
	}
}

// reasonOf is the code of an error, empty where it has none, and whether another attempt
// may do better.
func reasonOf(err error) (reason Reason, later bool) {
	if err == nil {
		return "", false
	}
	if wrong := (*runs.Suspicious)(nil); errors.As(err, &wrong) {
		return LooksWrong, false
	}
	if tooMany := (*runs.TooManyUpdates)(nil); errors.As(err, &tooMany) {
		return TooManyUpdates, false
	}
	for _, k := range known() {
		if errors.Is(err, k.err) {
			return k.reason, k.later
		}
	}
	if wrong := (*runs.FileError)(nil); errors.As(err, &wrong) {
		return BadFile, false
	}
	switch importer.KindOf(err) {
	case importer.KindBroken, importer.KindHalted:
		return Failure, true
	case importer.KindInvalid:
		return Invalid, false
	}
	return "", false
}

// ofEnd is the reason of a run that has ended: one that was interrupted and not handed over
// was cancelled.
func (r Reason) ofEnd() Reason {
	if r == HandedOver {
		return Cancelled
	}
	return r
}

// reasonOfEnding is why a run ended before its last row, as far as its record says it in
// words that are the program's own; nil for one that did not.
func reasonOfEnding(e importer.Ending) error {
	if e.StoppedByFailureLimit {
		return importer.ErrTooManyFailures
	}
	if e.Reason == "" {
		return nil
	}
	for _, err := range []error{
		importer.ErrInterrupted, importer.ErrSignIn, importer.ErrCompanyGone, importer.ErrServerDown, runs.ErrOpenRows, importer.ErrUnsettled,
	} {
		if strings.Contains(e.Reason, err.Error()) {
			return err
		}
	}
	if e.Kind == importer.EndRefused && strings.Contains(e.Reason, "the limit is") {
		return &runs.TooManyUpdates{}
	}
	return importer.Brokenf("%s", e.Reason)
}
