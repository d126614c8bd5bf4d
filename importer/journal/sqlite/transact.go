package sqlite

import (
	"database/sql"
	"sync"

	"bcimport/importer/journal"
)

// commits gathers what several workers want to record at the same time into one
// transaction: a commit costs a flush to the disk, however much is in it.
type commits struct {
	mu    sync.Mutex
	queue []*pending

	turn sync.Mutex // held by whoever commits
}

// pending is one caller's part of a transaction.
type pending struct {
	queries []string
	work    func(run run) error
	// entries makes what is added to the log behind a place; nil: nothing.
	entries entries
	done    bool // guarded by commits.turn, as err is
	err     error
}

// run executes one of the queries that were announced.
type run func(query string, args ...any) error

// entries makes entries for the places behind the last one.
type entries func(view *journal.View, last int64) ([]journal.Entry, error)

// transact does work in a transaction, perhaps together with that of other
// callers, all or nothing. It returns when the work is on the disk.
func (f *File) transact(queries []string, work func(run run) error) error {
	return f.wait(&pending{queries: queries, work: work})
}

// add adds entries to the log, perhaps together with those of other callers.
func (f *File) add(e entries) error { return f.wait(&pending{entries: e}) }

func (f *File) wait(p *pending) error {
	f.commits.mu.Lock()
	f.commits.queue = append(f.commits.queue, p)
	f.commits.mu.Unlock()

	f.commits.turn.Lock()
	defer f.commits.turn.Unlock()
	if p.done {
		return p.err // another caller has taken it along
	}
	f.commits.mu.Lock()
	group := f.commits.queue
	f.commits.queue = nil
	f.commits.mu.Unlock()
	err := f.commit(group)
	for _, g := range group {
		g.done, g.err = true, err
	}
	return err
}

const addEntry = `INSERT INTO log (place, entry) VALUES (?, ?)`

// commit makes the group durable, and then adds it to the view. Entries are made
// before the transaction takes the only connection: another caller may wait for that
// one with the view in its hands.
func (f *File) commit(group []*pending) error {
	view, err := f.log()
	if err != nil {
		return err
	}
	added, texts, err := f.encode(view, group)
	if err != nil {
		return err
	}
	prepared, err := f.prepare(group)
	if err != nil {
		return err
	}
	if err := f.write(group, prepared, added, texts); err != nil {
		return err
	}
	for _, e := range added {
		view.Add(e)
	}
	return nil
}

// encode makes the entries of a group.
func (f *File) encode(view *journal.View, group []*pending) (added []journal.Entry, texts [][]byte, err error) {
	last := view.Last()
	for _, p := range group {
		if p.entries == nil {
			continue
		}
		more, err := p.entries(view, last)
		if err != nil {
			return nil, nil, err
		}
		for _, e := range more {
			text, err := f.coder.Encode(e)
			if err != nil {
				return nil, nil, err
			}
			added, texts, last = append(added, e), append(texts, text), e.Place
		}
	}
	return added, texts, nil
}

// prepare prepares the queries of a group.
func (f *File) prepare(group []*pending) (map[string]*sql.Stmt, error) {
	queries := []string{addEntry}
	for _, p := range group {
		queries = append(queries, p.queries...)
	}
	prepared := map[string]*sql.Stmt{}
	for _, query := range queries {
		s, err := f.statement(query)
		if err != nil {
			return nil, err
		}
		prepared[query] = s
	}
	return prepared, nil
}

// write does everything of a group in one transaction.
func (f *File) write(group []*pending, prepared map[string]*sql.Stmt, added []journal.Entry, texts [][]byte) error {
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	for query, s := range prepared {
		prepared[query] = tx.Stmt(s)
	}
	exec := func(query string, args ...any) error {
		_, err := prepared[query].Exec(args...)
		return err
	}
	for i, e := range added {
		if err := exec(addEntry, e.Place, texts[i]); err != nil {
			return err
		}
	}
	for _, p := range group {
		if p.work == nil {
			continue
		}
		if err := p.work(exec); err != nil {
			return err
		}
	}
	if f.spent != nil {
		if err := put(tx, "spent", f.spent()); err != nil {
			return err
		}
	}
	return tx.Commit()
}
