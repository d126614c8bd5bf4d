package pipeline

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"bcimport/importer"
)

var noon = time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)

// planned is a row that sets email and lastName on a contact that holds the old
// ones, with its write.
func planned(policy importer.ConflictPolicy) (*task, importer.Intent) {
	t := newTask(importer.CustomerContacts(), row(0, "c", "email", "new", "lastName", "New"))
	t.readAnswered(importer.Response{Disposition: importer.Confirmed, Contact: *holding("1", "email", "old", "lastName", "Old")}, policy, noon, 0)
	in := *t.plan(policy, false, noon)
	t.intends = true
	return t, in
}

var (
	refused   = importer.Response{Disposition: importer.Refused, Attempts: 1, Fault: importer.Fault{HTTPStatus: 400, Code: "Invalid", Message: "No."}}
	forbid    = importer.Response{Disposition: importer.Refused, Attempts: 1, Fault: importer.Fault{HTTPStatus: 403, Code: "Denied"}}
	stale     = importer.Response{Disposition: importer.Stale, Attempts: 1, Fault: importer.Fault{HTTPStatus: 409, Code: "Request_EntityChanged"}}
	lost      = importer.Response{Disposition: importer.Lost, Attempts: 1, Fault: importer.Fault{Code: "timeout"}}
	throttle  = importer.Response{Disposition: importer.NotDone, Attempts: 1, Fault: importer.Fault{HTTPStatus: 429, Code: "http_429"}}
	missing   = importer.Response{Disposition: importer.Missing, Attempts: 1, Fault: importer.Fault{HTTPStatus: 404, Code: "http_404"}}
	unchanged = importer.Response{Disposition: importer.Confirmed, Contact: *holding("1", "email", "old", "lastName", "Old")}
	ours      = importer.Response{Disposition: importer.Confirmed, Attempts: 1, Contact: *holding("2", "email", "new", "lastName", "New")}
	mixed     = importer.Response{Disposition: importer.Confirmed, Contact: *holding("3", "email", "theirs", "lastName", "New")}
	theirs    = importer.Response{Disposition: importer.Confirmed, Contact: *holding("3", "email", "theirs", "lastName", "Old")}
	beside    = importer.Response{Disposition: importer.Confirmed, Contact: *holding("3", "email", "old", "lastName", "Old", "firstName", "theirs")}
	reverted  = importer.Response{Disposition: importer.Confirmed, Contact: *holding("4", "email", "old", "lastName", "Old")}
)

// play feeds answers to a row as a worker would: writes when there is a write to
// send, reads when there is none.
func play(policy importer.ConflictPolicy, answers ...importer.Response) (t *task, sent []importer.Intent) {
	t, in := planned(policy)
	next := &in
	for _, a := range answers {
		if next != nil {
			sent = append(sent, *next)
			t.writeAnswered(*next, a, policy, noon, 0)
			next = nil
		} else {
			t.readAnswered(a, policy, noon, 0)
		}
		if !t.done && t.current != nil {
			next = t.plan(policy, false, noon)
		}
	}
	return t, sent
}

