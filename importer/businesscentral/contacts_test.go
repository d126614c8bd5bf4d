package businesscentral

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/mapping"
)

func TestWrite_SendsExactlyWhatIsNeeded(t *testing.T) {
	t.Parallel()
	var rec recorder
	c := connected(t, rec.wrap(answering(200, nil, aContact)), bearer)
	answers, err := c.Write(t.Context(), []importer.Intent{anIntent(
		importer.Change{Field: "email", Before: "old", After: "a+ü@b.de"},
		importer.Change{Field: "lastName", After: "O\"Hara\\\n"},
		importer.Change{Field: "firstName", After: ""},
	)})
	if err != nil || answers[0].Disposition != importer.Confirmed || answers[0].Contact.ETag != aTag || answers[0].Attempts != 1 {
		t.Fatalf("answer %+v, %v", answers, err)
	}
	r := rec.requests[0]
	if r.Method != "PATCH" || r.RequestURI != rootPath+"/companies(c1)/customerContacts("+anID+")" {
		t.Errorf("sent %s %s", r.Method, r.RequestURI)
	}
	if want := `{"email":"a+ü@b.de","lastName":"O\"Hara\\\n","firstName":""}`; rec.bodies[0] != want || r.ContentLength != int64(len(want)) {
		t.Errorf("sent %s (%d bytes)", rec.bodies[0], r.ContentLength)
	}
	for name, want := range map[string]string{
		"If-Match": aTag, "Content-Type": "application/json", "Accept": "application/json", "Accept-Language": "en-US",
		"Authorization": "Bearer eyJ.a-bearer-token", "User-Agent": "bcimport", "Accept-Encoding": "gzip", "Data-Access-Intent": "",
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestRead_AsksForThePrimaryWithoutSelect(t *testing.T) {
	t.Parallel()
	var rec recorder
	c := connected(t, rec.wrap(answering(200, nil, aContact)))
	a := readOne(t, c)
	if a.Disposition != importer.Confirmed || a.Contact.Text("lastName") != "O'Hara" || a.Contact.ETag != aTag {
		t.Fatalf("answer %+v", a)
	}
	r := rec.requests[0]
	if r.Method != "GET" || r.URL.RawQuery != "" || r.Header.Get("Data-Access-Intent") != "ReadWrite" || r.Header.Get("If-Match") != "" {
		t.Errorf("sent %s %s %v", r.Method, r.URL, r.Header)
	}
}

func TestWrite_NeverWithoutAnETag(t *testing.T) {
	t.Parallel()
	var rec recorder
	c := connected(t, rec.wrap(answering(200, nil, aContact)))
	for _, tag := range []importer.ETag{"", "*", " * ", "a\r\nb"} {
		in := anIntent()
		in.ETag = tag
		answers, err := c.Write(t.Context(), []importer.Intent{in})
		if err != nil || answers[0].Disposition != importer.Refused || answers[0].Fault.Code != "no_etag" {
			t.Errorf("%q: %+v, %v", tag, answers[0], err)
		}
	}
	if rec.count() != 0 {
		t.Errorf("%d writes were sent", rec.count())
	}
}

func TestContactURL_FormsOfTheKey(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind    importer.KeyKind
		id, key string
	}{
		{importer.KeyGUID, anID, anID},
		{importer.KeyString, anID, anID},
		{importer.KeyUndeclared, anID, anID},
		{importer.KeyUndeclared, "CONT00123", "CONT00123"},
		{importer.KeyUndeclared, "A/B #1?", "A%2FB%20%231%3F"},
		{importer.KeyString, "CONT00123", "'CONT00123'"},
		{importer.KeyString, "O'Hara/1", "'O%27%27Hara%2F1'"},
	}
	for _, tt := range tests {
		var rec recorder
		c := connected(t, rec.wrap(answering(404, nil, "")))
		c.schema.Key = tt.kind
		if _, err := c.Read(t.Context(), []string{tt.id}); err != nil {
			t.Fatal(err)
		}
		want := rootPath + "/companies(c1)/customerContacts(" + tt.key + ")"
		if got := rec.requests[0].RequestURI; got != want {
			t.Errorf("%s: sent %s, want %s", tt.id, got, want)
		}
	}
}

func TestFind_EncodesTheFilter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		by        mapping.Match
		key, want string
	}{
		{mapping.MatchNumber, "CT 1", "/contacts?$filter=number%20eq%20%27CT%201%27&$select=id,number"},
		{mapping.MatchEmail, "o'hara+x&y@b.de", "/customerContacts?$filter=email%20eq%20%27o%27%27hara%2Bx%26y%40b.de%27&$select=id,email"},
		{mapping.MatchNumber, "50%#ü", "/contacts?$filter=number%20eq%20%2750%25%23%C3%BC%27&$select=id,number"},
	}
	for _, tt := range tests {
		var rec recorder
		c := connected(t, rec.wrap(answering(200, nil, `{"value":[]}`)))
		if f := findOne(t, c, tt.by, tt.key); f.Disposition != importer.Confirmed || len(f.IDs) != 0 {
			t.Errorf("%s: found %+v", tt.key, f)
		}
		if got := rec.requests[0].RequestURI; got != rootPath+"/companies(c1)"+tt.want {
			t.Errorf("%s: sent %s", tt.key, got)
		}
	}
}

