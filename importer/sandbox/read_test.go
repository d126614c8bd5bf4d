package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func encode(expression string) string {
	return "?$filter=" + strings.ReplaceAll(url.QueryEscape(expression), "+", "%20")
}

func TestGet_RecordHasETagInBodyOnly(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	john := c.contact("CONT00123")
	got := c.get("/customerContacts(" + strings.ToUpper(john.ID) + ")").ok(t)
	want := map[string]any{
		"@odata.context": c.api + "/$metadata#companies(" + c.server.companies[0].id.String() + ")/customerContacts/$entity",
		"@odata.etag":    john.ETag, "id": john.ID, "email": "john.smith@contoso.com", "firstName": "John", "lastName": "Smith",
		"professionalTitle": "Purchasing Manager", "customerId": john.CustomerID, "customerName": "Contoso Ltd.",
		"primaryPhoneNumber": "+1 425-555-0174",
	}
	if fmt.Sprint(got.json) != fmt.Sprint(want) {
		t.Errorf("got  %v\nwant %v", got.json, want)
	}
	if got.header.Get("ETag") != "" || got.header.Get("Request-Id") == "" {
		t.Errorf("headers %v: want a request-id and no ETag", got.header)
	}
}

func TestGet_EmptyTextIsEmptyStringNotNull(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	got := c.get("/customerContacts(" + c.contact("CONT00010").ID + ")").ok(t)
	if email, isText := got.json["email"].(string); !isText || email != "" {
		t.Errorf("email %v, want an empty string", got.json["email"])
	}
}

func TestGet_UnknownKeys(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	const absent = "(aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa)"
	c.get("/customerContacts"+absent).refused(t, 404, "BadRequest_ResourceNotFound", "customerContacts")
	c.get("/customerContacts(CONT00123)").refused(t, 400, "BadRequest", "Guid")
	c.do("GET", c.api+"/companies"+absent, "").refused(t, 404, "BadRequest_ResourceNotFound", "companies")
	c.do("GET", c.api+"/companies"+absent+"/customerContacts", "").refused(t, 404, "Internal_CompanyNotFound", "")
	c.do("GET", c.api+"/customerContacts", "").refused(t, 404, "Internal_CompanyNotFound", "")
	for _, unknown := range []string{c.root + "/wombats", c.host + "/v2.0/other/api/v2.0/companies", c.host + "/"} {
		if got := c.do("GET", unknown, ""); got.status != 404 || got.body != "" || got.header.Get("Content-Type") != "" {
			t.Errorf("%s: got %d %q %v, want an empty 404", unknown, got.status, got.body, got.header)
		}
	}
}

func TestMultiple_IsInContactsOnly(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	multiple := c.contact("CONT00500")
	c.get("/customerContacts("+multiple.ID+")").refused(t, 404, "BadRequest_ResourceNotFound", "")
	got := c.get("/contacts(" + multiple.ID + ")").ok(t)
	if got.json["contactBusinessRelation"] != "Multiple" || got.json["number"] != "CONT00500" || multiple.InCustomerContacts {
		t.Errorf("got %v", got.json)
	}
	firm := c.get("/contacts" + encode("type eq 'Company' and displayName eq 'Contoso Ltd.'"))
	if numbers := firm.values(t, "number"); len(numbers) != 1 || !strings.HasPrefix(numbers[0], "COMP") {
		t.Errorf("company contacts %v", numbers)
	}
	if list := c.get("/customerContacts"+encode("id eq "+multiple.ID)).values(t, "id"); len(list) != 0 {
		t.Errorf("the list shows %v", list)
	}
}