func TestTask_EveryEndOfAWrite(t *testing.T) {
	t.Parallel()
	both := "email;lastName"
	for name, test := range map[string]struct {
		policy  importer.ConflictPolicy
		answers []importer.Response
		status  importer.Status // empty: not ended
		code    string
		changed string
		http    int
		after   importer.ETag
	}{
		"ConfirmedIsUpdated":                       {importer.Merge, []importer.Response{ours}, importer.Updated, "", both, 200, "2"},
		"StoredDifferentlyIsTold":                  {importer.Merge, []importer.Response{{Disposition: importer.Confirmed, Attempts: 1, Contact: *holding("2", "email", "NEW", "lastName", "New")}}, importer.Updated, "stored_differently", both, 200, "2"},
		"RefusedIsRejected":                        {importer.Merge, []importer.Response{refused}, importer.Rejected, "Invalid", "", 400, ""},
		"MissingIsAskedAgainByReading":             {importer.Merge, []importer.Response{missing, missing}, importer.NotFound, "http_404", "", 404, ""},
		"ThrottledIsSentAgain":                     {importer.Merge, []importer.Response{throttle, throttle, ours}, importer.Updated, "", both, 200, "2"},
		"LostIsSettledByReading":                   {importer.Merge, []importer.Response{lost, ours}, importer.Updated, "confirmed_by_reading", both, 0, "2"},
		"LostAndUnmovedIsSentAgainWithTheSameETag": {importer.Merge, []importer.Response{lost, unchanged, ours}, importer.Updated, "", both, 200, "2"},
		"LostTwiceWithOneLateIsSettledByReading":   {importer.Merge, []importer.Response{lost, unchanged, stale, ours}, importer.Updated, "confirmed_by_reading", both, 409, "2"},
		"LostAndMovedBesideIsPlannedAgain":         {importer.Merge, []importer.Response{lost, beside, ours}, importer.Updated, "", both, 200, "2"},
		"LostAndHalfOverwrittenIsAConflictHalfOurs": {
			importer.Merge, []importer.Response{lost, mixed}, importer.Conflicted, "changed_by_another", "lastName", 0, "3"},
		"LostAndHalfOverwrittenUnderFail":      {importer.Fail, []importer.Response{lost, mixed}, importer.Conflicted, "etag_moved", "lastName", 0, "3"},
		"LostAndHalfOverwrittenUnderOverwrite": {importer.Overwrite, []importer.Response{lost, mixed, ours}, importer.Updated, "", "lastName;email", 200, "2"},
		"WhatLandedAndWasPutBackIsAConflict": {
			importer.Merge, []importer.Response{lost, {Disposition: importer.Confirmed, Contact: *holding("3", "email", "old", "lastName", "New")}, stale, reverted},
			importer.Conflicted, "changed_by_another", "lastName", 409, "3"},
		"LostAndRefusedAgainIsRejectedWhereNothingMoved": {importer.Merge, []importer.Response{lost, unchanged, refused, unchanged}, importer.Rejected, "Invalid", "", 400, ""},
		"LostAndForbiddenLaterIsUnknown":                 {importer.Merge, []importer.Response{lost, unchanged, forbid, unchanged}, importer.Unknown, "Denied", both, 403, ""},
		"LostAndForbiddenLaterButLanded":                 {importer.Merge, []importer.Response{lost, unchanged, forbid, ours}, importer.Updated, "confirmed_by_reading", both, 403, "2"},
		"LostAndNeverReadAgainIsUnknown":                 {importer.Merge, []importer.Response{lost, forbid}, importer.Unknown, "Denied", both, 0, ""},
		"LostAndGoneIsNotFound":                          {importer.Merge, []importer.Response{lost, missing}, importer.NotFound, "http_404", "", 404, ""},
		"StaleIsReadAndPlannedAgain":                     {importer.Merge, []importer.Response{stale, beside, ours}, importer.Updated, "", both, 200, "2"},
		"StaleWithTheirsOnOurFieldIsAConflict":           {importer.Merge, []importer.Response{stale, theirs}, importer.Conflicted, "changed_by_another", "", 409, ""},
		"StaleWithOurValuesThereIsUnchanged":             {importer.Merge, []importer.Response{stale, ours}, importer.Unchanged, "", "", 409, ""},
		"StaleUnderFailIsAConflict":                      {importer.Fail, []importer.Response{stale}, importer.Conflicted, "Request_EntityChanged", "", 409, ""},
		"StaleUnderOverwriteIsWrittenOver":               {importer.Overwrite, []importer.Response{stale, theirs, ours}, importer.Updated, "", both, 200, "2"},
		"NotSentLeavesTheRowOpen":                        {importer.Merge, []importer.Response{{}}, "", "", "", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row, sent := play(test.policy, test.answers...)
			o := row.outcome
			var changed []string
			for _, c := range o.Changes {
				changed = append(changed, c.Field)
			}
			if row.done != (test.status != "") || o.Status != test.status || o.Code != test.code || o.HTTPStatus != test.http || o.ETagAfter != test.after {
				t.Errorf("ended %q %q http %d after %q: %s", o.Status, o.Code, o.HTTPStatus, o.ETagAfter, o.Message)
			}
			if got := strings.Join(changed, ";"); got != test.changed {
				t.Errorf("changed %q, want %q", got, test.changed)
			}
			attempts := 0
			for _, in := range sent {
				if in.Attempt != attempts+1 {
					t.Errorf("attempt %d is numbered %d", attempts+1, in.Attempt)
				}
				attempts++
			}
			if test.status == "" {
				attempts = 0
			} else if o.ETagBefore != sent[len(sent)-1].ETag {
				t.Errorf("etag before is %q, want that of the last attempt %q", o.ETagBefore, sent[len(sent)-1].ETag)
			}
			if o.Attempts != attempts {
				t.Errorf("%d attempts, want %d", o.Attempts, attempts)
			}
			if (o.Raw != nil) != (row.done && o.Status.Result() == "failure") {
				t.Errorf("a %q row keeps the bytes %q", o.Status, o.Raw)
			}
		})
	}
}

