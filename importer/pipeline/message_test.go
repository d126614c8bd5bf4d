package pipeline

import (
	"strings"
	"testing"
	"time"

	"bcimport/importer"
	"bcimport/mapping"
	"bcimport/mapping/entity"
)

// headers names columns as a German file does.
type headers map[string]string

func (h headers) Header(field string) string { return h[field] }

// TestMessages_SayWhatIsWrongWithWhichCellAndWhatToDo holds the words that end in a
// report, all in one place.
func TestMessages_SayWhatIsWrongWithWhichCellAndWhatToDo(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 31, 2, 0, 0, 0, time.UTC)
	refused := func(status int, code, words string) func(*task) {
		return func(x *task) {
			changes := []importer.Change{{Field: "email", After: "a@b.example"}, {Field: "lastName", After: "Berg"}}
			x.writeAnswered(importer.Intent{Changes: changes}, importer.Response{Disposition: importer.Refused, Fault: importer.Fault{HTTPStatus: status, Code: code, Message: words, RequestID: "r-1"}}, importer.Merge, now, 0)
		}
	}
	number := func(x *task) {
		x.entry.Edit.Key, x.entry.Locator.Lookup = "CT1", importer.Lookup{By: mapping.MatchNumber, Key: "CT1"}
	}
	located := func(f importer.Found) func(*task) {
		return func(x *task) {
			number(x)
			f.Lookup = x.entry.Locator.Lookup
			x.located(f, now)
		}
	}
	missing := func(o importer.ExclusionReason) func(*task) {
		return func(x *task) {
			x.readAnswered(importer.Response{Disposition: importer.Missing, Exclusion: o, Fault: importer.Fault{HTTPStatus: 404, Code: "BadRequest_ResourceNotFound", Message: "Resource not found."}}, importer.Merge, now, 0)
		}
	}
	for name, test := range map[string]struct {
		end    func(*task)
		status importer.Status
		want   string
	}{
		"rejected, which value is told": {refused(400, "Application_DialogException", `The email address "a@b.example" is not valid.`), importer.Rejected,
			`Business Central reports an invalid value in email "a@b.example" in column "E-Mail"; correct it and run the row again. Business Central said: The email address "a@b.example" is not valid. (request r-1)`},
		"rejected, too long": {refused(400, "Application_StringExceededLength", "The length of the string is 40."), importer.Rejected,
			`Business Central reports a text that is too long in email "a@b.example" in column "E-Mail", lastName "Berg" in column "Nachname"; shorten it and run the row again. Business Central said: The length of the string is 40. (request r-1)`},
		"rejected, unknown reason": {refused(400, "Unknown", "No."), importer.Rejected,
			`Business Central refused email "a@b.example" in column "E-Mail", lastName "Berg" in column "Nachname"; correct the row and run it again. Business Central said: No. (request r-1)`},
		"rejected, read-only": {refused(400, "BadRequest_InvalidOperation", "Control is read-only."), importer.Rejected,
			`Business Central does not allow email "a@b.example" in column "E-Mail", lastName "Berg" in column "Nachname" to be changed; remove it from the mapping. Business Central said: Control is read-only. (request r-1)`},
		"rejected, no permission": {refused(403, "Internal_ServerError", "Sorry."), importer.Rejected,
			"Business Central does not allow this change; assign the application a permission set that may modify contacts. Business Central said: Sorry. (request r-1)"},
		"conflict": {func(x *task) {
			x.collisions = []importer.Collision{{Field: "lastName", Base: "Berger", Theirs: "Bergson", Ours: "Berg"}, {Field: "firstName", Theirs: "Ann", Ours: "Anna"}}
			x.applied = []importer.Change{{Field: "email"}}
			x.endCollided(now)
		}, importer.Conflicted, `Another user changed a field that this row sets; their value was kept (lastName in column "Nachname": their value is "Bergson", the row sets "Berg", before it was "Berger"; firstName: their value is "Ann", the row sets "Anna"); write keep (their value stays) or take (the row's values are written) into bcimport_decision in failed.csv, or for single fields "take: lastName; keep: firstName", and run the file again (if you leave it empty, the row is written as it is). Written by this row before that: email.`},
		"conflict of a row that names its state": {func(x *task) {
			x.entry.Edit.ETag = "v1"
			x.collisions = []importer.Collision{{Field: "lastName", Theirs: "Bergson", Ours: "Berg"}}
			x.endCollided(now)
		}, importer.Conflicted, `Another user changed a field that this row sets; their value was kept (lastName in column "Nachname": their value is "Bergson", the row sets "Berg"); write keep (their value stays) or take (the row's values are written) into bcimport_decision in failed.csv, and run the file again.`},
		"conflict of an undo, which has no failed rows": {func(x *task) {
			x.entry.Columns = nil
			x.collisions = []importer.Collision{{Field: "lastName", Theirs: "Bergson", Ours: "Berg"}}
			x.endCollided(now)
		}, importer.Conflicted, `Another user changed a field that this row sets; their value was kept (lastName: their value is "Bergson", the row sets "Berg"); decide which value is right; if it is not theirs, enter it in Business Central.`},
		"moved since the row's state, where any move is a conflict": {func(x *task) {
			x.entry.Edit.ETag = "v1"
			x.current = &importer.Contact{ETag: "v2", Values: []mapping.Value{{Field: "email", Text: "a@b.example"}, {Field: "lastName", Text: "Bergson"}}}
			x.plan(importer.Fail, false, now)
		}, importer.Conflicted, `Another user changed the contact after the state on which the row is based (lastName in column "Nachname": their value is "Bergson", the row sets "Berg"); check the contact; write keep (their value stays) or take (the row's values are written) into bcimport_decision in failed.csv, and run the file again.`},
		"moved between read and write, where any move is a conflict": {func(x *task) {
			x.stale(importer.Fault{HTTPStatus: 409, Code: "Request_EntityChanged"}, importer.Fail, now, 0)
		}, importer.Conflicted, "Another user changed the contact between read and write, and the options of the run allow no such change; check the contact; write keep (their value stays) or take (the row's values are written) into bcimport_decision in failed.csv, and run the file again (if you leave it empty, the row is written as it is)."},
		"kept as decided": {func(x *task) {
			x.entry.Edit.Kept = []mapping.Value{{Field: "lastName", Text: "Berg"}}
			x.entry.Edit.Values = nil
			x.current = &importer.Contact{ETag: "v2", Values: []mapping.Value{{Field: "lastName", Text: "Bergson"}}}
			x.plan(importer.Merge, false, now)
		}, importer.Unchanged, `Their value was kept, as decided: lastName in column "Nachname" stays "Bergson", the row sets "Berg".`},
		"damaged": {func(x *task) {
			x.entry.Edit.Guarded = []string{"primaryPhoneNumber"}
			x.entry.Edit.Values = append(x.entry.Edit.Values, mapping.Value{Field: "primaryPhoneNumber", Text: "493023125"})
			x.current = &importer.Contact{Values: []mapping.Value{{Field: "primaryPhoneNumber", Text: "+49 30 23125"}}}
			x.plan(importer.Merge, false, now)
		}, importer.Invalid, `The text "493023125" in column "Telefon" has the digits of the present number without its beginning, which spreadsheets remove from numbers; the contact has "+49 30 23125" now; format the column as text and enter the number again, or set accept_damaged: true for primaryPhoneNumber in the mapping.`},
		"no such id":          {missing(""), importer.NotFound, `There is no contact "k" among the customer contacts; check the key. Business Central said: Resource not found.`},
		"a company":           {missing(importer.IsCompany), importer.NotFound, `Contact "k" exists but is not a customer contact: it is a company, and only persons can be updated; change it in Business Central, or remove the row.`},
		"customer and vendor": {missing(importer.SeveralRelations), importer.NotFound, `Contact "k" exists but is not a customer contact: its company is a customer and also a vendor or another relation; change it in Business Central, or remove the row.`},
		"no customer":         {missing(importer.NoCustomer), importer.NotFound, `Contact "k" exists but is not a customer contact: its company is not a customer; change it in Business Central, or remove the row.`},
		"a company with a name": {func(x *task) {
			x.endMissing(importer.Response{Disposition: importer.Missing, Exclusion: importer.IsCompany, Person: importer.Person{Key: "CT9", Name: "Berg AG"}}, now)
		}, importer.NotFound, `Contact "k" (CT9, Berg AG) exists but is not a customer contact: it is a company, and only persons can be updated; change it in Business Central, or remove the row.`},
		"nobody": {located(importer.Found{Disposition: importer.Confirmed}), importer.NotFound, `No contact has the number "CT1"; check the key.`},
		"somebody like it": {located(importer.Found{Disposition: importer.Confirmed, People: []importer.Person{{ID: "i", Key: "CT001", Name: "Anna Berg"}, {ID: "j", Key: "CT01"}}}), importer.NotFound,
			`No contact has the number "CT1"; did you mean CT001 (Anna Berg) or CT01?`},
		"several": {located(importer.Found{Disposition: importer.Confirmed, IDs: []string{"i", "j", "k"}, People: []importer.Person{{ID: "i", Key: "CT1", Name: "Anna Berg"}, {ID: "j", Key: "CT1"}}}), importer.Ambiguous,
			`3 contacts match the key "CT1"; use the contact's number or id as key: CT1, i (Anna Berg), CT1, j and 1 more.`},
		"several, nobody named": {located(importer.Found{Disposition: importer.Confirmed, IDs: []string{"i", "j"}}), importer.Ambiguous,
			`2 contacts match the key "CT1"; use the contact's number or id as key: i, j.`},
		"lookup gave up": {located(importer.Found{Disposition: importer.Lost, Fault: importer.Fault{Code: "timeout", Message: "no answer in time"}}), importer.Failed,
			`A technical error outlasted every attempt to look up the key "CT1"; nothing was changed; run the row again later. Business Central said: no answer in time`},
		"gave up": {func(x *task) {
			x.faults, x.last = 15, importer.Fault{HTTPStatus: 503, Code: "busy", Message: "Busy."}
			x.giveUp(gaveUpMessage(x.faults, x.last), now)
		}, importer.Failed, "A technical error outlasted 15 attempts; the contact was not changed by this row; run the row again later. Business Central said: Busy."},
		"lost": {func(x *task) {
			x.pendingWrite = &importer.Intent{Changes: []importer.Change{{Field: "email", After: "x"}}}
			x.endUnknown(importer.Fault{Message: "no answer in time"}, now)
		}, importer.Unknown, "A write was sent and its outcome could not be established; the contact holds the old or the new values; [resume] settles it. Business Central said: no answer in time"},
	} {
		x := newTask(importer.CustomerContacts(), importer.Entry{
			Row: importer.Row{Line: 7}, Columns: headers{"email": "E-Mail", "lastName": "Nachname", "primaryPhoneNumber": "Telefon"},
			Edit:    mapping.Edit{Key: "k", Values: []mapping.Value{{Field: "email", Text: "a@b.example"}, {Field: "lastName", Text: "Berg"}}},
			Locator: importer.Locator{ID: "k"},
		})
		test.end(x)
		o := x.outcome
		words := inBrackets(o.Message)
		if o.Status != test.status || words != test.want {
			t.Errorf("%s: %s\n got %s\nwant %s", name, o.Status, words, test.want)
		}
		if strings.ContainsAny(words, "\r\n") || o.Code == "" {
			t.Errorf("%s: code %q, message %q", name, o.Code, words)
		}
	}
}

