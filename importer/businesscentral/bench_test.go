package businesscentral

import (
	"fmt"
	"strings"
	"testing"
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

func BenchmarkDecodeContacts(b *testing.B) {
	body := benchList()
	b.ReportAllocs()
	for b.Loop() {
		if records, _, err := decodeContacts(body); err != nil || len(records) != 100 {
			b.Fatal(err)
		}
	}
}
