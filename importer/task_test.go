package importer

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)

// planned is a row that sets email and lastName on a contact that holds the old
// ones, with its write.
func planned(policy ConflictPolicy) (*task, Intent) {
	t := newTask(row(0, "c", "email", "new", "lastName", "New"))
	t.readAnswered(Response{Disposition: Confirmed, Contact: *holding("1", "email", "old", "lastName", "Old")}, policy, noon, 0)
	in := *t.plan(policy, false, noon)
	t.intends = true
	return t, in
}

var (
	refused   = Response{Disposition: Refused, Attempts: 1, Fault: Fault{HTTPStatus: 400, Code: "Invalid", Message: "No."}}
	forbid    = Response{Disposition: Refused, Attempts: 1, Fault: Fault{HTTPStatus: 403, Code: "Denied"}}
	stale     = Response{Disposition: Stale, Attempts: 1, Fault: Fault{HTTPStatus: 409, Code: "Request_EntityChanged"}}
	lost      = Response{Disposition: Lost, Attempts: 1, Fault: Fault{Code: "timeout"}}
	throttle  = Response{Disposition: NotDone, Attempts: 1, Fault: Fault{HTTPStatus: 429, Code: "http_429"}}
	missing   = Response{Disposition: Missing, Attempts: 1, Fault: Fault{HTTPStatus: 404, Code: "http_404"}}
	unchanged = Response{Disposition: Confirmed, Contact: *holding("1", "email", "old", "lastName", "Old")}
	ours      = Response{Disposition: Confirmed, Attempts: 1, Contact: *holding("2", "email", "new", "lastName", "New")}
	mixed     = Response{Disposition: Confirmed, Contact: *holding("3", "email", "theirs", "lastName", "New")}
	theirs    = Response{Disposition: Confirmed, Contact: *holding("3", "email", "theirs", "lastName", "Old")}
	beside    = Response{Disposition: Confirmed, Contact: *holding("3", "email", "old", "lastName", "Old", "firstName", "theirs")}
	reverted  = Response{Disposition: Confirmed, Contact: *holding("4", "email", "old", "lastName", "Old")}
)