// TestBlames_NamesTheCellsThatAFailureIsAbout: they are coloured in failed.xlsx.
func TestBlames_NamesTheCellsThatAFailureIsAbout(t *testing.T) {
	t.Parallel()
	changes := []importer.Change{{Field: "email", After: "a@b.example"}, {Field: "lastName", After: "Berg"}}
	set := &entity.Entity{Fields: []entity.Field{{Name: "email"}, {Name: "lastName", Captions: []string{"Name", "Family Name"}}}}
	for _, test := range []struct {
		fault importer.Fault
		want  string
	}{
		{importer.Fault{HTTPStatus: 400, Message: `The email address "a@b.example" is not valid.`}, "email"},
		{importer.Fault{HTTPStatus: 400, Message: "No."}, "email lastName"},
		{importer.Fault{HTTPStatus: 400, Message: "a@b.example and Berg"}, "email lastName"},
		{importer.Fault{HTTPStatus: 400, Message: "Control 'lastName' is read-only."}, "lastName"},
		{importer.Fault{HTTPStatus: 400, Message: "You cannot change Family Name because of an entry."}, "lastName"},
		{importer.Fault{HTTPStatus: 400, Message: "lastNames and Family Namesakes differ from Name."}, "email lastName"},
		{importer.Fault{HTTPStatus: 400, Message: "Family Name differs from that of a@b.example"}, "email"},
		{importer.Fault{HTTPStatus: 403, Message: "a@b.example"}, ""},
	} {
		if got := strings.Join(importer.Blamed(set, changes, test.fault), " "); got != test.want {
			t.Errorf("%q: %s", test.fault.Message, got)
		}
	}
	x := newTask(importer.CustomerContacts(), importer.Entry{})
	x.refuse([]mapping.CellError{{Code: "missing_key"}, {Code: "invalid_email", Field: "email"}, {Code: "too_long", Field: "email"}}, time.Time{})
	if got := strings.Join(x.outcome.Blames, " "); got != "key email" {
		t.Errorf("blames %s", got)
	}
}
