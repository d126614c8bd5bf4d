// Package journal is the run on disk: one SQLite file that holds what the run
// was given, every write before it is sent, and every row's outcome. It is the
// truth that reports are views of. sqlite3 can read it when the run is over.
//
// It knows nothing of CSV, HTTP or reports. Start with Create and Open.
package journal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"bcimport/importer"
)

// Name is the journal's file name in a run folder.
const Name = "journal.sqlite"

// version is that of the schema below.
const version = 1

var (
	// ErrInUse is returned by Open when another process holds the journal.
	ErrInUse = errors.New("the run is in use by another process")
	// ErrNewer is returned by Open for a journal that a newer bcimport wrote.
	ErrNewer = errors.New("the run was made by a newer bcimport")
	// ErrNoJournal is returned by Open where there is none.
	ErrNoJournal = errors.New("no run folder")
)

// Every table can be read with sqlite3. Times are RFC 3339 in UTC; changes, sets,
// ids and fault are JSON.
const schema = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE lookups (
	position INTEGER PRIMARY KEY,
	match    TEXT NOT NULL,
	key      TEXT NOT NULL,
	outcome  INTEGER,
	ids      TEXT,
	fault    TEXT,
	UNIQUE (match, key)
);
CREATE TABLE intents (
	seq     INTEGER NOT NULL,
	attempt INTEGER NOT NULL,
	line    INTEGER NOT NULL,
	key     TEXT NOT NULL,
	id      TEXT NOT NULL,
	etag    TEXT NOT NULL,
	changes TEXT NOT NULL,
	at      TEXT NOT NULL,
	raw     BLOB,
	PRIMARY KEY (seq, attempt)
) WITHOUT ROWID;
CREATE TABLE outcomes (
	seq         INTEGER PRIMARY KEY,
	line        INTEGER NOT NULL,
	key         TEXT NOT NULL,
	id          TEXT NOT NULL,
	status      TEXT NOT NULL,
	http_status INTEGER NOT NULL,
	error_code  TEXT NOT NULL,
	message     TEXT NOT NULL,
	sets        TEXT NOT NULL,
	changes     TEXT NOT NULL,
	attempts    INTEGER NOT NULL,
	etag_before TEXT NOT NULL,
	etag_after  TEXT NOT NULL,
	finished_at TEXT NOT NULL,
	raw         BLOB
);
CREATE INDEX outcomes_id ON outcomes (id);
`

// File is a journal. It implements importer.Journal and is used by several
// goroutines. It holds the file exclusively until Close; the hold dies with the
// process.
type File struct {
	db *sql.DB
	// counters gives the requests sent so far; it is recorded with every chunk.
	counters func() importer.Requests

	mu         sync.Mutex
	statements map[string]*sql.Stmt
}

// Create makes a journal in an existing folder and records what the run was given.
func Create(folder string, about importer.About) error {
	path := filepath.Join(folder, Name)
	if err := touch(path); err != nil {
		return err
	}
	f, err := open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.init(about), f.Close())
}

// touch makes the file so that only its owner can read it; SQLite keeps the mode
// for its side files.
func touch(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make journal: %w", err)
	}
	return file.Close()
}

func (f *File) init(about importer.About) error {
	if _, err := f.db.Exec(schema); err != nil {
		return fmt.Errorf("make journal: %w", err)
	}
	for name, value := range map[string]any{"version": version, "about": about} {
		if err := f.put(name, value); err != nil {
			return err
		}
	}
	return nil
}

// Open opens the journal of a run folder. counters may be nil.
func Open(folder string, counters func() importer.Requests) (*File, error) {
	path := filepath.Join(folder, Name)
	if _, err := os.Stat(path); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%w: %s has no %s", ErrNoJournal, folder, Name)
		}
		return nil, fmt.Errorf("open journal: %w", err)
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	f.counters = counters
	var found int
	if err := f.get("version", &found); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if found > version {
		return nil, errors.Join(fmt.Errorf("%w (journal version %d, this program knows %d)", ErrNewer, found, version), f.Close())
	}
	return f, nil
}

func open(path string) (*File, error) {
	// The lock has to be asked for before the first use; WAL with an exclusive
	// lock needs no shared memory file and one fsync a transaction.
	query := url.Values{"_pragma": {"locking_mode(EXCLUSIVE)", "journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(200)"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()+"?"+query.Encode())
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	db.SetMaxOpenConns(1)
	// Take the lock now rather than at the first write.
	if _, err := db.Exec("BEGIN IMMEDIATE; COMMIT"); err != nil {
		return nil, errors.Join(openError(err), db.Close())
	}
	return &File{db: db, statements: make(map[string]*sql.Stmt)}, nil
}

func openError(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return ErrInUse
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return fmt.Errorf("the journal is damaged: %w", err)
		}
	}
	return fmt.Errorf("open journal: %w", err)
}

// Close gives the file back.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var errs []error
	for _, s := range f.statements {
		errs = append(errs, s.Close())
	}
	f.statements = nil
	return errors.Join(append(errs, f.db.Close())...)
}

// About returns what the run was given.
func (f *File) About() (importer.About, error) {
	var a importer.About
	return a, f.get("about", &a)
}

// Finish records how the run ended.
func (f *File) Finish(e importer.Ending) error {
	if f.counters != nil {
		if err := f.put("requests", f.counters()); err != nil {
			return err
		}
	}
	return f.put("ending", e)
}

// Ending returns how the run ended; the zero value if it never got to say so.
func (f *File) Ending() (importer.Ending, error) {
	var e importer.Ending
	err := f.get("ending", &e)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return e, err
}

// Requests returns the requests counted up to the last chunk recorded.
func (f *File) Requests() (importer.Requests, error) {
	var r importer.Requests
	err := f.get("requests", &r)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return r, err
}

const putMeta = `INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`

func (f *File) put(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("record %s: %w", name, err)
	}
	if _, err := f.db.Exec(putMeta, name, string(text)); err != nil {
		return fmt.Errorf("record %s: %w", name, err)
	}
	return nil
}

func (f *File) get(name string, value any) error {
	var text string
	if err := f.db.QueryRow(`SELECT value FROM meta WHERE name = ?`, name).Scan(&text); err != nil {
		return fmt.Errorf("read %s of the journal: %w", name, err)
	}
	if err := json.Unmarshal([]byte(text), value); err != nil {
		return fmt.Errorf("read %s of the journal: %w", name, err)
	}
	return nil
}

// statement prepares a query once.
func (f *File) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s, ok := f.statements[query]; ok {
		return s, nil
	}
	s, err := f.db.PrepareContext(ctx, query)
	if err == nil {
		f.statements[query] = s
	}
	return s, err
}

// transact runs one prepared query for every index below n, all or nothing.
func (f *File) transact(ctx context.Context, query string, n int, args func(i int) ([]any, error)) error {
	s, err := f.statement(ctx, query)
	if err != nil {
		return err
	}
	tx, err := f.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // does nothing after Commit
	s = tx.StmtContext(ctx, s)
	for i := range n {
		values, err := args(i)
		if err != nil {
			return err
		}
		if _, err := s.ExecContext(ctx, values...); err != nil {
			return err
		}
	}
	if f.counters != nil {
		if text, err := json.Marshal(f.counters()); err == nil {
			if _, err := tx.ExecContext(ctx, putMeta, "requests", string(text)); err != nil {
				return err
			}
		}
	}
	return tx.Commit()
}
