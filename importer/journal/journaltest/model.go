package journaltest

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// model is a run in memory, as simple as can be.
type model struct {
	set      *entity.Entity
	intents  map[int][]importer.Intent
	outcomes map[int]importer.Outcome
	order    map[int]map[string]int // of the last write of each field of a row
	writes   int
}

const modelRows = 14

// everythingAsTheModelSays records rows of a few records at random, as the core does,
// opens the run again on the way, and compares every answer.
func (s suite) everythingAsTheModelSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		folder := t.TempDir()
		must(t, s.Create(folder, About(), nil))
		file := s.openRun(t, folder)
		set := rapid.SampledFrom([]*entity.Entity{importer.CustomerContacts(), prices()}).Draw(rt, "set")
		m := &model{set, map[int][]importer.Intent{}, map[int]importer.Outcome{}, map[int]map[string]int{}, 0}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			m.step(rt, t, file)
			if rapid.IntRange(0, 3).Draw(rt, "open again") == 0 {
				must(t, file.Close())
				file = s.openRun(t, folder)
			}
			if rapid.Bool().Draw(rt, "look") {
				m.compare(rt, t, file)
			}
		}
		m.compare(rt, t, file)
		must(t, file.Close())
	})
}

// step records a chunk, whose rows are of different records.
func (m *model) step(rt *rapid.T, t *testing.T, file Journal) {
	rows := rapid.SliceOfNDistinct(rapid.IntRange(0, modelRows-1), 1, 6, rapid.ID).Draw(rt, "rows")
	switch rapid.IntRange(0, 9).Draw(rt, "what") {
	case 0:
		must(t, file.ForgetOutcomes())
		clear(m.outcomes)
	case 1, 2, 3, 4:
		var chunk []importer.Intent
		for _, seq := range rows {
			chunk = append(chunk, m.intend(rt, seq))
		}
		must(t, file.Intend(context.Background(), chunk))
	default:
		var chunk []importer.Outcome
		for _, seq := range rows {
			chunk = append(chunk, m.end(rt, seq))
		}
		must(t, file.Record(context.Background(), chunk))
	}
}

// prices is a set whose values have types: some that are written otherwise are the same.
func prices() *entity.Entity {
	return &entity.Entity{
		Set: "prices", Key: "id", Order: []string{"country", "city"}, Settled: []string{"city"},
		Fields: []entity.Field{
			{Name: "price", Type: entity.Number}, {Name: "unit", Type: entity.Code}, {Name: "blocked", Type: entity.Boolean},
			{Name: "from", Type: entity.Date}, {Name: "country", Type: entity.Code}, {Name: "city"},
		},
	}
}

func (m *model) someChanges(rt *rapid.T) []importer.Change {
	if m.set.Set == "prices" {
		return someTyped(rt)
	}
	fields := rapid.SampledFrom([][]string{{"email"}, {"email", "jobTitle"}, {"lastName"}}).Draw(rt, "fields")
	var changes []importer.Change
	for _, f := range fields {
		changes = append(changes, change(f, rapid.SampledFrom([]string{"", "a", "ü"}).Draw(rt, "before"), rapid.SampledFrom([]string{"b", "c\n", ""}).Draw(rt, "after"), false))
	}
	return changes
}

// someTyped changes fields of prices, also to another form of the same value, with what the
// service made of them.
func someTyped(rt *rapid.T) []importer.Change {
	texts := map[string][]string{
		"price": {"", "0", "1.5", "1.50", "-2"}, "unit": {"", "pcs", "PCS", "kg"}, "blocked": {"true", "false"},
		"from": {"", "0001-01-01", "2026-11-27"}, "country": {"de", "DE", "AT"}, "city": {"", "Berlin", "berlin"},
	}
	var changes []importer.Change
	for _, f := range rapid.SampledFrom([][]string{{"price"}, {"price", "unit", "blocked"}, {"from", "price"}, {"country", "city"}, {"city"}}).Draw(rt, "fields") {
		text := rapid.SampledFrom(texts[f])
		c := change(f, text.Draw(rt, "before"), text.Draw(rt, "after"), false)
		if rapid.IntRange(0, 3).Draw(rt, "differs") == 0 {
			c.Stored, c.Differs = text.Draw(rt, "stored"), true
		}
		changes = append(changes, c)
	}
	return changes
}

func modelID(seq int) string { return fmt.Sprint("ID", seq%4) }

