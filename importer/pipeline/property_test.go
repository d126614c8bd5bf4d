package pipeline

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// storm is one drawn run: rows with repeated contacts, a service with mishaps,
// other users, and stops and kills on the way, after each of which it is resumed.
type storm struct {
	set      *entity.Entity
	fields   []string                              // that rows set; others set one more
	texts    map[string][]string                   // of typed fields; nil: those of contacts
	validate func(before, after map[string]string) // what the service does besides; nil: nothing
	initial  map[string]string                     // what every contact holds at first
	rows     []importer.Entry
	contacts []string
	policy   importer.ConflictPolicy
	workers  int
	chunk    int
	seed     uint64
	trouble  uint64 // share of operations with a mishap, in percent
	halts    []halt
	early    bool     // the undo does not wait until the run has settled
	looks    bool     // the first rows' contacts are read before the run begins
	blanks   bool     // texts differ in blanks alone, too
	exact    []string // the fields of which every sign counts
}

// same compares two texts of a field as the storm's mapping does.
func (s storm) same(field, a, b string) bool {
	if slices.Contains(s.exact, field) {
		return importer.Identical(s.set, field, a, b)
	}
	return importer.Same(s.set, field, a, b)
}

// halt ends a part of a run.
type halt struct {
	after  time.Duration
	kill   bool // nothing is recorded from then on, as if the process were gone
	failed bool // the part that follows tries failed rows again, too
}

func drawStorm(t *rapid.T) storm {
	s := drawWeather(t)
	s.set, s.fields = importer.CustomerContacts(), []string{"email", "firstName", "lastName", "professionalTitle"}
	texts := []string{"", "a", "b", "c", "d", "bad"}
	if rapid.Bool().Draw(t, "blanks") {
		s.blanks, texts = true, []string{"", "a", "a ", "\u00a0a", "b", "b ", "bad"}
		s.exact = rapid.SampledFrom([][]string{nil, {"lastName"}, {"firstName", "professionalTitle"}, {"firstName", "lastName", "professionalTitle"}}).Draw(t, "exact")
	}
	text := rapid.SampledFrom(texts)
	s.drawRows(t, func(field string) string { return text.Draw(t, field) })
	return s
}

// drawWeather draws all of a storm but its rows.
func drawWeather(t *rapid.T) storm {
	s := storm{
		policy:  rapid.SampledFrom([]importer.ConflictPolicy{importer.Merge, importer.Fail, importer.Overwrite}).Draw(t, "policy"),
		workers: rapid.IntRange(1, 5).Draw(t, "workers"),
		chunk:   rapid.IntRange(1, 7).Draw(t, "chunk"),
		seed:    rapid.Uint64().Draw(t, "seed"),
		trouble: rapid.Uint64Range(0, 60).Draw(t, "trouble"),
		early:   rapid.Bool().Draw(t, "early"),
		looks:   rapid.Bool().Draw(t, "looks"),
		halts:   rapid.SliceOfN(rapid.Custom(drawHalt), 0, 6).Draw(t, "halts"),
	}
	for i := range rapid.IntRange(1, 9).Draw(t, "contacts") {
		s.contacts = append(s.contacts, fmt.Sprintf("c%d", i))
	}
	return s
}

// drawRows draws the rows with their values.
func (s *storm) drawRows(t *rapid.T, text func(field string) string) {
	named, decisions := rapid.Bool().Draw(t, "rows name their eTag"), rapid.Bool().Draw(t, "decisions")
	for seq := range rapid.SampledFrom([]int{0, 1, 5, 20, 60}).Draw(t, "rows") {
		id := rapid.SampledFrom(append([]string{"missing"}, s.contacts...)).Draw(t, "id")
		var pairs []string
		for _, field := range s.fields[:rapid.IntRange(1, len(s.fields)).Draw(t, "fields")] {
			pairs = append(pairs, field, text(field))
		}
		e := row(seq, id, pairs...)
		e.Edit.Exact = s.exact
		if named {
			e.Edit.ETag = "v1" // the state of every contact before the run
		}
		if decisions {
			e.Edit = s.decidedOn(t, e.Edit)
		}
		if s.validate != nil {
			e.Edit.Unchanged = s.drawUnchanged(t, e.Edit)
		}
		s.rows = append(s.rows, e)
	}
}

