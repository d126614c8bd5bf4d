package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/go-json-experiment/json"

	"bcimport/importer"
	"bcimport/mapping"
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
		var ids, fault string
		var people sql.NullString
		err := s.QueryRow(string(l.By), l.Key).Scan(&found[i].End, &ids, &fault, &people)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err == nil {
			err = errors.Join(json.Unmarshal([]byte(ids), &found[i].IDs), json.Unmarshal([]byte(fault), &found[i].Fault))
		}
		if err == nil && people.Valid {
			var k known
			err = json.Unmarshal([]byte(people.String), &k)
			found[i].People, found[i].Outside = k.People, k.Outside
		}
		if err != nil {
			return nil, fmt.Errorf("read lookups: %w", err)
		}
	}
	return found, nil
}

// Planned returns what earlier rows of a dry run would leave in each contact.
func (f *File) Planned(_ context.Context, ids []string) ([][]mapping.Value, error) {
	s, err := f.statement(`SELECT changes FROM outcomes WHERE id = ? AND status = 'would_update' ORDER BY seq`)
	if err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	planned := make([][]mapping.Value, len(ids))
	for i, id := range ids {
		if planned[i], err = plannedFor(s, id); err != nil {
			return nil, fmt.Errorf("read plan: %w", err)
		}
	}
	return planned, nil
}

func plannedFor(s *sql.Stmt, id string) ([]mapping.Value, error) {
	rows, err := s.Query(id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var values []mapping.Value
	for rows.Next() {
		var text string
		var changes []importer.Change
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(text), &changes); err != nil {
			return nil, err
		}
		for _, c := range changes {
			values = append(values, mapping.Value{Field: c.Field, Text: c.After})
		}
	}
	return values, rows.Err()
}

// columns are what a report needs of a row that ended.
const columns = `seq, line, key, id, status, http_status, error_code, message, changes,
	attempts, etag_before, etag_after, finished_at, blames, name, number, raw`

// allEnded reads a finished run in which nothing failed that a later row could
// have made good: most runs, and the quickest way.
const allEnded = `SELECT ` + columns + `, 0, '', 0 FROM outcomes ORDER BY seq`

// superseded are the failed rows all of whose fields a later successful row for
// the same contact set. They are few, so they are looked for from the successful
// rows, in one pass. Where seq leads all parts of the union, none is sorted.
const outcomesInOrder = `
WITH superseded AS MATERIALIZED (
	SELECT DISTINCT o.seq
	FROM outcomes s CROSS JOIN outcomes o INDEXED BY outcomes_failed ON o.id = s.id AND o.seq < s.seq
	WHERE s.status IN ('updated', 'unchanged')
	AND ` + failedRow + `
	AND NOT EXISTS (SELECT 1 FROM json_each(o.sets) f WHERE f.value NOT IN (SELECT value FROM json_each(s.sets))))
SELECT ` + columns + `, seq IN superseded, '', 0
FROM outcomes
UNION ALL
SELECT i.seq, i.line, i.key, i.id, 'unknown', 0, 'outcome_unknown', ?, i.changes,
	i.attempt, i.etag, i.landed_etag, i.at, NULL, '', '', i.raw, 0, i.landed, 1
FROM intents i
WHERE NOT EXISTS (SELECT 1 FROM outcomes o WHERE o.seq = i.seq)
AND NOT EXISTS (SELECT 1 FROM intents later WHERE later.seq = i.seq AND later.attempt > i.attempt)
UNION ALL
SELECT e.seq, e.line, e.key, e.id, 'not_attempted', 0, 'stopped', ?, '[]', 0, '', '', '', NULL, e.name, e.number, NULL, 0, '', 0
FROM edits e
WHERE NOT EXISTS (SELECT 1 FROM outcomes o WHERE o.seq = e.seq)
AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.seq = e.seq)
ORDER BY seq`

// failedRow is the condition of the index outcomes_failed.
const failedRow = `o.status NOT IN ('updated', 'unchanged', 'would_update') AND o.id <> '' AND o.sets <> '[]' AND o.status NOT IN ('skipped', 'not_accepted')`