func TestContacts_FindsSameIDByNumberAndOtherETag(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	john := c.contact("CONT00123")
	got := c.get("/contacts" + encode("number eq 'cont00123'") + "&$select=id,number")
	if ids := got.values(t, "id"); !slices.Equal(ids, []string{john.ID}) {
		t.Errorf("ids %v", ids)
	}
	if tags := got.values(t, "@odata.etag"); tags[0] == john.ETag {
		t.Error("contacts gives the eTag of customerContacts")
	}
	if strings.Contains(got.body, "displayName") {
		t.Error("$select did not cut the record")
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	id := func(number string) string { return c.contact(number).ID }
	_ = c.server.Edit("CONT00007", "lastName", "O'Brien & Söhne + 100%")
	tests := []struct {
		expression string
		want       []string
	}{
		{"id eq " + id("CONT00123"), []string{id("CONT00123")}},
		{"id eq " + id("CONT00009") + " or id eq " + id("CONT00008") + " or id eq " + id("CONT00009"), []string{id("CONT00008"), id("CONT00009")}},
		{"(id eq " + id("CONT00009") + " or id eq " + id("CONT00123") + ") and firstName eq 'John' and lastName eq 'Smith'", []string{id("CONT00123")}},
		{"email eq 'john.smith@contoso.com'", []string{id("CONT00123")}},
		{"email eq '" + c.contact("CONT00041").Email + "'", []string{id("CONT00040"), id("CONT00041")}},
		{"email eq 'nobody@contoso.com'", nil},
		{"startswith(email,'john.smith@') and firstName ne 'Jane'", []string{id("CONT00123")}},
		{"id eq " + id("CONT00123") + " and (firstName gt 'Johm' or firstName lt 'A')", []string{id("CONT00123")}},
		{"id eq " + id("CONT00123") + " and contains(lastName,'mit') and endswith(lastName,'th') and lastName ge 'Smith' and lastName le 'Smith'", []string{id("CONT00123")}},
		{"id eq " + id("CONT00123") + " and lastName lt 'Smith'", nil},
		{"lastName eq 'O''Brien & Söhne + 100%'", []string{id("CONT00007")}},
	}
	for _, test := range tests {
		if got := c.get("/customerContacts"+encode(test.expression)).values(t, "id"); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.expression, got, test.want)
		}
	}
}

func TestFilter_ByEmailFollowsEveryWrite(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	shared := c.contact("CONT00041").Email // of CONT00040 too
	find := func(emails ...string) string {
		for i := range emails {
			emails[i] = "email eq '" + emails[i] + "'"
		}
		return strings.Join(c.get("/contacts"+encode(strings.Join(emails, " or "))).values(t, "number"), " ")
	}
	c.patch("CONT00042", `{"email":"`+shared+`"}`, "").ok(t)
	c.patch("CONT00040", `{"email":"new@contoso.com"}`, "").ok(t)
	if got := find(shared, "new@contoso.com", "john.smith@contoso.com", "nobody@contoso.com"); got != "CONT00040 CONT00041 CONT00042 CONT00123" {
		t.Errorf("found %s", got)
	}
	c.batch([]part{c.write("CONT00041", `{"email":"new@contoso.com"}`, ""), c.write("CONT00001", `{"x":1}`, "")}, snapshot()...).ok(t)
	if got := find(shared); got != "CONT00041 CONT00042" {
		t.Errorf("after a transaction was put back: found %s", got)
	}
	if got := strings.Fields(find("", shared)); len(got) < 12 || !slices.Contains(got, "CONT00010") || !slices.Contains(got, "CONT00042") {
		t.Errorf("with the empty address: found %v", got)
	}
}

func TestFilter_ByEmailOnAReplicaShowsWhatWas(t *testing.T) {
	t.Parallel()
	c := start(t, Config{ReplicaLag: 5e9, Now: newClock().now})
	c.patch("CONT00123", `{"email":"new@contoso.com"}`, "").ok(t)
	old, now := encode("email eq 'john.smith@contoso.com'"), encode("email eq 'new@contoso.com'")
	for _, test := range []struct {
		path, intent string
		found        int
	}{{old, "ReadOnly", 1}, {now, "ReadOnly", 0}, {old, "ReadWrite", 0}, {now, "ReadWrite", 1}} {
		if got := c.get("/customerContacts"+test.path, "Data-Access-Intent", test.intent).values(t, "id"); len(got) != test.found {
			t.Errorf("%s, %s: found %v", test.path, test.intent, got)
		}
	}
}