// play feeds answers to a row as a worker would: writes when there is a write to
// send, reads when there is none.
func play(policy ConflictPolicy, answers ...Response) (t *task, sent []Intent) {
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
		policy  ConflictPolicy
		answers []Response
		status  Status // empty: not ended
		code    string
		changed string
		http    int
		after   ETag
	}{
		"ConfirmedIsUpdated":                       {Merge, []Response{ours}, Updated, "", both, 200, "2"},
		"StoredDifferentlyIsTold":                  {Merge, []Response{{Disposition: Confirmed, Attempts: 1, Contact: *holding("2", "email", "NEW", "lastName", "New")}}, Updated, "stored_differently", both, 200, "2"},
		"RefusedIsRejected":                        {Merge, []Response{refused}, Rejected, "Invalid", "", 400, ""},
		"MissingIsAskedAgainByReading":             {Merge, []Response{missing, missing}, NotFound, "http_404", "", 404, ""},
		"ThrottledIsSentAgain":                     {Merge, []Response{throttle, throttle, ours}, Updated, "", both, 200, "2"},
		"LostIsSettledByReading":                   {Merge, []Response{lost, ours}, Updated, "confirmed_by_reading", both, 0, "2"},
		"LostAndUnmovedIsSentAgainWithTheSameETag": {Merge, []Response{lost, unchanged, ours}, Updated, "", both, 200, "2"},
		"LostTwiceWithOneLateIsSettledByReading":   {Merge, []Response{lost, unchanged, stale, ours}, Updated, "confirmed_by_reading", both, 409, "2"},
		"LostAndMovedBesideIsPlannedAgain":         {Merge, []Response{lost, beside, ours}, Updated, "", both, 200, "2"},
		"LostAndHalfOverwrittenIsAConflictHalfOurs": {
			Merge, []Response{lost, mixed}, Conflicted, "changed_by_another", "lastName", 0, "3"},
		"LostAndHalfOverwrittenUnderFail":      {Fail, []Response{lost, mixed}, Conflicted, "etag_moved", "lastName", 0, "3"},
		"LostAndHalfOverwrittenUnderOverwrite": {Overwrite, []Response{lost, mixed, ours}, Updated, "", "lastName;email", 200, "2"},
		"WhatLandedAndWasPutBackIsAConflict": {
			Merge, []Response{lost, {Disposition: Confirmed, Contact: *holding("3", "email", "old", "lastName", "New")}, stale, reverted},
			Conflicted, "changed_by_another", "lastName", 409, "3"},
		"LostAndRefusedAgainIsRejectedWhereNothingMoved": {Merge, []Response{lost, unchanged, refused, unchanged}, Rejected, "Invalid", "", 400, ""},
		"LostAndForbiddenLaterIsUnknown":                 {Merge, []Response{lost, unchanged, forbid, unchanged}, Unknown, "Denied", both, 403, ""},
		"LostAndForbiddenLaterButLanded":                 {Merge, []Response{lost, unchanged, forbid, ours}, Updated, "confirmed_by_reading", both, 403, "2"},
		"LostAndNeverReadAgainIsUnknown":                 {Merge, []Response{lost, forbid}, Unknown, "Denied", both, 0, ""},
		"LostAndGoneIsNotFound":                          {Merge, []Response{lost, missing}, NotFound, "http_404", "", 404, ""},
		"StaleIsReadAndPlannedAgain":                     {Merge, []Response{stale, beside, ours}, Updated, "", both, 200, "2"},
		"StaleWithTheirsOnOurFieldIsAConflict":           {Merge, []Response{stale, theirs}, Conflicted, "changed_by_another", "", 409, ""},
		"StaleWithOurValuesThereIsUnchanged":             {Merge, []Response{stale, ours}, Unchanged, "", "", 409, ""},
		"StaleUnderFailIsAConflict":                      {Fail, []Response{stale}, Conflicted, "Request_EntityChanged", "", 409, ""},
		"StaleUnderOverwriteIsWrittenOver":               {Overwrite, []Response{stale, theirs, ours}, Updated, "", both, 200, "2"},
		"NotSentLeavesTheRowOpen":                        {Merge, []Response{{}}, "", "", "", 0, ""},
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
	_, sent := play(Merge, lost, unchanged, lost, unchanged, ours)
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
	var answers []Response
	for range maxStaleETags + 1 {
		answers = append(answers, stale, beside)
	}
	row, sent := play(Merge, answers[:len(answers)-1]...)
	if o := row.outcome; o.Status != Conflicted || !strings.Contains(inBrackets(o.Message), "kept changing") || len(sent) != maxStaleETags+1 {
		t.Errorf("%d writes, outcome %+v", len(sent), o)
	}
}

func TestTask_AbandonTellsWhatMayHaveHappened(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []Response
		want    Status
	}{
		"journaled and not sent": {[]Response{{}}, NotAttempted},
		"throttled":              {[]Response{throttle}, NotAttempted},
		"lost":                   {[]Response{lost}, Unknown},
		"lost and to be resent":  {[]Response{lost, unchanged}, Unknown},
		"half landed":            {[]Response{lost, {Disposition: Confirmed, Contact: *holding("3", "email", "old", "lastName", "New")}, throttle}, Unknown},
	} {
		row, _ := play(Merge, test.answers...)
		if !row.abandon(noon) || row.outcome.Status != test.want || row.outcome.Code == "" {
			t.Errorf("%s: %+v, want %s", name, row.outcome, test.want)
		}
	}
	if newTask(row(0, "c", "email", "x")).abandon(noon) {
		t.Error("a row that was never touched has an outcome")
	}
}

func TestTask_MessagesOfAConflictNameBothValuesAndWhatLanded(t *testing.T) {
	t.Parallel()
	row, _ := play(Merge, lost, mixed)
	for _, words := range []string{`theirs is "theirs"`, `the row wants "new"`, "Written by this row before that: lastName."} {
		if !strings.Contains(inBrackets(row.outcome.Message), words) {
			t.Errorf("message %q lacks %q", inBrackets(row.outcome.Message), words)
		}
	}
}
