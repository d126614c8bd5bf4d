package sandbox

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPatch_AnswersFullRecordWithFreshETag(t *testing.T) {
	t.Parallel()
	c := start(t, Config{KeepWrites: true})
	before := c.contact("CONT00123")
	got := c.patch("CONT00123", `{"professionalTitle":"Senior Purchasing Manager","email":" john.smith@contoso.com "}`, "").ok(t)
	after := c.contact("CONT00123")
	if got.json["@odata.etag"] != after.ETag || after.ETag == before.ETag || got.header.Get("ETag") != "" {
		t.Errorf("eTag %v, was %s", got.json["@odata.etag"], before.ETag)
	}
	if got.json["professionalTitle"] != "Senior Purchasing Manager" || got.json["email"] != "john.smith@contoso.com" || got.json["customerName"] != "Contoso Ltd." {
		t.Errorf("got %v", got.json)
	}
	want := []Change{
		{"email", "john.smith@contoso.com", "john.smith@contoso.com"},
		{"professionalTitle", "Purchasing Manager", "Senior Purchasing Manager"},
	}
	writes := c.server.Writes()
	if len(writes) != 1 || !slices.Equal(writes[0].Fields, want) || writes[0].By != DefaultClientID ||
		writes[0].ETagBefore != before.ETag || writes[0].ETagAfter != after.ETag || writes[0].Seq != 1 {
		t.Errorf("writes %+v", writes)
	}
}

func TestPatch_IfMatch(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	john := c.contact("CONT00123")
	url := c.root + "/customerContacts(" + john.ID + ")"
	c.do("PATCH", url, `{}`, "Content-Type", "application/json").refused(t, 400, "BadRequest_InvalidToken", "Could not validate the client concurrency token")
	for _, garbled := range []string{"x", `W/"x"`, `W/\"` + john.ETag[3:], strings.Trim(john.ETag, "W/"), `W/""`} {
		c.patch("CONT00123", `{}`, garbled).refused(t, 400, "BadRequest_InvalidToken", "")
	}
	c.patch("CONT00123", `{"firstName":"Jon"}`, "").ok(t)
	c.patch("CONT00123", `not even JSON`, john.ETag).refused(t, 409, "Request_EntityChanged", "Another user has already changed the record.")
	all := c.get("/contacts(" + john.ID + ")").ok(t).json["@odata.etag"].(string)
	c.patch("CONT00123", `{}`, all).refused(t, 409, "Request_EntityChanged", "")
	if n := c.server.Stats().IfMatchAny; n != 0 {
		t.Errorf("%d writes with a star before there was one", n)
	}
	c.patch("CONT00123", `{}`, "*").ok(t)
	if n := c.server.Stats().IfMatchAny; n != 1 {
		t.Errorf("%d writes with a star, want 1", n)
	}
}

func TestPatch_EmptyObjectMovesETagOnly(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	before := c.contact("CONT00001")
	c.patch("CONT00001", `{}`, "").ok(t)
	after := c.contact("CONT00001")
	if after.ETag == before.ETag {
		t.Error("the eTag did not move")
	}
	after.ETag, after.Modified = before.ETag, before.Modified
	if after != before {
		t.Errorf("got %+v, want %+v", after, before)
	}
}