func TestFind_ServerThatIgnoresTheFilter(t *testing.T) {
	t.Parallel()
	c := connected(t, answering(200, nil, `{"value":[{"id":"1","number":"CT1"},{"id":"2","number":"ct2"},{"id":"3","number":""}]}`))
	if f := findOne(t, c, mapping.MatchNumber, "CT2"); f.Disposition != importer.Confirmed || len(f.IDs) != 1 || f.IDs[0] != "2" {
		t.Errorf("found %+v", f)
	}
}

func TestFind_AnswersThatCannotBeUsedAreNotNothing(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", "[]", "<html>", `{"value":[{"id":"1"}]}`, `{"value":[{"number":"CT1"}]}`, `{"value":[{"id":"1","num`} {
		c := connected(t, answering(200, nil, body))
		if f := findOne(t, c, mapping.MatchNumber, "CT1"); f.Disposition != importer.Lost || f.Fault.Code != "unusable_answer" || f.Lookup.Key != "CT1" {
			t.Errorf("%s: found %+v", body, f)
		}
	}
}

func TestCompanyGone_StopsAndLeavesTheRowOpen(t *testing.T) {
	t.Parallel()
	c := connected(t, answering(404, nil, `{"error":{"code":"Internal_CompanyNotFound","message":"no company"}}`))
	reads, err := c.Read(t.Context(), []string{anID, anID})
	if !errors.Is(err, importer.ErrCompanyGone) || reads[0].Disposition != importer.NotDone || reads[1].Disposition != importer.NotSent {
		t.Errorf("read %+v, %v", reads, err)
	}
	writes, err := c.Write(t.Context(), []importer.Intent{anIntent(), anIntent()})
	if !errors.Is(err, importer.ErrCompanyGone) || writes[0].Disposition != importer.NotDone || writes[1].Disposition != importer.NotSent {
		t.Errorf("write %+v, %v", writes, err)
	}
	found, err := c.Find(t.Context(), []importer.Lookup{{By: mapping.MatchNumber, Key: "a"}, {By: mapping.MatchNumber, Key: "b"}})
	if !errors.Is(err, importer.ErrCompanyGone) || found[0].Disposition != importer.NotDone || found[1].Lookup.Key != "b" {
		t.Errorf("find %+v, %v", found, err)
	}
}

func TestEndedContext_SendsNothing(t *testing.T) {
	t.Parallel()
	var rec recorder
	c := connected(t, rec.wrap(answering(200, nil, aContact)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	reads, err := c.Read(ctx, []string{anID})
	writes, werr := c.Write(ctx, []importer.Intent{anIntent()})
	found, ferr := c.Find(ctx, []importer.Lookup{{By: mapping.MatchNumber, Key: "a"}})
	if err != nil || werr != nil || ferr != nil || rec.count() != 0 {
		t.Errorf("errors %v, %v, %v; %d requests", err, werr, ferr, rec.count())
	}
	if reads[0].Disposition != importer.NotSent || writes[0].Disposition != importer.NotSent || found[0].Disposition != importer.NotSent || found[0].Lookup.Key != "a" {
		t.Errorf("answers %+v %+v %+v", reads, writes, found)
	}
}

func TestFaults_DoNotRepeatTheBearer(t *testing.T) {
	t.Parallel()
	c := connected(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(400)
		w.Write([]byte(`{"error":{"code":"C","message":"you sent ` + r.Header.Get("Authorization") + `"}}`))
	}, bearer)
	if a := writeOne(t, c); strings.Contains(a.Fault.Message, "eyJ") || a.Disposition != importer.Refused {
		t.Errorf("answer %+v", a)
	}
}