// decidedOn draws what a person decided on a row: nothing, to keep all that others have
// changed, to take all, or field by field.
func (s *storm) decidedOn(t *rapid.T, edit mapping.Edit) mapping.Edit {
	row := rapid.SampledFrom([]string{"", "keep", "take", "fields"}).Draw(t, "decision")
	wants := edit.Values
	edit.Values, edit.KeepsTheirs = nil, row == "keep"
	for _, v := range wants {
		field := row
		if row == "fields" {
			field = rapid.SampledFrom([]string{"", "leave", "take"}).Draw(t, "of "+v.Field)
		}
		base := rapid.SampledFrom([]string{s.initial[v.Field], "stale", "none"}).Draw(t, "base of "+v.Field)
		if field == "leave" || field == "keep" && base == "none" {
			edit.Kept = append(edit.Kept, v)
			continue
		}
		edit.Values = append(edit.Values, v)
		switch field {
		case "take":
			edit.Taken = append(edit.Taken, v.Field)
		case "keep":
			edit.Base = append(edit.Base, mapping.Value{Field: v.Field, Text: base})
		}
	}
	if edit.ETag != "" && edit.Decided() {
		edit.ETag = rapid.SampledFrom([]string{edit.ETag, "v0"}).Draw(t, "eTag") // v0: the contact has moved since
	}
	return edit
}

func drawHalt(t *rapid.T) halt {
	ms := rapid.SampledFrom([]int{1, 35, 65, 100, 700, 5000}).Draw(t, "after ms")
	return halt{time.Duration(ms) * time.Millisecond, rapid.Bool().Draw(t, "kill"), rapid.Bool().Draw(t, "failed")}
}

// dice are the same for the same operation, whatever the workers' order.
func (s storm) dice(op, id string, n int) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s %s %d", s.seed, op, id, n)
	return h.Sum64() >> 8
}

func (s storm) mishap(op, id string, n int) mishap {
	d := s.dice(op, id, n)
	if d%100 >= s.trouble {
		return fine
	}
	mishaps := []mishap{throttled, locked, lostFirst, lostDone, lostLate, meddled, meddled}
	return mishaps[d/100%uint64(len(mishaps))]
}

func (s storm) other(id string, n int) importer.Change {
	d := s.dice("other", id, n)
	if s.texts != nil {
		return s.otherTyped(d)
	}
	field := []string{"email", "firstName", "lastName", "professionalTitle", "primaryPhoneNumber"}[d%5]
	texts := []string{"theirs", "a", "", fmt.Sprint("their ", n)}
	if s.blanks {
		texts = append(texts, "a ", " a", "b\u00a0", "b", "theirs ")
	}
	return importer.Change{Field: field, After: texts[d/5%uint64(len(texts))]}
}

// play runs the rows to their end through all the halts and tells why the last
// part ended.
func (s storm) play(t *testing.T, contacts *fakeContacts, journal *fakeJournal, rows []importer.Entry, early bool) error {
	parts := []importer.Entries{&fakeEntries{rows: rows}}
	for n := 0; ; n++ {
		var h halt
		if n < len(s.halts) {
			h = s.halts[n]
		}
		err := s.part(t, contacts, journal, h, len(rows), parts...)
		var stopped *importer.Stopped
		switch {
		case err == nil && !journal.holds(importer.Unknown) && n >= len(s.halts), n > 60:
			return err
		case err != nil && !errors.As(err, &stopped) && !h.kill:
			return err
		case early && n+1 == len(s.halts):
			return err
		}
		if n > len(s.halts)+3 { // the longest that a lost write is under way
			contacts.landLate()
			time.Sleep(15 * time.Minute)
		}
		last := Remaining
		if h.failed {
			last = RemainingAndFailed
		}
		parts = journal.resume(t.Context(), rows, Unsettled, last)
	}
}

