package input

import (
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

// IsSuspicious reports whether a run did not begin because of its file as a whole.
func IsSuspicious(err error) bool {
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

// Judge has the first pass judge the file as a whole; limit is how many rows of it
// will be taken, 0 for all.
func (in *File) Judge(limit int) {
	in.judge, in.limit = judge.New(in.mapping.Entity, in.columns), limit
	if in.mapping.Duplicates == mapping.DuplicatesError {
		var fields []string
		for _, f := range in.mapping.Fields {
			fields = append(fields, f.Name)
		}
		in.repeats = judge.NewRepeats(in.mapping.Entity, fields)
	}
}

// suspect takes a row of the first pass.
func (in *File) suspect(e *importer.Entry) {
	if in.judge == nil || in.limit > 0 && e.Row.Seq >= in.limit {
		return
	}
	in.judge.Row(e)
	if in.repeats != nil {
		in.repeats.Add(e)
	}
}

// suspectKeys reads the rows again whose keys occur more than once.
func (in *File) suspectKeys() error {
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

// Alone is what the file shows alone; fields that are allowed to be emptied in many
// rows are none.
func (in *File) Alone(allowed []string) []importer.Suspicion {
	return inOrder(append(in.judge.Alone(allowed), in.alone...))
}

// Refuse is the error of a run that does not begin, nil for one that may.
func (in *File) Refuse(found []importer.Suspicion, accepted []importer.Code, terse bool) error {
	open := importer.Unaccepted(found, accepted)
	if len(open) == 0 {
		return nil
	}
	var errs []error
	for _, s := range open {
		told := []string{fmt.Sprintf("%s: %s", in.Name, in.Words(s))}
		for _, example := range in.Examples(s, terse) {
			told = append(told, example.String())
		}
		errs = append(errs, &importer.Problem{Kind: importer.KindInvalid, Cause: errors.New(strings.Join(told, "\n")), Hint: in.Hint(s)})
	}
	return &Suspicious{open, errors.Join(errs...)}
}

// Judged reports whether the file is judged as a whole.
func (in *File) Judged() bool { return in.judge != nil }

// See takes a record that was read, with what Business Central holds of it.
func (in *File) See(e importer.Entry, c importer.Contact) { in.judge.Record(e, c) }

// Unread is all that the file shows where no record was read.
func (in *File) Unread() []importer.Suspicion {
	return inOrder(append(in.Alone(nil), in.judge.Unread()...))
}

// Suspicions are all that speaks against the file, once its records were read; last is
// what changed in earlier runs.
func (in *File) Suspicions(allowed []string, last []judge.Share) []importer.Suspicion {
	found := in.Alone(allowed)
	for _, s := range in.judge.Read(allowed, last) {
		known := slices.ContainsFunc(found, func(f importer.Suspicion) bool {
			return f.Code == s.Code && (s.Code == importer.SortedApart || slices.Equal(f.Fields, s.Fields))
		})
		if !known {
			found = append(found, s)
		}
	}
	return inOrder(found)
}

// Merge adds what an earlier part of a run found and this one did not.
func Merge(found, before []importer.Suspicion) []importer.Suspicion {
	for _, s := range before {
		if !slices.ContainsFunc(found, func(f importer.Suspicion) bool { return f.Code == s.Code }) {
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