func TestFilter_Refusals(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	tests := []struct {
		query  string
		status int
		code   string
		words  string
	}{
		{encode("firstName eq 'a' or lastName eq 'b'"), 400, "BadRequest", "The 'OR' operator is not supported on distinct fields on an OData filter."},
		{encode("shoeSize eq '44'"), 400, "BadRequest", "shoeSize"},
		{encode("Email eq 'a'"), 400, "BadRequest", "Email"},
		{encode("customerName eq 'Contoso Ltd.'"), 400, "BadRequest", "customerName"},
		{encode("email eq 'a"), 400, "BadRequest", "unterminated"},
		{encode("email eq"), 400, "BadRequest", ""},
		{encode("email eq 'a' 'b'"), 400, "BadRequest", ""},
		{encode("email eq a"), 400, "BadRequest", "Edm.String"},
		{encode("id eq 'CONT00123'"), 400, "BadRequest", "Edm.Guid"},
		{encode("email in ('a','b')"), 400, "BadRequest", "in"},
		{encode("contains(email)"), 400, "BadRequest", ""},
		{encode("contains(email,'a'"), 400, "BadRequest", ""},
		{encode("contains(id,'a')"), 400, "BadRequest", ""},
		{encode("startswith(customerName,'a')"), 400, "BadRequest", "customerName"},
		{encode("email gt a"), 400, "BadRequest", "Edm.String"},
		{encode("email like 'a'"), 400, "BadRequest", "like"},
		{encode("email eq 'a' or email eq 'b' and email eq 'a'"), 501, "BadRequest_MethodNotImplemented", ""},
		{"?$filter=email+eq+'a'", 400, "BadRequest", ""}, // a plus is no blank
		{"?$filter=email%20eq%20'%zz'", 400, "BadRequest", ""},
		{"?$select=id,shoeSize", 400, "BadRequest", "shoeSize"},
		{"?$top=-1", 400, "BadRequest", "$top"},
		{"?$skiptoken=wombat", 400, "SkipTokenIsNoLongerValid", ""},
		{"?$orderby=email", 501, "BadRequest_MethodNotImplemented", "$orderby"},
	}
	for _, test := range tests {
		r, err := http.NewRequest("GET", c.root+"/customerContacts", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = strings.TrimPrefix(test.query, "?")
		t.Run(test.query, func(t *testing.T) {
			c.do("GET", r.URL.String(), "").refused(t, test.status, test.code, test.words)
		})
	}
}

func TestFilter_InNeedsSchemaVersion(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	got := c.get("/customerContacts" + encode("email in ('john.smith@contoso.com', 'x')") + "&$schemaversion=2.1")
	if ids := got.values(t, "id"); !slices.Equal(ids, []string{c.contact("CONT00123").ID}) {
		t.Errorf("ids %v", ids)
	}
}

func TestList_UnknownOptionsAreIgnored(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	if ids := c.get("/customerContacts?$wibble=1&x=y&$top=3").values(t, "id"); len(ids) != 3 {
		t.Errorf("%d records", len(ids))
	}
}

func TestList_PagesByNextLink(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	all := c.get("/customerContacts?$select=id")
	if _, more := all.json["@odata.nextLink"]; more || all.header.Get("Preference-Applied") != "" {
		t.Error("a whole list has a nextLink or an applied preference")
	}
	var paged []string
	next, pages := c.root+"/customerContacts?$select=id", 0
	for next != "" {
		page := c.do("GET", next, "", "Prefer", "odata.maxpagesize=400")
		paged = append(paged, page.values(t, "id")...)
		if page.header.Get("Preference-Applied") != "odata.maxpagesize=400" {
			t.Fatal("no Preference-Applied")
		}
		next, _ = page.json["@odata.nextLink"].(string)
		pages++
	}
	if pages != 3 || !slices.Equal(paged, all.values(t, "id")) {
		t.Errorf("%d pages with %d records", pages, len(paged))
	}
}

func TestList_TopHasNoNextLink(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	first := c.get("/customerContacts?$top=20")
	second := c.get("/customerContacts?$top=10&$skip=10")
	if !slices.Equal(first.values(t, "id")[10:], second.values(t, "id")) {
		t.Error("$skip does not go on where $top ended")
	}
	if strings.Contains(first.body, "nextLink") {
		t.Error("a list with $top has a nextLink")
	}
}

func TestList_PageIsAtMost20000(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Contacts: 21000})
	got := c.get("/contacts?$select=id", "Prefer", "odata.maxpagesize=50000")
	if n := len(got.values(t, "id")); n != 20000 || got.json["@odata.nextLink"] == nil {
		t.Errorf("%d records in a page", n)
	}
}

func TestLongURL_IsRefusedWithoutNamingTheLength(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	c.get("/contacts?x="+strings.Repeat("y", 15850)).refused(t, 400, "BadRequest", "")
	c.get("/contacts?x="+strings.Repeat("y", 18105)).refused(t, 500, "Internal_ServerError", "")
}

