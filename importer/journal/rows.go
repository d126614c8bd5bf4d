package journal

import (
	"encoding/json"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"bcimport/importer"
)

// intentColumns makes the columns of intents.
func intentColumns(place int64, intents []importer.Intent, before func(i int) ref) *columns {
	c, n := &columns{}, len(intents)
	c.seqs(n, func(i int) int { return intents[i].Seq })
	c.link(place, 0, before)
	c.Line = pack(n, func(i int) int { return intents[i].Line - intents[i].Seq })
	c.Key = pack(n, func(i int) string { return intents[i].Key })
	c.ID = pack(n, func(i int) string { return intents[i].ID })
	c.ETag = pack(n, func(i int) string { return string(intents[i].ETag) })
	c.Changes = packChanges(n, func(i int) []importer.Change { return intents[i].Changes })
	c.Attempts = pack(n, func(i int) int { return intents[i].Attempt })
	c.At = pack(n, func(i int) int64 { return milliseconds(intents[i].At) })
	c.Landed = packChanges(n, func(i int) []importer.Change { return intents[i].Applied })
	c.ETagAfter = pack(n, func(i int) string { return string(intents[i].AppliedETag) })
	c.MovedFrom = pack(n, func(i int) string { return string(intents[i].MovedFrom) })
	c.Sees = pack(n, func(i int) bool { return intents[i].Seen != nil })
	c.Seen = packFunc(n, func(i int) []value { return intents[i].Seen }, slices.Equal)
	c.setRaw(func(i int) []byte { return intents[i].Raw })
	return c
}

// intent reads one of the columns' rows.
func (c *columns) intent(i int) importer.Intent {
	in := importer.Intent{
		Seq: c.positions[i], Line: at(c.Line, i) + c.positions[i], Key: at(c.Key, i), ID: at(c.ID, i), ETag: importer.ETag(at(c.ETag, i)),
		Changes: c.Changes.of(i), Attempt: at(c.Attempts, i), At: moment(at(c.At, i)), Applied: c.Landed.of(i),
		AppliedETag: importer.ETag(at(c.ETagAfter, i)), MovedFrom: importer.ETag(at(c.MovedFrom, i)), Raw: raw(at(c.Raw, i), at(c.Latin, i)),
	}
	if at(c.Sees, i) {
		in.Seen = append([]value{}, at(c.Seen, i)...)
	}
	return in
}

// asIntended reports whether an outcome says what its intent set out to do.
func asIntended(o importer.Outcome, in importer.Intent) bool {
	return o.Status == importer.Updated && o.Line == in.Line && o.Key == in.Key && o.ID == in.ID && o.Attempts == in.Attempt &&
		o.ETagBefore == in.ETag && len(o.Raw) == 0 && len(o.Blames) == 0 && slices.Equal(o.Changes, in.Changes)
}

// outcomeColumns makes the columns of outcomes. place is the entry's, and row that of
// the first of them. Where they are as intended, they repeat nothing of their intents.
func outcomeColumns(place int64, row int, outcomes []importer.Outcome, intended bool, before func(i int) ref) (*columns, error) {
	c, n := &columns{AsIntended: intended}, len(outcomes)
	c.seqs(n, func(i int) int { return outcomes[i].Seq })
	c.link(place, row, before)
	c.HTTPStatus = pack(n, func(i int) int { return outcomes[i].HTTPStatus })
	c.Code = pack(n, func(i int) string { return outcomes[i].Code })
	c.Sets = packFunc(n, func(i int) []string { return outcomes[i].Sets }, slices.Equal)
	c.ETagAfter = pack(n, func(i int) string { return string(outcomes[i].ETagAfter) })
	c.OwnMove = pack(n, func(i int) bool { return outcomes[i].OwnMove })
	c.At = pack(n, func(i int) int64 { return milliseconds(outcomes[i].FinishedAt) })
	c.Name = pack(n, func(i int) string { return outcomes[i].Name })
	isNumber := func(i int) bool { return outcomes[i].Number == outcomes[i].Key && outcomes[i].Key != "" }
	c.IsNumber = pack(n, isNumber)
	c.Number = pack(n, func(i int) string {
		if isNumber(i) {
			return ""
		}
		return outcomes[i].Number
	})
	err := c.setMessages(outcomes)
	if intended {
		return c, err
	}
	c.Line = pack(n, func(i int) int { return outcomes[i].Line - outcomes[i].Seq })
	c.Key = pack(n, func(i int) string { return outcomes[i].Key })
	c.ID = pack(n, func(i int) string { return outcomes[i].ID })
	c.Status = pack(n, func(i int) string { return string(outcomes[i].Status) })
	c.Blames = packFunc(n, func(i int) []string { return outcomes[i].Blames }, slices.Equal)
	c.Changes = packChanges(n, func(i int) []importer.Change { return outcomes[i].Changes })
	c.Attempts = pack(n, func(i int) int { return outcomes[i].Attempts })
	c.ETag = pack(n, func(i int) string { return string(outcomes[i].ETagBefore) })
	c.setRaw(func(i int) []byte { return outcomes[i].Raw })
	return c, err
}

// setMessages keeps the messages in their own JSON form.
func (c *columns) setMessages(outcomes []importer.Outcome) error {
	has := func(o importer.Outcome) bool { return !o.Message.IsZero() }
	if !slices.ContainsFunc(outcomes, has) {
		return nil
	}
	texts := make([]jsontext.Value, len(outcomes))
	for i, o := range outcomes {
		var err error
		if texts[i], err = json.Marshal(o.Message); err != nil {
			return err
		}
	}
	c.Message = packFunc(len(texts), func(i int) jsontext.Value { return texts[i] }, func(a, b jsontext.Value) bool { return string(a) == string(b) })
	return nil
}

// outcome reads one of the columns' rows. in is its intent where it is as intended.
func (c *columns) outcome(i int, in *importer.Intent) (importer.Outcome, error) {
	o := importer.Outcome{
		Seq: c.positions[i], HTTPStatus: at(c.HTTPStatus, i), Code: at(c.Code, i), Sets: at(c.Sets, i), ETagAfter: importer.ETag(at(c.ETagAfter, i)),
		OwnMove: at(c.OwnMove, i), FinishedAt: moment(at(c.At, i)), Name: at(c.Name, i), Number: at(c.Number, i),
	}
	if in != nil {
		o.Line, o.Key, o.ID, o.Status, o.Changes, o.Attempts, o.ETagBefore = in.Line, in.Key, in.ID, importer.Updated, in.Changes, in.Attempt, in.ETag
	} else {
		o.Line, o.Key, o.ID, o.Status = at(c.Line, i)+o.Seq, at(c.Key, i), at(c.ID, i), importer.Status(at(c.Status, i))
		o.Blames, o.Changes, o.Attempts, o.ETagBefore = at(c.Blames, i), c.Changes.of(i), at(c.Attempts, i), importer.ETag(at(c.ETag, i))
		o.Raw = raw(at(c.Raw, i), at(c.Latin, i))
	}
	if at(c.IsNumber, i) {
		o.Number = o.Key
	}
	if len(o.Blames) == 0 {
		o.Blames = nil
	}
	if message := at(c.Message, i); len(message) > 0 {
		if err := json.Unmarshal(message, &o.Message); err != nil {
			return o, err
		}
	}
	return o, nil
}

// hasMessage reports whether a row has a message.
func (c *columns) hasMessage(i int) bool { return len(at(c.Message, i)) > 0 }
