package pipeline

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"bcimport/importer"
)

// worker takes chunks through read, plan, journal, write and record. It never
// sleeps on rows: what has to wait goes back to the dealer with a time.
type worker struct {
	contacts importer.Contacts
	journal  importer.Journal
	health   *serverHealth
	policy   importer.ConflictPolicy
	dryRun   bool
	see      func(importer.Entry, importer.Contact) // of a dry run; nil: nobody looks
}

// run works until the dealer closes work.
func (w *worker) run(ctx context.Context, work <-chan []*task, results chan<- result) {
	for chunk := range work {
		begin := time.Now()
		ended, err := w.handle(ctx, chunk)
		took := time.Since(begin)
		if err == nil && w.stuck(chunk, begin) {
			err = w.probe(ctx)
		}
		results <- result{chunk, ended, took, err}
	}
}

// stuck reports whether the rows go on failing and nothing else was answered.
func (w *worker) stuck(chunk []*task, since time.Time) bool {
	return !w.health.lastGoodAfter(since) && !slices.ContainsFunc(chunk, func(t *task) bool { return t.done || t.faults < stuckAfter })
}

// probe reads a contact that cannot exist: when the server answers, it is not down and
// the rows are at fault.
func (w *worker) probe(ctx context.Context) error {
	answers, stop := w.contacts.Read(ctx, []string{probeID})
	w.health.record(answers[0].Disposition, answers[0].Fault, time.Now())
	return stop
}

// handle returns the rows that ended, and a reason to stop the run, if there is
// one. What is known is recorded even then, and when ctx has ended.
func (w *worker) handle(ctx context.Context, chunk []*task) ([]importer.Outcome, error) {
	stop := w.advance(ctx, chunk)
	ended := make([]importer.Outcome, 0, len(chunk))
	for _, t := range chunk {
		if t.done {
			ended = append(ended, t.outcome)
		}
	}
	if len(ended) == 0 {
		return nil, stop
	}
	return ended, errors.Join(stop, journalError(w.journal.Record(context.WithoutCancel(ctx), ended)))
}

func (w *worker) advance(ctx context.Context, chunk []*task) error {
	if err := w.read(ctx, chunk); err != nil {
		return err
	}
	intents, writers, err := w.plan(ctx, chunk)
	if err != nil || len(intents) == 0 {
		return err
	}
	return w.write(ctx, intents, writers)
}

// read brings every row of the chunk that needs it the contact as it is now.
func (w *worker) read(ctx context.Context, chunk []*task) error {
	ids, readers := make([]string, 0, len(chunk)), make([]*task, 0, len(chunk))
	for _, t := range chunk {
		if t.current == nil {
			ids, readers = append(ids, t.id), append(readers, t)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	answers, stop := w.contacts.Read(ctx, ids)
	for i, t := range readers {
		t.meet(answers[i].Contact)
	}
	if w.dryRun {
		if err := w.overlay(context.WithoutCancel(ctx), ids, answers); err != nil {
			return err
		}
	}
	now, jitter := time.Now(), rand.Float64()
	for i, t := range readers {
		w.health.record(answers[i].Disposition, answers[i].Fault, now)
		t.readAnswered(answers[i], w.policy, now, jitter)
		w.giveUpIfExhausted(t, answers[i].Disposition, now)
	}
	return stop
}

// overlay puts what earlier rows of a dry run would leave over what was read.
func (w *worker) overlay(ctx context.Context, ids []string, answers []importer.Response) error {
	planned, err := w.journal.Planned(ctx, ids)
	if err != nil {
		return journalError(err)
	}
	for i, values := range planned {
		answers[i].Contact = answers[i].Contact.WithValues(values)
	}
	return nil
}

// plan decides for every row that was read, and journals the writes to be sent.
func (w *worker) plan(ctx context.Context, chunk []*task) ([]importer.Intent, []*task, error) {
	if err := w.compare(context.WithoutCancel(ctx), chunk); err != nil {
		return nil, nil, err
	}
	intents, writers := make([]importer.Intent, 0, len(chunk)), make([]*task, 0, len(chunk))
	now := time.Now()
	for _, t := range chunk {
		if t.done || t.current == nil || t.notBefore.After(now) {
			continue
		}
		if w.see != nil && w.dryRun {
			w.see(t.entry, *t.current)
		}
		if in := t.plan(w.policy, w.dryRun, now); in != nil {
			intents, writers = append(intents, *in), append(writers, t)
		}
	}
	if len(intents) == 0 || ctx.Err() != nil {
		return nil, nil, nil
	}
	// A journal that is told to stop midway would look broken.
	if err := w.journal.Intend(context.WithoutCancel(ctx), intents); err != nil {
		return nil, nil, journalError(err)
	}
	for _, t := range writers {
		t.intends = true
	}
	return intents, writers, nil
}

// compare gives rows whose contact is not in the state that they name what this
// run did to it before.
func (w *worker) compare(ctx context.Context, chunk []*task) error {
	var ids []string
	var rows []*task
	for _, t := range chunk {
		if !t.done && t.compares() {
			ids, rows = append(ids, t.id), append(rows, t)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	written, err := w.journal.Written(ctx, ids)
	if err != nil {
		return journalError(err)
	}
	for i, t := range rows {
		t.ours = written[i]
	}
	return nil
}

// write sends the intents.
func (w *worker) write(ctx context.Context, intents []importer.Intent, writers []*task) error {
	answers, stop := w.contacts.Write(ctx, intents)
	now, jitter := time.Now(), rand.Float64()
	for i, t := range writers {
		w.health.record(answers[i].Disposition, answers[i].Fault, now)
		t.writeAnswered(intents[i], answers[i], w.policy, now, jitter)
		w.giveUpIfExhausted(t, answers[i].Disposition, now)
	}
	return stop
}

// giveUpIfExhausted fails a row whose faults persist although other rows succeed.
func (w *worker) giveUpIfExhausted(t *task, d importer.Disposition, now time.Time) {
	if !t.done && (d == importer.NotDone || d == importer.Lost || d == importer.Missing) && t.rowFaults.add(now, w.health) {
		t.giveUp(gaveUpMessage(t.faults, t.last), now)
	}
}
