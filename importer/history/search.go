// Package history finds what this program has done to a record, whichever of its runs did:
// it asks the records of many runs and puts their answers in the order of time. It knows no
// store of records and changes nothing. Start with Search.
package history

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"bcimport/importer"
)

// Record is what a run has recorded, as far as a search asks it.
type Record interface {
	About() (importer.About, error)
	// Known gives the rows of what is sought, whatever became of them, in any order.
	Known(importer.Sought) iter.Seq2[importer.Outcome, error]
	// Past gives what was written to what is sought, in the order in which it was.
	Past(importer.Sought) iter.Seq2[importer.Past, error]
	Close() error
}

// Run is a run that can be searched: where it is, and what opens its record.
type Run struct {
	Place string
	Open  func(ctx context.Context) (Record, error)
}

// Change is one field of a record that a run changed, or may have changed.
type Change struct {
	At   time.Time // when the write was about to be sent
	From *Origin
	// Line is where in the input the row starts.
	Line                  int
	Key, ID, Name, Number string
	Field, Before, After  string
	// Unknown reports whether the write was sent and nobody knows whether it arrived.
	Unknown bool
	// Wanted is what was sent, where Business Central stored something else.
	Wanted string
}

// Origin is the run that a change was made by.
type Origin struct {
	Place   string
	Command string // run or undo
	By      string // who started it
	// Input is the file; of an undo the folder of the run undone, of an approved plan the
	// plan's.
	Input string
	Set   string
	To    importer.Target
}

// Search looks for a record in runs.
type Search struct {
	// Runs are the runs, in any order.
	Runs []Run
	// Skipped is told of each run that could not be searched, or not to its end.
	Skipped func(place string, err error)

	searched int
}

// Searched is how many runs were searched to the end.
func (s *Search) Searched() int { return s.searched }

// MostRecords is how many records a search takes for those that are meant.
const MostRecords = 1000

// Changes gives every change that the runs made to the records that a text names, in the order
// of time: an id, a number or a key, in any case, or a name as it is. A record that one run
// knows by the text is found in all of them by its id. A run that cannot be searched does not
// end the search. The records of runs that were under way at the same time are open at the
// same time, and no others.
func (s *Search) Changes(ctx context.Context, text string) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		text := strings.TrimSpace(text)
		sought := importer.Sought{Text: text}
		if id, ok := importer.ParseGUID(text); ok {
			sought = importer.Sought{IDs: []string{id}}
		}
		runs, err := s.look(ctx, &sought)
		if err != nil {
			yield(Change{}, err)
			return
		}
		m := &merge{Search: s, ctx: ctx, sought: sought, runs: runs}
		defer m.close()
		for {
			c, more, err := m.next()
			if err == nil && !more {
				return
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// candidate is a run that may have changed what is sought.
type candidate struct {
	run   Run
	began time.Time
}

// look finds the ids of what is sought, and the runs that wrote anything, by their beginnings.
func (s *Search) look(ctx context.Context, sought *importer.Sought) ([]candidate, error) {
	ids := map[string]bool{}
	var candidates []candidate
	for _, r := range s.Runs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		about, err := s.ids(ctx, r, *sought, ids)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, errTooMany):
			return nil, tooMany(sought.Text)
		case err != nil:
			s.skip(r, err)
			continue
		}
		s.searched++
		if !about.Options.DryRun {
			candidates = append(candidates, candidate{r, about.StartedAt})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return a.began.Compare(b.began) })
	if len(ids) > 0 {
		sought.IDs = slices.Sorted(maps.Keys(ids))
	}
	return candidates, nil
}

var errTooMany = errors.New("too many records")

func tooMany(text string) error {
	return importer.Invalidf("more than %d records are called %q", MostRecords, text).Hintf("pass the number or the id of one record")
}

// ids adds the ids by which a run knows what is sought; where that is an id, none is asked for.
func (s *Search) ids(ctx context.Context, r Run, sought importer.Sought, ids map[string]bool) (about importer.About, err error) {
	record, err := r.Open(ctx)
	if err != nil {
		return about, err
	}
	defer func() { err = errors.Join(err, record.Close()) }()
	about, err = record.About()
	if err != nil || sought.Text == "" {
		return about, err
	}
	for o, err := range record.Known(sought) {
		if err != nil {
			return about, err
		}
		if o.ID != "" {
			ids[strings.ToLower(o.ID)] = true
		}
		if len(ids) > MostRecords {
			return about, errTooMany
		}
		if err := ctx.Err(); err != nil {
			return about, err
		}
	}
	return about, nil
}

func (s *Search) skip(r Run, err error) {
	if s.Skipped != nil {
		s.Skipped(r.Place, err)
	}
}

// origin is a run as its changes tell of it.
func origin(place string, about importer.About) *Origin {
	return &Origin{Place: place, Command: about.Command, By: about.By, Input: about.Input.Shown(), Set: about.Set().Set, To: about.Target}
}

// changesOf are the fields of a write.
func changesOf(from *Origin, p importer.Past) []Change {
	o := p.Outcome
	changes := make([]Change, len(o.Changes))
	for i, c := range o.Changes {
		changes[i] = Change{
			At: p.At, From: from, Line: o.Line, Key: o.Key, ID: o.ID, Name: o.Name, Number: o.Number,
			Field: c.Field, Before: c.Before, After: c.Left(), Unknown: c.Open,
		}
		if c.Differs {
			changes[i].Wanted = c.After
		}
	}
	return changes
}

// unreadable wraps what a record that was open could not be asked.
func unreadable(err error) error { return fmt.Errorf("it could not be read to its end: %w", err) }
