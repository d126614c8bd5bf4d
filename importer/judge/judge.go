package judge

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// Share is how many rows of a run changed, of how many.
type Share struct{ Changed, Rows int }

func (s Share) of() float64 { return float64(s.Changed) / float64(max(1, s.Rows)) }

// Judge judges a file as a whole: by its rows (Row), then by their records (Record).
// Memory is bounded, whatever the file holds. Row is used by one goroutine, Record by
// several, the rows in any order.
type Judge struct {
	set     *entity.Entity
	columns *mapping.Bound
	rows    int
	alone   evidence // what the file says alone, by its base values

	mu      sync.Mutex
	judged  int      // rows whose record is known
	records evidence // what the records say
	tags    *shuffle
	bases   shuffles
	opening Share // of the first rows
	people  map[string]*spelled
	clash   importer.Suspicion // rows of one record whose keys are spelled otherwise
}

// evidence is what speaks of the values of rows, against one thing.
type evidence struct {
	set      *entity.Entity
	purposes purposes
	shuffles shuffles
	names    nameOrder
	counted  []counted
	emptied  map[string]*emptied
}

func newEvidence(set *entity.Entity) evidence {
	return evidence{set: set, purposes: purposes{set: set}, shuffles: newShuffles(set), names: newNameOrder(set), emptied: map[string]*emptied{}}
}

// counted is a field with the texts that many rows share; nil where people share them.
type counted struct {
	field  string
	common *commonest
}

// emptied counts the rows that empty a field.
type emptied struct {
	rows     int
	examples []importer.Example
}

// spelled is what the first rows set of one record.
type spelled struct {
	key    string
	line   int
	values []mapping.Value
	told   bool
}

// New begins to judge a file with records of a set that is read through these columns.
func New(set *entity.Entity, columns *mapping.Bound) *Judge {
	return &Judge{
		set: set, columns: columns, alone: newEvidence(set), records: newEvidence(set),
		tags: newShuffle(), bases: newShuffles(set), people: map[string]*spelled{},
	}
}

// Row takes a row of the file.
func (j *Judge) Row(e *importer.Entry) {
	j.rows++
	if !e.Row.Problem.IsZero() {
		return
	}
	var before person
	line, key := e.Row.Line, e.Edit.Key
	j.columns.Based(e.Row.Record, func(field, base, cell string) {
		before.set(j.alone.purposes.of(field), base)
		if !importer.Same(j.set, field, base, cell) {
			j.alone.shuffles.add(field, line, key, base, cell)
		}
	})
	if len(e.Refusals) > 0 {
		return
	}
	wanted := j.alone.purposes.personOf(e.Edit.Values)
	j.alone.names.compare(line, key, wanted.or(before), before)
	j.alone.names.judge(line, key, wanted)
	for _, v := range e.Edit.Values {
		t := j.alone.count(v)
		base, based := lookUp(e.Edit.Base, v.Field)
		if !based {
			continue
		}
		x := importer.Example{Line: line, Key: key, Field: v.Field, Before: base, After: v.Text}
		if t != nil {
			t.compare(j.set, x, domainOf(wanted.or(before).email))
		}
		j.alone.empty(x)
	}
}