func TestTask_LostWriteIsRepeatedWordForWord(t *testing.T) {
	t.Parallel()
	_, sent := play(importer.Merge, lost, unchanged, lost, unchanged, ours)
	if len(sent) != 3 {
		t.Fatalf("%d writes, want 3", len(sent))
	}
	for _, in := range sent[1:] {
		if in.ETag != sent[0].ETag || !reflect.DeepEqual(in.Changes, sent[0].Changes) {
			t.Errorf("sent again as %+v, was %+v", in, sent[0])
		}
	}
}

func TestTask_EndlessContentionEndsAsAConflict(t *testing.T) {
	t.Parallel()
	var answers []importer.Response
	for range maxStaleETags + 1 {
		answers = append(answers, stale, beside)
	}
	row, sent := play(importer.Merge, answers[:len(answers)-1]...)
	if o := row.outcome; o.Status != importer.Conflicted || !strings.Contains(inBrackets(o.Message), "kept changing") || len(sent) != maxStaleETags+1 {
		t.Errorf("%d writes, outcome %+v", len(sent), o)
	}
}

func TestTask_AbandonTellsWhatMayHaveHappened(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []importer.Response
		want    importer.Status
	}{
		"journaled and not sent": {[]importer.Response{{}}, importer.NotAttempted},
		"throttled":              {[]importer.Response{throttle}, importer.NotAttempted},
		"lost":                   {[]importer.Response{lost}, importer.Unknown},
		"lost and to be resent":  {[]importer.Response{lost, unchanged}, importer.Unknown},
		"half landed":            {[]importer.Response{lost, {Disposition: importer.Confirmed, Contact: *holding("3", "email", "old", "lastName", "New")}, throttle}, importer.Unknown},
	} {
		row, _ := play(importer.Merge, test.answers...)
		if !row.abandon(noon) || row.outcome.Status != test.want || row.outcome.Code == "" {
			t.Errorf("%s: %+v, want %s", name, row.outcome, test.want)
		}
	}
	if newTask(importer.CustomerContacts(), row(0, "c", "email", "x")).abandon(noon) {
		t.Error("a row that was never touched has an outcome")
	}
}

func TestTask_MessagesOfAConflictNameBothValuesAndWhatLanded(t *testing.T) {
	t.Parallel()
	row, _ := play(importer.Merge, lost, mixed)
	for _, words := range []string{`their value is "theirs"`, `the row sets "new"`, "Written by this row before that: lastName."} {
		if !strings.Contains(inBrackets(row.outcome.Message), words) {
			t.Errorf("message %q lacks %q", inBrackets(row.outcome.Message), words)
		}
	}
}
