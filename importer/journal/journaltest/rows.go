package journaltest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"bcimport/importer"
)

// Noon is when everything in the suite happens.
func Noon() time.Time { return time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC) }

// About is what a run of the suite was given.
func About() importer.About {
	return importer.About{
		Run: "contacts-20260701-120000Z.run", Command: "run", StartedAt: Noon(),
		Input:   importer.Input{File: "/data/contacts.csv", Rows: 3, Delimiter: ";", Encoding: "windows-1252", Head: []byte("K\xfcndel;E-Mail\r\n"), Header: []string{"Kündel", "E-Mail"}},
		Mapping: importer.Document{File: "m.yaml", Text: "version: 1\n"},
		Target:  importer.Target{APIRoot: "https://api.example/v2.0", Tenant: "contoso.com", Environment: "production", Company: "CRONUS", CompanyID: "c1"},
		Options: importer.Options{OnConflict: importer.Merge, GiveUpAfter: 15 * time.Minute},
	}
}

// makeRun makes a journal in a folder of its own and opens it.
func (s suite) makeRun(t testing.TB) Journal {
	folder := t.TempDir()
	if err := s.Create(folder, About(), nil); err != nil {
		t.Fatal(err)
	}
	return s.openRun(t, folder)
}

func (s suite) openRun(t testing.TB, folder string) Journal {
	file, err := s.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// Intent is the first write of a row.
func Intent(seq int) importer.Intent {
	return importer.Intent{
		Seq: seq, Line: seq + 2, Key: fmt.Sprintf("CONT%05d", seq), Attempt: 1, ID: ContactID(seq), ETag: `W/"1"`, At: Noon(),
		Changes: []importer.Change{{Field: "email", Before: "old@example.com", After: "new@example.com"}},
		Raw:     fmt.Appendf(nil, "CONT%05d;new@example.com\r\n", seq),
	}
}

// Updated is the outcome of a row whose write was confirmed.
func Updated(seq int) importer.Outcome {
	in := Intent(seq)
	return importer.Outcome{
		Seq: seq, Line: in.Line, Key: in.Key, ID: in.ID, Status: importer.Updated, HTTPStatus: 200, Sets: []string{"email"},
		Changes: in.Changes, Attempts: 1, ETagBefore: in.ETag, ETagAfter: `W/"2"`, FinishedAt: Noon(),
	}
}

// Record records outcomes.
func Record(t testing.TB, file Journal, outcomes ...importer.Outcome) {
	t.Helper()
	if err := file.Record(context.Background(), outcomes); err != nil {
		t.Fatal(err)
	}
}

// Intend records intents.
func Intend(t testing.TB, file Journal, intents ...importer.Intent) {
	t.Helper()
	if err := file.Intend(context.Background(), intents); err != nil {
		t.Fatal(err)
	}
}

// Outcomes reads all outcomes.
func Outcomes(t testing.TB, file Journal) []importer.Outcome {
	t.Helper()
	var all []importer.Outcome
	for o, err := range file.Outcomes(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, o)
	}
	return all
}

// ContactID is the id of a row's contact.
func ContactID(seq int) string {
	return fmt.Sprintf("%08x-0d5e-4a52-9c1b-2d8f3e7a9b10", uint32(seq)*2654435761)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