// Record takes what the record of a row holds.
func (j *Judge) Record(e importer.Entry, c importer.Contact) {
	if len(e.Refusals) > 0 {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.judged++
	line, key := e.Row.Line, e.Edit.Key
	before := j.records.purposes.personOf(c.Values)
	wanted := j.records.purposes.personOf(e.Edit.Values)
	j.records.names.compare(line, key, wanted.or(before), before)
	changes := false
	for _, v := range e.Edit.Values {
		held := c.Text(v.Field)
		x := importer.Example{Line: line, Key: key, Field: v.Field, Before: held, After: v.Text}
		if t := j.records.count(v); t != nil {
			t.compare(j.set, x, domainOf(before.or(wanted).email))
		}
		if importer.Same(j.set, v.Field, held, v.Text) {
			continue
		}
		changes = true
		j.records.shuffles.add(v.Field, line, key, held, v.Text)
		j.records.empty(x)
	}
	j.compareState(e, c)
	if e.Row.Seq < importer.SampleRows {
		j.compareKeys(e, c)
		j.opening.Rows++
		if changes {
			j.opening.Changed++
		}
	}
}

// compareState compares the state that the row names with that of the record.
func (j *Judge) compareState(e importer.Entry, c importer.Contact) {
	if e.Edit.ETag != "" && importer.ETag(e.Edit.ETag) != c.ETag {
		j.tags.add(e.Row.Line, e.Edit.Key, string(c.ETag), e.Edit.ETag)
	}
	j.columns.Based(e.Row.Record, func(field, base, _ string) {
		if held, known := c.Lookup(field); known && !importer.Same(j.set, field, held, base) {
			j.bases.add(field, e.Row.Line, e.Edit.Key, held, base)
		}
	})
}

// compareKeys finds rows of one record whose keys are spelled otherwise, which the
// file alone does not show.
func (j *Judge) compareKeys(e importer.Entry, c importer.Contact) {
	first := j.people[c.ID]
	if first == nil {
		j.people[c.ID] = &spelled{key: sameKey(&e), line: e.Row.Line, values: e.Edit.Values}
		return
	}
	if first.key == sameKey(&e) || first.told {
		return
	}
	for _, v := range e.Edit.Values {
		other, sets := lookUp(first.values, v.Field)
		if !sets || importer.Same(j.set, v.Field, other, v.Text) {
			continue
		}
		first.told = true
		j.clash.Count++
		j.clash.Examples = firstLines(j.clash.Examples, importer.Example{
			Line: e.Row.Line, Key: e.Edit.Key, Field: v.Field, Before: other, After: v.Text, Other: first.line,
		})
		if !slices.Contains(j.clash.Fields, v.Field) {
			j.clash.Fields = append(j.clash.Fields, v.Field)
		}
		return
	}
}

// count counts the value of a row, where people do not share such values.
func (v *evidence) count(value mapping.Value) *tally {
	if value.Text == "" {
		return nil
	}
	if common := v.commonOf(value.Field); common != nil {
		return common.add(value.Text)
	}
	return nil
}

// commonOf is what is counted of a field.
func (v *evidence) commonOf(field string) *commonest {
	for i := range v.counted {
		if v.counted[i].field == field {
			return v.counted[i].common
		}
	}
	c := counted{field: field}
	if isPersonal(v.set.Find(field)) {
		c.common = newCommonest()
	}
	v.counted = append(v.counted, c)
	return c.common
}

// empty counts a row that empties a field.
func (v *evidence) empty(x importer.Example) {
	if x.After != "" || strings.TrimSpace(x.Before) == "" {
		return
	}
	if v.emptied[x.Field] == nil {
		v.emptied[x.Field] = &emptied{}
	}
	m := v.emptied[x.Field]
	m.rows++
	if len(m.examples) < mostExamples || x.Line < m.examples[mostExamples-1].Line {
		x.Key, x.Before = strings.Clone(x.Key), strings.Clone(x.Before)
		m.examples = firstLines(m.examples, x)
	}
}

// Alone returns what the file shows alone. Fields that may be emptied are named by
// allowed.
func (j *Judge) Alone(allowed []string) []importer.Suspicion {
	var found []importer.Suspicion
	add := func(s *importer.Suspicion) {
		if s != nil {
			found = append(found, *s)
		}
	}
	add(j.alone.shuffles.suspicion(importer.AgainstBase, j.rows, j.rows))
	add(j.alone.names.suspicion(importer.AgainstBase, j.rows))
	found = append(found, j.alone.sameValues(importer.AgainstBase, j.rows, &j.alone)...)
	found = append(found, j.alone.manyEmptied(importer.AgainstBase, j.rows, allowed)...)
	return found
}

// Unread returns what a file shows whose records are not read: less certain than what
// they would show.
func (j *Judge) Unread() []importer.Suspicion {
	var found []importer.Suspicion
	if s := j.alone.names.byEmail(j.rows); s != nil && j.alone.names.rows == 0 {
		found = append(found, *s)
	}
	for _, c := range j.alone.counted {
		if j.set.Find(c.field).Purpose != entity.Email || j.rows < fewRows {
			continue
		}
		if t := c.common.most(); t != nil && t.known == 0 && 2*t.least() > j.rows {
			found = append(found, importer.Suspicion{Code: importer.SameValue, Evidence: importer.AgainstItself, Fields: []string{c.field}, Count: t.least(), Of: j.rows,
				Examples: []importer.Example{{Field: c.field, After: t.text()}}})
		}
	}
	return byField(found)
}

// Read returns what the records that were read show, beside what the file shows
// alone. last are the last runs of the mapping.
func (j *Judge) Read(allowed []string, last []Share) []importer.Suspicion {
	j.mu.Lock()
	defer j.mu.Unlock()
	var found []importer.Suspicion
	for _, s := range []*importer.Suspicion{
		j.tagsApart(), j.records.shuffles.suspicion(importer.AgainstRecords, j.judged, j.rows), j.bases.suspicion(importer.AgainstOwnBase, j.judged, j.rows),
	} {
		if s != nil {
			found = append(found, *s)
			break // one thing happened
		}
	}
	if s := j.records.names.suspicion(importer.AgainstRecords, j.judged); s != nil {
		found = append(found, *s)
	}
	found = append(found, j.records.sameValues(importer.AgainstRecords, j.rows, &j.alone)...)
	found = append(found, j.unusualShare(last)...)
	if j.clash.Count > 0 {
		s := j.clash
		s.Code, s.Evidence, s.Of = importer.DuplicateKeys, importer.AgainstRecords, j.judged
		found = append(found, s)
	}
	return append(found, j.records.manyEmptied(importer.AgainstRecords, j.judged, allowed)...)
}

func (j *Judge) tagsApart() *importer.Suspicion {
	moved, apart := j.tags.tagsMoved()
	if !apart {
		return nil
	}
	examples := j.tags.examples("")
	return &importer.Suspicion{Code: importer.SortedApart, Evidence: importer.AgainstETags, Count: min(moved, j.judged), Of: j.judged, Examples: examples}
}

// sameValues finds values that are new in more than half of all rows: where only the
// first records are known, as often new as in those. A new phone number that the
// people of one firm share is none.
func (v *evidence) sameValues(against importer.Evidence, rows int, file *evidence) []importer.Suspicion {
	var found []importer.Suspicion
	for i := range v.set.Fields {
		of := &v.set.Fields[i]
		field := of.Name
		common, all := v.commonOf(field), file.commonOf(field)
		if common == nil || all == nil || rows < fewRows {
			continue
		}
		t := common.most()
		if t == nil || t.known == 0 {
			continue
		}
		whole := all.of(t.text())
		if whole == nil {
			continue
		}
		fresh := whole.least() * t.fresh / t.known
		if fresh < fewRows || 2*fresh <= rows || of.Purpose == entity.Phone && t.fresh == t.together {
			continue
		}
		found = append(found, importer.Suspicion{Code: importer.SameValue, Evidence: against, Fields: []string{field}, Count: fresh, Of: rows, Examples: t.examples})
	}
	return found
}

// manyEmptied finds fields that more than every fourth row would empty.
func (v *evidence) manyEmptied(against importer.Evidence, rows int, allowed []string) []importer.Suspicion {
	var found []importer.Suspicion
	for field, m := range v.emptied {
		if m.rows >= fewRows && 4*m.rows > rows && !slices.Contains(allowed, field) {
			found = append(found, importer.Suspicion{Code: importer.ManyEmptied, Evidence: against, Fields: []string{field}, Count: m.rows, Of: rows, Examples: m.examples})
		}
	}
	return byField(found)
}

// byField sorts suspicions of one field each.
func byField(found []importer.Suspicion) []importer.Suspicion {
	slices.SortStableFunc(found, func(a, b importer.Suspicion) int { return cmp.Compare(a.Fields[0], b.Fields[0]) })
	return found
}

// fewestRuns is how many runs tell what is usual.
const fewestRuns = 3

// unusualShare compares the first rows with the last runs of the mapping: three times
// as large a part as ever, and a fifth of the rows more, is not the usual file.
func (j *Judge) unusualShare(last []Share) []importer.Suspicion {
	most, runs := 0.0, 0
	for _, s := range last {
		if s.Rows >= fewRows {
			runs++
			most = max(most, s.of())
		}
	}
	now := j.opening.of()
	if runs < fewestRuns || j.opening.Rows < fewRows || now <= 3*most || now <= most+0.2 {
		return nil
	}
	return []importer.Suspicion{{Code: importer.UnusualShare, Evidence: importer.AgainstLastRuns, Count: j.opening.Changed, Of: j.opening.Rows, Before: int(100*most + 0.5)}}
}
