package pipeline

import (
	"fmt"
	"strings"
	"time"

	"bcimport/importer"
)

// queue holds the rows of one contact that wait for the one under way.
type queue struct {
	waiting []*task
	blocked int // line of the row whose write to the contact could not be settled; 0: none
}

// contactOf is what tells rows of one contact: keys of Business Central that are
// no GUID are of type Code, which knows no case.
func contactOf(t *task) string { return strings.ToLower(t.id) }

// admit resolves the keys of rows just read and lines them up.
func (d *dealer) admit(block []*task, now time.Time) error {
	if err := d.locate(block, now); err != nil {
		return err
	}
	for _, t := range block {
		if no := t.entry.NoRecord; !no.IsRecord() {
			t.end(importer.Skipped, no.Code, no.Message, now)
		}
		if t.entry.NotAccepted {
			t.end(importer.NotAccepted, "not_accepted", importer.NotAcceptedMessage(), now)
		}
		if refusals := t.entry.Refusals; len(refusals) > 0 {
			t.refuse(refusals, now)
		}
		if t.done {
			d.unrecorded = append(d.unrecorded, t.outcome)
		}
		if t.done || t.superseded() {
			d.dealt++
			continue
		}
		d.inProgress++
		d.enqueue(t, now)
	}
	return nil
}

// locate gives the rows whose keys had to be looked up their ids.
func (d *dealer) locate(block []*task, now time.Time) error {
	var lookups []importer.Lookup
	var tasks []*task
	for _, t := range block {
		if l := t.entry.Locator.Lookup; l.By != "" && t.id == "" {
			lookups, tasks = append(lookups, l), append(tasks, t)
		}
	}
	if len(lookups) == 0 {
		return nil
	}
	found, err := d.resolved(lookups)
	if err != nil {
		return err
	}
	for i, t := range tasks {
		if len(t.entry.Refusals) > 0 {
			t.identify(found[i])
			continue
		}
		if found[i].Disposition == importer.NotSent {
			return fmt.Errorf("line %d: key %q was never looked up", t.entry.Row.Line, t.entry.Edit.Key)
		}
		t.located(found[i], now)
	}
	return d.identified(tasks)
}

// identified asks what later rows have set since of rows that are tried again and
// whose contacts were unknown before.
func (d *dealer) identified(tasks []*task) error {
	var rows []*importer.Unfinished
	var again []*task
	for _, t := range tasks {
		if l := t.entry.Unfinished; l != nil && l.ID == "" && t.id != "" {
			l.ID = t.id
			rows, again = append(rows, l), append(again, t)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	err := d.fillLater(rows)
	for _, t := range again {
		t.keepLater()
	}
	return err
}

func (d *dealer) enqueue(t *task, now time.Time) {
	q, busy := d.contacts[contactOf(t)]
	switch {
	case !busy:
		d.contacts[contactOf(t)] = &queue{}
		d.ready = append(d.ready, t)
	case q.blocked > 0:
		d.leave(t, q.blocked, now)
	default:
		q.waiting = append(q.waiting, t)
	}
}

// leave ends a row that must wait for a contact that cannot be settled now.
func (d *dealer) leave(t *task, line int, now time.Time) {
	if !t.replaces() { // else its earlier outcome is still true
		t.end(importer.NotAttempted, "waits_for_unknown", waitsMessage(line), now)
		d.unrecorded = append(d.unrecorded, t.outcome)
	}
	d.inProgress--
	d.dealt++
	d.blocked++
}

// release makes way for the next row of the contact.
func (d *dealer) release(t *task, now time.Time) {
	d.inProgress--
	q := d.contacts[contactOf(t)]
	switch {
	case t.blocks:
		q.blocked = t.entry.Row.Line
		for _, w := range q.waiting {
			d.leave(w, q.blocked, now)
		}
		q.waiting = nil
	case len(q.waiting) == 0:
		delete(d.contacts, contactOf(t))
	default:
		next := q.waiting[0]
		q.waiting = q.waiting[1:]
		if next.id == t.id {
			// The last answer has values and eTag: no need to read again.
			next.current = t.current
			next.outcome.Name = t.outcome.Name
		}
		d.ready = append(d.ready, next)
	}
}