func TestCompanies_ListAndOne(t *testing.T) {
	t.Parallel()
	c := start(t, Config{Companies: []string{"CRONUS International Ltd.", "My Company, Inc."}})
	names := c.do("GET", c.api+"/companies", "").values(t, "name")
	if !slices.Equal(names, []string{"CRONUS International Ltd.", "My Company, Inc."}) {
		t.Errorf("names %v", names)
	}
	other := c.do("GET", c.api+"/companies"+encode("name eq 'My Company, Inc.'"), "").values(t, "id")[0]
	if one := c.do("GET", c.api+"/companies("+other+")", "").ok(t); one.json["name"] != "My Company, Inc." {
		t.Errorf("got %v", one.json)
	}
	if ids := c.do("GET", c.api+"/companies("+other+")/customerContacts", "").values(t, "id"); len(ids) != 0 {
		t.Errorf("the second company holds %d contacts", len(ids))
	}
}

func TestMetadata_KeyIsGUIDAndLengthsAreGiven(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	body := c.do("GET", c.api+"/$metadata", "").ok(t).body
	for _, want := range []string{
		`<EntityType Name="customerContact">`, `<PropertyRef Name="id" />`, `<Property Name="id" Type="Edm.Guid" Nullable="false" />`,
		`<Property Name="email" Type="Edm.String" MaxLength="80" />`, `<Property Name="professionalTitle" Type="Edm.String" MaxLength="30" />`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("$metadata lacks %s", want)
		}
	}
	contained := start(t, Config{ContainedOnly: true})
	body = contained.do("GET", contained.api+"/$metadata", "").ok(t).body
	if strings.Contains(body, `<EntitySet Name="customerContacts"`) || !strings.Contains(body, `<NavigationProperty Name="customerContacts"`) || !strings.Contains(body, `<EntitySet Name="companies"`) {
		t.Error("ContainedOnly lists the sets below a company, or does not name them at all")
	}
	if none := start(t, Config{NoMetadata: true}); none.do("GET", none.api+"/$metadata", "").status != 404 {
		t.Error("NoMetadata serves $metadata")
	}
}

func TestGzip_OnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	c.client.Transport.(*http.Transport).DisableCompression = true
	plain := c.get("/customerContacts").ok(t)
	packed := c.get("/customerContacts", "Accept-Encoding", "gzip").ok(t)
	if plain.header.Get("Content-Encoding") != "" || packed.header.Get("Content-Encoding") != "gzip" || len(packed.body) >= len(plain.body) {
		t.Errorf("%d bytes plain, %d packed, %v", len(plain.body), len(packed.body), packed.header)
	}
}

func TestGzip_IsNotForAHundredContacts(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	if got := c.get("/customerContacts?$top=100", "Accept-Encoding", "gzip"); got.header.Get("Content-Encoding") != "" || len(got.values(t, "id")) != 100 {
		t.Errorf("got %v", got.header)
	}
}

func TestTenant_MayStandBeforeTheEnvironment(t *testing.T) {
	t.Parallel()
	c := start(t, Config{})
	got := c.do("GET", c.host+"/v2.0/contoso.com/sandbox/api/v2.0/companies", "").ok(t)
	if !strings.Contains(got.body, "/v2.0/contoso.com/sandbox/api/v2.0/$metadata#companies") {
		t.Errorf("context in %s", got.body)
	}
}

func TestReplica_LagsUnlessReadWriteIsAsked(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, Config{ReplicaLag: 5e9, Now: clock.now})
	john := c.contact("CONT00123")
	c.patch("CONT00123", `{"firstName":"Johnny"}`, "").ok(t)
	path := "/customerContacts(" + john.ID + ")"
	if got := c.get(path).ok(t); got.json["@odata.etag"] != john.ETag || got.json["firstName"] != "John" {
		t.Errorf("the replica shows %v", got.json)
	}
	if got := c.get(path, "Data-Access-Intent", "ReadWrite").ok(t); got.json["firstName"] != "Johnny" {
		t.Errorf("the primary shows %v", got.json)
	}
	clock.pass(5e9)
	if got := c.get(path).ok(t); got.json["firstName"] != "Johnny" {
		t.Errorf("the replica never catches up: %v", got.json)
	}
	if n := c.server.Stats().PlainReads; n != 2 {
		t.Errorf("%d plain reads, want 2", n)
	}
}
