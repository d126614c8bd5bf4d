package importer

import (
	"fmt"
	"strings"
	"time"

	"bcimport/mapping"
)

// Messages say in a consultant's words what happened and what to do; the
// server's words and request id follow.

// NotAttemptedMessage is for a row that the run never came to.
const NotAttemptedMessage = "The run stopped before this row; bcimport resume goes on here."

// CutOffMessage is for a row whose write was recorded and whose outcome was not,
// because the run was killed.
const CutOffMessage = "The run was cut off while a write for this row was under way; the contact holds the old or the new values; bcimport resume settles it."

func waitsMessage(line int) string {
	return fmt.Sprintf("What became of the write for line %d, which changes the same contact, is not known, so this row was left alone; bcimport resume settles both.", line)
}

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

func said(f Fault) string {
	w := f.words()
	if w == "" {
		return ""
	}
	return " Business Central said: " + w
}

func refusalMessage(problems []string) string { return strings.Join(problems, " ") }

func notFoundMessage(key string, f Fault) string {
	return fmt.Sprintf("There is no contact %q among the customer contacts; check the key.", key) + said(f)
}

func lookupEmptyMessage(f Found) string {
	what := fmt.Sprintf("No contact has the number %q", f.Lookup.Key)
	if f.Lookup.By == mapping.MatchEmail {
		what = fmt.Sprintf("No customer contact has the e-mail address %q", f.Lookup.Key)
	}
	if len(f.People) == 0 {
		return what + "; check the key."
	}
	return what + "; did you mean " + strings.Join(peopleWords(f.People, false), " or ") + "?"
}

// peopleWords names contacts: by their ids where those are what a key can be.
func peopleWords(people []Person, withID bool) []string {
	words := make([]string, len(people))
	for i, p := range people {
		words[i] = p.Key
		if withID {
			words[i] = strings.TrimPrefix(p.Key+", "+p.ID, ", ")
		}
		if p.Name != "" {
			words[i] += " (" + p.Name + ")"
		}
	}
	return words
}

// outsideSetMessage says why a contact is not among the customer contacts, and what
// to do: the set shows persons whose company is a customer and nothing else
// (APIV2CustContacts.Page.al).
func outsideSetMessage(contact string, why Outside) string {
	reason := map[Outside]string{
		IsCompany:        "it is a company, and only persons are updated",
		SeveralRelations: "its company is a customer and a vendor or the like as well",
		NoCustomer:       "its company is not a customer",
		NotShown:         "its company may be a vendor as well, or it is a company itself",
	}[why]
	return fmt.Sprintf("Contact %s exists but is not a customer contact: %s; change it in Business Central and take the row out.", contact, reason)
}

// keyWords is the row's key with what people call the record.
func (t *task) keyWords() string {
	called := t.outcome.Called()
	if called == "" {
		return fmt.Sprintf("%q", t.outcome.Key)
	}
	return fmt.Sprintf("%q (%s)", t.outcome.Key, called)
}

func ambiguousMessage(f Found) string {
	words := f.IDs
	if len(f.People) > 0 {
		words = peopleWords(f.People, true)
	}
	more := ""
	if len(words) > MostPeople {
		words = words[:MostPeople]
	}
	if n := len(f.IDs) - len(words); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return fmt.Sprintf("%d contacts match the key %q; use the contact's number or id as key: %s%s.", len(f.IDs), f.Lookup.Key, strings.Join(words, ", "), more)
}

// writeRefusedMessage says which cells are refused, and why as far as status and code
// tell: the words depend on the language (business-central.md, 7).
func (t *task) writeRefusedMessage(f Fault) string {
	cells := t.blamedWords()
	switch {
	case f.HTTPStatus == 403:
		return "Business Central does not permit this change; give the application a permission set that may modify contacts." + said(f)
	case f.Code == "Application_StringExceededLength":
		return "Business Central finds the text too long in " + cells + "; shorten it and run the row again." + said(f)
	case f.Code == "Application_DialogException", f.Code == "Application_FieldValidationException":
		return "Business Central finds the value wrong in " + cells + "; correct it and run the row again." + said(f)
	case strings.HasPrefix(f.Code, "BadRequest_InvalidOperation"):
		return "Business Central does not let " + cells + " be changed; leave it out of the mapping." + said(f)
	}
	return "Business Central refused " + cells + "; correct the row and run it again." + said(f)
}

