// Package logs keeps the logs of a fleet's runs in its store, as package journal/shipped
// does. It stands between the two, so that neither knows the other. Start with Logs.
package logs

import (
	"context"
	"iter"

	"bcimport/importer"
	"bcimport/importer/fleet"
	"bcimport/importer/journal/shipped"
	"bcimport/importer/runs"
)

// Logs are the logs of the runs in a store.
type Logs struct {
	Objects shipped.Objects
	Options shipped.Options
}

// Take takes the log of a run for an attempt.
func (l Logs) Take(ctx context.Context, by fleet.Attempt, run, folder string) (fleet.Log, error) {
	attempt := shipped.Attempt{Owner: by.Owner, Epoch: shipped.Epoch(by.Epoch)}
	taken, err := shipped.Take(ctx, l.Objects, fleet.LogOf(run), attempt, folder, l.Options)
	if err != nil {
		return fleet.Log{}, err
	}
	return fleet.Log{Store: log{taken}, Begun: taken.Begun(), Guard: taken.Guard, Close: taken.Close}, nil
}

// View makes a run folder of a log as it is.
func (l Logs) View(ctx context.Context, run, folder string) (runs.Store, error) {
	if err := shipped.View(ctx, l.Objects, fleet.LogOf(run), folder); err != nil {
		return nil, err
	}
	return view{}, nil
}

// log is a taken log as the store of its run.
type log struct{ *shipped.Log }

// Create makes the record of the run.
func (l log) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return l.Log.Create(folder, about, edits)
}

// Open takes hold of the record.
func (l log) Open(folder string) (runs.Record, error) {
	file, err := l.Log.Open(folder)
	if err != nil {
		return nil, err
	}
	return file, nil
}
