package pipeline

import (
	"strings"

	"bcimport/importer"
	"bcimport/mapping"
)

func (t *task) movedMessage() importer.Message {
	return sentences(message("moved", t.decideWords()), appliedWords(t.applied))
}

// movedSinceMessage is for a row whose eTag is not that of the contact any more.
func (t *task) movedSinceMessage() importer.Message {
	return sentences(message("moved_since", t.collisionWords(), t.decideWords()), appliedWords(t.applied))
}

func (t *task) contentionMessage(f importer.Fault) importer.Message {
	advice := message("run_later")
	if t.entry.Columns != nil && t.entry.Edit.StatesBase() {
		advice = message("when_they_have_ended", t.decideWords())
	}
	return sentences(message("contention", t.staleETags, advice), said(f), appliedWords(t.applied))
}

func (t *task) collisionMessage() importer.Message {
	return sentences(message("collision", t.collisionWords(), t.decideWords()), appliedWords(t.applied))
}

// collisionWords are the collisions, field by field with both values, in brackets.
func (t *task) collisionWords() importer.Message {
	if len(t.collisions) == 0 {
		return importer.Message{}
	}
	parts := make([]importer.Message, len(t.collisions))
	for i, c := range t.collisions {
		if c.Base != "" {
			parts[i] = message("collision_from", t.fieldWords(c.Field), c.Theirs, c.Ours, c.Base)
			continue
		}
		parts[i] = message("collision_in", t.fieldWords(c.Field), c.Theirs, c.Ours)
	}
	return message("in_brackets", mapping.Enumeration("semicolons", parts...))
}

// decideWords say how a conflict is settled. What an undo met has no row to decide in.
func (t *task) decideWords() importer.Message {
	if t.entry.Columns == nil {
		return message("decide_here")
	}
	var single, empty importer.Message
	if len(t.collisions) > 1 {
		single = message("decide_single_fields", t.collisions[0].Field, t.collisions[1].Field)
	}
	if !t.entry.Edit.StatesBase() {
		empty = message("decide_nothing") // it does not say which state it was made on
	}
	return message("decide", mapping.DecisionColumn, single, empty)
}

// fieldWords names a field and its column.
func (t *task) fieldWords(field string) importer.Message {
	if column := t.columnOf(field); column.ID != "" {
		return message("field_in_column", field, column)
	}
	return mapping.PlainMessage(field)
}

func appliedWords(applied []importer.Change) importer.Message {
	if len(applied) == 0 {
		return importer.Message{}
	}
	fields := make([]importer.Message, len(applied))
	for i, c := range applied {
		fields[i] = mapping.PlainMessage(c.Field)
	}
	return message("written_before", mapping.Enumeration(mapping.Commas, fields...))
}

// remarkMessage explains the remarks that stand beside a success.
func (t *task) remarkMessage(code string, changes []importer.Change) importer.Message {
	var parts []importer.Message
	for remark := range strings.SplitSeq(code, ";") {
		switch remark {
		case importer.RemarkConfirmedByReading:
			parts = append(parts, message("confirmed_by_reading"))
		case importer.RemarkNameRebuilt:
			parts = append(parts, message("name_will_be_rebuilt"))
		case importer.RemarkStoredDifferently:
			for _, c := range changes {
				if c.Differs {
					parts = append(parts, message("stored_differently", c.Field, c.After, c.Stored))
				}
			}
		case importer.RemarkAlsoChanged:
			parts = append(parts, t.alsoChangedMessage())
		case importer.RemarkKeptTheirs:
			parts = append(parts, t.keptMessage())
		case importer.RemarkTruncated:
			for _, v := range t.entry.Edit.Truncated {
				parts = append(parts, message("truncated", v.Text, t.columnOf(v.Field), v.Field, t.wanted(v.Field)))
			}
		}
	}
	return sentences(parts...)
}

// alsoChangedMessage names what a write changed beyond the fields of the row.
func (t *task) alsoChangedMessage() importer.Message {
	var parts []importer.Message
	for _, c := range t.alsoChanged() {
		parts = append(parts, message("changed_from", c.Field, c.Before, c.Left()))
	}
	return message("also_changed", mapping.Enumeration("semicolons", parts...))
}

// keptMessage names what was left alone because a person decided so.
func (t *task) keptMessage() importer.Message {
	parts := make([]importer.Message, len(t.kept))
	for i, c := range t.kept {
		parts[i] = message("kept_in", t.fieldWords(c.Field), c.Theirs, c.Ours)
	}
	return message("kept_theirs", mapping.Enumeration("semicolons", parts...))
}
