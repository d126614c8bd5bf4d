package importer

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"bcimport/mapping"
)

// Message is what a report tells of a row, as an ID with arguments; MessageText makes its
// words.
type Message = mapping.Message

// NotAttemptedMessage is for a row that the run never came to.
func NotAttemptedMessage() Message { return message("not_attempted", resumes()) }

// CutOffMessage is for a row whose write was recorded and whose outcome was not,
// because the run was killed.
func CutOffMessage() Message { return message("cut_off", resumes()) }

func waitsMessage(line int) Message { return message("waits_for_unknown", line, resumes()) }

func message(id string, args ...any) Message { return mapping.NewMessage(id, args...) }

// sentences joins what is to be told one after the other; empty ones are left out.
func sentences(parts ...Message) Message {
	parts = slices.DeleteFunc(parts, Message.IsZero)
	return mapping.Enumeration(mapping.Sentences, parts...)
}

// resumes names the step that goes on with the run.
func resumes() Message { return message(stepID, string(StepResume)) }

// MissingCells is the problem of a row with fewer cells than the header.
func MissingCells(have, want int) Message {
	return message("cells", cells(have), want, message("fill_cells"))
}

// ExtraCells is the problem of a row with more cells than the header. blank reports
// whether the extra cells are empty.
func ExtraCells(have, want int, delimiter rune, blank bool) Message {
	if blank {
		return message("cells", cells(have), want, message("remove_delimiters"))
	}
	return message("cells", cells(have), want, message("quote_delimiter", strconv.QuoteRune(delimiter)))
}

func cells(n int) Message {
	if n == 1 {
		return message("one_cell")
	}
	return message("many_cells", n)
}

// CellBeyondHeader is the problem of a row of a sheet that has a value in a column without
// a header, which is called by its letters.
func CellBeyondHeader(column string) Message { return message("cell_beyond_header", column) }

// words joins what the server said with its request id.
func (f Fault) words() string {
	switch {
	case f.RequestID == "":
		return f.Message
	case f.Message == "":
		return "request " + f.RequestID
	}
	return f.Message + " (request " + f.RequestID + ")"
}

// said quotes the server's words, if there are any.
func said(f Fault) Message {
	words := f.words()
	if words == "" {
		return Message{}
	}
	return message("said", words)
}

func notFoundMessage(key string, f Fault) Message {
	return sentences(message("no_such_contact", key), said(f))
}

func lookupEmptyMessage(f Found) Message {
	advice := message("check_key")
	if len(f.People) > 0 {
		advice = message("did_you_mean", mapping.Enumeration(mapping.Either, peopleWords(f.People, false)...))
	}
	if f.Lookup.By == mapping.MatchEmail {
		return message("no_such_email", f.Lookup.Key, advice)
	}
	return message("no_such_number", f.Lookup.Key, advice)
}

// peopleWords names contacts: by their ids where those are what a key can be.
func peopleWords(people []Person, withID bool) []Message {
	words := make([]Message, len(people))
	for i, p := range people {
		word := p.Key
		if withID {
			word = strings.TrimPrefix(p.Key+", "+p.ID, ", ")
		}
		if p.Name != "" {
			word += " (" + p.Name + ")"
		}
		words[i] = mapping.PlainMessage(word)
	}
	return words
}

// outsideSetMessage says why a contact is not among the customer contacts, and what
// to do: the set shows persons whose company is a customer and nothing else
// (APIV2CustContacts.Page.al).
func outsideSetMessage(contact Message, why ExclusionReason) Message {
	switch why {
	case IsCompany:
		return message("outside_set", contact, message("is_company"))
	case SeveralRelations:
		return message("outside_set", contact, message("several_relations"))
	case NoCustomer:
		return message("outside_set", contact, message("no_customer"))
	}
	return message("outside_set", contact, message("not_shown"))
}

// keyWords is the row's key with what people call the record.
func (t *task) keyWords() Message {
	called := t.outcome.Called()
	if called == "" {
		return message("quoted", t.outcome.Key)
	}
	return message("key_called", t.outcome.Key, called)
}

func ambiguousMessage(f Found) Message {
	words := peopleWords(f.People, true)
	if len(words) == 0 {
		for _, id := range f.IDs {
			words = append(words, mapping.PlainMessage(id))
		}
	}
	words = words[:min(len(words), MostPeople)]
	list := mapping.Enumeration(mapping.Commas, words...)
	if n := len(f.IDs) - len(words); n > 0 {
		list = message("more", list, n)
	}
	return message("ambiguous_key", len(f.IDs), f.Lookup.Key, list)
}

// writeRefusedMessage says which cells are refused, and why as far as status and code
// tell: the words depend on the language (business-central.md, 7).
func (t *task) writeRefusedMessage(f Fault) Message {
	cells := t.blamedWords()
	switch {
	case f.HTTPStatus == 403:
		return sentences(message("write_forbidden"), said(f))
	case f.Code == "Application_StringExceededLength":
		return sentences(message("write_too_long", cells), said(f))
	case f.Code == "Application_DialogException", f.Code == "Application_FieldValidationException":
		return sentences(message("write_wrong_value", cells), said(f))
	case strings.HasPrefix(f.Code, "BadRequest_InvalidOperation"):
		return sentences(message("write_read_only", cells), said(f))
	}
	return sentences(message("write_refused", cells), said(f))
}

