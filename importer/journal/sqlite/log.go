package sqlite

import (
	"database/sql"
	"errors"
	"fmt"

	"bcimport/importer"
	"bcimport/importer/journal"
)

// log is the view of the log.
func (f *File) log() (*journal.View, error) {
	f.viewing.Lock()
	defer f.viewing.Unlock()
	if f.view != nil {
		return f.view, nil
	}
	if f.old {
		if err := f.upgrade(); err != nil {
			return nil, fmt.Errorf("bring the journal of an earlier version up to date: %w", err)
		}
		f.old = false
	}
	var last int64
	if err := f.db.QueryRow(`SELECT coalesce(max(place), 0) FROM log`).Scan(&last); err != nil {
		return nil, fmt.Errorf("%w: %w", importer.ErrDamaged, err)
	}
	f.view = journal.NewView(f.coder, last, f.entry)
	return f.view, nil
}

const readEntry = `SELECT entry FROM log WHERE place = ?`

// entry reads the entry at a place.
func (f *File) entry(place int64) ([]byte, error) {
	s, err := f.statement(readEntry)
	if err != nil {
		return nil, err
	}
	return scanEntry(s.QueryRow(place), place)
}

func scanEntry(row *sql.Row, place int64) ([]byte, error) {
	var data []byte
	err := row.Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%w: no entry %d", importer.ErrDamaged, place)
	}
	return data, err
}