func TestPatch_Validation(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	long := strings.Repeat("x", 31)
	john := c.contact("CONT00123")
	tests := []struct{ body, code, words string }{
		{`{"email":"john"}`, "Application_DialogException", `The email address "john" is not valid.`},
		{`{"email":"a@b.de;c@d"}`, "Application_DialogException", "is not valid"},
		{`{"primaryPhoneNumber":"+49 30 1 ext 2"}`, "Application_DialogException", "must not contain letters in Contact No.='CONT00123'"},
		{`{"firstName":"` + long + `"}`, "Application_StringExceededLength", "The length of the string is 31, but it must be less than or equal to 30 characters. Value: " + long},
		{`{"professionalTitle":"` + strings.Repeat("😀", 16) + `"}`, "Application_StringExceededLength", "is 32,"},
		{`{"id":"` + john.ID + `"}`, "BadRequest_InvalidOperation", "read-only"},
		{`{"customerName":"Contoso Ltd."}`, "BadRequest_InvalidOperation", "read-only"},
		{`{"customerId":"aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"}`, "Application_DialogException", "Customer with provided id - does not exist"},
		{`{"customerId":"` + c.contact("CONT00001").CustomerID + `"}`, "BadRequest_InvalidOperation", "read-only"},
		{`{"customerId":"CUST1042"}`, "Application_InvalidGUID", "CUST1042"},
		{`{"shoeSize":"44"}`, "BadRequest", "shoeSize"},
		{`{"Email":"a@b.de"}`, "BadRequest", "Email"},
		{`{"firstName":null}`, "BadRequest_RequiredParamNotProvided", "Field 'firstName' must not be blank or empty"},
		{`{"firstName":42}`, "BadRequest", "Edm.String"},
		{`{"firstName":{"a":"b"}}`, "BadRequest", "Edm.String"},
		{`{"firstName":"A","firstName":"B"}`, "BadRequest", "Multiple"},
		{`{"firstName":"A"`, "BadRequest", "not valid JSON"},
		{`{"firstName":"A"} {}`, "BadRequest", "more than one"},
		{`["firstName"]`, "BadRequest", "object"},
		{``, "BadRequest", "object"},
	}
	for _, test := range tests {
		t.Run(test.body, func(t *testing.T) {
			c.patch("CONT00123", test.body, "").refused(t, 400, test.code, test.words)
		})
	}
	if after := c.contact("CONT00123"); after != john {
		t.Errorf("a refused write changed the contact: %+v", after)
	}
}

func TestPatch_AcceptedValues(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	john := c.contact("CONT00123")
	tests := []struct{ body, field, want string }{
		{`{"email":""}`, "email", ""},
		{`{"email":"  "}`, "email", ""},
		{`{"email":"a@b.de; c@d.fr"}`, "email", "a@b.de; c@d.fr"},
		{`{"email":"John <john@contoso.com>"}`, "email", "John <john@contoso.com>"},
		{`{"primaryPhoneNumber":"+49 (0)30/123-4.5"}`, "primaryPhoneNumber", "+49 (0)30/123-4.5"},
		{`{"professionalTitle":" blanks stay "}`, "professionalTitle", " blanks stay "},
		{`{"lastName":"\u00d6\"\\\u0001","@odata.type":"x"}`, "lastName", "Ö\"\\\x01"},
		{`{"customerId":"` + john.CustomerID + `","firstName":"J"}`, "firstName", "J"},
	}
	for _, test := range tests {
		got := c.patch("CONT00123", test.body, "").ok(t)
		if got.json[test.field] != test.want || c.contact("CONT00123").Field(test.field) != test.want {
			t.Errorf("%s: stored %q", test.body, got.json[test.field])
		}
	}
}

func TestPatch_OneNameRebuildsTheDisplayName(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	before := c.contact("CONT00250")
	if before.FirstName != "" || before.LastName != "" || before.DisplayName == "" {
		t.Fatalf("CONT00250 is %+v", before)
	}
	c.patch("CONT00250", `{"lastName":"Rossi"}`, "").ok(t)
	if after := c.contact("CONT00250"); after.DisplayName != "Rossi" {
		t.Errorf("display name %q", after.DisplayName)
	}
}

func TestPatch_WhereItIsNotAllowed(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	john := c.contact("CONT00123")
	key := "(" + john.ID + ")"
	c.do("PATCH", c.root+"/customerContacts", `{}`).refused(t, 405, "BadRequest_MethodNotAllowed", "'PATCH' requests for 'customerContacts' of EdmType 'Collection' are not allowed")
	c.do("POST", c.root+"/customerContacts", `{}`).refused(t, 405, "BadRequest_MethodNotAllowed", "")
	c.do("DELETE", c.root+"/customerContacts"+key, ``).refused(t, 405, "BadRequest_MethodNotAllowed", "")
	c.do("POST", c.api+"/companies", `{}`).refused(t, 405, "BadRequest_MethodNotAllowed", "")
	c.do("PATCH", c.root+"/customerContacts"+key, `{}`, "If-Match", john.ETag, "Content-Type", "text/plain").refused(t, 415, "BadRequest", "")
	absent := c.root + "/customerContacts(aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa)"
	c.do("PATCH", absent, `{}`, "If-Match", john.ETag, "Content-Type", "application/json").refused(t, 404, "BadRequest_ResourceNotFound", "")
}