func (s storm) part(t *testing.T, contacts *fakeContacts, journal *fakeJournal, h halt, total int, parts ...importer.Entries) error {
	ctx := t.Context()
	switch {
	case h.kill:
		over := false // Stop doesn't wait for a kill that has just begun
		defer time.AfterFunc(h.after, func() {
			journal.mu.Lock()
			defer journal.mu.Unlock()
			if !over {
				journal.broken, journal.full = errors.New("killed"), errors.New("killed")
			}
		}).Stop()
		defer func() {
			journal.mu.Lock()
			defer journal.mu.Unlock()
			over = true
		}()
	case h.after > 0:
		stopping, cancel := context.WithTimeoutCause(ctx, h.after, importer.ErrInterrupted)
		defer cancel()
		ctx = stopping
	}
	watch := &fakeProgress{}
	ended := len(journal.recorded)
	r := &Runner{
		Entity: s.set, Contacts: contacts, Journal: journal, Progress: watch, Workers: s.workers, Chunk: s.chunk,
		OnConflict: s.policy, MaxFailures: -1, GiveUpAfter: 15 * time.Minute,
	}
	var err error
	if s.looks && total > 0 && len(journal.outcomes)+len(journal.intents) == 0 {
		err = r.Look(ctx, total, &fakeEntries{rows: s.rows}, func(importer.Entry, importer.Contact) {})
	}
	if err == nil {
		err = r.Run(ctx, total, parts...)
	}
	if got := len(journal.recorded) - ended; !h.kill && len(watch.ended) != got {
		t.Errorf("%d rows shown, %d recorded", len(watch.ended), got)
	}
	return err
}

// run plays the storm and returns what broke a promise.
func (s storm) run(t *testing.T) (problems []string) {
	synctest.Test(t, func(t *testing.T) {
		journal := newFakeJournal()
		contacts := newFakeContacts(journal, s.contacts...)
		contacts.mishap, contacts.other, contacts.latency = s.mishap, s.other, 30*time.Millisecond
		contacts.set, contacts.validate = s.set, s.validate
		for _, id := range s.contacts {
			maps.Copy(contacts.now(id).values, s.initial)
		}
		err := s.play(t, contacts, journal, s.rows, s.early)
		if s.early {
			clear(journal.recorded)
			journal.broken, journal.full = nil, nil
			problems = slices.Concat(contacts.problems, journal.problems)
			err = nil
		} else {
			problems = slices.Concat(contacts.problems, journal.problems, s.judge(contacts, journal, err))
		}
		if len(problems) == 0 && err == nil {
			problems = s.undo(t, contacts, journal)
		}
	})
	return problems
}

func (s storm) judge(contacts *fakeContacts, journal *fakeJournal, err error) (problems []string) {
	complain := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	var stopped *importer.Stopped
	if err != nil && !errors.As(err, &stopped) {
		complain("run: %v", err)
	}
	for _, e := range s.rows {
		o, ended := journal.outcomes[e.Row.Seq]
		switch {
		case !ended && stopped == nil:
			complain("line %d has no outcome", e.Row.Line)
		case !ended && len(journal.intents[e.Row.Seq]) > 0:
			complain("line %d was written and is not accounted for", e.Row.Line)
		case (o.Status == importer.NotAttempted || o.Status == importer.Unknown) && stopped == nil:
			complain("line %d is %s after a whole run", e.Row.Line, o.Status)
		case ended:
			problems = append(problems, contacts.judge(o, s.same)...)
		}
	}
	problems = append(problems, s.judgeDecided(contacts, journal)...)
	problems = append(problems, s.judgeSigns(contacts, journal)...)
	problems = append(problems, s.judgeAddresses(contacts, journal)...)
	if len(s.rows) > 0 && s.rows[0].Edit.ETag != "" && s.policy != importer.Overwrite {
		for id := range contacts.history {
			problems = append(problems, s.judgeNamed(id, contacts, journal)...)
		}
	}
	for id := range contacts.history {
		problems = append(problems, s.judgeOrder(id, contacts, journal)...)
	}
	return problems
}

