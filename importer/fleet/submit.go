package fleet

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"bcimport/importer"
	"bcimport/importer/objects"
	"bcimport/importer/runs"
	"bcimport/importer/targets"
	"bcimport/mapping"
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
	// ID is the id of the run; empty for a new one.
	ID     string
	Target string
	// File is a file of this machine, or Object one of the store, of a Version unless that
	// is empty.
	File, Object, Version string
	// Spec says what to do with it: mapping, options and limits. Its input, target and
	// folders are not looked at.
	Spec     runs.Spec
	Dropped  *Dropped
	Priority int
	// Yes allows writing to a protected target.
	Yes bool
	By  string
}

// Submit uploads a file and writes the spec of its run. The run is there, and begins when
// it is dispatched. A run of that id that is there already is returned as it is.
func (s *Submitter) Submit(ctx context.Context, of Submission) (Spec, error) {
	if of.ID == "" {
		of.ID = NewID(of.Target, s.Now())
	} else if there, err := ReadSpec(ctx, s.Objects, of.ID); !errors.Is(err, fs.ErrNotExist) {
		return there, err
	}
	known, err := s.check(&of)
	if err != nil {
		return Spec{}, err
	}
	set := mapping.SetOf([]byte(of.Spec.Mapping.Text))
	to, err := s.Locate(ctx, of.Target, set)
	if err != nil {
		return Spec{}, err
	}
	spec := Spec{
		ID: of.ID, Command: Run, Target: of.Target, Key: TargetKey(known),
		APIRoot: to.APIRoot, Environment: to.Environment, Company: to.Company, CompanyID: to.CompanyID,
		Mapping: of.Spec.Mapping, Options: of.Spec.Options, MaxFailures: of.Spec.MaxFailures, RequireRows: of.Spec.RequireRows,
		Dropped: of.Dropped, Priority: of.Priority, Yes: of.Yes, By: of.By, Submitted: s.Now().UTC(),
	}
	spec.Mapping.File = filepath.Base(spec.Mapping.File) // its folder is this machine's own affair
	if spec.Input, err = s.upload(ctx, of); err != nil {
		return Spec{}, err
	}
	return s.create(ctx, spec)
}

// check refuses what no worker would run.
func (s *Submitter) check(of *Submission) (targets.Known, error) {
	all, err := s.Known()
	known, wrong := find(of.Target, all)
	if wrong != nil {
		return known, errors.Join(wrong, err) // the target file may be why it is not there
	}
	if err := allow(known, of.Spec.Options.DryRun, of.Yes); err != nil {
		return known, err
	}
	if of.Spec.Mapping.Text == "" {
		return known, importer.Invalidf("no mapping").Hintf("pass one with %s", importer.Option{Name: "mapping", Value: "FILE"})
	}
	return known, of.Spec.Validate()
}

// allow refuses writing where the target wants more than a worker can be asked for.
func allow(to targets.Known, dryRun, yes bool) error {
	switch {
	case dryRun:
		return nil
	case to.ApprovalRequired:
		return runs.ApprovalRequired(to.Name)
	case to.Protected && !yes:
		return importer.Invalidf("target %s is protected", to.Name).
			Hintf("nothing was written; pass %s to write to it", importer.Option{Name: "yes"})
	}
	return nil
}

// upload copies the input into the store and says what it is.
func (s *Submitter) upload(ctx context.Context, of Submission) (Input, error) {
	from, name, err := s.open(ctx, of)
	if err != nil {
		return Input{}, importer.Invalidf("read the input: %w", err)
	}
	defer from.Close()
	read := &measured{from: from, sum: sha256.New()}
	if err := s.Objects.Upload(ctx, inputOf(of.ID), read); err != nil {
		return Input{}, fmt.Errorf("upload %s: %w", name, err)
	}
	return Input{Name: name, SHA256: hex.EncodeToString(read.sum.Sum(nil)), Size: read.size}, nil
}

func (s *Submitter) open(ctx context.Context, of Submission) (io.ReadCloser, string, error) {
	if of.Object != "" {
		from, o, err := s.Objects.Reader(ctx, of.Object)
		if err == nil && of.Version != "" && o.Version != "" && o.Version != of.Version {
			return nil, "", errors.Join(errOtherContent, from.Close())
		}
		return from, path.Base(of.Object), err
	}
	from, err := os.Open(of.File)
	return from, filepath.Base(of.File), err
}

