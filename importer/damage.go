package importer

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"bcimport/mapping"
)

// endDamaged ends a row that would put a damaged text into its record: one that nobody
// can have meant, unless the record holds the like, and one that is what programs make
// of what the record holds. A row that has written already was good then.
func (t *task) endDamaged(now time.Time) bool {
	if t.touched() {
		return false
	}
	var codes, messages []string
	tell := func(field string, d mapping.Damage) {
		t.outcome.Blames = append(t.outcome.Blames, field)
		messages = append(messages, t.damagedMessage(field, d))
		if !slices.Contains(codes, d.Code) {
			codes = append(codes, d.Code)
		}
	}
	for _, s := range t.entry.Edit.Suspects {
		if text, held, changes := t.change(s.Field); changes && !s.Excused(text, held) {
			tell(s.Field, s.Damage)
		}
	}
	for _, field := range t.entry.Edit.Guarded {
		text, held, changes := t.change(field)
		if !changes || text == "" || held == "" || slices.Contains(t.outcome.Blames, field) {
			continue
		}
		if d, damaged := mapping.AgainstRecord(field, text, held); damaged {
			tell(field, d)
		}
	}
	if len(codes) == 0 {
		return false
	}
	t.end(Invalid, strings.Join(codes, ";"), refusalMessage(messages), now)
	return true
}

// change is what the row wants of a field and what the record holds. changes is false
// where the row does not set it, or nothing would be sent.
func (t *task) change(field string) (text, held string, changes bool) {
	for _, v := range t.entry.Edit.Values {
		if v.Field == field {
			held = t.current.Text(field)
			return v.Text, held, !same(t.entry.Edit, field, held, v.Text)
		}
	}
	return "", "", false
}

// damagedMessage says what is wrong with a text, what the record holds and what to do.
func (t *task) damagedMessage(field string, d mapping.Damage) string {
	text, held, _ := t.change(field)
	holds := "the contact holds nothing there now"
	if held != "" {
		holds = fmt.Sprintf("the contact holds %q now", short(held))
	}
	return fmt.Sprintf("The text %q in %s %s; %s; %s, or say accept_damaged: true for %s in the mapping.",
		short(text), t.columnOf(field), d.What, holds, d.Remedy, field)
}
