package reports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/reports"
)

// missed is a row that did not succeed.
func missed(status importer.Status, code, blames, message string) importer.Outcome {
	return importer.Outcome{Status: status, Code: code, Blames: strings.Fields(blames), Message: mapping.PlainMessage(message), Raw: []byte("x\n")}
}

// problemsOf is what a summary tells of rows in this order.
func problemsOf(t *testing.T, outcomes ...importer.Outcome) reports.Summary {
	t.Helper()
	for i := range outcomes {
		outcomes[i].Seq, outcomes[i].Line, outcomes[i].Key = i, i+2, fmt.Sprint("K", i)
	}
	return write(t, t.TempDir(), newRun(len(outcomes), outcomes...))
}

func TestProblems_TheSameIsOneWhateverTheValues(t *testing.T) {
	t.Parallel()
	for name, messages := range map[string][2]importer.Outcome{
		"two addresses": {
			missed(importer.Invalid, "invalid_email", "email", `The e-mail address "anna(at)mail.example" in column "Mail" has no @; correct it.`),
			missed(importer.Invalid, "invalid_email", "email", `The e-mail address "bo" in column "Mail" has no @; correct it.`)},
		"quotes in a value": {
			missed(importer.Invalid, "too_long", "lastName", `The text "an \"x\" b" in column "Name" has 46 characters, and lastName accepts at most 30; shorten it.`),
			missed(importer.Invalid, "too_long", "lastName", `The text "y" in column "Name" has 31 characters, and lastName accepts at most 30; shorten it.`)},
		"keys that nobody has": {
			missed(importer.NotFound, "key_not_found", "key", `No contact has the number "CT1"; check the key.`),
			missed(importer.NotFound, "key_not_found", "key", `No contact has the number "CT2"; check the key.`)},
		"keys with suggestions": {
			missed(importer.NotFound, "key_not_found", "key", `No contact has the number "CT1"; check the key.`),
			missed(importer.NotFound, "key_not_found", "key", `No contact has the number "CT2"; did you mean CT002 (Anna Berg) or CT20?`)},
		"ambiguous": {
			missed(importer.Ambiguous, "ambiguous_key", "key", `2 contacts match the key "a@b"; use the contact's number or id as key: i, j.`),
			missed(importer.Ambiguous, "ambiguous_key", "key", `3 contacts match the key "c@d"; use the contact's number or id as key: i, j and 1 more.`)},
		"the service's words with request ids": {
			missed(importer.Rejected, "Application_DialogException", "email", `Business Central reports an invalid value in email "a@" in column "Mail"; correct it and run the row again. Business Central said: The email address "a@" is not valid. (request 593bf8f8-4df4)`),
			missed(importer.Rejected, "Application_DialogException", "email", `Business Central reports an invalid value in email "b@" in column "Mail"; correct it and run the row again. Business Central said: The email address "b@" is not valid. (request 0a3bf8f8-4df4)`)},
		"the service's words with bare values": {
			missed(importer.Rejected, "Application_DialogException", "lastName", `Business Central reports an invalid value in lastName "Berg" in column "Name"; correct it. Business Central said: Berg is not allowed.`),
			missed(importer.Rejected, "Application_DialogException", "lastName", `Business Central reports an invalid value in lastName "van der Heide" in column "Name"; correct it. Business Central said: van der Heide is not allowed.`)},
		"single quotes": {
			missed(importer.Rejected, "BadRequest_X", "", `Business Central said: Resource 'a b' is locked.`),
			missed(importer.Rejected, "BadRequest_X", "", `Business Central said: Resource 'c' is locked.`)},
		"quotes of other languages": {
			missed(importer.Rejected, "BadRequest_X", "", `Business Central said: Der Wert „Ä B“ fehlt; la valeur «a» manque; can't be ‘x y’, “z”. It's 'one two'.`),
			missed(importer.Rejected, "BadRequest_X", "", `Business Central said: Der Wert „C” fehlt; la valeur «d e f» manque; can't be ‘u’, “v w”. It's 'three'.`)},
		"a quote that does not end": {
			missed(importer.Rejected, "BadRequest_X", "", `Business Central said: 5" is too long.`),
			missed(importer.Rejected, "BadRequest_X", "", `Business Central said: 7" is too long.`)},
		"tries": {
			missed(importer.Failed, "no_answer", "", "A technical error outlasted 10 attempts; the contact was not changed by this row; run the row again later."),
			missed(importer.Failed, "no_answer", "", "A technical error outlasted 12 attempts; the contact was not changed by this row; run the row again later.")},
		"a conflict in one field": {
			missed(importer.Conflicted, "changed_by_another", "email", `Another user changed a field that this row sets; their value was kept (email in column "Mail": their value is "x@y", the row sets "a@b"); decide which is right and run the row again.`),
			missed(importer.Conflicted, "changed_by_another", "email", `Another user changed a field that this row sets; their value was kept (email in column "Mail": their value is "", the row sets "c@d"); decide which is right and run the row again.`)},
		"no message": {missed(importer.Unknown, "outcome_unknown", "", ""), missed(importer.Unknown, "outcome_unknown", "", "")},
	} {
		if s := problemsOf(t, messages[0], messages[1]); len(s.Problems) != 1 || s.Problems[0].Rows != 2 || s.Problems[0].First.Line != 2 {
			t.Errorf("%s: %+v", name, s.Problems)
		}
	}
}