// judgeOrder holds that no row changes what a later row has set.
func (s storm) judgeOrder(id string, contacts *fakeContacts, journal *fakeJournal) (problems []string) {
	versions := contacts.history[id]
	for i, v := range versions {
		if i == 0 || v.by < 0 {
			continue
		}
		for field, text := range v.values {
			if text != versions[i-1].values[field] && !v.cleared(field) && !s.isPutBack(contacts, journal, versions[:i+1], field) {
				problems = append(problems, journal.inOrder(id, field, v)...)
			}
		}
	}
	return problems
}

// inOrder tells rows that had set a field when an earlier row changed it again.
func (j *fakeJournal) inOrder(id, field string, v version) (problems []string) {
	for seq, o := range j.outcomes {
		if seq > v.by && o.ID == id && o.Status.Result() == "success" && slices.Contains(o.Sets, field) && o.FinishedAt.Before(v.at) {
			problems = append(problems, fmt.Sprintf("%s of %s: row %d after row %d, which had set it", field, id, v.by, seq))
		}
	}
	return problems
}

// judge holds an outcome against the history of its contact.
func (f *fakeContacts) judge(o importer.Outcome, same func(field, a, b string) bool) (problems []string) {
	complain := func(what string) {
		problems = append(problems, fmt.Sprintf("line %d: %s: %+v", o.Line, what, o), tell(f, f.journal, o.ID))
	}
	wrote := slices.ContainsFunc(f.history[o.ID], func(v version) bool { return v.by == o.Seq })
	held := !slices.ContainsFunc(o.Changes, func(c importer.Change) bool {
		return !slices.ContainsFunc(f.history[o.ID], func(v version) bool { return same(c.Field, v.values[c.Field], c.Left()) })
	})
	switch o.Status {
	case importer.Updated:
		if len(o.Changes) == 0 || !held || o.Attempts == 0 || o.ETagAfter == "" {
			complain("updated, and the contact never held it")
		}
		if o.Code == "" && !wrote {
			complain("updated without a write")
		}
	case importer.Unchanged:
		if len(o.Changes) > 0 {
			complain("unchanged with changes")
		}
	case importer.Failed, importer.Rejected, importer.NotFound, importer.NotAttempted:
		if wrote && !f.lostAndGone(o) {
			complain("the contact was changed")
		}
	case importer.Conflicted, importer.Unknown:
	default:
		complain("unexpected end")
	}
	return problems
}

// judgeNamed holds what rows did that name the state from before the run: they
// overwrite nobody's edit, and where nobody else edits there is no conflict.
func (s storm) judgeNamed(id string, f *fakeContacts, journal *fakeJournal) (problems []string) {
	versions := f.history[id]
	theirs, takes := map[string]bool{}, s.takes()
	for i, v := range versions[1:] {
		for field, text := range v.values {
			before := versions[i].values[field]
			switch {
			case s.same(field, text, before):
			case v.by >= 0 && v.cleared(field):
				theirs[field] = false // judgeAddresses
			case v.by < 0:
				theirs[field] = true
			default:
				// What another put back after a lost write looks as it did before.
				if theirs[field] && !takes[v.by][field] && !s.same(field, before, versions[0].values[field]) && !s.mayHaveWritten(journal, id, field, before) {
					problems = append(problems, fmt.Sprintf("%s of %s: row %d overwrote %q of another user", field, id, v.by, before), tell(f, journal, id))
				}
				theirs[field] = false
			}
		}
	}
	if f.moves(id, 1) > 0 {
		return problems
	}
	for _, o := range journal.outcomes {
		if o.ID == id && o.Status == importer.Conflicted {
			problems = append(problems, fmt.Sprintf("line %d is a conflict with nobody: %+v", o.Line, o))
		}
	}
	return problems
}

// takes are the fields of rows that a person decided to write.
func (s storm) takes() map[int]map[string]bool {
	takes := map[int]map[string]bool{}
	for _, e := range s.rows {
		takes[e.Row.Seq] = map[string]bool{}
		for _, field := range e.Edit.Taken {
			takes[e.Row.Seq][field] = true
		}
	}
	return takes
}