func (m *model) intend(rt *rapid.T, seq int) importer.Intent {
	in := Intent(seq)
	in.ID, in.Changes, in.Attempt = modelID(seq), m.someChanges(rt), len(m.intents[seq])+1
	if rapid.IntRange(0, 3).Draw(rt, "landed") == 0 {
		in.Applied, in.AppliedETag = m.someChanges(rt), `W/"7"`
		in.MovedFrom = rapid.SampledFrom([]importer.ETag{"", `W/"6"`}).Draw(rt, "moved from")
		in.Seen = []mapping.Value{{Field: "email", Text: "x"}}
	}
	if rapid.IntRange(0, 3).Draw(rt, "seen") == 0 {
		in.Seen = []mapping.Value{{Field: "country", Text: "AT"}, {Field: "city", Text: "Wien"}}
	}
	if rapid.IntRange(0, 3).Draw(rt, "bytes") == 0 {
		in.Raw = []byte("\xfc;\x00")
	}
	_, in.Again = m.outcomes[seq]
	delete(m.outcomes, seq)
	m.intents[seq] = append(m.intents[seq], in)
	m.writes++
	if m.order[seq] == nil {
		m.order[seq] = map[string]int{}
	}
	for _, c := range in.Changes {
		m.order[seq][c.Field] = m.writes
	}
	return in
}

func (m *model) end(rt *rapid.T, seq int) importer.Outcome {
	o := Updated(seq)
	o.ID, o.Attempts, o.Changes = modelID(seq), 0, nil
	o.Sets = rapid.SampledFrom([][]string{{"email"}, {"email", "jobTitle"}, {"lastName"}}).Draw(rt, "sets")
	o.Status = rapid.SampledFrom(importer.Statuses()).Draw(rt, "status")
	_, ended := m.outcomes[seq]
	if intents := m.intents[seq]; len(intents) > 0 && !ended && rapid.Bool().Draw(rt, "as intended") {
		last := intents[len(intents)-1]
		o.Status, o.Changes, o.Attempts, o.OwnMove = importer.Updated, slices.Clone(last.Changes), last.Attempt, true
		switch rapid.IntRange(0, 9).Draw(rt, "but for") {
		case 0:
			o.Attempts++
		case 1:
			o.ETagBefore = `W/"8"`
		case 2:
			o.Changes[0].Stored, o.Changes[0].Differs = "B", true
		case 3:
			o.Line++
		}
	} else if rapid.Bool().Draw(rt, "changes") {
		o.Changes = m.someChanges(rt)
	}
	if o.Status.Result() == "failure" {
		o.Raw, o.Code, o.Blames = []byte("raw\xfc"), "code", []string{"email"}
	}
	o.Name, o.Number = rapid.SampledFrom([]string{"", "Anna"}).Draw(rt, "name"), rapid.SampledFrom([]string{"", o.Key, "N1"}).Draw(rt, "number")
	m.outcomes[seq] = o
	return o
}

// of are the outcomes of a record's rows, in input order.
func (m *model) of(id string, wanted func(importer.Outcome) bool) (rows []importer.Outcome) {
	for _, seq := range slices.Sorted(maps.Keys(m.outcomes)) {
		if o := m.outcomes[seq]; o.ID == id && wanted(o) {
			rows = append(rows, o)
		}
	}
	return rows
}

// told is the row as Outcomes tells it, and whether it was reached.
func (m *model) told(seq int) (importer.Outcome, bool) {
	o, ended := m.outcomes[seq]
	intents := m.intents[seq]
	if !ended && len(intents) > 0 {
		in := intents[len(intents)-1]
		o = importer.Outcome{
			Seq: seq, Line: in.Line, Key: in.Key, ID: in.ID, Status: importer.Unknown, Code: "outcome_unknown", Message: importer.CutOffMessage(),
			Attempts: in.Attempt, ETagBefore: in.ETag, ETagAfter: in.AppliedETag, FinishedAt: in.At, Raw: in.Raw,
		}
		o.Changes = slices.Concat(in.Applied, in.Changes)
		for i := range in.Changes {
			o.Changes[len(in.Applied)+i].Open = true
		}
	}
	o.Superseded = superseded(o, m.of(o.ID, func(l importer.Outcome) bool { return l.Seq > seq })) && ended
	o.Sets = nil
	return o, ended || len(intents) > 0
}