// blamedWords names the cells that a failure is about, with their values.
func (t *task) blamedWords() string {
	words := make([]string, len(t.outcome.Blames))
	for i, field := range t.outcome.Blames {
		words[i] = fmt.Sprintf("%s %q in %s", field, short(t.wanted(field)), t.columnOf(field))
		if t.entry.Columns == nil {
			words[i] = fmt.Sprintf("%s %q", field, short(t.wanted(field)))
		}
	}
	if len(words) == 0 {
		return "the values"
	}
	return strings.Join(words, ", ")
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

func readRefusedMessage(f Fault) string {
	switch f.HTTPStatus {
	case 0: // our own words about an answer that can't be used
		return f.Message
	case 403:
		return "Business Central does not let the application read this contact; give it a permission set that may read contacts." + said(f)
	}
	return "Business Central refused to read the contact, so nothing was written; check the key." + said(f)
}

func lookupRefusedMessage(l Lookup, f Fault) string {
	if f.HTTPStatus == 403 {
		return "Business Central does not let the application look contacts up; give it a permission set that may read contacts." + said(f)
	}
	return fmt.Sprintf("Business Central could not look up the key %q; check it, or use contact ids as keys.", l.Key) + said(f)
}

func gaveUpMessage(tries int, f Fault) string {
	return fmt.Sprintf("A technical error outlasted %d tries; the contact was not changed by this row; run the row again later.", tries) + said(f)
}

func lookupGaveUpMessage(l Lookup, f Fault) string {
	return fmt.Sprintf("A technical error outlasted every try to look up the key %q; nothing was changed; run the row again later.", l.Key) + said(f)
}

func unknownMessage(f Fault) string {
	return "A write was sent and its outcome could not be established; the contact holds the old or the new values; bcimport resume settles it." + said(f)
}

func mayLandMessage(until time.Time) string {
	return "A write of the undone run, whose answer was lost, may still reach the contact; bcimport resume settles it, at the latest after " + until.UTC().Format(time.RFC3339) + "."
}

func halfDoneMessage(landed []Change, f Fault) string {
	return "The row could not be finished because of a technical error; bcimport resume finishes it." + landedWords(landed) + said(f)
}

func (t *task) movedMessage() string {
	return "The contact was changed by somebody else between read and write, and the run was told to stop at any such change; look at it; " +
		t.decideWords() + landedWords(t.landed)
}

// movedSinceMessage is for a row whose eTag is not that of the contact any more.
func (t *task) movedSinceMessage() string {
	return "The contact was changed by somebody else since the state that the row was made on" + t.collisionWords() + "; look at it; " +
		t.decideWords() + landedWords(t.landed)
}

func (t *task) contentionMessage(f Fault) string {
	what := fmt.Sprintf("Others kept changing the contact: %d writes came too late; ", t.rounds)
	if t.entry.Columns == nil || !t.entry.Edit.StatesBase() {
		what += "run the row again later."
	} else {
		what += "when they have ended, " + t.decideWords()
	}
	return what + said(f) + landedWords(t.landed)
}

func (t *task) collisionMessage() string {
	return "Somebody else changed what this row sets; theirs was kept" + t.collisionWords() + "; " + t.decideWords() + landedWords(t.landed)
}

// collisionWords are the collisions, field by field with both values, in brackets.
func (t *task) collisionWords() string {
	if len(t.collisions) == 0 {
		return ""
	}
	parts := make([]string, len(t.collisions))
	for i, c := range t.collisions {
		parts[i] = fmt.Sprintf("%s: theirs is %q, the row wants %q", t.fieldWords(c.Field), c.Theirs, c.Ours)
		if c.Base != "" {
			parts[i] += fmt.Sprintf(", before it was %q", c.Base)
		}
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

// decideWords say how a conflict is settled. What an undo met has no row to decide in.
func (t *task) decideWords() string {
	if t.entry.Columns == nil {
		return "decide which is right; if it is not theirs, enter it in Business Central."
	}
	words := "write keep (theirs stays) or take (the row's values are written) into " + mapping.DecisionColumn + " in failed.csv"
	if n := len(t.collisions); n > 1 {
		words += fmt.Sprintf(`, or for single fields "take: %s; keep: %s"`, t.collisions[0].Field, t.collisions[1].Field)
	}
	words += ", and run it again"
	if !t.entry.Edit.StatesBase() {
		words += " (left empty, the row is written as it stands)" // it does not say which state it was made on
	}
	return words + "."
}

// fieldWords names a field and its column.
func (t *task) fieldWords(field string) string {
	if column := t.columnOf(field); column != field {
		return field + " in " + column
	}
	return field
}

func landedWords(landed []Change) string {
	if len(landed) == 0 {
		return ""
	}
	fields := make([]string, len(landed))
	for i, c := range landed {
		fields[i] = c.Field
	}
	return " Written by this row before that: " + strings.Join(fields, ", ") + "."
}

// remarkMessage explains the remarks that stand beside a success.
func (t *task) remarkMessage(code string, changes []Change) string {
	var parts []string
	for remark := range strings.SplitSeq(code, ";") {
		switch remark {
		case RemarkConfirmedByReading:
			parts = append(parts, "The answer to the write was lost; reading the contact again shows the new values.")
		case RemarkNameRebuilt:
			parts = append(parts, "The contact had neither first nor last name and the row sets only one of them: Business Central builds the display name from the two, so check it.")
		case RemarkStoredDifferently:
			for _, c := range changes {
				if c.Differs {
					parts = append(parts, fmt.Sprintf("%s was sent as %q and stored as %q.", c.Field, c.After, c.Stored))
				}
			}
		case RemarkKeptTheirs:
			parts = append(parts, t.keptMessage())
		case RemarkTruncated:
			for _, v := range t.entry.Edit.Truncated {
				parts = append(parts, fmt.Sprintf("The text %q in %s is too long for %s and was cut to %q.", v.Text, t.columnOf(v.Field), v.Field, t.wanted(v.Field)))
			}
		}
	}
	return strings.Join(parts, " ")
}

// keptMessage names what was left alone because a person decided so.
func (t *task) keptMessage() string {
	parts := make([]string, len(t.kept))
	for i, c := range t.kept {
		parts[i] = fmt.Sprintf("%s stays %q, the row wants %q", t.fieldWords(c.Field), c.Theirs, c.Ours)
	}
	return "Theirs was kept, as decided: " + strings.Join(parts, "; ") + "."
}