// judgeDecided holds what rows did that a person decided on, whatever the policy: what
// was to be kept is never written over, and what is decided is no conflict unless
// somebody edits the contact in mid-run.
func (s storm) judgeDecided(contacts *fakeContacts, journal *fakeJournal) (problems []string) {
	for _, e := range s.rows {
		edit, seq := e.Edit, e.Row.Seq
		o := journal.outcomes[seq]
		if edit.KeepsTheirs && o.Code == "changed_by_another" ||
			edit.Decided() && o.Status == importer.Conflicted && contacts.moves(e.Locator.ID, 1) == 0 {
			problems = append(problems, fmt.Sprintf("line %d was decided and is a conflict: %+v", e.Row.Line, o))
		}
		versions := contacts.history[e.Locator.ID]
		for i, v := range versions {
			if v.by != seq {
				continue
			}
			for field, text := range v.values {
				before := versions[i-1].values[field]
				if before != text && !v.cleared(field) && !s.isPutBack(contacts, journal, versions[:i+1], field) && s.keeps(e, field, before, journal) {
					problems = append(problems, fmt.Sprintf("line %d was to keep %q in %s: %+v", e.Row.Line, before, field, o), tell(contacts, journal, o.ID))
				}
			}
		}
	}
	return problems
}

// keeps reports whether a row was to leave the value of a field as it is: it is neither the
// one that the row was made on nor one that the run may have written.
func (s storm) keeps(e importer.Entry, field, held string, journal *fakeJournal) bool {
	is := func(v mapping.Value) bool { return v.Field == field }
	if slices.ContainsFunc(e.Edit.Kept, is) {
		return true
	}
	i := slices.IndexFunc(e.Edit.Base, is)
	if !e.Edit.KeepsTheirs || i >= 0 && s.same(field, e.Edit.Base[i].Text, held) {
		return false
	}
	return !s.mayHaveWritten(journal, e.Locator.ID, field, held)
}

// mayHaveWritten reports whether a write of the run was to leave a text.
func (s storm) mayHaveWritten(journal *fakeJournal, id, field, text string) bool {
	for _, intents := range journal.intents {
		for _, in := range intents {
			if in.ID == id && slices.ContainsFunc(in.Changes, func(c importer.Change) bool {
				return c.Field == field && s.same(field, c.After, text) || text == "" && s.clears(c.Field, field)
			}) {
				return true
			}
		}
	}
	return false
}

// judgeSigns holds what was sent and what rows ended with against what their fields say
// of differences that nobody sees: nothing is sent for one alone, unless every sign
// counts, and then the contact has held every sign.
func (s storm) judgeSigns(contacts *fakeContacts, journal *fakeJournal) (problems []string) {
	for _, intents := range journal.intents {
		for _, in := range intents {
			for _, c := range in.Changes {
				if s.same(c.Field, c.Before, c.After) {
					problems = append(problems, fmt.Sprintf("line %d: %s was written from %q to %q", in.Line, c.Field, c.Before, c.After))
				}
			}
		}
	}
	for _, e := range s.rows {
		o := journal.outcomes[e.Row.Seq]
		if o.Status.Result() != "success" || e.Edit.Decided() {
			continue
		}
		for _, v := range e.Edit.Values {
			held := slices.ContainsFunc(contacts.history[o.ID], func(had version) bool { return s.same(v.Field, had.values[v.Field], v.Text) })
			if !held && !journal.setLater(o, v.Field) {
				problems = append(problems, fmt.Sprintf("line %d: %s never held %q: %+v", e.Row.Line, v.Field, v.Text, o), tell(contacts, journal, o.ID))
			}
		}
	}
	return problems
}

// setLater reports whether a later row had set a field when a row was tried: it leaves it.
func (j *fakeJournal) setLater(o importer.Outcome, field string) bool {
	for seq, other := range j.outcomes {
		if seq > o.Seq && other.ID == o.ID && other.Status.Result() == "success" && slices.Contains(other.Sets, field) {
			return true
		}
	}
	return false
}