func TestProblems_WhatDiffersStaysApart(t *testing.T) {
	t.Parallel()
	base := missed(importer.Invalid, "invalid_email", "email", `The e-mail address "a" in column "Mail" has no @; correct it.`)
	for name, other := range map[string]importer.Outcome{
		"another status":       missed(importer.Rejected, "invalid_email", "email", base.Message.Text),
		"another code":         missed(importer.Invalid, "placeholder", "email", base.Message.Text),
		"another field":        missed(importer.Invalid, "invalid_email", "phone", base.Message.Text),
		"two fields":           missed(importer.Invalid, "invalid_email", "email lastName", base.Message.Text),
		"the key":              missed(importer.Invalid, "invalid_email", "key", base.Message.Text),
		"no cell":              missed(importer.Invalid, "invalid_email", "", base.Message.Text),
		"two codes":            missed(importer.Invalid, "invalid_email;too_long", "email", base.Message.Text),
		"another reason":       missed(importer.Invalid, "invalid_email", "email", `The e-mail address "a" in column "Mail" has two @; correct it.`),
		"another remedy":       missed(importer.Invalid, "invalid_email", "email", `The e-mail address "a" in column "Mail" has no @; take it out.`),
		"the service's reason": missed(importer.Invalid, "invalid_email", "email", base.Message.Text+" Business Central said: No."),
		"a lost row":           missed(importer.Unknown, "outcome_unknown", "", "A write was sent."),
	} {
		if s := problemsOf(t, base, other); len(s.Problems) != 2 {
			t.Errorf("%s: %+v", name, s.Problems)
		}
	}
}

// TestProblems_WordsThatNeverRepeatAreOne: where values can't be told from words, the
// code and the column are what rows have in common.
func TestProblems_WordsThatNeverRepeatAreOne(t *testing.T) {
	t.Parallel()
	var rows []importer.Outcome
	for i := range 40 {
		rows = append(rows, missed(importer.Rejected, "Application_X", "lastName", "Business Central said: no "+strings.Repeat("x", i+1)))
	}
	s := problemsOf(t, rows...)
	if len(s.Problems) != 1 || s.Problems[0].Rows != 40 || !slices.Equal(s.Problems[0].Lines, []int{2, 3, 4}) {
		t.Errorf("%+v", s.Problems)
	}
}

func TestProblems_MostRowsFirstAndWithinABound(t *testing.T) {
	t.Parallel()
	var rows []importer.Outcome
	for i := range 500 {
		rows = append(rows, missed(importer.Rejected, fmt.Sprint("Code_", i%250, "_x"), "", "No."))
	}
	for range 3 {
		rows = append(rows, missed(importer.Invalid, "too_long", "email", "No."), missed(importer.Rejected, "Code_7_x", "", "No."))
	}
	rows = append(rows, missed(importer.NotAttempted, "stopped", "", "No."))
	s := problemsOf(t, rows...)
	if s.Problems[0].First.Code != "Code_7_x" || s.Problems[0].Rows != 5 {
		t.Errorf("first %+v", s.Problems[0])
	}
	total := s.Others
	for _, p := range s.Problems {
		if total += p.Rows; p.First.Raw != nil {
			t.Error("the bytes of a row are kept")
		}
	}
	if total != 506 || len(s.Problems) > 600 {
		t.Errorf("%d rows in %d problems", total, len(s.Problems))
	}
}

func TestProblems_TellTheColumn(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]string{
		`The text "column" in column "Job Title" is long.`:               `"Job Title"`,
		`The text "a" in column "A" and "b" in column "B".`:              "",
		`email in column "Mail": theirs; again in column "Mail".`:        `"Mail"`,
		`No contact has the number "CT1"; check the key.`:                "",
		`The text "x" in column "say \"Name\"" is long.`:                 `"say \"Name\""`,
		`The first column is empty; fill column "Nr." and run it again.`: `"Nr."`,
	} {
		if s := problemsOf(t, missed(importer.Invalid, "some_code", "", message)); s.Problems[0].Column != want {
			t.Errorf("%s: %s", message, s.Problems[0].Column)
		}
	}
}
