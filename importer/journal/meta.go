package journal

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"bcimport/importer"
)

// About returns what the run was given.
func (f *File) About() (importer.About, error) {
	var a importer.About
	err := f.get("about", &a)
	return a, err
}

// Finish records how the run ended.
func (f *File) Finish(e importer.Ending) error {
	if f.counters != nil {
		if err := put(f.db, "requests", f.counters()); err != nil {
			return err
		}
	}
	return put(f.db, "ending", e)
}

// Ending returns how the run ended; the zero value if it never got to say so.
func (f *File) Ending() (importer.Ending, error) {
	var e importer.Ending
	err := f.getIfThere("ending", &e)
	return e, err
}

// Requests returns the requests counted up to the last chunk recorded.
func (f *File) Requests() (importer.Requests, error) {
	var r importer.Requests
	err := f.getIfThere("requests", &r)
	return r, err
}

// put records a value as JSON, with a connection or within a transaction.
func put(db interface {
	Exec(query string, args ...any) (sql.Result, error)
}, name string, value any) error {
	text, err := json.Marshal(value)
	if err == nil {
		_, err = db.Exec(`INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, string(text))
	}
	if err != nil {
		return fmt.Errorf("record %s: %w", name, err)
	}
	return nil
}

func (f *File) get(name string, value any) error {
	var text string
	err := f.db.QueryRow(`SELECT value FROM meta WHERE name = ?`, name).Scan(&text)
	if err == nil {
		err = json.Unmarshal([]byte(text), value)
	}
	if err != nil {
		return fmt.Errorf("read %s of the journal: %w", name, err)
	}
	return nil
}

// getIfThere leaves the value as it is where none is recorded.
func (f *File) getIfThere(name string, value any) error {
	if err := f.get(name, value); !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return nil
}
