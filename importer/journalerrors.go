package importer

import "errors"

// Why the record of a run can't be taken hold of. Stores wrap them.
var (
	// ErrInUse is a run that another process works on.
	ErrInUse = errors.New("the run is in use by another process")
	// ErrOlder is a record of a form that is no longer read.
	ErrOlder = errors.New("the run was made by an older bcimport")
	// ErrNewer is a record that a newer bcimport wrote.
	ErrNewer = errors.New("the run was made by a newer bcimport")
	// ErrNoRun is a folder without a record.
	ErrNoRun = errors.New("no run folder")
	// ErrDamaged is a record that is none, or none any more.
	ErrDamaged = errors.New("the journal is damaged")
	// ErrFenced is a record that was taken over: what works on the run is to do nothing
	// more about it.
	ErrFenced = errors.New("another attempt has the run")
)
