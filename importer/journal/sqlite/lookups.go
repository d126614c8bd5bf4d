package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"

	"bcimport/importer"
)

// Wanted returns up to n unresolved keys behind a position.
func (f *File) Wanted(_ context.Context, after int64, n int) ([]importer.Lookup, int64, error) {
	rows, err := f.db.Query(`SELECT position, match, key FROM lookups WHERE position > ? AND outcome IS NULL ORDER BY position LIMIT ?`, after, n)
	if err != nil {
		return nil, 0, fmt.Errorf("read keys: %w", err)
	}
	defer rows.Close()
	var lookups []importer.Lookup
	for rows.Next() {
		var l importer.Lookup
		if err := rows.Scan(&after, &l.By, &l.Key); err != nil {
			return nil, 0, fmt.Errorf("read keys: %w", err)
		}
		lookups = append(lookups, l)
	}
	if err := rows.Err(); err != nil {
		return nil, 0, fmt.Errorf("read keys: %w", err)
	}
	return lookups, after, nil
}

// Resolved returns what is recorded for the lookups, in their order.
func (f *File) Resolved(_ context.Context, lookups []importer.Lookup) ([]importer.Found, error) {
	s, err := f.statement(`SELECT outcome, ids, fault, people FROM lookups WHERE match = ? AND key = ? AND outcome IS NOT NULL`)
	if err != nil {
		return nil, fmt.Errorf("read lookups: %w", err)
	}
	found := make([]importer.Found, len(lookups))
	for i, l := range lookups {
		found[i].Lookup = l
		var ids string
		var fault, people sql.NullString
		err := s.QueryRow(string(l.By), l.Key).Scan(&found[i].Disposition, &ids, &fault, &people)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err == nil {
			err = json.Unmarshal([]byte(ids), &found[i].IDs)
		}
		if err == nil && fault.Valid {
			err = json.Unmarshal([]byte(fault.String), &found[i].Fault)
		}
		if err == nil && people.Valid {
			var k known
			err = json.Unmarshal([]byte(people.String), &k)
			found[i].People, found[i].Exclusion = k.People, k.Outside
		}
		if err != nil {
			return nil, fmt.Errorf("read lookups: %w", err)
		}
	}
	return found, nil
}
