package sqlite

import (
	"database/sql"
	"strings"
	"sync"
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
	done    bool // guarded by commits.turn, as err is
	err     error
}

// run executes one of the queries that were announced.
type run func(query string, args ...any) error

// transact does work in a transaction, perhaps together with that of other
// callers, all or nothing. It returns when the work is on the disk.
func (f *File) transact(queries []string, work func(run run) error) error {
	p := &pending{queries: queries, work: work}
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

func (f *File) commit(group []*pending) error {
	prepared := map[string]*sql.Stmt{}
	for _, p := range group {
		for _, query := range p.queries {
			s, err := f.statement(query) // before the transaction takes the only connection
			if err != nil {
				return err
			}
			prepared[query] = s
		}
	}
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	for query, s := range prepared {
		prepared[query] = tx.Stmt(s)
	}
	for _, p := range group {
		err := p.work(func(query string, args ...any) error {
			_, err := prepared[query].Exec(args...)
			return err
		})
		if err != nil {
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

// insert is a query that adds rows, many at a time: a call costs more than a row.
type insert struct{ one, many string }

// rowsAtOnce is how many rows the query for many takes.
const rowsAtOnce = 25

// newInsert makes the queries from what stands before the rows, the number of
// columns, and what stands behind.
func newInsert(before string, columns int, behind string) insert {
	row := "(?" + strings.Repeat(", ?", columns-1) + ")"
	return insert{
		one:  before + row + behind,
		many: before + row + strings.Repeat(", "+row, rowsAtOnce-1) + behind,
	}
}

func (i insert) queries() []string { return []string{i.one, i.many} }

// add inserts n rows.
func (i insert) add(run run, n int, row func(at int, args []any) ([]any, error)) error {
	args := make([]any, 0, 16*rowsAtOnce)
	for at := 0; at < n; {
		query, rows := i.one, 1
		if n-at >= rowsAtOnce {
			query, rows = i.many, rowsAtOnce
		}
		args = args[:0]
		for range rows {
			var err error
			if args, err = row(at, args); err != nil {
				return err
			}
			at++
		}
		if err := run(query, args...); err != nil {
			return err
		}
	}
	return nil
}
