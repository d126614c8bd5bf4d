package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"

	"bcimport/importer"
	"bcimport/mapping"
)

// standing joins a row's outcome with its last intent.
const standing = `
SELECT coalesce(o.seq, i.seq), coalesce(o.status, ''), coalesce(o.id, i.id), coalesce(o.attempts, i.attempt),
	coalesce(o.etag_before, i.etag), coalesce(o.etag_after, i.landed_etag), coalesce(o.changes, '[]'), coalesce(o.name, ''), coalesce(o.number, ''),
	i.attempt, i.line, i.key, i.id, i.etag, i.changes, i.landed, i.landed_etag, i.seen
FROM (SELECT * FROM outcomes WHERE seq BETWEEN ?1 AND ?2) o
FULL JOIN (
	SELECT * FROM intents i WHERE seq BETWEEN ?1 AND ?2
	AND NOT EXISTS (SELECT 1 FROM intents later WHERE later.seq = i.seq AND later.attempt > i.attempt)
) i ON i.seq = o.seq`

// Left returns what is recorded of the rows at n positions; nil for a row of
// which nothing is.
func (f *File) Left(_ context.Context, from, n int) ([]*importer.Left, error) {
	rows, err := f.db.Query(standing, from, from+n-1)
	if err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	defer rows.Close()
	left := make([]*importer.Left, n)
	for rows.Next() {
		l, seq, err := scanLeft(rows)
		if err != nil {
			return nil, fmt.Errorf("read rows: %w", err)
		}
		l.Seq, left[seq-from] = seq, l
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read rows: %w", err)
	}
	return left, nil
}

// lastIntent is an intent as a left join gives it.
type lastIntent struct {
	attempt, line                                 sql.NullInt64
	key, id, etag, changes, landed, tag, seenText sql.NullString
}

func scanLeft(rows *sql.Rows) (*importer.Left, int, error) {
	l := &importer.Left{}
	var seq int
	var changes string
	var in lastIntent
	err := rows.Scan(&seq, &l.Status, &l.ID, &l.Attempts, &l.ETagBefore, &l.ETagAfter, &changes, &l.Name, &l.Number,
		&in.attempt, &in.line, &in.key, &in.id, &in.etag, &in.changes, &in.landed, &in.tag, &in.seenText)
	if err != nil {
		return nil, 0, err
	}
	var recorded []importer.Change
	if err := json.Unmarshal([]byte(changes), &recorded); err != nil {
		return nil, 0, err
	}
	for _, c := range recorded {
		l.Open = l.Open || c.Open
		if !c.Open {
			l.Landed = append(l.Landed, c)
		}
	}
	if l.Last, err = in.intent(seq); err != nil {
		return nil, 0, err
	}
	if l.Last != nil && l.Status == "" {
		l.Open, l.Landed = true, l.Last.Landed
	}
	return l, seq, nil
}

func (in lastIntent) intent(seq int) (*importer.Intent, error) {
	if !in.attempt.Valid {
		return nil, nil
	}
	i := &importer.Intent{
		Seq: seq, Line: int(in.line.Int64), Attempt: int(in.attempt.Int64), Key: in.key.String, ID: in.id.String,
		ETag: importer.ETag(in.etag.String), LandedETag: importer.ETag(in.tag.String),
	}
	err := errors.Join(json.Unmarshal([]byte(in.changes.String), &i.Changes), json.Unmarshal([]byte(in.landed.String), &i.Landed))
	if err == nil && in.seenText.Valid {
		i.Seen = []mapping.Value{}
		err = json.Unmarshal([]byte(in.seenText.String), &i.Seen)
	}
	return i, err
}

// Later fills in the fields that later successful rows of the same contact set.
func (f *File) Later(_ context.Context, rows []*importer.Left) error {
	s, err := f.contactStatement(`SELECT sets FROM outcomes WHERE id = ? COLLATE NOCASE AND seq > ? AND status IN ('updated', 'unchanged')`)
	if err != nil {
		return err
	}
	for _, l := range rows {
		err := query(s, []any{l.ID, l.Seq}, func(rows *sql.Rows) error {
			var text string
			var sets []string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			err := json.Unmarshal([]byte(text), &sets)
			for _, field := range sets {
				if !slices.Contains(l.Later, field) {
					l.Later = append(l.Later, field)
				}
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("read later rows: %w", err)
		}
	}
	return nil
}

// AskAgain forgets lookups that a technical error ended, so that they are asked for
// again.
func (f *File) AskAgain() error {
	if _, err := f.db.Exec(`UPDATE lookups SET outcome = NULL WHERE outcome IN (?, ?)`, int(importer.NotDone), int(importer.Lost)); err != nil {
		return fmt.Errorf("forget lookups: %w", err)
	}
	return nil
}

// Written returns what ended rows did, or would do, to each of the contacts.
func (f *File) Written(_ context.Context, ids []string) ([][]importer.Written, error) {
	s, err := f.contactStatement(`SELECT changes, own_move, etag_before, etag_after FROM outcomes WHERE id = ? COLLATE NOCASE AND changes <> '[]' ORDER BY seq`)
	if err != nil {
		return nil, err
	}
	written := make([][]importer.Written, len(ids))
	for i, id := range ids {
		err := query(s, []any{id}, func(rows *sql.Rows) error {
			var w importer.Written
			var text string
			var own bool
			if err := rows.Scan(&text, &own, &w.ETagBefore, &w.ETagAfter); err != nil {
				return err
			}
			if !own {
				w.ETagBefore, w.ETagAfter = "", ""
			}
			err := json.Unmarshal([]byte(text), &w.Changes)
			written[i] = append(written[i], w)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read earlier writes: %w", err)
		}
	}
	return written, nil
}

// contactStatement prepares a query that looks rows up by their contact.
func (f *File) contactStatement(text string) (*sql.Stmt, error) {
	if _, err := f.db.Exec(byContact); err != nil {
		return nil, fmt.Errorf("index contacts: %w", err)
	}
	s, err := f.statement(text)
	if err != nil {
		return nil, fmt.Errorf("look up contacts: %w", err)
	}
	return s, nil
}

// query calls each for every row that a query brings.
func query(s *sql.Stmt, args []any, each func(*sql.Rows) error) error {
	rows, err := s.Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
