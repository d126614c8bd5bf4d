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
	// behind is why the file lacks what its log elsewhere has; guarded by turn.
	behind error
}

// pending is one caller's part of a transaction.
type pending struct {
	Change
	// entries makes what is added to the log behind a place; nil: nothing.
	entries entries
	done    bool // guarded by commits.turn, as err is
	err     error
}

// entries makes entries for the places behind the last one.
type entries func(view *journal.View, last int64) ([]journal.Entry, error)

// add adds entries to the log and makes a change with them, perhaps together with those of
// other callers, all or nothing. It returns when they are on the disk. No entries is nil.
func (f *File) add(e entries, c Change) error {
	p := &pending{entries: e, Change: c}
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

// commit makes the group durable, and then adds it to the view. Entries are made
// before the transaction takes the only connection: another caller may wait for that
// one with the view in its hands.
func (f *File) commit(group []*pending) error {
	if f.commits.behind != nil {
		return f.commits.behind
	}
	view, err := f.log()
	if err != nil {
		return err
	}
	added, commit, err := f.gather(view, group)
	if err != nil {
		return err
	}
	if f.before != nil {
		if err := f.before(commit); err != nil {
			return err
		}
	}
	if err := f.write(commit); err != nil {
		if f.before != nil { // the two are not the same any more
			f.commits.behind = err
		}
		return err
	}
	for _, e := range added {
		view.Add(e)
	}
	return nil
}

// gather puts the parts of a group together.
func (f *File) gather(view *journal.View, group []*pending) (added []journal.Entry, c Commit, err error) {
	last := view.Last()
	for _, p := range group {
		if !p.Change.isEmpty() {
			c.Changes = append(c.Changes, p.Change)
		}
		if p.entries == nil {
			continue
		}
		more, err := p.entries(view, last)
		if err != nil {
			return nil, c, err
		}
		for _, e := range more {
			text, err := f.coder.Encode(e)
			if err != nil {
				return nil, c, err
			}
			if c.First == 0 {
				c.First = e.Place
			}
			added, c.Entries, last = append(added, e), append(c.Entries, text), e.Place
		}
	}
	if f.spent != nil {
		spent, err := value("spent", f.spent())
		if err != nil {
			return nil, c, err
		}
		c.Changes = append(c.Changes, spent)
	}
	return added, c, nil
}

// write does everything of a commit in one transaction.
func (f *File) write(c Commit) error {
	prepared := map[string]*sql.Stmt{}
	for _, query := range c.queries() {
		s, err := f.statement(query)
		if err != nil {
			return err
		}
		prepared[query] = s
	}
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	for query, s := range prepared {
		prepared[query] = tx.Stmt(s)
	}
	err = c.apply(func(query string, args ...any) error {
		_, err := prepared[query].Exec(args...)
		return err
	})
	if err != nil {
		return err
	}
	return tx.Commit()
}