// lostAndGone reports whether a write of the row landed unanswered and that others
// had overwritten all of it before it was looked for.
func (f *fakeContacts) lostAndGone(o importer.Outcome) bool {
	versions := f.history[o.ID]
	for i, v := range versions[:len(versions)-1] {
		if v.by == o.Seq && versions[i+1].by != -1 {
			return false
		}
	}
	return versions[len(versions)-1].by != o.Seq
}

// undo takes the run back and that back again, each through faults, stops and
// kills, on a quiet day and with other users about.
func (s storm) undo(t *testing.T, contacts *fakeContacts, journal *fakeJournal) (problems []string) {
	quiet := s.seed%2 == 0
	contacts.mishap = func(op, id string, n int) mishap {
		m := s.mishap(op, id, n)
		if m == meddled && quiet {
			return fine
		}
		return m
	}
	s.policy = importer.Merge
	for i, what := range []string{"undo", "undo of undo"} {
		rows := undoEntries(s.set, journal, 1000*(i+1)) // writes of the run may land meanwhile
		began := map[string]int{}
		for _, e := range rows {
			began[e.Locator.ID] = len(contacts.history[e.Locator.ID])
		}
		journal = newFakeJournal()
		contacts.journal = journal
		err := s.play(t, contacts, journal, rows, false)
		problems = append(problems, slices.Concat(contacts.problems, journal.problems)...)
		if err != nil {
			return append(problems, fmt.Sprintf("%s: %v", what, err))
		}
		contacts.landLate()
		for _, e := range rows {
			id := e.Locator.ID
			for _, p := range s.judgeUndo(contacts, e, journal.outcomes[e.Row.Seq], began[id], journal) {
				problems = append(problems, what+": "+p)
			}
			got, want := contacts.now(id).values, s.putBack(e, contacts.metBy(id, began[id], e.Row.Seq))
			alone := i == 0 && contacts.moves(id, 1) == 0
			if alone { // whatever the entry says
				want = contacts.history[id][0].values
			}
			if (quiet || alone) && !s.sameValues(got, want) {
				problems = append(problems, fmt.Sprintf("%s: %s holds %v, want %v: %+v", what, id, got, want, journal.outcomes[e.Row.Seq]), tell(contacts, journal, id))
			}
		}
	}
	return problems
}

// all are the outcomes of all rows; that of a row which was cut off is unknown.
func (j *fakeJournal) all() []importer.Outcome {
	seqs := slices.Sorted(maps.Keys(j.intents))
	for seq := range j.outcomes {
		if len(j.intents[seq]) == 0 {
			seqs = append(seqs, seq)
		}
	}
	slices.Sort(seqs)
	var all []importer.Outcome
	for _, seq := range seqs {
		o, ended := j.outcomes[seq]
		if !ended {
			in := j.intents[seq][len(j.intents[seq])-1]
			o = importer.Outcome{Seq: seq, Line: in.Line, Key: in.Key, ID: in.ID, Status: importer.Unknown, ETagBefore: in.ETag, FinishedAt: in.At, Changes: slices.Clone(in.Applied)}
			for _, c := range in.Changes {
				c.Open = true
				o.Changes = append(o.Changes, c)
			}
		}
		all = append(all, o)
	}
	return all
}

// undoEntries is what a journal says is to be put back, a contact at a time.
func undoEntries(set *entity.Entity, j *fakeJournal, first int) []importer.Entry {
	contacts := map[string]*importer.Undo{}
	var order []string
	for _, o := range j.all() {
		seq := o.Seq
		if len(o.Changes) == 0 {
			continue
		}
		if contacts[o.ID] == nil {
			contacts[o.ID] = &importer.Undo{}
			order = append(order, o.ID)
		}
		var seen []mapping.Value
		if intents := j.intents[seq]; len(intents) > 0 {
			seen = intents[len(intents)-1].Seen
		}
		contacts[o.ID].Add(o, j.places[seq], seen)
	}
	var rows []importer.Entry
	for _, id := range order {
		if e, any := contacts[id].Entry(set, first+len(rows), nil); any {
			e.Row.Raw = []byte("raw")
			rows = append(rows, e)
		}
	}
	return rows
}

