package fleet

import (
	"errors"
	"iter"

	"bcimport/importer"
	"bcimport/importer/runs"
)

// errNotEnded keeps the end of a run out of its log: another attempt goes on with it.
var errNotEnded = errors.New("the run has not ended: it is gone on with later")

// store gives the records of an attempt.
type store struct {
	runs.Store
	of *attempt
}

func (s store) Open(folder string) (runs.Record, error) {
	r, err := s.Store.Open(folder)
	if err != nil {
		return nil, err
	}
	return attempted{r, s.of}, nil
}

// kept is a record; under its own name it would hide its method Record.
type kept = runs.Record

// attempted is the record of a run whose end may be that of an attempt only.
type attempted struct {
	kept
	of *attempt
}

// Finish records how the run ended. Where another attempt can go on, it has not: the log
// then is as that of a run whose worker was killed.
func (r attempted) Finish(e importer.Ending) error {
	if r.of.goesOn(e) {
		return errNotEnded
	}
	return r.kept.Finish(e)
}

// goesOn reports whether a run that has come to an end so is gone on with by another attempt.
func (a *attempt) goesOn(e importer.Ending) bool {
	switch {
	case e.State == "finished", e.StoppedByFailureLimit, e.Kind == importer.EndRefused:
		return false
	case errors.Is(a.cause(), ErrCancelled):
		return false
	case a.cause() != nil:
		return true
	}
	return !a.overdue()
}

// twoStores are the store of a run and that of the run that it undoes.
type twoStores struct {
	own, undone runs.Store
	of          string // the folder of the run undone
}

func (s twoStores) in(folder string) runs.Store {
	if folder == s.of {
		return s.undone
	}
	return s.own
}

func (s twoStores) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return s.in(folder).Create(folder, about, edits)
}

func (s twoStores) Open(folder string) (runs.Record, error) { return s.in(folder).Open(folder) }

func (s twoStores) Holds(name string) bool { return s.own.Holds(name) }

func (s twoStores) Name() string { return s.own.Name() }
