package runs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/importer/judge"
	"bcimport/mapping"
)

// Suspicious is a file that no run begins with: it looks wrong as a whole.
type Suspicious struct {
	Found []importer.Suspicion
	Err   error // what is told, with what to do
}

func (s *Suspicious) Error() string { return s.Err.Error() }

// Unwrap returns what is told.
func (s *Suspicious) Unwrap() error { return s.Err }

// isSuspicious reports whether a run did not begin because of its file as a whole.
func isSuspicious(err error) bool {
	var refused *Suspicious
	return errors.As(err, &refused)
}

// Words says it without a value of the input.
func (s *Suspicious) Words() string {
	var codes []string
	for _, f := range s.Found {
		if !slices.Contains(codes, string(f.Code)) {
			codes = append(codes, string(f.Code))
		}
	}
	return "the file looks wrong as a whole (" + strings.Join(codes, ", ") + ")"
}

// judged has the first pass judge the file as a whole; limit is how many rows of it
// will be taken, 0 for all.
func (in *input) judged(limit int) {
	in.judge, in.limit = judge.New(in.columns), limit
	if in.mapping.Duplicates == mapping.DuplicatesError {
		var fields []string
		for _, f := range in.mapping.Fields {
			fields = append(fields, f.Name)
		}
		in.repeats = judge.NewRepeats(fields)
	}
}

// suspect takes a row of the first pass.
func (in *input) suspect(e *importer.Entry) {
	if in.judge == nil || in.limit > 0 && e.Row.Seq >= in.limit {
		return
	}
	in.judge.Row(e)
	if in.repeats != nil {
		in.repeats.Add(e)
	}
}

// suspectKeys reads the rows again whose keys stand more than once.
func (in *input) suspectKeys() error {
	if in.repeats == nil {
		return nil
	}
	found, err := in.repeats.Suspicion(func() (importer.Entries, func() error, error) {
		entries, done, err := in.pass(in.offlineKind())
		return limitTo(entries, in.limit), done, err
	})
	if found != nil {
		in.alone = []importer.Suspicion{*found}
	}
	return err
}

// aloneBut is what the file shows alone; fields that are allowed to be emptied in many
// rows are none.
func (in *input) aloneBut(allowed []string) []importer.Suspicion {
	return inOrder(append(in.judge.Alone(allowed), in.alone...))
}

// refuse is the error of a run that does not begin, nil for one that may.
func (in *input) refuse(found []importer.Suspicion, accepted []importer.Code, terse bool) error {
	open := importer.Open(found, accepted)
	if len(open) == 0 {
		return nil
	}
	var errs []error
	for _, s := range open {
		told := append([]string{fmt.Sprintf("%s: %s", in.name, SuspicionWords(s))}, in.examples(s, terse)...)
		errs = append(errs, &importer.Problem{Kind: importer.KindInvalid, Cause: errors.New(strings.Join(told, "\n")), Hint: suspicionHint(s)})
	}
	return &Suspicious{open, errors.Join(errs...)}
}

// suspect judges the file by its first records, which the run uses then, and refuses
// it where it looks wrong as a whole.
func (x *execution) suspect(ctx context.Context, runner *importer.Runner) error {
	if x.in == nil || x.in.judge == nil {
		return nil
	}
	entries, done, err := x.entries(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := runner.Look(ctx, x.about.Rows(), entries, x.in.judge.Record); err != nil {
		return err
	}
	found := x.found()
	if err := x.in.refuse(found, x.about.Options.Accept, x.face.Terse); err != nil {
		return err
	}
	for _, s := range found {
		x.noteAccepted(s)
	}
	return x.record.SetSuspicions(found)
}

// suspectPlan tells what a plan found, and what earlier parts of it did.
func (x *execution) suspectPlan() error {
	before, err := x.record.Suspicions()
	if err != nil {
		return err
	}
	found := x.found()
	for _, s := range before {
		if !slices.ContainsFunc(found, func(f importer.Suspicion) bool { return f.Code == s.Code }) {
			found = append(found, s)
		}
	}
	found = inOrder(found)
	x.suspicious = importer.Open(found, x.about.Options.Accept)
	for _, s := range found {
		if slices.Contains(x.about.Options.Accept, s.Code) {
			x.noteAccepted(s)
		}
	}
	var told *Suspicious
	if errors.As(x.in.refuse(x.suspicious, nil, x.face.Terse), &told) {
		x.face.emit(Suspected{told})
	}
	return x.record.SetSuspicions(found)
}

func (x *execution) noteAccepted(s importer.Suspicion) {
	x.face.note(Note{NoteAccepted, Info, importer.NewHint("accepted: %s: %s", x.in.name, SuspicionWords(s)), false})
}

// found is all that speaks against the file, once its records were read.
func (x *execution) found() []importer.Suspicion {
	allowed := x.about.Options.AllowClear
	found := x.in.aloneBut(allowed)
	for _, s := range x.in.judge.Read(allowed, x.lastShares()) {
		known := slices.ContainsFunc(found, func(f importer.Suspicion) bool {
			return f.Code == s.Code && (s.Code == importer.SortedApart || slices.Equal(f.Fields, s.Fields))
		})
		if !known {
			found = append(found, s)
		}
	}
	return inOrder(found)
}

func inOrder(found []importer.Suspicion) []importer.Suspicion {
	codes := importer.Codes()
	slices.SortStableFunc(found, func(a, b importer.Suspicion) int {
		return slices.Index(codes, a.Code) - slices.Index(codes, b.Code)
	})
	return found
}
