package businesscentral

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"bcimport/importer"
	"bcimport/importer/businesscentral/odata"
)

// benchID is the id of the nth contact of the benchmarks.
func benchID(n int) string { return fmt.Sprintf("6f1a0c3e-0d5e-4a52-9c1b-%012d", n) }

func benchRecord(n int, more string) string {
	return fmt.Sprintf(`{%s"@odata.etag":"W/\"JzIwOzEyMjU1NzUwNjQ3MjkxMTQ0Mjg5MTswMDs%d\"","id":%q,"email":"anna.mueller%d@example.com",`+
		`"firstName":"Ännchen","lastName":"Müller-Lüdenscheidt","professionalTitle":"Einkauf","primaryPhoneNumber":"+49 30 123456%d"}`,
		more, n, benchID(n), n, n)
}

// benchList is a list of 100 contacts.
func benchList() []byte {
	var b strings.Builder
	b.WriteString(`{"@odata.context":"http://x/$metadata#companies(1)/customerContacts","value":[`)
	for n := range 100 {
		b.WriteString(strings.Repeat(",", min(n, 1)) + benchRecord(n, ""))
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

// benchBatch is the answer of a batch of 100 operations.
func benchBatch() []byte {
	const context = `"@odata.context":"https://api.businesscentral.dynamics.com/v2.0/prod/api/v2.0/$metadata#companies(11111111-2222-3333-4444-555555555555)/customerContacts/$entity",`
	const company = `"customerId":"11111111-2222-3333-4444-555555555555","customerName":"CRONUS Möbel & Söhne GmbH",`
	var b strings.Builder
	b.WriteString(`{"responses":[`)
	for n := range 100 {
		fmt.Fprintf(&b, `%s{"id":"%d","status":200,"headers":{"location":"http://x/y","content-type":"application/json; odata.metadata=minimal","odata-version":"4.0"},"body":%s}`,
			strings.Repeat(",", min(n, 1)), n+1, benchRecord(n, context+company))
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

func BenchmarkDecodeContacts(b *testing.B) {
	body, codec := benchList(), contactCodec()
	b.ReportAllocs()
	for b.Loop() {
		if listed, _, err := codec.Page(body); err != nil || len(listed) != 100 {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecodeBatch(b *testing.B) {
	body := benchBatch()
	outer := reply{status: 200, wrote: true, sends: 1}
	client := &Client{records: contactCodec()}
	b.ReportAllocs()
	for b.Loop() {
		parts, err := odata.DecodeBatch(body, 100)
		if err != nil {
			b.Fatal(err)
		}
		for n := range parts {
			if a := client.partAnswer(parts[n], benchID(n), outer); a.Disposition != importer.Confirmed {
				b.Fatalf("%+v", a)
			}
		}
	}
}

// canned answers without a network, so that what is left is the client's own work.
type canned struct{ list, batch []byte }

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	body := c.list
	if r.Method == http.MethodPost {
		body = c.batch
	}
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
	return &http.Response{StatusCode: 200, ContentLength: -1, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
}

// BenchmarkChunk reads and writes 100 contacts: what the client itself costs, a
// hundredth of it for a row.
func BenchmarkChunk(b *testing.B) {
	c := newClient(Config{Root: "http://127.0.0.1" + rootPath, Credentials: Credentials{Auth: None}, Batch: 100}.withDefaults(), quick)
	c.company, c.schema.Key = "companies(c1)/", importer.KeyGUID
	c.http.Transport = canned{benchList(), benchBatch()}
	c.listSupport.verified = true
	ids, intents := make([]string, 100), make([]importer.Intent, 100)
	for n := range ids {
		ids[n] = benchID(n)
		intents[n] = importer.Intent{ID: ids[n], ETag: aTag, Changes: []importer.Change{
			{Field: "email", After: "anna.mueller@example.com"}, {Field: "primaryPhoneNumber", After: "+49 30 1234567"},
		}}
	}
	b.ReportAllocs()
	for b.Loop() {
		reads, err := c.Read(b.Context(), ids)
		if err != nil || reads[99].Disposition != importer.Confirmed {
			b.Fatalf("%+v, %v", reads[99], err)
		}
		writes, err := c.Write(b.Context(), intents)
		if err != nil || writes[99].Disposition != importer.Confirmed {
			b.Fatalf("%+v, %v", writes[99], err)
		}
	}
}