func (m *model) left(seq int) *importer.Unfinished {
	told, reached := m.told(seq)
	if !reached {
		return nil
	}
	o, ended := m.outcomes[seq]
	l := &importer.Unfinished{Seq: seq, ID: told.ID, Status: o.Status, Attempts: told.Attempts, ETagBefore: told.ETagBefore, ETagAfter: told.ETagAfter, Name: o.Name, Number: o.Number}
	if intents := m.intents[seq]; len(intents) > 0 {
		last := intents[len(intents)-1]
		last.Raw, last.Again = nil, false
		l.Last = &last
	}
	if !ended {
		l.Open, l.Applied, l.MovedFrom = true, l.Last.Applied, l.Last.MovedFrom
		return l
	}
	if l.Applied = o.Changes; o.OwnMove {
		l.MovedFrom = o.ETagBefore
	}
	return l
}

func (m *model) compare(rt *rapid.T, t *testing.T, file Journal) {
	var all []importer.Outcome
	counts := map[string]int{}
	for seq := range modelRows {
		if o, reached := m.told(seq); reached {
			all = append(all, o)
			counts[string(o.Status)]++
		}
	}
	same(rt, "outcomes", Outcomes(t, file), all)
	got, err := file.Counts()
	must(t, err)
	same(rt, "counts", got, counts)
	left, err := file.Unfinished(context.Background(), 0, modelRows)
	must(t, err)
	for seq, l := range left {
		same(rt, fmt.Sprint("what is left of row ", seq), l, m.left(seq))
	}
	m.compareRecords(rt, t, file)
	m.compareUndo(rt, t, file)
}

func (m *model) compareRecords(rt *rapid.T, t *testing.T, file Journal) {
	ids := []string{"id0", "ID1", "ID2", "ID3", "nobody"}
	planned, err := file.Planned(context.Background(), ids)
	must(t, err)
	written, err := file.Written(context.Background(), ids)
	must(t, err)
	for i, id := range ids {
		id = string(append([]byte("ID"), id[2:]...))
		var values []mapping.Value
		for _, o := range m.of(id, func(o importer.Outcome) bool { return o.Status == importer.WouldUpdate }) {
			for _, c := range o.Changes {
				values = append(values, mapping.Value{Field: c.Field, Text: c.After})
			}
		}
		same(rt, "planned of "+id, planned[i], values)
		var did []importer.Written
		for _, o := range m.of(id, func(o importer.Outcome) bool { return len(o.Changes) > 0 }) {
			w := importer.Written{Changes: o.Changes}
			if o.OwnMove {
				w.ETagBefore, w.ETagAfter = o.ETagBefore, o.ETagAfter
			}
			did = append(did, w)
		}
		same(rt, "written of "+id, written[i], did)
	}
	for seq := range modelRows {
		l := &importer.Unfinished{Seq: seq, ID: modelID(seq)}
		must(t, file.Later(context.Background(), []*importer.Unfinished{l}))
		var later []string
		for _, o := range m.of(l.ID, func(o importer.Outcome) bool { return o.Seq > seq && o.Status.Result() == "success" }) {
			for _, f := range o.Sets {
				if !slices.Contains(later, f) {
					later = append(later, f)
				}
			}
		}
		same(rt, fmt.Sprint("later than row ", seq), l.Later, later)
	}
}

func (m *model) compareUndo(rt *rapid.T, t *testing.T, file Journal) {
	var want, got []importer.Entry
	undos, order := map[string]*importer.Undo{}, []string{}
	for seq := range modelRows {
		o, reached := m.told(seq)
		if !reached || len(o.Changes) == 0 || o.Status == importer.WouldUpdate {
			continue
		}
		if undos[o.ID] == nil {
			undos[o.ID] = &importer.Undo{}
			order = append(order, o.ID)
		}
		writeOrder := map[string]int64{}
		for field, at := range m.order[seq] {
			writeOrder[field] = int64(at)
		}
		var seen []mapping.Value
		if intents := m.intents[seq]; len(intents) > 0 {
			seen = intents[len(intents)-1].Seen
		}
		undos[o.ID].Add(o, writeOrder, seen)
	}
	for _, id := range order {
		if e, any := undos[id].Entry(m.set, len(want), nil); any {
			want = append(want, e)
		}
	}
	for e, err := range file.UndoEntries(m.set, nil) {
		must(t, err)
		got = append(got, e)
	}
	same(rt, "undo", got, want)
}

func same(rt *rapid.T, what string, got, want any) {
	rt.Helper()
	if !reflect.DeepEqual(got, want) {
		rt.Fatalf("%s\ngot  %+v\nwant %+v", what, got, want)
	}
}