// Outcomes returns what is recorded of every row that was reached, in input
// order. A row with an intent and no outcome is unknown: the run was killed. The
// rows of an undo are all here, also those that were never reached. What a row
// sets (Sets) is not among it.
// Nothing else may be asked of the journal while the sequence is being read.
func (f *File) Outcomes(_ context.Context) iter.Seq2[importer.Outcome, error] {
	return func(yield func(importer.Outcome, error) bool) {
		rows, err := f.outcomes()
		if err != nil {
			yield(importer.Outcome{}, fmt.Errorf("read outcomes: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			o, err := scan(rows)
			if !yield(o, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(importer.Outcome{}, fmt.Errorf("read outcomes: %w", err))
		}
	}
}

// outcomes asks the simplest question that brings them all.
func (f *File) outcomes() (*sql.Rows, error) {
	ending, err := f.Ending()
	if err != nil {
		return nil, err
	}
	failed := false
	err = f.db.QueryRow(`SELECT EXISTS (SELECT 1 FROM outcomes o INDEXED BY outcomes_failed WHERE ` + failedRow + `)`).Scan(&failed)
	switch {
	case err != nil:
		return nil, err
	case ending.State == "finished" && !failed: // every intent has its outcome then
		return f.db.Query(allEnded)
	}
	cutOff, err := messageText(importer.CutOffMessage())
	if err != nil {
		return nil, err
	}
	notAttempted, err := messageText(importer.NotAttemptedMessage())
	if err != nil {
		return nil, err
	}
	return f.db.Query(outcomesInOrder, cutOff, notAttempted)
}

func scan(rows *sql.Rows) (importer.Outcome, error) {
	var o importer.Outcome
	var message, changes, finished, landed string
	var blames sql.NullString
	var cutOff bool
	err := rows.Scan(&o.Seq, &o.Line, &o.Key, &o.ID, &o.Status, &o.HTTPStatus, &o.Code, &message, &changes,
		&o.Attempts, &o.ETagBefore, &o.ETagAfter, &finished, &blames, &o.Name, &o.Number, &o.Raw, &o.Superseded, &landed, &cutOff)
	o.Message = mapping.ParseMessage(message)
	if err == nil && changes != "[]" {
		err = json.Unmarshal([]byte(changes), &o.Changes)
	}
	if err == nil && blames.Valid {
		err = json.Unmarshal([]byte(blames.String), &o.Blames)
	}
	if err == nil && finished != "" {
		o.FinishedAt, err = time.Parse(time.RFC3339, finished)
	}
	if err == nil && cutOff {
		err = addLanded(&o, landed)
	}
	if err != nil {
		return importer.Outcome{}, fmt.Errorf("read outcomes: %w", err)
	}
	return o, nil
}

// addLanded completes what is known of a row that was cut off: what had landed
// before, and what may have.
func addLanded(o *importer.Outcome, landed string) error {
	var before []importer.Change
	if err := json.Unmarshal([]byte(landed), &before); err != nil {
		return err
	}
	for i := range o.Changes {
		o.Changes[i].Open = true
	}
	o.Changes = append(before, o.Changes...)
	return nil
}

// Counts returns how many rows ended with each status; rows that were never
// reached are in none.
func (f *File) Counts() (map[string]int, error) {
	rows, err := f.db.Query(`
		SELECT status, count(*) FROM outcomes GROUP BY status
		UNION ALL
		SELECT 'unknown', count(DISTINCT seq) FROM intents i WHERE NOT EXISTS (SELECT 1 FROM outcomes o WHERE o.seq = i.seq)`)
	if err != nil {
		return nil, fmt.Errorf("count outcomes: %w", err)
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var status string
		var n int
		if err := rows.Scan(&status, &n); err != nil {
			return nil, fmt.Errorf("count outcomes: %w", err)
		}
		counts[status] += n
	}
	return counts, rows.Err()
}

// Intents gives every write that was recorded before it was sent, by row and
// attempt. Nothing else may be asked of the journal while the sequence is being
// read.
func (f *File) Intents() iter.Seq2[importer.Intent, error] {
	return func(yield func(importer.Intent, error) bool) {
		s, err := f.statement(`SELECT seq, attempt, line, key, id, etag, changes, landed, landed_etag, seen FROM intents ORDER BY seq, attempt`)
		if err == nil {
			err = query(s, nil, func(rows *sql.Rows) error {
				var seq int
				var l lastIntent
				if err := rows.Scan(&seq, &l.attempt, &l.line, &l.key, &l.id, &l.etag, &l.changes, &l.landed, &l.tag, &l.seenText); err != nil {
					return err
				}
				in, err := l.intent(seq)
				if err == nil && !yield(*in, nil) {
					err = errStop
				}
				return err
			})
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(importer.Intent{}, fmt.Errorf("read intents: %w", err))
		}
	}
}

var errStop = errors.New("no more is wanted")
