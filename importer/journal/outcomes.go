package journal

import (
	"iter"
	"slices"

	"bcimport/importer"
)

// Outcomes returns what is recorded of every row that was reached, in input order. A
// row with an intent and no outcome is unknown: the run was killed. The rows of an
// undo are all here, also those that were never reached. What a row sets (Sets) is
// not among it.
func (v *View) Outcomes() iter.Seq2[importer.Outcome, error] {
	return func(yield func(importer.Outcome, error) bool) {
		for seq := 0; ; seq++ {
			o, reached, err := v.outcomeAt(&seq)
			switch {
			case err != nil:
				yield(importer.Outcome{}, err)
				return
			case reached == beyond, reached == ended && !yield(o, nil):
				return
			}
		}
	}
}

// reached returns what is recorded of a position.
type reached int

const (
	nothing reached = iota
	ended
	beyond // nothing, nor at any later one
)

// outcomeAt is the outcome of the next position from at on.
func (v *View) outcomeAt(at *int) (o importer.Outcome, r reached, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return o, nothing, err
	}
	if *at >= v.editRows() {
		*at = v.index.next(*at)
	}
	seq := *at
	s := v.index.of(seq)
	switch {
	case seq >= max(v.index.rows, v.editRows()):
		return o, beyond, nil
	case s.ref.place == 0 && seq < v.editRows():
		o, err = v.notReached(seq)
		return o, ended, err
	case s.ref.place == 0:
		return o, nothing, nil
	case s.open():
		in, err := v.intent(s.ref)
		return cutOff(in), ended, err
	}
	if o, err = v.outcome(s.ref); err == nil {
		o.Superseded, err = v.superseded(o, s)
	}
	o.Sets = nil
	return o, ended, err
}

// cutOff is what is known of a row whose write was recorded and whose end was not:
// what had landed before, and what may have.
func cutOff(in importer.Intent) importer.Outcome {
	o := importer.Outcome{
		Seq: in.Seq, Line: in.Line, Key: in.Key, ID: in.ID, Status: importer.Unknown, Code: "outcome_unknown", Message: importer.CutOffMessage(),
		Attempts: in.Attempt, ETagBefore: in.ETag, ETagAfter: in.AppliedETag, FinishedAt: in.At, Raw: in.Raw,
	}
	o.Changes = slices.Concat(in.Applied, in.Changes)
	for i := len(in.Applied); i < len(o.Changes); i++ {
		o.Changes[i].Open = true
	}
	return o
}

// superseded reports whether a later successful row of the same record set every
// field that the failed row sets.
func (v *View) superseded(o importer.Outcome, s standing) (bool, error) {
	if o.Status.Result() != "failure" || o.ID == "" || len(o.Sets) == 0 {
		return false, nil
	}
	for _, seq := range v.byRecord().of(s.mark, nil) {
		later := v.index.of(seq)
		if seq <= o.Seq || later.status.Result() != "success" {
			continue
		}
		l, err := v.outcome(later.ref)
		if err != nil {
			return false, err
		}
		if sameID(l.ID, o.ID) && !slices.ContainsFunc(o.Sets, func(field string) bool { return !slices.Contains(l.Sets, field) }) {
			return true, nil
		}
	}
	return false, nil
}

// Counts returns how many rows ended with each status; rows that were never reached
// are in none.
func (v *View) Counts() (map[string]int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for seq := v.index.next(0); seq < v.index.rows; seq = v.index.next(seq + 1) {
		switch s := v.index.of(seq); {
		case s.open():
			counts[string(importer.Unknown)]++
		case s.ref.place > 0:
			counts[string(s.status)]++
		}
	}
	return counts, nil
}

// Nameless returns up to n rows behind a position that did not succeed, whose record
// is known and its number is not.
func (v *View) Nameless(after, n int) ([]importer.Nameless, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return nil, err
	}
	var found []importer.Nameless
	for seq := v.index.next(after + 1); seq < v.index.rows && len(found) < n; seq = v.index.next(seq + 1) {
		s := v.index.of(seq)
		if s.status == "" || s.mark == 0 || s.status.Result() != "failure" || s.status == importer.NotFound || s.status == importer.Ambiguous {
			continue
		}
		o, err := v.outcome(s.ref)
		if err != nil {
			return nil, err
		}
		if o.Number == "" {
			found = append(found, importer.Nameless{Seq: seq, ID: o.ID})
		}
	}
	return found, nil
}

// Named returns the outcomes of the rows with what people call their records; a name
// that was read stays. Rows that have not ended are left out.
func (v *View) Named(rows []int, people []importer.Person) ([]importer.Outcome, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return nil, err
	}
	var named []importer.Outcome
	for i, seq := range rows {
		s := v.index.of(seq)
		if s.status == "" {
			continue
		}
		o, err := v.outcome(s.ref)
		if err != nil {
			return nil, err
		}
		o.Number = people[i].Key
		if o.Name == "" {
			o.Name = people[i].Name
		}
		named = append(named, o)
	}
	return named, nil
}

// Intents gives every write that was recorded before it was sent, by row and attempt.
func (v *View) Intents() iter.Seq2[importer.Intent, error] {
	return func(yield func(importer.Intent, error) bool) {
		for seq := 0; ; seq++ {
			intents, more, err := v.intentsAt(&seq)
			if err != nil {
				yield(importer.Intent{}, err)
			}
			if err != nil || !more {
				return
			}
			for _, in := range slices.Backward(intents) {
				if !yield(in, nil) {
					return
				}
			}
		}
	}
}

func (v *View) intentsAt(seq *int) (list []importer.Intent, more bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.makeIndex(); err != nil {
		return nil, false, err
	}
	*seq = v.index.next(*seq)
	list, _, err = v.intents(v.index.of(*seq).ref)
	return list, *seq < v.index.rows, err
}
