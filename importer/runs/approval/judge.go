// Package approval decides which changes of a plan may be written: by a review that people
// have gone through, or by whoever asks. Start with Judge.
package approval

import (
	"context"
	"errors"
	"iter"
	"time"

	"bcimport/importer"
	"bcimport/mapping/entity"
)

// Options are the choices of an approval.
type Options struct {
	// Review is the review of the plan as people have left it: a line is accepted where it
	// still says yes. Empty: Accept decides.
	Review string
	// Accept reports whether a change may be written; nil accepts all.
	Accept func(Change) bool
	// By is who approves.
	By string
}

// Change is a field that a plan would change.
type Change struct {
	N   int // position among the changes of the plan, from 0
	Row importer.Outcome
	importer.Change
}

// Rows are the rows of a plan, in input order.
type Rows = iter.Seq2[importer.Outcome, error]

// Judge judges all changes of a plan. Of an address all changes of a row are accepted or
// none. At is the moment of the approval.
func Judge(ctx context.Context, plan Rows, o Options, at time.Time) (importer.Approval, error) {
	accept, check := o.Accept, func(string) error { return nil }
	if o.Review != "" {
		r, err := readReview(o.Review)
		if err != nil {
			return importer.Approval{}, err
		}
		accept, check = r.accepts, r.check
	}
	j := judgement{accept: accept}
	if err := each(ctx, plan, j.add); err != nil {
		return importer.Approval{}, err
	}
	if err := check(j.digest.Sum()); err != nil {
		return importer.Approval{}, err
	}
	a := importer.Approval{Digest: j.digest.Sum(), By: o.By, At: at, Changes: j.digest.Changes(), Accepted: j.accepted}
	if a.Accepted < a.Changes {
		a.Marks = j.marks
	}
	return a, nil
}

// Digest returns the digest of a plan.
func Digest(ctx context.Context, plan Rows) (string, error) {
	var digest importer.PlanDigest
	err := each(ctx, plan, digest.Add)
	return digest.Sum(), err
}

func each(ctx context.Context, plan Rows, do func(importer.Outcome)) error {
	for row, err := range plan {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return importer.Invalidf("read the plan: %w", err)
		}
		do(row)
	}
	return nil
}

// judgement collects what is accepted.
type judgement struct {
	accept   func(Change) bool
	digest   importer.PlanDigest
	marks    importer.Marks
	accepted int
}

func (j *judgement) add(row importer.Outcome) {
	first := j.digest.Changes()
	if j.digest.Add(row); row.Status != importer.WouldUpdate {
		return
	}
	yes, half := make([]bool, len(row.Changes)), false // half of an address
	for i, c := range row.Changes {
		yes[i] = j.accept == nil || j.accept(Change{N: first + i, Row: row, Change: c})
		half = half || importer.IsAddress(c.Field) && !yes[i]
	}
	for i, c := range row.Changes {
		for len(j.marks)*8 <= first+i {
			j.marks = append(j.marks, 0)
		}
		if yes[i] && !(half && importer.IsAddress(c.Field)) {
			j.marks.Set(first + i)
			j.accepted++
		}
	}
}

// Entries are what the run of an approved plan writes: a row for each that the plan would
// change.
func Entries(set *entity.Entity, plan Rows, a importer.Approval) iter.Seq2[importer.Entry, error] {
	return func(yield func(importer.Entry, error) bool) {
		seq, first := 0, 0
		for row, err := range plan {
			if err != nil {
				yield(importer.Entry{}, err)
				return
			}
			if row.Status != importer.WouldUpdate {
				continue
			}
			e := importer.PlannedEntry(set, seq, row, func(i int) bool { return a.Accepts(first + i) })
			seq, first = seq+1, first+len(row.Changes)
			if !yield(e, nil) {
				return
			}
		}
	}
}