func TestPut_MergesAsPatchDoes(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	john := c.contact("CONT00123")
	got := c.do("PUT", c.root+"/customerContacts("+john.ID+")", `{"firstName":"Jon"}`, "If-Match", john.ETag, "Content-Type", "application/json").ok(t)
	if got.json["lastName"] != "Smith" || got.json["firstName"] != "Jon" {
		t.Errorf("got %v", got.json)
	}
}

func TestEdit_IsAnotherUsersWrite(t *testing.T) {
	t.Parallel()
	c := start(t, Config{KeepWrites: true})
	john := c.contact("CONT00123")
	if err := c.server.Edit(john.ID, "primaryPhoneNumber", "call me"); err != nil {
		t.Fatal(err)
	}
	c.patch("CONT00123", `{"firstName":"Jon"}`, john.ETag).refused(t, 409, "Request_EntityChanged", "")
	if w := c.server.Writes(); len(w) != 1 || w[0].By != OtherUserName || w[0].Fields[0].After != "call me" {
		t.Errorf("writes %+v", w)
	}
	if c.server.Edit("CONT99999", "email", "") == nil || c.server.Edit("CONT00123", "id", "") == nil {
		t.Error("an edit of nothing has no error")
	}
}

func TestETag_HasTheDocumentedShapeAndNeverRepeats(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seed, index := rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 99999).Draw(t, "index")
		version := rapid.Uint32().Draw(t, "version")
		tag := eTagOf(seed, tagOfCustomerContacts, index, version)
		if !isETag(tag) || tag == eTagOf(seed, tagOfCustomerContacts, index, version+1) || tag == eTagOf(seed, tagOfContacts, index, version) {
			t.Fatalf("eTag %s", tag)
		}
	})
	// The documented tags themselves pass.
	for _, tag := range []string{`W/"JzIwOzEyMjU1NzUwNjQ3MjkxMTQ0Mjg5MTswMDsn"`, `W/"JzE5OzEyMDYzMDQyMjE5NzcxNDcwNjgxOzAwOyc="`} {
		if !isETag(tag) {
			t.Errorf("%s is taken for garbled", tag)
		}
	}
}

// TestPatch_OfContactsWritesTheSameTable: both sets show one record, under eTags of their own.
func TestPatch_OfContactsWritesTheSameTable(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	john := c.contact("CONT00123")
	url := c.root + "/contacts(" + john.ID + ")"
	tag, _ := c.get("/contacts(" + john.ID + ")").ok(t).json["@odata.etag"].(string)
	if tag == john.ETag {
		t.Fatal("the sets share their eTags")
	}
	write := func(tag, body string) reply {
		return c.do("PATCH", url, body, "If-Match", tag, "Content-Type", "application/json")
	}
	write(john.ETag, `{"jobTitle":"Chief"}`).refused(t, 409, "Request_EntityChanged", "")
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		`{"id":"x"}`: {400, "BadRequest_InvalidOperation"}, `{"contactBusinessRelation":"None"}`: {400, "BadRequest_InvalidOperation"},
		`{"displayName":"John"}`: {501, "BadRequest_MethodNotImplemented"}, `{"professionalTitle":"Chief"}`: {400, "BadRequest"},
		`{"email":"x"}`: {400, "Application_DialogException"}, `{"phoneNumber":"abc"}`: {400, "Application_DialogException"},
	} {
		write(tag, body).refused(t, want.status, want.code, "")
	}
	write(tag, `{"jobTitle":"Chief","phoneNumber":"+1 2","email":"j@contoso.com"}`).ok(t)
	if now := c.contact("CONT00123"); now.ProfessionalTitle != "Chief" || now.PrimaryPhoneNumber != "+1 2" || now.Email != "j@contoso.com" || now.ETag == john.ETag {
		t.Errorf("the contact of a customer is %+v", now)
	}
}
