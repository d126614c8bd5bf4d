package pipeline

import (
	"slices"
	"strings"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
)

func message(id string, args ...any) importer.Message { return mapping.NewMessage(id, args...) }

func waitsMessage(line int) importer.Message { return message("waits_for_unknown", line, resumes()) }

// sentences joins what is to be told one after the other; empty ones are left out.
func sentences(parts ...importer.Message) importer.Message {
	parts = slices.DeleteFunc(parts, importer.Message.IsZero)
	return mapping.Enumeration(mapping.Sentences, parts...)
}

// resumes names the step that goes on with the run.
func resumes() importer.Message { return importer.StepMessage(importer.StepResume) }

// serverWords joins what the server said with its request id.
func serverWords(f importer.Fault) string {
	switch {
	case f.RequestID == "":
		return f.Message
	case f.Message == "":
		return "request " + f.RequestID
	}
	return f.Message + " (request " + f.RequestID + ")"
}

// said quotes the server's words, if there are any.
func said(f importer.Fault) importer.Message {
	words := serverWords(f)
	if words == "" {
		return importer.Message{}
	}
	return message("said", words)
}

func notFoundMessage(key string, f importer.Fault) importer.Message {
	return sentences(message("no_such_contact", key), said(f))
}

func lookupEmptyMessage(f importer.Found) importer.Message {
	advice := message("check_key")
	if len(f.People) > 0 {
		advice = message("did_you_mean", mapping.Enumeration(mapping.Either, peopleWords(f.People, false)...))
	}
	switch f.Lookup.By {
	case mapping.MatchEmail:
		return message("no_such_email", f.Lookup.Key, advice)
	case mapping.MatchNumber:
		return message("no_such_number", f.Lookup.Key, advice)
	}
	return message("no_such_key", string(f.Lookup.By), f.Lookup.Key, advice)
}

// peopleWords names contacts: by their ids where those are what a key can be.
func peopleWords(people []importer.Person, withID bool) []importer.Message {
	words := make([]importer.Message, len(people))
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
func outsideSetMessage(contact importer.Message, why importer.ExclusionReason) importer.Message {
	switch why {
	case importer.IsCompany:
		return message("outside_set", contact, message("is_company"))
	case importer.SeveralRelations:
		return message("outside_set", contact, message("several_relations"))
	case importer.NoCustomer:
		return message("outside_set", contact, message("no_customer"))
	}
	return message("outside_set", contact, message("not_shown"))
}

// keyWords is the row's key with what people call the record.
func (t *task) keyWords() importer.Message {
	called := t.outcome.Called()
	if called == "" {
		return message("quoted", t.outcome.Key)
	}
	return message("key_called", t.outcome.Key, called)
}

func ambiguousMessage(f importer.Found) importer.Message {
	words := peopleWords(f.People, true)
	if len(words) == 0 {
		for _, id := range f.IDs {
			words = append(words, mapping.PlainMessage(id))
		}
	}
	words = words[:min(len(words), importer.MostPeople)]
	list := mapping.Enumeration(mapping.Commas, words...)
	if n := len(f.IDs) - len(words); n > 0 {
		list = message("more", list, n)
	}
	return message("ambiguous_key", len(f.IDs), f.Lookup.Key, list)
}

// writeRefusedMessage says which cells are refused, and why as far as status and code
// tell: the text of an error follows Accept-Language (Microsoft Learn, devenv-connect-apps-tips).
func (t *task) writeRefusedMessage(f importer.Fault) importer.Message {
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
func (t *task) blamedWords() importer.Message {
	words := make([]importer.Message, len(t.outcome.Blames))
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

func readRefusedMessage(f importer.Fault) importer.Message {
	switch f.HTTPStatus {
	case 0: // our own words about an answer that can't be used
		return mapping.PlainMessage(f.Message)
	case 403:
		return sentences(message("read_forbidden"), said(f))
	}
	return sentences(message("read_refused"), said(f))
}

func lookupRefusedMessage(l importer.Lookup, f importer.Fault) importer.Message {
	if f.HTTPStatus == 403 {
		return sentences(message("lookup_forbidden"), said(f))
	}
	return sentences(message("lookup_refused", l.Key), said(f))
}

func gaveUpMessage(tries int, f importer.Fault) importer.Message {
	return sentences(message("gave_up", tries), said(f))
}

func lookupGaveUpMessage(l importer.Lookup, f importer.Fault) importer.Message {
	return sentences(message("lookup_gave_up", l.Key), said(f))
}

func unknownMessage(f importer.Fault) importer.Message {
	return sentences(message("outcome_unknown", resumes()), said(f))
}

func mayLandMessage(until time.Time) importer.Message {
	return message("write_may_land", resumes(), until.UTC().Format(time.RFC3339))
}

func halfDoneMessage(applied []importer.Change, f importer.Fault) importer.Message {
	return sentences(message("half_done", resumes()), appliedWords(applied), said(f))
}
