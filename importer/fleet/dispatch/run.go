package dispatch

import (
	"slices"
	"time"

	"bcimport/importer"
	"bcimport/importer/fleet"
)

// Run is a run to be done, by names.
type Run struct {
	ID     string `json:"id"`
	Target string `json:"target"`
	Input  string `json:"input,omitempty"`
	// Command is what it does, empty for a run of a file; and Of the run that it goes on
	// with, undoes or reports again.
	Command fleet.Command `json:"command,omitempty"`
	Of      string        `json:"of,omitempty"`
	// Priority is which of the runs that wait comes first: the highest; of equal ones the
	// first that was submitted.
	Priority int `json:"priority,omitempty"`
	// Cancelled is a run that is only to be ended: its reports say so.
	Cancelled bool `json:"cancelled,omitempty"`
}

// RunOf is the run of a spec.
func RunOf(s fleet.Spec) Run {
	r := Run{ID: s.ID, Target: s.Target, Input: s.Input.Name, Of: s.Of, Priority: s.Priority}
	if s.Command != fleet.Run {
		r.Command = s.Command
	}
	return r
}

// Ended is a run that has ended, in codes and counts.
type Ended struct {
	Run
	End    importer.EndKind `json:"end"`
	Reason fleet.Reason     `json:"reason,omitempty"`
	Rows   map[string]int   `json:"rows,omitempty"`
	At     time.Time        `json:"at,omitzero"`
}

// Outcome is what the activity of a run came to, in codes and counts.
type Outcome struct {
	End    importer.EndKind `json:"end"`
	Reason fleet.Reason     `json:"reason,omitempty"`
	Rows   map[string]int   `json:"rows,omitempty"`
}

// State is what the workflow of a key knows.
type State struct {
	Waiting []Run   `json:"waiting,omitempty"` // in their order
	Work    *Run    `json:"work,omitempty"`    // nil while nothing is in work
	Ended   []Ended `json:"ended,omitempty"`   // the last ones, the latest last
}

// Carry is what one execution of a workflow leaves to the next.
type Carry struct {
	Waiting []Run    `json:"waiting,omitempty"`
	Known   []string `json:"known,omitempty"` // ids of runs that have ended, the latest last
	Ended   []Ended  `json:"ended,omitempty"`
}

// How much of what has ended is remembered.
const (
	mostKnown = 500
	mostEnded = 20
)

// add puts a run behind those of its priority. One that is known is left out.
func (c *Carry) add(r Run, work *Run) {
	same := func(o Run) bool { return o.ID == r.ID }
	if r.ID == "" || work != nil && work.ID == r.ID || slices.Contains(c.Known, r.ID) || slices.ContainsFunc(c.Waiting, same) {
		return
	}
	at := slices.IndexFunc(c.Waiting, func(o Run) bool { return o.before() < r.before() })
	if at < 0 {
		at = len(c.Waiting)
	}
	c.Waiting = slices.Insert(c.Waiting, at, r)
}

// before orders runs: one that only has to be ended keeps no other waiting.
func (r Run) before() int {
	if r.Cancelled {
		return 1 << 30
	}
	return r.Priority
}

// cancel has a run that waits be ended before the others.
func (c *Carry) cancel(id string) {
	at := slices.IndexFunc(c.Waiting, func(r Run) bool { return r.ID == id })
	if at < 0 || c.Waiting[at].Cancelled {
		return
	}
	r := c.Waiting[at]
	c.Waiting = slices.Delete(c.Waiting, at, at+1)
	r.Cancelled = true
	c.add(r, nil)
}

// next takes the run that comes next.
func (c *Carry) next() Run {
	r := c.Waiting[0]
	c.Waiting = slices.Delete(c.Waiting, 0, 1)
	return r
}

// end remembers a run that has ended.
func (c *Carry) end(e Ended) {
	c.Known = last(append(c.Known, e.ID), mostKnown)
	c.Ended = last(append(c.Ended, e), mostEnded)
}

func last[T any](s []T, most int) []T { return slices.Delete(s, 0, max(0, len(s)-most)) }
