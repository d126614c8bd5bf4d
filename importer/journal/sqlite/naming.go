package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"bcimport/importer"
)

// Nameless returns up to n rows behind a position that did not succeed, whose record
// is known and its number is not.
func (f *File) Nameless(_ context.Context, after, n int) ([]importer.Nameless, error) {
	s, err := f.statement(`SELECT seq, id FROM outcomes WHERE seq > ? AND id <> '' AND number = ''
		AND status IN ('invalid', 'conflict', 'rejected', 'failed', 'unknown', 'not_attempted') ORDER BY seq LIMIT ?`)
	if err != nil {
		return nil, fmt.Errorf("read rows without a number: %w", err)
	}
	var found []importer.Nameless
	err = query(s, []any{after, n}, func(rows *sql.Rows) error {
		var r importer.Nameless
		err := rows.Scan(&r.Seq, &r.ID)
		found = append(found, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read rows without a number: %w", err)
	}
	return found, nil
}

const nameRow = `UPDATE outcomes SET number = ?, name = CASE name WHEN '' THEN ? ELSE name END WHERE seq = ?`

// Name records what people call the records of rows that ended; a name that was read
// stays.
func (f *File) Name(_ context.Context, rows []int, people []importer.Person) error {
	err := f.each(nameRow, len(rows), func(i int) ([]any, error) { return []any{people[i].Key, people[i].Name, rows[i]}, nil })
	if err != nil {
		return fmt.Errorf("record names: %w", err)
	}
	return nil
}