// putBack is the model of an undo that nobody disturbs: a field that holds what
// the run left gets its value from before, any other stays.
func (s storm) putBack(e importer.Entry, values map[string]string) map[string]string {
	values = maps.Clone(values)
	for _, v := range e.Edit.Values {
		if e.Baseline.Allows(s.set, v.Field, values[v.Field]) {
			values[v.Field] = v.Text
		}
	}
	return values
}

// metBy are the values that an undo met: those when it began, or what a write
// of the undone run left that landed after that.
func (f *fakeContacts) metBy(id string, began, seq int) map[string]string {
	values := f.history[id][began-1].values
	for _, v := range f.history[id][began:] {
		if v.by != seq {
			values = v.values
		}
	}
	return values
}

func (s storm) sameValues(a, b map[string]string) bool {
	for _, field := range slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b))) {
		if !importer.Identical(s.set, field, a[field], b[field]) {
			return false
		}
	}
	return true
}

// judgeUndo holds what an undo did to a contact against what it may do: nobody
// else's value is overwritten, and what is called a conflict is one.
func (s storm) judgeUndo(f *fakeContacts, e importer.Entry, o importer.Outcome, began int, j *fakeJournal) (problems []string) {
	versions := f.history[o.ID]
	for i := began; i < len(versions); i++ {
		if versions[i].by != e.Row.Seq {
			continue
		}
		for field, text := range versions[i].values {
			before := versions[i-1].values[field]
			if before != text && !e.Baseline.Allows(s.set, field, before) && !versions[i].cleared(field) && !s.isPutBack(f, j, versions[:i+1], field) {
				problems = append(problems, fmt.Sprintf("%s of %s held %q, which is not the run's, and was put to %q", field, o.ID, before, text), tell(f, j, o.ID))
			}
		}
	}
	problems = append(problems, s.judgePutBack(f, j, e, s.set.Settled)...)
	holds := func(v version, w mapping.Value) bool {
		return importer.Identical(s.set, w.Field, v.values[w.Field], w.Text)
	}
	held := slices.ContainsFunc(versions[began-1:], func(v version) bool {
		return !slices.ContainsFunc(e.Edit.Values, func(w mapping.Value) bool { return !holds(v, w) })
	})
	if writes := countBy(versions[began:], e.Row.Seq); writes > 1 { // others may have written between them
		held = !slices.ContainsFunc(e.Edit.Values, func(w mapping.Value) bool {
			return !slices.ContainsFunc(versions[began-1:], func(v version) bool { return holds(v, w) })
		})
	}
	collided := slices.ContainsFunc(versions[began-1:], func(v version) bool {
		return slices.ContainsFunc(e.Edit.Values, func(w mapping.Value) bool {
			return !importer.Identical(s.set, w.Field, v.values[w.Field], w.Text) && !e.Baseline.Allows(s.set, w.Field, v.values[w.Field])
		})
	})
	switch {
	case (o.Status == importer.Updated || o.Status == importer.Unchanged) && !held && !s.toldStored(o):
		problems = append(problems, fmt.Sprintf("%s is %s and never held the values: %+v", o.ID, o.Status, o), tell(f, j, o.ID))
	case o.Status == importer.Conflicted && !collided && f.moves(o.ID, began) == 0:
		problems = append(problems, fmt.Sprintf("%s is a conflict without another's value: %+v", o.ID, o))
	case o.Status == importer.Unknown || o.Status == importer.NotAttempted || o.Status == "":
		problems = append(problems, fmt.Sprintf("%s ended %q", o.ID, o.Status))
	}
	return problems
}

// countBy counts the writes of a row.
func countBy(versions []version, seq int) int {
	n := 0
	for _, v := range versions {
		if v.by == seq {
			n++
		}
	}
	return n
}

// moves counts the edits of other users since.
func (f *fakeContacts) moves(id string, since int) int {
	n := 0
	for _, v := range f.history[id][since:] {
		if v.by < 0 {
			n++
		}
	}
	return n
}

func TestRun_HoldsItsPromisesUnderFaultsStopsAndOtherUsers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := drawStorm(rt)
		for _, problem := range s.run(t) {
			rt.Error(problem)
		}
	})
}
