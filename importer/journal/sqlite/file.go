// Package sqlite keeps a run's log in one SQLite file: what the run was given, every
// write before it is sent, and every row's outcome. It is the truth that reports are
// views of. What the entries say is the affair of package journal.
//
// It knows nothing of CSV, HTTP or reports. Start with Create and Open.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"bcimport/importer"
	"bcimport/importer/journal"
)

// Name is the journal's file name in a run folder.
const Name = "journal.sqlite"

// File is a journal. It implements importer.Journal and is used by several
// goroutines. It holds the file exclusively until Close; the hold dies with the
// process.
//
// Its calls are short and run to their end whatever becomes of their context: a
// transaction cut off would cost the connection, and the hold with it.
type File struct {
	db *sql.DB
	// spent gives what the run has used up; it is recorded with every chunk.
	spent  func() importer.Spent
	before func(Commit) error // Options.Before
	coder  *journal.Coder

	commits commits

	mu         sync.Mutex
	statements map[string]*sql.Stmt

	viewing sync.Mutex
	view    *journal.View // nil until the log is asked for
	old     bool          // the journal still has the form of version 4
}

// Options are how a journal is kept.
type Options struct {
	// Before is given each commit before it counts, one after the other: an error of it is
	// that of the calls whose commit it was, and nothing of that is recorded. Nil: the file
	// alone keeps the journal.
	Before func(Commit) error
}

// Create makes a journal in an existing folder and records what the run was given;
// edits is what an undo puts back, nil for any other run.
func Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	return Options{}.Create(folder, about, edits)
}

// Create is Create with these options.
func (o Options) Create(folder string, about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	f, err := create(folder)
	if err != nil {
		return err
	}
	f.before = o.Before
	return errors.Join(f.init(about, edits), f.Close())
}

// create makes a journal that holds nothing.
func create(folder string) (*File, error) {
	path := filepath.Join(folder, Name)
	if err := touch(path); err != nil {
		return nil, err
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	if _, err := f.db.Exec(schema + fmt.Sprintf(`INSERT INTO meta (name, value) VALUES ('version', '%d')`, version)); err != nil {
		return nil, errors.Join(fmt.Errorf("make journal: %w", err), f.Close())
	}
	return f, nil
}

// touch makes the file so that only its owner can read it; SQLite gives its side
// files the same mode.
func touch(path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make journal: %w", err)
	}
	return file.Close()
}

func (f *File) init(about importer.About, edits iter.Seq2[importer.Entry, error]) error {
	if edits != nil {
		n, err := f.addEdits(edits)
		if err != nil {
			return err
		}
		about.Input.Rows = n
	}
	return f.append(journal.Given, about, "about")
}

// Open opens the journal of a run folder and takes hold of it. The errors are
// importer.ErrInUse, importer.ErrOlder, importer.ErrNewer, importer.ErrNoRun, importer.ErrDamaged and those of the file
// system.
func Open(folder string) (*File, error) { return Options{}.Open(folder) }

// Open is Open with these options.
func (o Options) Open(folder string) (*File, error) {
	path := filepath.Join(folder, Name)
	info, err := os.Lstat(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			return nil, fmt.Errorf("%w: %s has no %s", importer.ErrNoRun, folder, Name)
		}
		return nil, fmt.Errorf("open journal: %w", err)
	}
	if !info.Mode().IsRegular() { // a link would have another file written to
		return nil, fmt.Errorf("%w: %s in %s is no file of its own", importer.ErrDamaged, Name, folder)
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	f.before = o.Before
	if err := f.checkTables(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if err := f.checkVersion(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// checkTables refuses what a journal never has and what would do more than hold data:
// a view can take for ever to read, a trigger writes what was not asked for, a column may
// be computed. A run folder may come from another user.
func (f *File) checkTables() error {
	var name string
	err := f.db.QueryRow(`
		SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'
		UNION ALL
		SELECT t.name FROM sqlite_schema t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND c.hidden > 1
		LIMIT 1`).Scan(&name)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("%w: %w", importer.ErrDamaged, err)
	}
	return fmt.Errorf("%w: %q in it is no table of a journal", importer.ErrDamaged, name)
}

func (f *File) checkVersion() error {
	var found int
	if err := f.get("version", &found); err != nil {
		return fmt.Errorf("%w: %w", importer.ErrDamaged, err)
	}
	switch {
	case found > version:
		return fmt.Errorf("%w (journal version %d, this program knows %d)", importer.ErrNewer, found, version)
	case found == version4:
		f.old = true
	case found < version:
		return fmt.Errorf("%w (journal version %d, this program reads %d)", importer.ErrOlder, found, version)
	}
	return nil
}

// Verify reads the whole file and finds out whether it can be relied on, before
// anything is sent because of it. The error is importer.ErrDamaged.
func (f *File) Verify() error {
	var found string
	err := f.db.QueryRow(`PRAGMA quick_check(1)`).Scan(&found)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", importer.ErrDamaged, err)
	case found != "ok":
		return fmt.Errorf("%w: %s", importer.ErrDamaged, found)
	}
	view, err := f.log()
	if err != nil {
		return err
	}
	return view.Check()
}

// Begin starts a part of the run: from now on the run has no ending, and what it
// has used up, as spent tells from any goroutine, is recorded with every chunk.
func (f *File) Begin(spent func() importer.Spent) error {
	f.spent = spent
	return f.appendWith(journal.Begin, nil, none("ending"))
}

func open(path string) (*File, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	db, err := sql.Open("sqlite", dsn(filepath.ToSlash(path)))
	if err != nil {
		return nil, fmt.Errorf("open journal: %w", err)
	}
	db.SetMaxOpenConns(1)
	// Take hold of the file now rather than at the first write.
	if _, err := db.Exec("BEGIN IMMEDIATE; COMMIT"); err != nil {
		return nil, errors.Join(openError(err), db.Close())
	}
	coder, err := journal.NewCoder()
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &File{db: db, coder: coder, statements: make(map[string]*sql.Stmt)}, nil
}

// dsn names an absolute path, with slashes, as a URI: C:/x and //server/share
// need the slashes before them (sqlite.org/uri.html).
//
// The driver runs _pragma before _journal_mode, and so it must be: WAL that
// starts under an exclusive lock needs no shared memory file. With WAL a
// transaction is one fsync. The short wait is for another's glance at the run.
func dsn(path string) string {
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	query := url.Values{
		"_pragma": {"locking_mode(EXCLUSIVE)", "page_size(1024)"}, "_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_busy_timeout": {"200"},
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath() + "?" + query.Encode()
}

func openError(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return importer.ErrInUse
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return fmt.Errorf("%w: %w", importer.ErrDamaged, err)
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
			return &importer.Problem{
				Cause: fmt.Errorf("open journal: %w", err),
				Hint:  importer.PlainHint("the run folder and its files must be writable for you, on a file system that knows locks"),
			}
		}
	}
	return fmt.Errorf("open journal: %w", err)
}

// Close gives the file back; nothing but the one file is left of it.
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

// statement prepares a query once.
func (f *File) statement(query string) (*sql.Stmt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s, ok := f.statements[query]; ok {
		return s, nil
	}
	s, err := f.db.PrepareContext(context.Background(), query)
	if err == nil {
		f.statements[query] = s
	}
	return s, err
}
