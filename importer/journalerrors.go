package importer

import "bcimport/mapping/phrase"

// Why the record of a run can't be taken hold of. Stores wrap them.
var (
	// ErrInUse is a run that another process works on.
	ErrInUse = phrase.Errorf("the run is in use by another process")
	// ErrOlder is a record of a form that is no longer read.
	ErrOlder = phrase.Errorf("the run was made by an older bcimport")
	// ErrNewer is a record that a newer bcimport wrote.
	ErrNewer = phrase.Errorf("the run was made by a newer bcimport")
	// ErrNoRun is a folder without a record.
	ErrNoRun = phrase.Errorf("no run folder")
	// ErrDamaged is a record that is none, or none any more.
	ErrDamaged = phrase.Errorf("the journal is damaged")
	// ErrFenced is a record that was taken over: what works on the run is to do nothing
	// more about it.
	ErrFenced = phrase.Errorf("another attempt has the run")
)
