package journal

import (
	"encoding/json"
	"iter"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
)

// shown is an entry for a reader: rows are told in full, whatever their records repeat.
type shown struct {
	Place int64           `json:"place"`
	Kind  Kind            `json:"kind"`
	Value json.RawMessage `json:"value,omitempty"`
	Edits []edit          `json:"edits,omitempty"`
	Rows  []any           `json:"rows,omitempty"`
}

type shownIntent struct {
	Row        int               `json:"row"`
	Line       int               `json:"line"`
	Key        string            `json:"key"`
	ID         string            `json:"id"`
	Attempt    int               `json:"attempt"`
	ETag       importer.ETag     `json:"etag"`
	Changes    []importer.Change `json:"changes"`
	At         time.Time         `json:"at"`
	Landed     []importer.Change `json:"landed,omitempty"`
	LandedETag importer.ETag     `json:"landed_etag,omitempty"`
	MovedFrom  importer.ETag     `json:"moved_from,omitempty"`
	Seen       []mapping.Value   `json:"seen,omitempty"`
	Raw        string            `json:"raw,omitempty"`
}

type shownOutcome struct {
	Row        int               `json:"row"`
	Line       int               `json:"line"`
	Key        string            `json:"key"`
	ID         string            `json:"id,omitempty"`
	Status     importer.Status   `json:"status"`
	HTTPStatus int               `json:"http_status,omitempty"`
	Code       string            `json:"error_code,omitempty"`
	Message    any               `json:"message,omitempty"`
	Sets       []string          `json:"sets,omitempty"`
	Blames     []string          `json:"blames,omitempty"`
	Changes    []importer.Change `json:"changes,omitempty"`
	Attempts   int               `json:"attempts,omitempty"`
	ETagBefore importer.ETag     `json:"etag_before,omitempty"`
	ETagAfter  importer.ETag     `json:"etag_after,omitempty"`
	OwnMove    bool              `json:"own_move,omitempty"`
	At         time.Time         `json:"at"`
	Name       string            `json:"name,omitempty"`
	Number     string            `json:"number,omitempty"`
	Raw        string            `json:"raw,omitempty"`
}

// Lines gives every entry of the log as a JSON object on one line, in the order of their
// places. It is for people: no program reads it back.
func (v *View) Lines() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for place := int64(1); place <= v.Last(); place++ {
			line, err := v.line(place)
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

func (v *View) line(place int64) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	e, err := v.read(place)
	if err != nil {
		return nil, err
	}
	s := shown{Place: e.Place, Kind: e.Kind, Value: json.RawMessage(e.value), Edits: e.edits}
	row := 0
	for _, c := range e.groups {
		for i := range c.Rows {
			r, err := v.shownRow(e, ref{place, row}, c, i)
			if err != nil {
				return nil, err
			}
			s.Rows = append(s.Rows, r)
			row++
		}
	}
	return json.Marshal(s)
}

func (v *View) shownRow(e *Entry, at ref, c *columns, i int) (any, error) {
	if e.Kind == Intents {
		in := c.intent(i)
		raw, _ := text(in.Raw)
		return shownIntent{in.Seq, in.Line, in.Key, in.ID, in.Attempt, in.ETag, in.Changes, in.At, in.Applied, in.AppliedETag, in.MovedFrom, in.Seen, raw}, nil
	}
	o, err := v.outcome(at)
	raw, _ := text(o.Raw)
	s := shownOutcome{
		Row: o.Seq, Line: o.Line, Key: o.Key, ID: o.ID, Status: o.Status, HTTPStatus: o.HTTPStatus, Code: o.Code, Sets: o.Sets, Blames: o.Blames,
		Changes: o.Changes, Attempts: o.Attempts, ETagBefore: o.ETagBefore, ETagAfter: o.ETagAfter, OwnMove: o.OwnMove, At: o.FinishedAt,
		Name: o.Name, Number: o.Number, Raw: raw,
	}
	if c.hasMessage(i) {
		s.Message = o.Message
	}
	return s, err
}