// blamedWords names the cells that a failure is about, with their values.
func (t *task) blamedWords() Message {
	words := make([]Message, len(t.outcome.Blames))
	for i, field := range t.outcome.Blames {
		words[i] = message("cell_in_column", field, short(t.wanted(field)), t.columnOf(field))
		if t.entry.Columns == nil {
			words[i] = message("cell", field, short(t.wanted(field)))
		}
	}
	if len(words) == 0 {
		return message("the_values")
	}
	return mapping.Enumeration(mapping.Commas, words...)
}

// short keeps a value from filling a message.
func short(text string) string {
	const most = 60
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}

func readRefusedMessage(f Fault) Message {
	switch f.HTTPStatus {
	case 0: // our own words about an answer that can't be used
		return mapping.PlainMessage(f.Message)
	case 403:
		return sentences(message("read_forbidden"), said(f))
	}
	return sentences(message("read_refused"), said(f))
}

func lookupRefusedMessage(l Lookup, f Fault) Message {
	if f.HTTPStatus == 403 {
		return sentences(message("lookup_forbidden"), said(f))
	}
	return sentences(message("lookup_refused", l.Key), said(f))
}

func gaveUpMessage(tries int, f Fault) Message { return sentences(message("gave_up", tries), said(f)) }

func lookupGaveUpMessage(l Lookup, f Fault) Message {
	return sentences(message("lookup_gave_up", l.Key), said(f))
}

func unknownMessage(f Fault) Message {
	return sentences(message("outcome_unknown", resumes()), said(f))
}

func mayLandMessage(until time.Time) Message {
	return message("write_may_land", resumes(), until.UTC().Format(time.RFC3339))
}

func halfDoneMessage(landed []Change, f Fault) Message {
	return sentences(message("half_done", resumes()), landedWords(landed), said(f))
}

func (t *task) movedMessage() Message {
	return sentences(message("moved", t.decideWords()), landedWords(t.applied))
}

// movedSinceMessage is for a row whose eTag is not that of the contact any more.
func (t *task) movedSinceMessage() Message {
	return sentences(message("moved_since", t.collisionWords(), t.decideWords()), landedWords(t.applied))
}

func (t *task) contentionMessage(f Fault) Message {
	advice := message("run_later")
	if t.entry.Columns != nil && t.entry.Edit.StatesBase() {
		advice = message("when_they_have_ended", t.decideWords())
	}
	return sentences(message("contention", t.staleETags, advice), said(f), landedWords(t.applied))
}

func (t *task) collisionMessage() Message {
	return sentences(message("collision", t.collisionWords(), t.decideWords()), landedWords(t.applied))
}

// collisionWords are the collisions, field by field with both values, in brackets.
func (t *task) collisionWords() Message {
	if len(t.collisions) == 0 {
		return Message{}
	}
	parts := make([]Message, len(t.collisions))
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
func (t *task) decideWords() Message {
	if t.entry.Columns == nil {
		return message("decide_here")
	}
	var single, empty Message
	if len(t.collisions) > 1 {
		single = message("decide_single_fields", t.collisions[0].Field, t.collisions[1].Field)
	}
	if !t.entry.Edit.StatesBase() {
		empty = message("decide_nothing") // it does not say which state it was made on
	}
	return message("decide", mapping.DecisionColumn, single, empty)
}

// fieldWords names a field and its column.
func (t *task) fieldWords(field string) Message {
	if column := t.columnOf(field); column.ID != "" {
		return message("field_in_column", field, column)
	}
	return mapping.PlainMessage(field)
}

func landedWords(landed []Change) Message {
	if len(landed) == 0 {
		return Message{}
	}
	fields := make([]Message, len(landed))
	for i, c := range landed {
		fields[i] = mapping.PlainMessage(c.Field)
	}
	return message("written_before", mapping.Enumeration(mapping.Commas, fields...))
}

// remarkMessage explains the remarks that stand beside a success.
func (t *task) remarkMessage(code string, changes []Change) Message {
	var parts []Message
	for remark := range strings.SplitSeq(code, ";") {
		switch remark {
		case RemarkConfirmedByReading:
			parts = append(parts, message("confirmed_by_reading"))
		case RemarkNameRebuilt:
			parts = append(parts, message("name_will_be_rebuilt"))
		case RemarkStoredDifferently:
			for _, c := range changes {
				if c.Differs {
					parts = append(parts, message("stored_differently", c.Field, c.After, c.Stored))
				}
			}
		case RemarkKeptTheirs:
			parts = append(parts, t.keptMessage())
		case RemarkTruncated:
			for _, v := range t.entry.Edit.Truncated {
				parts = append(parts, message("truncated", v.Text, t.columnOf(v.Field), v.Field, t.wanted(v.Field)))
			}
		}
	}
	return sentences(parts...)
}

// keptMessage names what was left alone because a person decided so.
func (t *task) keptMessage() Message {
	parts := make([]Message, len(t.kept))
	for i, c := range t.kept {
		parts[i] = message("kept_in", t.fieldWords(c.Field), c.Theirs, c.Ours)
	}
	return message("kept_theirs", mapping.Enumeration("semicolons", parts...))
}
