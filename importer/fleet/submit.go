package fleet

import (
	"context"
	"time"

	"bcimport/importer"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
)

// Place is where a target leads.
type Place struct {
	APIRoot, Environment, Company, CompanyID string
}

// Submitter puts runs into a store. It is safe for concurrent use.
type Submitter struct {
	Objects Objects
	// Known lists the targets that this machine knows, without connecting to any.
	Known func() ([]targets.Known, error)
	// Locate finds out where a target leads for a record set, by connecting to it where
	// that is not known otherwise.
	Locate func(ctx context.Context, target, set string) (Place, error)
	Now    func() time.Time
}

// Submission is a file to run.
type Submission struct {
	Target string
	// File is a file of this machine, or Object one of the store.
	File, Object string
	// Spec says what to do with it: mapping, options and limits. Its input, target and
	// folders are not looked at.
	Spec     runs.Spec
	Priority int
	Yes      bool
	By       string
}

// Submit uploads a file and writes the spec of its run. The run is there, and begins when
// it is dispatched.
func (s *Submitter) Submit(ctx context.Context, of Submission) (Spec, error) {
	return Spec{}, importer.Invalidf("not yet")
}

// ResumeOptions are the choices of a resumption.
type ResumeOptions struct {
	// Failed takes up rows that failed or met a conflict, too.
	Failed      bool
	MaxFailures string
	By          string
}

// Resume submits a run that goes on with another one that has ended.
func (s *Submitter) Resume(ctx context.Context, run string, o ResumeOptions) (Spec, error) {
	return Spec{}, importer.Invalidf("not yet")
}

// UndoOptions are the choices of an undo.
type UndoOptions struct {
	DryRun      bool
	Fields      []string // nil for all
	MaxFailures string
	Yes         bool
	By          string
}

// Undo submits a run that puts back what another one changed.
func (s *Submitter) Undo(ctx context.Context, run string, o UndoOptions) (Spec, error) {
	return Spec{}, importer.Invalidf("not yet")
}

// Report submits a run that writes the reports of another one again.
func (s *Submitter) Report(ctx context.Context, run, by string) (Spec, error) {
	return Spec{}, importer.Invalidf("not yet")
}