// create writes the spec of a run. Another process that writes the same one is none the worse.
func (s *Submitter) create(ctx context.Context, spec Spec) (Spec, error) {
	err := put(ctx, specOf(spec.ID), spec, s.Objects.Create)
	if errors.Is(err, objects.ErrExists) {
		return ReadSpec(ctx, s.Objects, spec.ID)
	}
	return spec, err
}

// ResumeOptions are the choices of a resumption.
type ResumeOptions struct {
	// Failed takes up rows that failed or met a conflict, too.
	Failed      bool
	MaxFailures string
	Yes         bool
	By          string
}

// Resume submits a run that goes on with another one that has ended.
func (s *Submitter) Resume(ctx context.Context, run string, o ResumeOptions) (Spec, error) {
	next, of, err := s.after(ctx, run, Resume, o.By)
	if err != nil {
		return Spec{}, err
	}
	next.Yes = o.Yes
	next.Input, next.Mapping, next.Options = of.Input, of.Mapping, of.Options
	next.Failed, next.MaxFailures = o.Failed, o.MaxFailures
	return s.create(ctx, next)
}

// UndoOptions are the choices of an undo.
type UndoOptions struct {
	DryRun      bool
	Fields      []string // nil for all
	MaxFailures string
	NoValues    bool
	Yes         bool
	By          string
}

// Undo submits a run that puts back what another one changed.
func (s *Submitter) Undo(ctx context.Context, run string, o UndoOptions) (Spec, error) {
	next, of, err := s.after(ctx, run, Undo, o.By)
	if err != nil {
		return Spec{}, err
	}
	next.Yes = o.Yes
	next.Fields, next.MaxFailures = slices.Clone(o.Fields), o.MaxFailures
	next.Options = importer.Options{
		DryRun: o.DryRun, NoValues: o.NoValues, GiveUpAfter: of.Options.GiveUpAfter, ReportFormat: of.Options.ReportFormat,
	}
	return s.create(ctx, next)
}

// Report submits a run that writes the reports of another one again.
func (s *Submitter) Report(ctx context.Context, run, by string) (Spec, error) {
	next, of, err := s.after(ctx, run, Report, by)
	if err != nil {
		return Spec{}, err
	}
	next.Input = of.Input
	return s.create(ctx, next)
}

// after begins the spec of a run that concerns another one: it goes where that went.
func (s *Submitter) after(ctx context.Context, run string, command Command, by string) (next, of Spec, err error) {
	if of, err = s.ended(ctx, run); err != nil {
		return next, of, err
	}
	all, err := s.Known()
	known, wrong := find(of.Target, all)
	if wrong != nil {
		return next, of, errors.Join(wrong, err)
	}
	return Spec{
		ID: NewID(of.Target, s.Now()), Command: command, Of: of.ID, Target: of.Target, Key: TargetKey(known),
		APIRoot: of.APIRoot, Environment: of.Environment, Company: of.Company, CompanyID: of.CompanyID,
		Priority: of.Priority, By: by, Submitted: s.Now().UTC(),
	}, of, nil
}

// ended is the run whose log a run has written: its own, or that of the run that it went on
// with. It must have begun and ended, and its log be there.
func (s *Submitter) ended(ctx context.Context, run string) (Spec, error) {
	of, err := ReadSpec(ctx, s.Objects, run)
	if err != nil {
		return of, err
	}
	r, err := ReadResult(ctx, s.Objects, run)
	if errors.Is(err, fs.ErrNotExist) {
		return of, importer.Invalidf("run %s has not ended", run).Hintf("wait for its end, or cancel it")
	} else if err != nil {
		return of, err
	}
	if of.Command == Resume || of.Command == Report {
		if of, err = ReadSpec(ctx, s.Objects, of.Of); err != nil {
			return of, err
		}
		if r, err = ReadResult(ctx, s.Objects, of.ID); err != nil {
			return of, err
		}
	}
	if r.Rows == nil {
		return of, importer.Invalidf("run %s never began, so that there is nothing to go on with, to undo or to report", of.ID).
			Hintf("see in its reports why, then submit its file again")
	}
	for _, err := range s.Objects.List(ctx, LogOf(of.ID)) {
		return of, err
	}
	return of, importer.Invalidf("run %s has no log any more: it was deleted", of.ID).
		Hintf("its reports stay; submit a file again to run it")
}

// measured counts and digests what is read.
type measured struct {
	from io.Reader
	sum  interface {
		io.Writer
		Sum([]byte) []byte
	}
	size int64
}

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.from.Read(p)
	_, _ = m.sum.Write(p[:n]) // never fails
	m.size += int64(n)
	return n, err
}
