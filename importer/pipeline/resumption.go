package pipeline

import (
	"context"

	"bcimport/importer"
)

// ResumeStage selects the rows of an interrupted run that are taken up together.
type ResumeStage int

const (
	// Unsettled are rows whose write was recorded and whose outcome is not known.
	// They come first, so that nothing else happens to their contacts.
	Unsettled ResumeStage = iota
	// Remaining are rows that were never reached, or not attempted.
	Remaining
	// RemainingAndFailed adds those that failed or met a conflict, for the fields
	// that no later row has set since.
	RemainingAndFailed
)

// ResumeStore is what a journal knows of rows.
type ResumeStore interface {
	// Unfinished returns what is recorded of the rows at the positions from, from+1 and
	// so on, n of them; nil for a row of which nothing is.
	Unfinished(ctx context.Context, from, n int) ([]*importer.Unfinished, error)
	// Later fills in what later rows have set since (Left.Later).
	Later(ctx context.Context, rows []*importer.Unfinished) error
}

// Resumption shares the rows of an interrupted run out over its stages.
type Resumption struct {
	ctx     context.Context
	journal ResumeStore
	settled map[int]bool // rows of the first stage: they get no second chance in a later one
}

// NewResumption begins a resumption. It is not safe for concurrent use.
func NewResumption(ctx context.Context, journal ResumeStore) *Resumption {
	return &Resumption{context.WithoutCancel(ctx), journal, map[int]bool{}}
}

// Filter is the part of the entries that the resumption works on in one stage, in
// input order. The journal is asked a block at a time.
func (r *Resumption) Filter(entries importer.Entries, stage ResumeStage) importer.Entries {
	return &filtered{Resumption: r, entries: entries, stage: stage}
}

type filtered struct {
	*Resumption
	entries importer.Entries
	stage   ResumeStage

	from  int // position of the first of the standings
	block []*importer.Unfinished
}

func (u *filtered) Next() (importer.Entry, error) {
	for {
		e, err := u.entries.Next()
		if err != nil {
			return importer.Entry{}, err
		}
		left, err := u.left(e.Row.Seq)
		if err != nil {
			return importer.Entry{}, err
		}
		if !u.stage.takes(left) || u.settled[e.Row.Seq] || superseded(left, e) {
			continue
		}
		if u.stage == Unsettled {
			u.settled[e.Row.Seq] = true
		}
		e.Unfinished = left
		return e, nil
	}
}

func (u *filtered) left(seq int) (*importer.Unfinished, error) {
	const n = 500
	if u.block == nil || seq >= u.from+len(u.block) {
		block, err := u.journal.Unfinished(u.ctx, seq, n)
		if err != nil {
			return nil, journalError(err)
		}
		if err := u.later(block); err != nil {
			return nil, journalError(err)
		}
		u.from, u.block = seq, block
	}
	return u.block[seq-u.from], nil
}

// later asks what has been set since of rows that the run came to before: one that
// is tried again comes out of turn, whatever becomes of it then.
func (u *filtered) later(block []*importer.Unfinished) error {
	var again []*importer.Unfinished
	for _, l := range block {
		if l != nil && u.stage.takes(l) {
			again = append(again, l)
		}
	}
	if len(again) == 0 {
		return nil
	}
	return u.journal.Later(u.ctx, again)
}

// takes reports whether a row of which this is left belongs to the stage.
func (s ResumeStage) takes(l *importer.Unfinished) bool {
	switch {
	case l == nil, l.Status == importer.NotAttempted:
		return s != Unsettled
	case l.Status == "", l.Status == importer.Unknown:
		return s == Unsettled
	case l.Status == importer.Failed, l.Status == importer.Conflicted:
		return s == RemainingAndFailed
	}
	return false
}

// superseded reports whether later rows have set everything that the row sets. A row
// whose write may have landed is settled all the same.
func superseded(l *importer.Unfinished, e importer.Entry) bool {
	if l == nil || l.Open || len(l.Later) == 0 {
		return false
	}
	set := map[string]bool{}
	for _, field := range l.Later {
		set[field] = true
	}
	for _, v := range e.Edit.Values {
		if !set[v.Field] {
			return false
		}
	}
	return true
}
