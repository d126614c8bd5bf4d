package pipeline

import (
	"slices"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// endDamaged ends a row that would put a damaged text into its record: one that nobody
// can have meant, unless the record holds the like, and one that is what programs make
// of what the record holds. A row that has written already was good then.
func (t *task) endDamaged(now time.Time) bool {
	if t.touched() {
		return false
	}
	var codes []string
	var messages []importer.Message
	suspect := func(field string, d mapping.Damage) {
		t.outcome.Blames = append(t.outcome.Blames, field)
		messages = append(messages, t.damagedMessage(field, d))
		if !slices.Contains(codes, d.Code) {
			codes = append(codes, d.Code)
		}
	}
	for _, s := range t.entry.Edit.Suspects {
		if text, held, changes := t.change(s.Field); changes && !s.Excused(text, held) {
			suspect(s.Field, s.Damage)
		}
	}
	for _, field := range t.entry.Edit.Guarded {
		of := t.set.Find(field)
		text, held, changes := t.change(field)
		if !changes || of.Type != entity.Text || text == "" || held == "" || slices.Contains(t.outcome.Blames, field) {
			continue
		}
		if d, damaged := mapping.AgainstRecord(of, text, held); damaged {
			suspect(field, d)
		}
	}
	if len(codes) == 0 {
		return false
	}
	t.end(importer.Invalid, strings.Join(codes, ";"), sentences(messages...), now)
	return true
}

// change is what the row wants of a field and what the record holds. changes is false
// where the row does not set it, or nothing would be sent.
func (t *task) change(field string) (text, held string, changes bool) {
	for _, v := range t.entry.Edit.Values {
		if v.Field == field {
			held = t.current.Text(field)
			return v.Text, held, !importer.SameFor(t.set, t.entry.Edit, field, held, v.Text)
		}
	}
	return "", "", false
}

// damagedMessage says what is wrong with a text, what the record holds and what to do.
func (t *task) damagedMessage(field string, d mapping.Damage) importer.Message {
	text, held, _ := t.change(field)
	holds := message("holds_nothing")
	if held != "" {
		holds = message("holds", short(held))
	}
	return message("damaged_now", short(text), t.columnOf(field), d.What, holds, d.Remedy, field)
}
