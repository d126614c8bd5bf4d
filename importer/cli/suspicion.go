package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
)

// suspicious is a file that no run begins with: it looks wrong as a whole.
type suspicious struct {
	found []importer.Suspicion
	err   error // what is told, with what to do
}

func (s *suspicious) Error() string { return s.err.Error() }
func (s *suspicious) Unwrap() error { return s.err }

// isSuspicious tells whether a run did not begin because of its file as a whole.
func isSuspicious(err error) bool {
	var refused *suspicious
	return errors.As(err, &refused)
}

// words say it without a value of anybody.
func (s *suspicious) words() string {
	var codes []string
	for _, f := range s.found {
		if !slices.Contains(codes, string(f.Code)) {
			codes = append(codes, string(f.Code))
		}
	}
	return "the file looks wrong as a whole (" + strings.Join(codes, ", ") + ")"
}

func codeWords() string {
	var words []string
	for _, c := range importer.Codes() {
		words = append(words, string(c))
	}
	return strings.Join(words, ", ")
}

func parseCodes(words []string) ([]importer.Code, error) {
	var codes []importer.Code
	for _, w := range words {
		c := importer.Code(w)
		if !slices.Contains(importer.Codes(), c) {
			return nil, importer.Invalidf("--accept %q is no code of a suspicion", w).Hintf("the codes are %s", codeWords())
		}
		if !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	return codes, nil
}

// judged has the first pass judge the file as a whole; limit is how many rows of it
// will be taken, 0 for all.
func (in *input) judged(limit int) {
	in.judge, in.limit = importer.NewJudge(in.columns), limit
	if in.mapping.Duplicates == mapping.DuplicatesError {
		var fields []string
		for _, f := range in.mapping.Fields {
			fields = append(fields, f.Name)
		}
		in.repeats = importer.NewRepeats(fields)
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
func (in *input) refuse(found []importer.Suspicion, accepted []importer.Code, wordless bool) error {
	open := importer.Open(found, accepted)
	if len(open) == 0 {
		return nil
	}
	var errs []error
	for _, s := range open {
		lines := append([]string{fmt.Sprintf("%s: %s", in.name, suspicionWords(s))}, in.examples(s, wordless)...)
		errs = append(errs, importer.Invalidf("%s", strings.Join(lines, "\n")).Hintf("%s", in.suspicionHint(s)))
	}
	return &suspicious{open, errors.Join(errs...)}
}

// suspect judges the file by its first records, which the run uses then, and refuses
// it where it looks wrong as a whole.
func (p *part) suspect(ctx context.Context, runner *importer.Runner) error {
	if p.in == nil || p.in.judge == nil {
		return nil
	}
	entries, done, err := p.entries(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := runner.Look(ctx, p.about.Rows(), entries, p.in.judge.Record); err != nil {
		return err
	}
	found := p.found()
	if err := p.in.refuse(found, p.about.Options.Accept, p.wordless()); err != nil {
		return err
	}
	for _, s := range found {
		fmt.Fprintf(p.streams.Err, "bcimport: accepted: %s: %s\n", p.in.name, suspicionWords(s))
	}
	return p.file.SetSuspicions(found)
}

// suspectPlan tells what a plan found, and what earlier parts of it did.
func (p *part) suspectPlan() error {
	before, err := p.file.Suspicions()
	if err != nil {
		return err
	}
	found := p.found()
	for _, s := range before {
		if !slices.ContainsFunc(found, func(f importer.Suspicion) bool { return f.Code == s.Code }) {
			found = append(found, s)
		}
	}
	found = inOrder(found)
	p.suspicious = importer.Open(found, p.about.Options.Accept)
	for _, s := range found {
		if slices.Contains(p.about.Options.Accept, s.Code) {
			fmt.Fprintf(p.streams.Err, "bcimport: accepted: %s: %s\n", p.in.name, suspicionWords(s))
		}
	}
	if err := p.in.refuse(p.suspicious, nil, p.wordless()); err != nil {
		printError(p.streams.Err, err)
	}
	return p.file.SetSuspicions(found)
}

// found is all that speaks against the file, once its records were read.
func (p *part) found() []importer.Suspicion {
	allowed := p.about.Options.AllowClear
	found := p.in.aloneBut(allowed)
	for _, s := range p.in.judge.Read(allowed, p.lastShares()) {
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

// wordless tells that messages quote no words of the file.
func (o *partOptions) wordless() bool { return o.quiet || o.format == "json" }
